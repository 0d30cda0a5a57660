// What a server answers about its resources, and what it means. Pure: JSON in, measures out.
import { z } from 'zod';

import type { Counter, Measure, ResourceNote, ResourceReading, Share } from '../../resources.ts';

const count = z.number().nullable();
const maybe = <Form extends z.ZodType>(form: Form) => form.nullish();

const answerForm = z.object({
  version: z.number(),
  limits: maybe(
    z.object({
      most: z.number(),
      reserved: z.number(),
      recovering: z.boolean(),
      started: z.string(),
      seesAll: z.boolean(),
    }),
  ),
  activity: maybe(
    z.object({
      used: z.number(),
      active: z.number(),
      idle: z.number(),
      idleInTransaction: z.number(),
      unknown: z.number(),
      blocked: z.number(),
      longestTransaction: count,
      longestQuery: count,
      longestIdle: count,
      oldestSnapshot: count,
    }),
  ),
  database: maybe(
    z.object({
      commits: z.number(),
      rollbacks: z.number(),
      hit: z.number(),
      read: z.number(),
      returned: z.number(),
      fetched: z.number(),
      inserted: z.number(),
      updated: z.number(),
      deleted: z.number(),
      tempFiles: z.number(),
      tempBytes: z.number(),
      deadlocks: z.number(),
      conflicts: z.number(),
      checksumFailures: count,
      lostSessions: z.number(),
      reset: z.string().nullable(),
    }),
  ),
  ages: maybe(z.object({ transactions: z.number(), multixacts: z.number() })),
  wal: maybe(z.object({ written: count })),
  replicas: maybe(
    z.array(
      z.object({
        name: z.string().nullable(),
        state: z.string().nullable(),
        bytes: count,
        seconds: count,
      }),
    ),
  ),
  replica: maybe(z.object({ bytes: count, receives: z.boolean(), seconds: count })),
  slots: maybe(
    z.array(
      z.object({
        name: z.string(),
        active: z.boolean(),
        status: z.string().nullable(),
        bytes: count,
      }),
    ),
  ),
  checkpoints: maybe(
    z.object({
      timed: z.number(),
      requested: z.number(),
      writeMs: z.number(),
      syncMs: z.number(),
      buffers: z.number(),
      reset: z.string().nullable(),
    }),
  ),
  io: maybe(z.object({ writes: count, evictions: count, reset: z.string().nullable() })),
});
export type ResourceAnswer = z.infer<typeof answerForm>;

const waitsForm = z.object({ waiting: z.number(), longest: count, blockers: z.number() });
export type WaitsAnswer = z.infer<typeof waitsForm>;

/** @throws SyntaxError or ZodError when it is no such answer. */
export function parseAnswer(text: string): ResourceAnswer {
  return answerForm.parse(JSON.parse(text));
}

export function parseWaits(text: string): WaitsAnswer {
  return waitsForm.parse(JSON.parse(text));
}

// No id may be handed out when so many are left; the server stops three million before.
const idsToWraparound = 2_147_483_647 - 3_000_000;
// A share of fewer blocks tells of chance, not of the cache.
const leastBlocks = 1000;
const longestName = 64;

const labelled = (name: string | null): string => (name ?? '').slice(0, longestName) || 'unnamed';

/** The measures and counters of an answer; `waits` is asked for while somebody is blocked. */
export function readAnswer(
  answer: ResourceAnswer,
  waits: WaitsAnswer | undefined,
): Pick<ResourceReading, 'epoch' | 'measures' | 'counters' | 'shares' | 'notes'> {
  const { limits, database, checkpoints, io } = answer;
  const measures: Measure[] = [...sessions(answer, waits), ...replication(answer)];
  if (answer.ages) {
    const { transactions, multixacts } = answer.ages;
    const most = Math.max(transactions, multixacts);
    measures.push(
      { metric: 'database.transaction_id_age', value: transactions },
      { metric: 'database.multixact_age', value: multixacts },
      { metric: 'database.wraparound_percent', value: (100 * most) / idsToWraparound },
    );
  }
  const notes: ResourceNote[] = [];
  if (limits?.seesAll === false) {
    notes.push({
      about: 'sessions of other roles',
      reason: 'the role sees only its own: grant pg_read_all_stats (or pg_monitor) to it',
    });
  }
  return {
    epoch: [limits?.started, database?.reset, checkpoints?.reset, io?.reset].join(' '),
    measures,
    counters: counters(answer),
    shares: shares(answer),
    notes,
  };
}

function sessions({ limits, activity }: ResourceAnswer, waits: WaitsAnswer | undefined): Measure[] {
  if (!activity) return [];
  const measures: Measure[] = [
    { metric: 'database.server_connections', value: activity.used },
    ...(['active', 'idle', 'idleInTransaction', 'unknown'] as const).map((state) => ({
      metric: 'database.connections',
      labels: { state: stateNames[state] },
      value: activity[state],
    })),
  ];
  if (limits) {
    const most = Math.max(1, limits.most - limits.reserved);
    measures.push(
      { metric: 'database.server_connections_max', value: most },
      { metric: 'database.connections_used_percent', value: (100 * activity.used) / most },
    );
  }
  // Of others nothing is known but that they are there: zero would be a lie.
  if (limits?.seesAll === false) return measures;
  return [
    ...measures,
    { metric: 'database.longest_transaction_seconds', value: activity.longestTransaction ?? 0 },
    { metric: 'database.longest_query_seconds', value: activity.longestQuery ?? 0 },
    { metric: 'database.longest_idle_in_transaction_seconds', value: activity.longestIdle ?? 0 },
    { metric: 'database.oldest_snapshot_age', value: activity.oldestSnapshot ?? 0 },
    { metric: 'database.sessions_blocked', value: activity.blocked },
    { metric: 'database.sessions_blocking', value: waits?.blockers ?? 0 },
    { metric: 'database.locks_waiting', value: waits?.waiting ?? 0 },
    { metric: 'database.longest_lock_wait_seconds', value: Math.max(0, waits?.longest ?? 0) },
  ];
}

const stateNames = {
  active: 'active',
  idle: 'idle',
  idleInTransaction: 'idle_in_transaction',
  unknown: 'unknown',
} as const;

function replication({ replica, replicas, slots }: ResourceAnswer): Measure[] {
  const measures: Measure[] = [];
  const add = (metric: string, value: number | null, labels?: Record<string, string>): void => {
    if (value === null) return;
    measures.push({
      metric,
      value: Math.max(0, value),
      ...(labels === undefined ? {} : { labels }),
    });
  };
  if (replica) {
    add('database.replay_lag_bytes', replica.bytes);
    add('database.replay_lag_seconds', replica.seconds);
    add('database.replica_receiving', replica.receives ? 1 : 0);
  }
  add('database.replicas', replicas?.length ?? (replicas === null ? 0 : null));
  // Two replicas may carry one name: the one that is further behind counts.
  for (const [name, behind] of worstByName(replicas ?? [])) {
    add('database.replication_lag_bytes', behind.bytes, { replica: name });
    // Null while a replica that has replayed everything is told nothing new.
    add('database.replication_lag_seconds', behind.seconds ?? 0, { replica: name });
  }
  for (const { name, active, bytes } of slots ?? []) {
    add('database.slot_retained_bytes', bytes, { slot: labelled(name) });
    add('database.slot_active', active ? 1 : 0, { slot: labelled(name) });
  }
  return measures;
}

interface Behind {
  readonly bytes: number | null;
  readonly seconds: number | null;
}

function worstByName(
  replicas: readonly (Behind & { readonly name: string | null })[],
): ReadonlyMap<string, Behind> {
  const worst = new Map<string, Behind>();
  for (const { name, bytes, seconds } of replicas) {
    // Without the right to see it, nothing is known of it.
    if (bytes === null) continue;
    const known = worst.get(labelled(name));
    worst.set(labelled(name), {
      bytes: Math.max(bytes, known?.bytes ?? 0),
      seconds: Math.max(seconds ?? 0, known?.seconds ?? 0),
    });
  }
  return worst;
}

function counters({ database, wal, checkpoints, io }: ResourceAnswer): readonly Counter[] {
  const found: Counter[] = [];
  const add = (metric: string, total: number | null | undefined): void => {
    if (typeof total === 'number') found.push({ metric, total });
  };
  if (database) {
    add('database.commits_per_second', database.commits);
    add('database.rollbacks_per_second', database.rollbacks);
    add('database.blocks_read_per_second', database.read);
    add('database.rows_returned_per_second', database.returned);
    add('database.rows_fetched_per_second', database.fetched);
    add('database.rows_inserted_per_second', database.inserted);
    add('database.rows_updated_per_second', database.updated);
    add('database.rows_deleted_per_second', database.deleted);
    add('database.temp_files', database.tempFiles);
    add('database.temp_bytes', database.tempBytes);
    add('database.deadlocks', database.deadlocks);
    add('database.recovery_conflicts', database.conflicts);
    add('database.checksum_failures', database.checksumFailures);
    add('database.sessions_lost', database.lostSessions);
  }
  add('database.wal_bytes_per_second', wal?.written);
  if (checkpoints) {
    add('database.checkpoints_timed', checkpoints.timed);
    add('database.checkpoints_requested', checkpoints.requested);
    add('database.checkpoint_write_ms', checkpoints.writeMs);
    add('database.checkpoint_sync_ms', checkpoints.syncMs);
    add('database.checkpoint_buffers', checkpoints.buffers);
  }
  add('database.session_block_writes_per_second', io?.writes);
  return found;
}

function shares({ database }: ResourceAnswer): readonly Share[] {
  if (!database) return [];
  const { hit, read, commits, rollbacks } = database;
  return [
    { metric: 'database.cache_hit_percent', part: hit, whole: hit + read, least: leastBlocks },
    {
      metric: 'database.rollback_percent',
      part: rollbacks,
      whole: commits + rollbacks,
      least: 20,
    },
  ];
}
