// Which locks a statement takes on tables, as measured on PostgreSQL (test/db/impact).
// Only what others notice is kept exact: SHARE and stronger. A lock that depends on data nobody knows
// here (the tables of a domain, an unknown index) is left to the rule of that statement.
import { lockModes, type LockMode } from '../../core/impact.ts';
import type { SqlNode } from '../../sql/parse.ts';
import { nameOf, optionsOf, isOptionOn, relationName, type NodeOf } from '../../sql/tree.ts';
import type { QualifiedName } from '../../sql/tree.ts';
import type { ConstraintFacts } from './facts.ts';
import type { RuleStatement } from './rule-statement.ts';
import type { MigrationScope, TableRef } from './scope.ts';
import { droppedNames, writtenName, type AlterCommand } from './table-definitions.ts';

export interface TakenLock {
  readonly table: TableRef;
  readonly mode: LockMode;
}

type Named = readonly [QualifiedName | undefined, LockMode];
type Lookup = Pick<MigrationScope, 'table' | 'tableOfIndex' | 'referencing'>;

const light = new Set([
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_ValidateConstraint',
  'AT_AttachPartition',
  'AT_DetachPartitionFinalize',
]);
const triggers = /^AT_(?:Enable|Disable)\w*Trig/;

/** 0 for ACCESS SHARE up to 7 for ACCESS EXCLUSIVE. */
export function lockRank(mode: LockMode): number {
  return lockModes.indexOf(mode);
}

/** True for locks that keep others from writing. */
export function blocksWrites(mode: LockMode | null): boolean {
  return mode !== null && lockRank(mode) >= lockRank('SHARE');
}

/** The lock of one ALTER TABLE command on the table itself. */
export function alterCommandLock(command: AlterCommand): LockMode {
  const { subtype = 'AT_AddColumn', def } = command;
  if (light.has(subtype)) return 'SHARE UPDATE EXCLUSIVE';
  if (triggers.test(subtype)) return 'SHARE ROW EXCLUSIVE';
  if (/^AT_(?:Set|Reset|Replace)RelOptions$/.test(subtype)) {
    const items = def !== undefined && 'List' in def ? def.List.items : undefined;
    // Used by logical decoding at once: the one storage parameter with the full lock.
    const strong = optionsOf(items).has('user_catalog_table');
    return strong ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
  }
  if (subtype === 'AT_DetachPartition') {
    const concurrent = def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent;
    return concurrent === true ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  }
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) {
    return def.Constraint.contype === 'CONSTR_FOREIGN' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  }
  return 'ACCESS EXCLUSIVE';
}

/** The other tables that one ALTER TABLE command locks. */
function otherTables(command: AlterCommand, table: TableRef): Named[] {
  const { subtype, def } = command;
  if (subtype === 'AT_AttachPartition' && def !== undefined && 'PartitionCmd' in def) {
    return [[relationName(def.PartitionCmd.name), 'ACCESS EXCLUSIVE']];
  }
  if (subtype === 'AT_DetachPartition' && def !== undefined && 'PartitionCmd' in def) {
    const { name, concurrent } = def.PartitionCmd;
    return [[relationName(name), concurrent === true ? 'ACCESS SHARE' : 'ACCESS EXCLUSIVE']];
  }
  if (subtype === 'AT_AddInherit' && def !== undefined && 'RangeVar' in def) {
    return [[relationName(def.RangeVar), 'SHARE UPDATE EXCLUSIVE']];
  }
  const { name = '' } = command;
  if (subtype === 'AT_DropConstraint') return referencedBy(table, (each) => each.name === name);
  if (subtype === 'AT_DropColumn')
    return referencedBy(table, (each) => each.columns.includes(name));
  return [];
}

/** Dropping a foreign key locks the table that it refers to as well. */
function referencedBy(
  table: TableRef,
  isDropped: (constraint: ConstraintFacts) => boolean,
): Named[] {
  return (table.facts?.constraints ?? []).flatMap((constraint): Named[] =>
    constraint.references !== null && isDropped(constraint)
      ? [[splitName(constraint.references), 'ACCESS EXCLUSIVE']]
      : [],
  );
}

/** `public.orders` as facts write it. */
export function splitName(qualified: string): QualifiedName {
  const dot = qualified.indexOf('.');
  if (dot === -1) return { name: qualified };
  return { schema: qualified.slice(0, dot), name: qualified.slice(dot + 1) };
}

function foreignKeyTargets({ constraints }: RuleStatement): Named[] {
  return constraints.flatMap(({ constraint }): Named[] =>
    constraint.contype === 'CONSTR_FOREIGN'
      ? [[relationName(constraint.pktable), 'SHARE ROW EXCLUSIVE']]
      : [],
  );
}

function lockStatementMode(mode: number | undefined): LockMode {
  return lockModes[(mode ?? lockModes.length) - 1] ?? 'ACCESS EXCLUSIVE';
}

/** The table of an index, or what stands for it where it is not known. */
export function tableOfIndex(name: QualifiedName, lookup: Lookup): TableRef {
  const written = writtenName(name);
  return (
    lookup.tableOfIndex(name) ?? {
      key: `index ${written}`,
      label: `the table of ${written}`,
      isNew: false,
      madeEarlier: false,
      facts: undefined,
    }
  );
}

/** What stands for all tables of a schema, a database or an owner, where a statement locks them all. */
export function allTablesOf(what: 'schema' | 'database' | 'role', name: string): TableRef {
  return {
    key: `${what} ${name}`,
    label: `the tables of the ${what} ${name}`,
    isNew: false,
    madeEarlier: false,
    facts: undefined,
  };
}

/** The table, its parent where it is a partition, and the other ends of foreign keys that go. */
function dropTableLocks(
  name: QualifiedName,
  behavior: NodeOf<'DropStmt'>['behavior'],
  lookup: Lookup,
): Named[] {
  const table = lookup.table(name);
  const parent = table.facts?.partitionOf ?? null;
  const others = [
    ...(parent === null ? [] : [splitName(parent)]),
    ...(behavior === 'DROP_CASCADE' ? lookup.referencing(table.key) : []),
  ];
  return [
    ...[name, ...others].map((one): Named => [one, 'ACCESS EXCLUSIVE']),
    ...referencedBy(table, () => true),
  ];
}

function dropLocks(drop: NodeOf<'DropStmt'>, lookup: Lookup): (Named | TakenLock)[] {
  const names = droppedNames(drop);
  switch (drop.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return names.flatMap((name) => dropTableLocks(name, drop.behavior, lookup));
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return names.map((name) => [name, 'ACCESS EXCLUSIVE']);
    case 'OBJECT_INDEX': {
      const mode = drop.concurrent === true ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
      return names.map((name) => ({ table: tableOfIndex(name, lookup), mode }));
    }
    case 'OBJECT_SCHEMA':
      // Without CASCADE there must be nothing in it.
      if (drop.behavior !== 'DROP_CASCADE') return [];
      return names.map(({ name }) => ({
        table: allTablesOf('schema', name),
        mode: 'ACCESS EXCLUSIVE',
      }));
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE':
    case 'OBJECT_POLICY':
      return (drop.objects ?? []).map((object): Named => {
        const items = 'List' in object ? (object.List.items ?? []) : [];
        return [nameOf(items.slice(0, -1)), 'ACCESS EXCLUSIVE'];
      });
    default:
      return [];
  }
}

function reindexLocks(reindex: NodeOf<'ReindexStmt'>, lookup: Lookup): TakenLock[] {
  const { params, kind, relation, name: whole = '' } = reindex;
  const concurrently = optionsOf(params).get('concurrently');
  const light = concurrently !== undefined && isOptionOn(concurrently, true);
  const mode = light ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  if (kind === 'REINDEX_OBJECT_SCHEMA') return [{ table: allTablesOf('schema', whole), mode }];
  if (kind === 'REINDEX_OBJECT_DATABASE' || kind === 'REINDEX_OBJECT_SYSTEM') {
    return [{ table: allTablesOf('database', whole), mode }];
  }
  const name = relationName(relation);
  if (name === undefined) return [];
  if (kind === 'REINDEX_OBJECT_TABLE') return [{ table: lookup.table(name), mode }];
  return [{ table: tableOfIndex(name, lookup), mode }];
}

function maintenanceLocks(node: SqlNode): Named[] | undefined {
  if ('VacuumStmt' in node) {
    const full = optionsOf(node.VacuumStmt.options).get('full');
    const strong = full !== undefined && isOptionOn(full, true);
    return (node.VacuumStmt.rels ?? []).flatMap((item): Named[] =>
      'VacuumRelation' in item
        ? [
            [
              relationName(item.VacuumRelation.relation),
              strong ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE',
            ],
          ]
        : [],
    );
  }
  if ('ClusterStmt' in node) {
    return [[relationName(node.ClusterStmt.relation), 'ACCESS EXCLUSIVE']];
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt;
    return [[relationName(relation), concurrent === true ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE']];
  }
  return undefined;
}

function renameLocks(rename: NodeOf<'RenameStmt'>): Named[] {
  switch (rename.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_COLUMN':
    case 'OBJECT_TABCONSTRAINT':
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return [[relationName(rename.relation), 'ACCESS EXCLUSIVE']];
    default:
      return [];
  }
}

function namedLocks(statement: RuleStatement): Named[] {
  const { node } = statement;
  const maintenance = maintenanceLocks(node);
  if (maintenance !== undefined) return maintenance;
  if ('CreateStmt' in node) {
    const mode = node.CreateStmt.partbound ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
    const parents = (node.CreateStmt.inhRelations ?? []).flatMap((parent): Named[] =>
      'RangeVar' in parent ? [[relationName(parent.RangeVar), mode]] : [],
    );
    return [...parents, ...foreignKeyTargets(statement)];
  }
  if ('IndexStmt' in node) {
    const { relation, concurrent } = node.IndexStmt;
    return [[relationName(relation), concurrent === true ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE']];
  }
  if ('RenameStmt' in node) return renameLocks(node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation } = node.AlterObjectSchemaStmt;
    const isTable = /^OBJECT_(?:TABLE|VIEW|MATVIEW|FOREIGN_TABLE)$/.test(objectType ?? '');
    return isTable ? [[relationName(relation), 'ACCESS EXCLUSIVE']] : [];
  }
  if ('CreateTrigStmt' in node) {
    return [[relationName(node.CreateTrigStmt.relation), 'SHARE ROW EXCLUSIVE']];
  }
  if ('RuleStmt' in node) return [[relationName(node.RuleStmt.relation), 'ACCESS EXCLUSIVE']];
  if ('CreatePolicyStmt' in node) {
    return [[relationName(node.CreatePolicyStmt.table), 'ACCESS EXCLUSIVE']];
  }
  if ('AlterPolicyStmt' in node) {
    return [[relationName(node.AlterPolicyStmt.table), 'ACCESS EXCLUSIVE']];
  }
  if ('ViewStmt' in node && node.ViewStmt.replace === true) {
    return [[relationName(node.ViewStmt.view), 'ACCESS EXCLUSIVE']];
  }
  if ('TruncateStmt' in node) {
    return (node.TruncateStmt.relations ?? []).flatMap((item): Named[] =>
      'RangeVar' in item ? [[relationName(item.RangeVar), 'ACCESS EXCLUSIVE']] : [],
    );
  }
  if ('LockStmt' in node) {
    const mode = lockStatementMode(node.LockStmt.mode);
    return (node.LockStmt.relations ?? []).flatMap((item): Named[] =>
      'RangeVar' in item ? [[relationName(item.RangeVar), mode]] : [],
    );
  }
  return [];
}

/** The locks of a statement, the strongest for each table, in the order they are taken. */
export function locksOf(statement: RuleStatement, lookup: Lookup): TakenLock[] {
  const { node, altered } = statement;
  const taken = new Map<string, TakenLock>();
  const take = (table: TableRef, mode: LockMode): void => {
    const known = taken.get(table.key);
    if (known === undefined || lockRank(mode) > lockRank(known.mode)) {
      taken.set(table.key, { table, mode });
    }
  };
  const takeNamed = ([name, mode]: Named): void => {
    if (name !== undefined) take(lookup.table(name), mode);
  };
  if (altered !== undefined) {
    const table = lookup.table(altered.table);
    for (const command of altered.commands) {
      take(table, alterCommandLock(command));
      for (const other of otherTables(command, table)) takeNamed(other);
    }
    for (const target of foreignKeyTargets(statement)) takeNamed(target);
  } else if ('DropStmt' in node) {
    for (const lock of dropLocks(node.DropStmt, lookup)) {
      if ('table' in lock) take(lock.table, lock.mode);
      else takeNamed(lock);
    }
  } else if ('DropOwnedStmt' in node) {
    for (const role of node.DropOwnedStmt.roles ?? []) {
      const { rolename = 'current_user' } = 'RoleSpec' in role ? role.RoleSpec : {};
      take(allTablesOf('role', rolename), 'ACCESS EXCLUSIVE');
    }
  } else if ('ReindexStmt' in node) {
    for (const { table, mode } of reindexLocks(node.ReindexStmt, lookup)) take(table, mode);
  } else {
    for (const lock of namedLocks(statement)) takeNamed(lock);
  }
  return [...taken.values()];
}
