// The rule for functions that build SQL from texts while they run: whoever chooses the texts chooses
// the SQL. Texts that pass through %I, %L, quote_ident or quote_literal are quoted.
import { parsePlpgsql, parseSql } from '../../../sql/parse.ts';
import { isFields, nameOf, optionsOf, stringOf, walkTree, type Fields } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';

/** True when an expression puts texts together without quoting them. */
function isUnquoted(expression: string): boolean {
  const outcome = parseSql(`select ${expression}`);
  if (!outcome.ok) return true;
  let unquoted = false;
  walkTree({ statements: outcome.statements.map(({ node }) => node) }, (tag, fields) => {
    if (tag === 'A_Expr' && joinsUnquoted(fields)) unquoted = true;
    if (tag !== 'FuncCall' || nameOf(fields['funcname'])?.name !== 'format') return;
    const [template] = Array.isArray(fields['args']) ? (fields['args'] as unknown[]) : [];
    const constant = isFields(template) ? template['A_Const'] : undefined;
    const text = isFields(constant) ? stringOf({ String: constant['sval'] }) : undefined;
    if (text === undefined || /%(?:[0-9]+\$)?-?[0-9*]*s/.test(text)) unquoted = true;
  });
  return unquoted;
}

function joinsUnquoted(fields: Fields): boolean {
  const operator: unknown = Array.isArray(fields['name']) ? fields['name'][0] : undefined;
  if (stringOf(operator) !== '||') return false;
  return ['lexpr', 'rexpr'].some((side) => {
    const operand = fields[side];
    if (!isFields(operand) || 'A_Const' in operand || 'A_Expr' in operand) return false;
    const call = operand['FuncCall'];
    const name = isFields(call) ? nameOf(call['funcname'])?.name : undefined;
    return !/^(?:quote_ident|quote_literal|quote_nullable|format)$/.test(name ?? '');
  });
}

/** True when a PL/pgSQL statement's text executes SQL that it puts together. */
export function buildsSql(createText: string): boolean {
  const tree = parsePlpgsql(createText);
  // It cannot be read: the word alone is a reason to look.
  if (tree === undefined) return /\bexecute\b[^;]*(?:\|\||%s)/i.test(createText);
  let builds = false;
  walkTree(tree, (tag, fields) => {
    if (tag !== 'PLpgSQL_stmt_dynexecute' && tag !== 'PLpgSQL_stmt_dynfors') return;
    const query = fields['query'];
    const expression = isFields(query) ? query['PLpgSQL_expr'] : undefined;
    const text: unknown = isFields(expression) ? expression['query'] : undefined;
    if (typeof text === 'string' && isUnquoted(text)) builds = true;
  });
  return builds;
}

const dynamicSqlInFunction = defineRule({
  id: 'dynamic-sql-in-function',
  title: 'Function that executes SQL made from texts',
  classes: ['SECURITY'],
  level: 'MEDIUM',
  lockMode: null,
  safeForm: 'format() with %I for names and %L for values, and USING for parameters',
  alsoKnownAs: { atlas: ['SA101'] },
  check: ({ node, text }) => {
    if (!('CreateFunctionStmt' in node) || !/\bexecute\b/i.test(text)) return [];
    const options = optionsOf(node.CreateFunctionStmt.options);
    if (stringOf(options.get('language'))?.toLowerCase() !== 'plpgsql') return [];
    const name = nameOf(node.CreateFunctionStmt.funcname);
    if (name === undefined || !buildsSql(text)) return [];
    const written = writtenName(name);
    return [
      {
        message: `${written} executes SQL that it puts together from texts: whoever chooses the texts chooses the SQL`,
        objects: [written],
      },
    ];
  },
});

export const functionRules = [dynamicSqlInFunction] as const;
