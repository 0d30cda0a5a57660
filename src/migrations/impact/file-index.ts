// What a whole file makes, for rules that look ahead: a foreign key whose index comes three lines
// later, a view that is dropped and made again. Names are compared without their schemas. Built when
// it is first asked for, in one pass, so that thousands of statements stay cheap.
import { relationName, type QualifiedName } from '../../sql/tree.ts';
import { createdObjectsOf } from './created-objects.ts';
import type { RuleStatement } from './rule-statement.ts';
import { constraintColumns } from './table-definitions.ts';

export interface FileIndex {
  /** The columns of the indexes and keys that the file makes on a table. */
  indexedColumns(table: QualifiedName): readonly (readonly string[])[];
  /** True when a statement from this one on adds a constraint of this name to the table. */
  addsConstraint(table: QualifiedName, name: string, from: number): boolean;
  /** True when a statement from this one on makes the object, as `view:v`. */
  makes(kind: string, name: QualifiedName, from: number): boolean;
  /** The last statement that ends a transaction; -1 without one. */
  readonly lastTransactionEnd: number;
  /** How many statements are more than settings and transaction control. */
  readonly workOutsideSettings: number;
}

interface Contents {
  readonly indexes: Map<string, (readonly string[])[]>;
  /** The last statement that makes it. */
  readonly constraints: Map<string, number>;
  readonly objects: Map<string, number>;
  lastTransactionEnd: number;
  work: number;
}

const ends = new Set(['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_PREPARE']);

function unqualified(object: string): string {
  return object.slice(0, object.indexOf(':') + 1) + (object.split(':')[1]?.split('.').at(-1) ?? '');
}

function read(statements: readonly RuleStatement[]): Contents {
  const contents: Contents = {
    indexes: new Map(),
    constraints: new Map(),
    objects: new Map(),
    lastTransactionEnd: -1,
    work: 0,
  };
  const addIndex = (table: string, columns: readonly string[]): void => {
    const known = contents.indexes.get(table);
    if (known === undefined) contents.indexes.set(table, [columns]);
    else known.push(columns);
  };
  for (const { node, index, constraints } of statements) {
    if ('IndexStmt' in node) {
      const { relation, indexParams = [] } = node.IndexStmt;
      const columns = indexParams.flatMap((item) =>
        'IndexElem' in item ? (item.IndexElem.name ?? []) : [],
      );
      const table = relationName(relation);
      if (table !== undefined) addIndex(table.name, columns);
    }
    for (const added of constraints) {
      const { contype, conname } = added.constraint;
      if (contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE') {
        addIndex(added.table.name, constraintColumns(added));
      }
      if (conname !== undefined) contents.constraints.set(`${added.table.name}/${conname}`, index);
    }
    if ('TransactionStmt' in node) {
      if (ends.has(node.TransactionStmt.kind ?? '')) contents.lastTransactionEnd = index;
    } else if (!('VariableSetStmt' in node)) contents.work += 1;
    for (const object of createdObjectsOf(node)) contents.objects.set(unqualified(object), index);
  }
  return contents;
}

/** An index over the statements of a file. */
export function createFileIndex(statements: readonly RuleStatement[]): FileIndex {
  let known: Contents | undefined;
  const contents = (): Contents => (known ??= read(statements));
  return {
    indexedColumns: (table) => contents().indexes.get(table.name) ?? [],
    addsConstraint: (table, name, from) =>
      (contents().constraints.get(`${table.name}/${name}`) ?? -1) >= from,
    get lastTransactionEnd() {
      return contents().lastTransactionEnd;
    },
    get workOutsideSettings() {
      return contents().work;
    },
    makes: (kind, name, from) => (contents().objects.get(`${kind}:${name.name}`) ?? -1) >= from,
  };
}
