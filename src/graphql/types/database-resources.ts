// What the resources of databases were found to be last. Nothing is asked of them for it.
import type {
  DatabaseResourcesRow,
  SlowStatementsRow,
  StoredStatement,
} from '../../store/database-resources.ts';
import { builder } from '../builder.ts';
import { Database } from './database.ts';
import { findMeasure, MeasureType, UnreadResource } from './measure.ts';

const TableResources = builder
  .objectRef<DatabaseResourcesRow['tables'][number]>('TableResources')
  .implement({
    description: 'A table that is among the largest, or has many dead rows.',
    fields: (t) => ({
      schema: t.exposeString('schema', { description: 'Its schema.' }),
      name: t.exposeString('name', { description: 'Its name.' }),
      bytes: t.exposeFloat('bytes', {
        nullable: true,
        description:
          'Bytes with its indexes and what is stored apart; null while a change of the schema holds it.',
      }),
      liveRows: t.exposeFloat('liveRows', { description: 'Rows, as the server estimates them.' }),
      deadRows: t.exposeFloat('deadRows', {
        description: 'Rows that are gone and not cleaned up yet.',
      }),
    }),
  });

/** Fields that are single numbers, with the metrics they are. */
const numbers = {
  connections: ['database.server_connections', 'Sessions of the whole server.'],
  connectionsMax: [
    'database.server_connections_max',
    'How many there may be, without those kept for superusers.',
  ],
  connectionsUsedPercent: ['database.connections_used_percent', 'Share of them that is used.'],
  cacheHitPercent: [
    'database.cache_hit_percent',
    'Blocks found in memory since the reading before; null when too few were looked for.',
  ],
  commitsPerSecond: ['database.commits_per_second', 'Transactions that were committed.'],
  rollbacksPerSecond: ['database.rollbacks_per_second', 'Transactions that were rolled back.'],
  longestTransactionSeconds: [
    'database.longest_transaction_seconds',
    'Age of the oldest open transaction.',
  ],
  longestQuerySeconds: ['database.longest_query_seconds', 'Age of the oldest running statement.'],
  sessionsBlocked: ['database.sessions_blocked', 'Sessions that wait for a lock.'],
  locksWaiting: ['database.locks_waiting', 'Locks that are waited for.'],
  deadlocks: ['database.deadlocks', 'Deadlocks since the reading before.'],
  deadRows: ['database.dead_rows', 'Rows that are gone and not cleaned up yet.'],
  sizeBytes: ['database.size_bytes', 'Bytes on disk.'],
  walBytesPerSecond: ['database.wal_bytes_per_second', 'Growth of the write-ahead log.'],
  replayLagBytes: ['database.replay_lag_bytes', 'What a replica has yet to replay.'],
  replayLagSeconds: ['database.replay_lag_seconds', 'How far a replica is behind.'],
  wraparoundPercent: [
    'database.wraparound_percent',
    'Share of the transaction ids that is used up before the server stops to protect itself.',
  ],
} as const satisfies Record<string, readonly [metric: string, description: string]>;

const Resources = builder.objectRef<DatabaseResourcesRow>('DatabaseResources').implement({
  description:
    'What the resources of a database were found to be last. A number is null where the engine does ' +
    'not tell it, or the role may not see it; `unread` has the reasons.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When they were read.', resolve: ({ at }) => at }),
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, [metric, description]]) => [
        name,
        t.float({
          nullable: true,
          description,
          resolve: ({ measures }: DatabaseResourcesRow) => findMeasure(measures, metric),
        }),
      ]),
    ),
    measures: t.field({
      type: [MeasureType],
      description: 'All numbers there are, those of the other fields among them.',
      resolve: ({ measures }) => measures,
    }),
    tables: t.field({
      type: [TableResources],
      description: 'The largest tables and those with the most dead rows, read every five minutes.',
      resolve: ({ tables }) => tables,
    }),
    unread: t.field({
      type: [UnreadResource],
      description: 'What could not be read, as statements without pg_stat_statements.',
      resolve: ({ notes }) => notes,
    }),
  }),
});

const SlowStatement = builder.objectRef<StoredStatement>('SlowStatement').implement({
  description: 'What executions of one statement cost together within a window of time.',
  fields: (t) => ({
    id: t.exposeString('id', { description: "The server's id of its shape (queryid)." }),
    text: t.exposeString('text', {
      nullable: true,
      description: 'Without constants and secrets; null when the role may not see it.',
    }),
    calls: t.exposeFloat('calls', { description: 'How often it was executed.' }),
    totalMs: t.exposeFloat('totalMs', { description: 'Milliseconds of all executions.' }),
    meanMs: t.exposeFloat('meanMs', { description: 'Milliseconds of one, on average.' }),
    rows: t.exposeFloat('rows', { description: 'Rows it returned or touched.' }),
    blocksHit: t.exposeFloat('blocksHit', { description: 'Blocks found in memory.' }),
    blocksRead: t.exposeFloat('blocksRead', { description: 'Blocks that were read.' }),
    tempBlocks: t.exposeFloat('tempBlocks', { description: 'Temporary blocks it wrote.' }),
    walBytes: t.exposeFloat('walBytes', { description: 'What it wrote to the log, in bytes.' }),
  }),
});

const SlowStatements = builder.objectRef<SlowStatementsRow>('SlowStatements').implement({
  description: 'The costliest statements of the latest window, twenty at most.',
  fields: (t) => ({
    since: t.field({
      type: 'DateTime',
      description: 'When the window began.',
      resolve: ({ since }) => since,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'When it ended.',
      resolve: ({ until }) => until,
    }),
    statements: t.field({
      type: [SlowStatement],
      description: 'The one that cost most comes first.',
      resolve: ({ statements }) => statements,
    }),
  }),
});

builder.objectFields(Database, (t) => ({
  resources: t.field({
    type: Resources,
    nullable: true,
    description: 'Connections, caches, locks, replication, sizes; null before the first reading.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.databaseResources.load(id),
  }),
  slowStatements: t.field({
    type: SlowStatements,
    nullable: true,
    description:
      'What cost most lately, from pg_stat_statements; null where the database does not tell, ' +
      'and before two readings.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.slowStatements.load(id),
  }),
}));
