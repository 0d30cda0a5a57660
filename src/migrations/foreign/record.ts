// Writes what is seen of foreign migrations: the run's row, its numbered events and what else
// belongs to them, in one transaction. The row is locked before its number is read, because whoever
// ends a session writes to the run as well.
import { createHash } from 'node:crypto';

import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events.ts';
import { isRunEnded, type ForeignSession } from '../../core/migrations.ts';
import type { Random } from '../../core/random.ts';
import { isUniqueViolation } from '../../store/connection.ts';
import { readHead } from '../../store/event-log.ts';
import {
  claimForeignRun,
  insertForeignSteps,
  releaseForeignKey,
  type ForeignStep,
} from '../../store/foreign-runs.ts';
import { findRunByKey, insertRun, lockRun, type MigrationRun } from '../../store/migration-runs.ts';
import { recordRunEntriesIn, type RunPatch } from '../../store/run-recording.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { progressEvents, runSubject, type Progress } from '../events.ts';
import type { Fact } from './changes.ts';

export interface RecordOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whose run it is, for its events. */
export interface RecordedDatabase {
  readonly id: string;
  readonly name: string;
}

export const foreignActorId = 'foreign';

function eventOf(
  fact: Fact,
  run: Pick<MigrationRun, 'id' | 'source' | 'percent'>,
  more: { database: RecordedDatabase; seq: number; patch: RunPatch; at: Date },
): NewEvent {
  const { kind, ...said } = fact;
  const { database, seq, patch, at } = more;
  const payload: Progress = {
    runId: run.id,
    seq,
    database: database.name,
    databaseId: database.id,
    source: run.source,
    runKind: 'MIGRATE',
    dryRun: false,
    runState: kind === 'FINISHED' ? (patch.state ?? 'RUNNING') : 'RUNNING',
    percent: patch.percent ?? run.percent,
    etaMs: null,
    migration: null,
    statement: null,
    blockedBy: [],
    message: null,
    error: null,
    ...said,
  };
  return progressEvents[kind].create({ subject: runSubject(run.id), occurredAt: at, payload });
}

export interface NewForeignRun {
  readonly database: RecordedDatabase;
  readonly source: string;
  /** Names the session while its run is open. */
  readonly key: string;
  readonly session: ForeignSession;
  readonly startedAt: Date;
}

const keyIndexes = ['migration_runs_client_mutation', 'migration_runs_one_foreign'];

/** What is needed of a run to record more of it. */
export type OpenedRun = Pick<MigrationRun, 'id' | 'claim' | 'foreign'>;

/** Opens the run of a foreign migration, or takes over the one that another replica has opened. */
export async function beginForeignRun(
  { store, clock, random }: RecordOptions,
  { database, source, key, session, startedAt }: NewForeignRun,
): Promise<OpenedRun | undefined> {
  const id = random.uuid();
  const at = clock.now();
  const clientMutationId = `${database.id}/${key}`;
  try {
    return await store.transaction(async (tx) => {
      const head = await readHead(tx.q);
      const who = [session.user, session.application].filter((part) => part !== null);
      await insertRun(
        tx.q,
        {
          id,
          databaseId: database.id,
          source,
          kind: 'MIGRATE',
          origin: 'FOREIGN',
          state: 'RUNNING',
          executor: 'foreign',
          dryRun: false,
          toVersion: null,
          triggeredBy: who.length === 0 ? null : who.join(' / '),
          actorId: foreignActorId,
          clientMutationId,
          inputHash: createHash('sha256').update(clientMutationId).digest('hex'),
          retryOf: null,
          queuedAt: at,
          startedAt,
          cursorEpoch: head.epoch,
          cursorId: head.id,
          keyId: '',
          recordedSeq: 1,
          foreign: session,
        },
        [],
      );
      const fact: Fact = { kind: 'STARTED', message: `${session.tool}: ${session.sign}` };
      const run = { id, source, percent: 0 };
      tx.append(eventOf(fact, run, { database, seq: 1, patch: {}, at }));
      return { id, claim: 0, foreign: session };
    });
  } catch (error) {
    if (!keyIndexes.some((index) => isUniqueViolation(error, index))) throw error;
    const known = await findRunByKey(store.q, foreignActorId, clientMutationId);
    if (known === undefined) return undefined;
    return store.transaction((tx) => claimForeignRun(tx, known.id));
  }
}

/** What is to be written of a run. */
export interface Recording {
  readonly facts: readonly Fact[];
  readonly session?: ForeignSession;
  readonly patch?: RunPatch;
  readonly steps?: readonly ForeignStep[];
  /** Events that are not the run's progress. */
  readonly events?: readonly NewEvent[];
}

/**
 * Writes what `decide` makes of the run as it stands. False when the run is not this replica's any
 * more, or has ended.
 */
export function recordForeign(
  { store, clock }: Pick<RecordOptions, 'store' | 'clock'>,
  { id, claim }: Pick<MigrationRun, 'id' | 'claim'>,
  database: RecordedDatabase,
  decide: (run: MigrationRun) => Recording,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const run = await lockRun(tx.q, id);
    if (run === undefined || run.claim !== claim || isRunEnded(run.state)) return false;
    await recordForeignIn(tx, run, database, decide(run), clock.now());
    return true;
  });
}

/** The same for a run that is locked in the caller's transaction. */
export async function recordForeignIn(
  tx: StoreTransaction,
  run: MigrationRun,
  database: RecordedDatabase,
  { facts, session, patch = {}, steps = [], events = [] }: Recording,
  at: Date,
): Promise<void> {
  const ends = patch.state !== undefined && isRunEnded(patch.state);
  await insertForeignSteps(tx.q, run.id, steps);
  if (ends) await releaseForeignKey(tx.q, run.id);
  // Who ended the session is written by somebody else and stays.
  const terminatedBy = run.foreign?.terminatedBy;
  const kept = session && { terminatedBy, ...session };
  const change: RunPatch = { ...patch, ...(kept === undefined ? {} : { foreign: kept }) };
  const entries = facts.map((fact, index) => {
    const seq = run.recordedSeq + 1 + index;
    return {
      seq,
      outcome: true,
      event: eventOf(fact, run, { database, seq, patch: change, at }),
      run: change,
    };
  });
  await recordRunEntriesIn(tx, run.id, run.claim, entries);
  for (const event of events) tx.append(event);
}
