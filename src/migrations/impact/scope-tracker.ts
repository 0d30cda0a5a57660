// Keeps a migration's scope: told of each statement after its rules were asked. Plain bookkeeping
// over syntax trees; what a DO block or a function does is not seen, and is said to be unknown.
import type { SqlNode } from '../../sql/parse.ts';
import { nameOf, relationName, stringOf } from '../../sql/tree.ts';
import {
  createdObjectsOf,
  createdRelations,
  declaredVolatility,
  droppedRelations,
} from './created-objects.ts';
import type { TakenLock } from './locks.ts';
import { createNameLookup, type NameLookup, type NameLookupOptions } from './name-lookup.ts';
import { provenColumns } from './not-null-proof.ts';
import type { RuleStatement } from './rule-statement.ts';
import type { MigrationScope } from './scope.ts';
import { schemasOf, settingChanges } from './session-settings.ts';
import { constraintColumns, constraintName, validatesRows } from './table-definitions.ts';
import { createTransactionTracker, type TransactionOptions } from './transaction-tracker.ts';

export type ScopeOptions = NameLookupOptions & TransactionOptions;

export interface ScopeTracker {
  readonly scope: MigrationScope;
  /** The statement has been looked at; what it does holds for those after it. */
  advance(statement: RuleStatement, taken: readonly TakenLock[]): void;
}

/** What constraints of this migration prove and which were not validated yet. */
function createConstraintMemory(lookup: NameLookup) {
  const addedNotValid = new Set<string>();
  const provenNotNull = new Set<string>();
  const dropped = new Set<string>();
  const unproven = new Map<string, readonly string[]>();
  return {
    addedNotValid,
    provenNotNull,
    dropped,
    transactionEnded: () => addedNotValid.clear(),
    advance: ({ constraints, altered }: RuleStatement): void => {
      for (const added of constraints) {
        if (added.via !== 'add-constraint') continue;
        const { key } = lookup.table(added.table);
        const { constraint } = added;
        const name = `${key}/${constraintName(added)}`;
        const columns =
          constraint.contype === 'CONSTR_NOTNULL'
            ? constraintColumns(added)
            : constraint.contype === 'CONSTR_CHECK'
              ? provenColumns(constraint.raw_expr)
              : [];
        const proofs = columns.map((column) => `${key}/${column}`);
        if (validatesRows(constraint)) for (const proof of proofs) provenNotNull.add(proof);
        else {
          addedNotValid.add(name);
          unproven.set(name, proofs);
        }
      }
      if (altered === undefined) return;
      const { key } = lookup.table(altered.table);
      for (const { subtype, name = '' } of altered.commands) {
        if (subtype === 'AT_DropConstraint') dropped.add(`${key}/${name}`);
        if (subtype === 'AT_ValidateConstraint') {
          for (const proof of unproven.get(`${key}/${name}`) ?? []) provenNotNull.add(proof);
        }
        if (subtype === 'AT_SetNotNull') provenNotNull.add(`${key}/${name}`);
        if (subtype === 'AT_DropNotNull') provenNotNull.delete(`${key}/${name}`);
      }
    },
  };
}

function recordNames(node: SqlNode, lookup: NameLookup): void {
  for (const name of droppedRelations(node)) lookup.drop(name);
  for (const { name, kind, conditional } of createdRelations(node)) {
    // OR REPLACE of a view that may be there: whoever uses it goes on using it.
    if (kind !== 'view' || !conditional) lookup.create(name, conditional);
  }
  if ('RenameStmt' in node && /TABLE$|VIEW$/.test(node.RenameStmt.renameType ?? '')) {
    const from = relationName(node.RenameStmt.relation);
    const { newname } = node.RenameStmt;
    if (from !== undefined && newname !== undefined) lookup.rename(from, { name: newname });
  }
  if ('AlterObjectSchemaStmt' in node) {
    const from = relationName(node.AlterObjectSchemaStmt.relation);
    const schema = node.AlterObjectSchemaStmt.newschema;
    if (from !== undefined && schema !== undefined) lookup.rename(from, { ...from, schema });
  }
  if ('IndexStmt' in node) {
    const { idxname, relation, indexParams = [], unique = false } = node.IndexStmt;
    const table = relationName(relation);
    if (table === undefined) return;
    const columns = indexParams.flatMap((item) =>
      'IndexElem' in item && item.IndexElem.name !== undefined ? [item.IndexElem.name] : [],
    );
    const name = idxname ?? [table.name, ...columns, 'idx'].join('_');
    lookup.addIndex(name, { table: lookup.table(table), columns, unique });
  }
}

/** A scope for one file. */
export function createScope(options: ScopeOptions): ScopeTracker {
  const lookup = createNameLookup(options);
  const transaction = createTransactionTracker(options);
  const constraints = createConstraintMemory(lookup);
  const createdObjects = new Set<string>();
  const createdFunctions = new Map<string, 'volatile' | 'stable' | 'immutable'>();
  const createdDomains = new Map<string, boolean>();
  const newColumns = new Set<string>();
  let { timeZone } = options.facts;

  const scope: MigrationScope = {
    createdTables: lookup.createdTables,
    createdIndexes: lookup.createdIndexes,
    createdObjects,
    createdFunctions,
    createdDomains,
    addedColumns: newColumns,
    droppedConstraints: constraints.dropped,
    provenNotNull: constraints.provenNotNull,
    addedNotValid: constraints.addedNotValid,
    unfollowedLocks: transaction.unfollowedLocks,
    lockedWithoutTimeout: transaction.lockedWithoutTimeout,
    get timeZone() {
      return timeZone;
    },
    get searchPath() {
      return lookup.searchPath;
    },
    get inTransaction() {
      return transaction.inTransaction;
    },
    get openedBy() {
      return transaction.openedBy;
    },
    get hasLockTimeout() {
      return transaction.hasLockTimeout;
    },
    get hasStatementTimeout() {
      return transaction.hasStatementTimeout;
    },
    get lockedWithoutStatementTimeout() {
      return transaction.lockedWithoutStatementTimeout;
    },
    table: lookup.table,
    tableOfIndex: lookup.tableOfIndex,
    referencing: lookup.referencing,
  };

  const advance = (statement: RuleStatement, taken: readonly TakenLock[]): void => {
    const { node, index } = statement;
    const ended = transaction.advance(node, index, taken);
    constraints.advance(statement);
    if (ended || !transaction.inTransaction) constraints.transactionEnded();
    for (const { table, column, via } of statement.columns) {
      if (via === 'add-column') newColumns.add(`${lookup.table(table).key}/${column.colname}`);
    }
    for (const object of createdObjectsOf(node)) createdObjects.add(object);
    if ('CreateFunctionStmt' in node) {
      const name = nameOf(node.CreateFunctionStmt.funcname)?.name;
      if (name !== undefined)
        createdFunctions.set(name, declaredVolatility(node.CreateFunctionStmt));
    }
    if ('CreateDomainStmt' in node) {
      const { domainname, constraints: list = [] } = node.CreateDomainStmt;
      const name = stringOf(domainname?.at(-1));
      const constrained = list.some(
        (item) => 'Constraint' in item && /CHECK|NOTNULL/.test(item.Constraint.contype ?? ''),
      );
      if (name !== undefined) createdDomains.set(name, constrained);
    }
    for (const { name, values } of settingChanges(node)) {
      if (name === 'search_path') {
        lookup.setSearchPath(values === undefined ? undefined : schemasOf(values));
      } else if (name === 'timezone') {
        timeZone = values === undefined ? options.facts.timeZone : (values[0] ?? null);
      }
    }
    recordNames(node, lookup);
  };
  return { scope, advance };
}
