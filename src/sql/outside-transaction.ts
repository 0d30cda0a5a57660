// Which statements PostgreSQL 15-18 refuses inside a transaction block, and how to find out
// afterwards whether such a statement took effect when its answer was lost. The probes are data:
// this room executes nothing.
import type { SqlNode } from './parse.ts';
import {
  isOptionOn,
  nameOf,
  optionsOf,
  relationName,
  isFields,
  type QualifiedName,
} from './tree.ts';

export type InDoubtProbe =
  | {
      readonly kind: 'index-created';
      readonly schema?: string;
      readonly index: string;
      readonly schemaOfTable?: string;
      readonly table: string;
    }
  | { readonly kind: 'index-dropped'; readonly indexes: readonly QualifiedName[] }
  | { readonly kind: 'database-created'; readonly name: string }
  | { readonly kind: 'database-dropped'; readonly name: string }
  | { readonly kind: 'tablespace-created'; readonly name: string }
  | { readonly kind: 'tablespace-dropped'; readonly name: string }
  | {
      readonly kind: 'partition-detached';
      readonly parent: QualifiedName;
      readonly partition: QualifiedName;
    }
  /** Running it again does no harm. */
  | { readonly kind: 'repeatable' };

export interface OutsideTransaction {
  readonly probe?: InDoubtProbe;
}

type Reader = (node: SqlNode) => OutsideTransaction | undefined;

const repeatable: OutsideTransaction = { probe: { kind: 'repeatable' } };

const indexCreated: Reader = (node) => {
  if (!('IndexStmt' in node) || node.IndexStmt.concurrent !== true) return undefined;
  const { idxname, relation } = node.IndexStmt;
  const table = relationName(relation);
  if (idxname === undefined || table === undefined) return {};
  const probe = { kind: 'index-created', index: idxname, table: table.name } as const;
  if (table.schema === undefined) return { probe };
  // An index always lives in its table's schema.
  return { probe: { ...probe, schema: table.schema, schemaOfTable: table.schema } };
};

const indexDropped: Reader = (node) => {
  if (!('DropStmt' in node) || node.DropStmt.concurrent !== true) return undefined;
  const indexes = (node.DropStmt.objects ?? []).flatMap((object) =>
    'List' in object ? (nameOf(object.List.items) ?? []) : [],
  );
  return { probe: { kind: 'index-dropped', indexes } };
};

const reindexed: Reader = (node) => {
  if (!('ReindexStmt' in node)) return undefined;
  const { kind, params } = node.ReindexStmt;
  const concurrently = optionsOf(params).get('concurrently');
  const whole = kind !== 'REINDEX_OBJECT_INDEX' && kind !== 'REINDEX_OBJECT_TABLE';
  return whole || (concurrently !== undefined && isOptionOn(concurrently, true)) ? {} : undefined;
};

const databases: Reader = (node) => {
  if ('CreatedbStmt' in node) {
    return { probe: { kind: 'database-created', name: node.CreatedbStmt.dbname ?? '' } };
  }
  if ('DropdbStmt' in node) {
    return { probe: { kind: 'database-dropped', name: node.DropdbStmt.dbname ?? '' } };
  }
  if ('AlterDatabaseStmt' in node) {
    return optionsOf(node.AlterDatabaseStmt.options).has('tablespace') ? {} : undefined;
  }
  return undefined;
};

const tablespaces: Reader = (node) => {
  if ('CreateTableSpaceStmt' in node) {
    const name = node.CreateTableSpaceStmt.tablespacename ?? '';
    return { probe: { kind: 'tablespace-created', name } };
  }
  if ('DropTableSpaceStmt' in node) {
    const name = node.DropTableSpaceStmt.tablespacename ?? '';
    return { probe: { kind: 'tablespace-dropped', name } };
  }
  return undefined;
};

const maintenance: Reader = (node) => {
  if ('AlterSystemStmt' in node) return repeatable;
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true ? repeatable : undefined;
  if ('ClusterStmt' in node) {
    return node.ClusterStmt.relation === undefined ? repeatable : undefined;
  }
  return undefined;
};

const partitionDetached: Reader = (node) => {
  if (!('AlterTableStmt' in node)) return undefined;
  for (const command of node.AlterTableStmt.cmds ?? []) {
    if (!('AlterTableCmd' in command)) continue;
    const { subtype, def } = command.AlterTableCmd;
    if (subtype !== 'AT_DetachPartition' || def === undefined || !('PartitionCmd' in def)) continue;
    if (def.PartitionCmd.concurrent !== true) continue;
    const parent = relationName(node.AlterTableStmt.relation);
    const partition = relationName(def.PartitionCmd.name);
    if (parent === undefined || partition === undefined) return {};
    return { probe: { kind: 'partition-detached', parent, partition } };
  }
  return undefined;
};

const subscriptions: Reader = (node) => {
  if ('DropSubscriptionStmt' in node) return {};
  if ('CreateSubscriptionStmt' in node) {
    const options = optionsOf(node.CreateSubscriptionStmt.options);
    const connects = isOptionOn(options.get('connect') ?? true, true);
    return connects && isOptionOn(options.get('create_slot') ?? true, true) ? {} : undefined;
  }
  if (!('AlterSubscriptionStmt' in node)) return undefined;
  const { kind, options: list } = node.AlterSubscriptionStmt;
  const options = optionsOf(list);
  if (kind === 'ALTER_SUBSCRIPTION_REFRESH') return {};
  if (kind === 'ALTER_SUBSCRIPTION_OPTIONS') {
    return options.has('failover') || options.has('two_phase') ? {} : undefined;
  }
  const changes = typeof kind === 'string' && kind.endsWith('_PUBLICATION');
  return changes && isOptionOn(options.get('refresh') ?? true, true) ? {} : undefined;
};

const readers: readonly Reader[] = [
  indexCreated,
  indexDropped,
  reindexed,
  databases,
  tablespaces,
  maintenance,
  partitionDetached,
  subscriptions,
];

/** Says that a statement cannot run in a transaction block; undefined when it can. */
export function outsideTransaction(node: SqlNode): OutsideTransaction | undefined {
  if (!isFields(node)) return undefined;
  for (const read of readers) {
    const outside = read(node);
    if (outside !== undefined) return outside;
  }
  return undefined;
}
