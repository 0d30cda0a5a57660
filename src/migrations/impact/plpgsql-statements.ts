// The SQL statements that stand in a DO block as they are, however often they may run. What a block
// puts together while it runs is not among them.
import { parsePlpgsql, parseSql, type SqlNode } from '../../sql/parse.ts';
import { isFields, stringOf, walkTree, type Fields } from '../../sql/tree.ts';

const maxStatements = 200;

function queryOf(fields: Fields, name: string): string | undefined {
  const query = fields[name];
  const expression = isFields(query) ? query['PLpgSQL_expr'] : undefined;
  const text: unknown = isFields(expression) ? expression['query'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** `EXECUTE 'alter table …'` with one constant text. */
function constantText(expression: string): string | undefined {
  const outcome = parseSql(`select ${expression}`);
  const node = outcome.ok ? outcome.statements[0]?.node : undefined;
  if (node === undefined || !('SelectStmt' in node)) return undefined;
  const target = node.SelectStmt.targetList?.[0];
  const value: unknown =
    target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  const constant = isFields(value) ? value['A_Const'] : undefined;
  return isFields(constant) ? stringOf({ String: constant['sval'] }) : undefined;
}

/** The statements that a DO block holds, in any order. */
export function staticStatements(
  doText: string,
): { readonly node: SqlNode; readonly text: string }[] {
  const tree = parsePlpgsql(doText);
  if (tree === undefined) return [];
  const texts: string[] = [];
  const add = (text: string | undefined): void => {
    if (text !== undefined && texts.length < maxStatements) texts.push(text);
  };
  walkTree(tree, (tag, fields) => {
    if (tag === 'PLpgSQL_stmt_execsql') add(queryOf(fields, 'sqlstmt'));
    else if (tag === 'PLpgSQL_stmt_perform') add(queryOf(fields, 'expr'));
    else if (tag === 'PLpgSQL_stmt_dynexecute') {
      const expression = queryOf(fields, 'query');
      if (expression !== undefined) add(constantText(expression));
    }
  });
  return texts.flatMap((text) => {
    const outcome = parseSql(text);
    if (!outcome.ok) return [];
    return outcome.statements.map(({ node }) => ({ node, text }));
  });
}
