// Which PL/pgSQL bodies commit or roll back by themselves: a runner must not run them, it would
// lose its transaction and with it the proof of what was applied.
import { parsePlpgsql } from './parse.ts';
import { lexSql } from './tokens.ts';
import { nameOf, optionsOf, stringOf, walkTree, isFields, type QualifiedName } from './tree.ts';
import type { SqlNode } from './parse.ts';

/** A dollar quote that does not occur in `body`. */
function quoteBody(body: string): string {
  let tag = '$body$';
  for (let n = 0; body.includes(tag); n += 1) tag = `$body${n}$`;
  return `${tag}${body}${tag}`;
}

const beforeStatement = new Set([';', 'begin', 'then', 'else', 'loop', '>>', '>']);

/** COMMIT or ROLLBACK where a PL/pgSQL statement can start, told from the tokens alone. */
function commitsByTokens(source: string): boolean {
  const tokens = lexSql(source).filter((token) => token.kind !== 'comment');
  return tokens.some((token, at) => {
    if (token.kind !== 'word' || !/^(?:commit|rollback)$/.test(token.value)) return false;
    const before = tokens[at - 1]?.value;
    const after = tokens[at + 1]?.value;
    const starts = before === undefined || beforeStatement.has(before);
    return starts && (after === undefined || after === ';' || after === 'and');
  });
}

/** True when a body of this language commits or rolls back the transaction it is called in. */
export function procedureCommits(source: string, language: string): boolean {
  const name = language.toLowerCase();
  if (name === 'sql' || name === 'c' || name === 'internal') return false;
  if (name !== 'plpgsql') return /(?:\b|_)(?:commit|rollback)\b/i.test(source);
  const tree = parsePlpgsql(`DO LANGUAGE plpgsql ${quoteBody(source)}`);
  if (tree === undefined) return commitsByTokens(source);
  let commits = false;
  walkTree(tree, (tag) => {
    if (tag === 'PLpgSQL_stmt_commit' || tag === 'PLpgSQL_stmt_rollback') commits = true;
  });
  return commits;
}

/** Language and body of a DO, CREATE FUNCTION or CREATE PROCEDURE statement's options. */
function bodyOf(options: readonly SqlNode[] | undefined): { source: string; language: string } {
  const byName = optionsOf(options);
  const as = byName.get('as');
  const list = isFields(as) && isFields(as['List']) ? as['List']['items'] : [as];
  const source = Array.isArray(list) ? stringOf(list[0]) : undefined;
  return { source: source ?? '', language: stringOf(byName.get('language')) ?? 'plpgsql' };
}

/** True for a DO block whose body commits or rolls back. */
export function doBlockCommits(node: SqlNode): boolean {
  if (!('DoStmt' in node)) return false;
  const { source, language } = bodyOf(node.DoStmt.args);
  return procedureCommits(source, language);
}

/** The name of the procedure that this statement creates, when its body commits or rolls back. */
export function committingProcedureOf(node: SqlNode): QualifiedName | undefined {
  if (!('CreateFunctionStmt' in node) || node.CreateFunctionStmt.is_procedure !== true) {
    return undefined;
  }
  const { source, language } = bodyOf(node.CreateFunctionStmt.options);
  return procedureCommits(source, language) ? nameOf(node.CreateFunctionStmt.funcname) : undefined;
}

/** The procedure that a CALL statement calls. */
export function calledProcedureOf(node: SqlNode): QualifiedName | undefined {
  return 'CallStmt' in node ? nameOf(node.CallStmt.funccall?.funcname) : undefined;
}

/** The procedures with COMMIT or ROLLBACK inside that these statements create, in their order. */
export function committingProceduresCreatedBy(
  statements: readonly { readonly createsCommittingProcedure?: QualifiedName }[],
): QualifiedName[] {
  return statements.flatMap((statement) => statement.createsCommittingProcedure ?? []);
}

/** True when a CALL of `called` may reach `created`: a missing schema may be any. */
export function mayBeSameProcedure(called: QualifiedName, created: QualifiedName): boolean {
  if (called.name !== created.name) return false;
  return (
    called.schema === undefined || created.schema === undefined || called.schema === created.schema
  );
}
