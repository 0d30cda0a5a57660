// Rules for rows that a migration changes: all of them by mistake, or so many that the transaction
// takes long, keeps them locked and leaves as many dead ones behind.
import { isFields, relationName, stringOf, walkTree, type Fields } from '../../../sql/tree.ts';
import { defineRule, type RuleContext, type RuleFinding, type RuleStatement } from '../rule.ts';
import type { TableRef } from '../scope.ts';
import { nameAfter, positionOf, startsWith, type TokenStatement } from '../token-statements.ts';

interface RowChange {
  readonly verb: 'UPDATE' | 'DELETE' | 'MERGE';
  readonly table: TableRef;
  readonly where: unknown;
}

const verbs: Readonly<Record<string, RowChange['verb']>> = {
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
};
const changesRows = /^(?:Update|Delete|Merge|Insert|Select|CreateTableAs)Stmt$/;

function isAlwaysTrue(where: unknown): boolean {
  const constant = isFields(where) ? where['A_Const'] : undefined;
  return (
    isFields(constant) && isFields(constant['boolval']) && constant['boolval']['boolval'] === true
  );
}

/** Each UPDATE, DELETE and MERGE of rows in use, those in WITH clauses included. */
function rowChanges({ node }: RuleStatement, context: RuleContext): RowChange[] {
  if (!changesRows.test(Object.keys(node)[0] ?? '')) return [];
  // A bulk INSERT of values is large and holds nothing to look for.
  if ('InsertStmt' in node && node.InsertStmt.withClause === undefined) return [];
  const changes: RowChange[] = [];
  walkTree(node, (tag, fields) => {
    const verb = verbs[tag];
    const relation = fields['relation'];
    if (verb === undefined || !isFields(relation)) return;
    const name = relationName(relation);
    if (name === undefined) return;
    const table = context.table(name);
    const where = verb === 'MERGE' ? fields['joinCondition'] : fields['whereClause'];
    if (!table.isNew) changes.push({ verb, table, where: isAlwaysTrue(where) ? undefined : where });
  });
  return changes;
}

/** `WHERE c = constant`, or IN a list of them, on a unique column: a handful of rows. */
function findsFewRows({ table, where }: RowChange): boolean {
  const comparison = isFields(where) ? where['A_Expr'] : undefined;
  if (!isFields(comparison)) return false;
  const left: unknown = comparison['lexpr'];
  const reference = isFields(left) ? left['ColumnRef'] : undefined;
  const fields: unknown = isFields(reference) ? reference['fields'] : undefined;
  const column = Array.isArray(fields) ? stringOf(fields.at(-1)) : undefined;
  const operator: unknown = comparison['name'];
  if (!Array.isArray(operator) || stringOf(operator[0]) !== '=') return false;
  const right: unknown = comparison['rexpr'];
  const isConstant = isFields(right) && ('A_Const' in right || isConstantList(right));
  const unique = table.facts?.indexes.some(
    (index) => index.unique && index.columns.length === 1 && index.columns[0] === column,
  );
  return isConstant && unique === true;
}

function isConstantList(fields: Fields): boolean {
  const list = fields['List'];
  const items: unknown = isFields(list) ? list['items'] : undefined;
  return (
    Array.isArray(items) &&
    items.length <= 100 &&
    items.every((item) => isFields(item) && 'A_Const' in item)
  );
}

const writeWithoutWhere = defineRule({
  id: 'write-without-where',
  title: 'UPDATE or DELETE without WHERE',
  classes: ['DATA_LOSS', 'LOCK'],
  level: 'HIGH',
  lockMode: 'ROW EXCLUSIVE',
  safeForm: 'batches of some thousand rows, each in its own transaction, outside the migration',
  check: (statement, context) =>
    rowChanges(statement, context).flatMap(({ verb, table, where }): RuleFinding[] => {
      if (verb === 'MERGE' || where !== undefined) return [];
      const isDelete = verb === 'DELETE';
      return [
        {
          message: isDelete
            ? `all rows of ${table.label} are deleted`
            : `all rows of ${table.label} are changed in one transaction; nobody else can change them until it ends`,
          objects: [table.label],
          table,
          work: 'rewrite',
          ...(isDelete ? { loses: { object: table.label, what: 'rows' } } : {}),
        },
      ];
    }),
  checkTokens: (statement) => {
    const isDelete = startsWith(statement, 'delete', 'from');
    const isUpdate = startsWith(statement, 'update');
    if ((!isDelete && !isUpdate) || positionOf(statement, 'where') !== -1) return [];
    const table = nameAfter(statement, isDelete ? 2 : afterConflictClause(statement));
    if (isUpdate) return [{ message: `all rows of ${table} are changed`, objects: [table] }];
    const loses = { object: table, what: 'rows' as const };
    return [{ message: `all rows of ${table} are deleted`, objects: [table], loses }];
  },
});

/** SQLite: UPDATE OR IGNORE t. */
function afterConflictClause(statement: TokenStatement): number {
  return startsWith(statement, 'update', 'or') ? 3 : 1;
}

const deleteRows = defineRule({
  id: 'delete-rows',
  title: 'DELETE of some rows',
  classes: ['DATA_LOSS', 'LOCK'],
  level: 'MEDIUM',
  lockMode: 'ROW EXCLUSIVE',
  safeForm: 'look first at what the WHERE finds, and keep a copy of it; many rows in batches',
  check: (statement, context) =>
    rowChanges(statement, context).flatMap((change): RuleFinding[] => {
      const { verb, table, where } = change;
      if (verb !== 'DELETE' || where === undefined) return [];
      return [
        {
          ...(findsFewRows(change) ? { level: 'LOW' as const } : {}),
          message: `rows of ${table.label} are deleted`,
          objects: [table.label],
          loses: { object: `some rows of ${table.label}`, what: 'other' },
        },
      ];
    }),
  checkTokens: (statement) =>
    startsWith(statement, 'delete', 'from') && positionOf(statement, 'where') !== -1
      ? [
          {
            message: `rows of ${nameAfter(statement, 2)} are deleted`,
            objects: [nameAfter(statement, 2)],
          },
        ]
      : [],
});

/** The tables in use that a query reads, the largest first. */
function tablesRead(query: unknown, whole: unknown, context: RuleContext): TableRef[] {
  const read = new Map<string, TableRef>();
  const named = new Set<unknown>();
  walkTree({ whole }, (tag, fields) => {
    if (tag === 'CommonTableExpr') named.add(fields['ctename']);
  });
  walkTree({ query }, (tag, fields) => {
    if (tag !== 'RangeVar') return;
    const name = relationName(fields);
    if (name === undefined || (name.schema === undefined && named.has(name.name))) return;
    const table = context.table(name);
    if (!table.isNew) read.set(table.key, table);
  });
  return [...read.values()].toSorted(
    (a, b) => (b.facts?.totalBytes ?? 0) - (a.facts?.totalBytes ?? 0),
  );
}

const largeBackfill = defineRule({
  id: 'large-backfill',
  title: 'Rows filled or changed within the migration',
  classes: ['LOCK', 'SCAN'],
  level: 'MEDIUM',
  lockMode: 'ROW EXCLUSIVE',
  safeForm: 'batches of some thousand rows, each in its own transaction, outside the migration',
  check: (statement, context) => {
    const { node } = statement;
    const changed = rowChanges(statement, context).flatMap((change): RuleFinding[] => {
      const { verb, table, where } = change;
      if (verb === 'DELETE' || where === undefined || findsFewRows(change)) return [];
      return [
        {
          message: `${verb} of ${table.label}: the rows it finds stay locked until the transaction ends`,
          objects: [table.label],
          table,
          work: 'scan',
        },
      ];
    });
    if (!('InsertStmt' in node)) return changed;
    const select = node.InsertStmt.selectStmt;
    if (select === undefined || !('SelectStmt' in select)) return changed;
    if (select.SelectStmt.fromClause === undefined && select.SelectStmt.op === 'SETOP_NONE') {
      return changed;
    }
    const [source] = tablesRead(select, node, context);
    const target = relationName(node.InsertStmt.relation);
    if (source === undefined || target === undefined) return changed;
    return [
      ...changed,
      {
        message: `as many rows as the query over ${source.label} finds are copied into ${context.table(target).label} in one transaction`,
        objects: [context.table(target).label, source.label],
        table: source,
        work: 'scan',
      },
    ];
  },
});

export const dataChangeRules = [writeWithoutWhere, deleteRows, largeBackfill] as const;
