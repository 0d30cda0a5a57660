// Constants that the syntax tree ties to a secret-bearing name: inserted or updated columns,
// compared columns, named columns of VALUES. Yields byte offsets; it never changes anything.
import { isSecretName } from './secret-words.ts';
import { isFields, stringOf, walkTree, type Fields } from './tree.ts';

const chainable = /^(?:\|\||[-+*/%])$/;

function nodes(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown, tag: string): Fields | undefined {
  const fields = isFields(value) ? value[tag] : undefined;
  return isFields(fields) ? fields : undefined;
}

function markConstants(root: unknown, marks: Set<number>): void {
  walkTree({ root }, (tag, fields) => {
    if (tag !== 'A_Const') return;
    // JSON leaves a location of 0 out.
    const location = fields['location'];
    marks.add(typeof location === 'number' ? location : 0);
  });
}

function mentionsSecretColumn(root: unknown): boolean {
  let mentions = false;
  walkTree({ root }, (tag, fields) => {
    if (tag !== 'ColumnRef') return;
    if (nodes(fields['fields']).some((part) => isSecretName(stringOf(part) ?? ''))) mentions = true;
  });
  return mentions;
}

/** Marks column number `at` of everything a SELECT or VALUES yields. */
function markOutput(select: Fields | undefined, at: number, marks: Set<number>): void {
  const open = [select];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const row of nodes(next['valuesLists'])) {
      markConstants(nodes(fieldsOf(row, 'List')?.['items'])[at], marks);
    }
    markConstants(nodes(next['targetList'])[at], marks);
    for (const side of [next['larg'], next['rarg']]) if (isFields(side)) open.push(side);
  }
}

function markNamedOutput(
  names: readonly (string | undefined)[],
  select: Fields | undefined,
  marks: Set<number>,
): void {
  names.forEach((name, at) => {
    if (name !== undefined && isSecretName(name)) markOutput(select, at, marks);
  });
}

function targetNames(list: unknown): (string | undefined)[] {
  return nodes(list).map((item) => {
    const name = fieldsOf(item, 'ResTarget')?.['name'];
    return typeof name === 'string' ? name : undefined;
  });
}

function visitNode(tag: string, fields: Fields, marks: Set<number>): void {
  if (tag === 'ResTarget') {
    const name = fields['name'];
    if (typeof name === 'string' && isSecretName(name)) markConstants(fields['val'], marks);
  } else if (tag === 'A_Expr') {
    // Chains such as a || b || c are deep; to look below each link would take quadratic time.
    if (chainable.test(nodes(fields['name']).map(stringOf).join(''))) return;
    if (mentionsSecretColumn([fields['lexpr'], fields['rexpr']])) markConstants(fields, marks);
  } else if (tag === 'InsertStmt') {
    const select = fieldsOf(fields['selectStmt'], 'SelectStmt');
    markNamedOutput(targetNames(fields['cols']), select, marks);
  } else if (tag === 'MergeWhenClause') {
    targetNames(fields['targetList']).forEach((name, at) => {
      if (name !== undefined && isSecretName(name)) {
        markConstants(nodes(fields['values'])[at], marks);
      }
    });
  } else if (tag === 'RangeSubselect') {
    const alias = fields['alias'];
    const names = nodes(isFields(alias) ? alias['colnames'] : undefined).map(stringOf);
    markNamedOutput(names, fieldsOf(fields['subquery'], 'SelectStmt'), marks);
  } else if (tag === 'CommonTableExpr') {
    const names = nodes(fields['aliascolnames']).map(stringOf);
    markNamedOutput(names, fieldsOf(fields['ctequery'], 'SelectStmt'), marks);
  }
}

/** Byte offsets of the constants that are, or are compared with, secrets. */
export function secretConstants(tree: unknown): ReadonlySet<number> {
  const marks = new Set<number>();
  walkTree({ tree }, (tag, fields) => visitNode(tag, fields, marks));
  return marks;
}
