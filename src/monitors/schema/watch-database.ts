// Watches the schema of one database until it is told to stop: a look at every interval, at once when
// the engine hints at a change, and again soon after a failure. Changes are told by `look.ts`, their
// origins found by `decide.ts`; whatever fails is tried again and ends nothing.
import { backoffMs } from '../../core/backoff.ts';
import { createBell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ChangeHint } from '../../databases/driver.ts';
import { lockSchemaPosition } from '../../store/schema-positions.ts';
import { updateSchemaWatchState } from '../../store/schema-watch-states.ts';
import { decideOrigins } from './decide.ts';
import { judgeDrift } from './drift.ts';
import { lookAtSchema, type LookOutcome } from './look.ts';
import {
  createWatchMemory,
  UnreadableSchemaError,
  type WatchedSchema,
  type WatchMemory,
} from './watched-schema.ts';

const retry = { firstMs: 1_000, maxMs: 60_000 };
// Statements of one migration come one after the other: they are seen as one change.
const settleMs = 30;

/** Never rejects. */
export async function watchDatabaseSchema(
  watched: WatchedSchema,
  signal: AbortSignal,
): Promise<void> {
  const { connection, clock, random, logger, settings, timings } = watched;
  const memory = createWatchMemory();
  const bell = createBell(signal);
  const hints = connection.watch?.((hint: ChangeHint) => {
    logger.debug({ hint: hint.kind }, 'a schema may have changed');
    bell.ring();
  });
  let failures = 0;
  // The first looks of all databases do not come at once.
  let waitMs = random.fraction() * Math.min(settings.intervalMs, 1_000);
  try {
    while (!signal.aborted) {
      const isHinted = await bell.wait(clock, waitMs);
      if (signal.aborted) break;
      if (isHinted) await clock.sleep(settleMs, signal).catch(() => undefined);
      bell.hush();
      try {
        const outcome = await lookAtSchema(watched, memory, signal);
        if (outcome === 'CHANGED') memory.mayBeUndecided = true;
        const dueMs = memory.mayBeUndecided
          ? await decideOrigins(watched, () => bell.isRung)
          : null;
        memory.mayBeUndecided = dueMs !== null;
        if (!memory.isJudged) await judgeAnew(watched);
        memory.isJudged = true;
        if (failures > 0) logger.info({ failures }, 'the schema can be read again');
        failures = 0;
        await tellState(watched, memory, null);
        waitMs = Math.min(waitAfter(outcome, watched), dueMs ?? Number.POSITIVE_INFINITY);
      } catch (error) {
        if (signal.aborted) break;
        const failure = error instanceof UnreadableSchemaError ? error.message : null;
        if (failures === 0) tellFailure(logger, failure, error);
        waitMs = Math.max(backoffMs(failures, retry, random), timings.heldEveryMs);
        failures += 1;
        // Once may be a lost packet.
        if (failures > 1 && failure !== null) await tellState(watched, memory, failure);
      }
    }
  } finally {
    await hints?.close().catch(() => undefined);
  }
}

function waitAfter(outcome: LookOutcome, { settings, timings, random }: WatchedSchema): number {
  if (outcome === 'HELD') return timings.heldEveryMs;
  if (outcome === 'AGAIN') return 0;
  // So that many databases with the same interval do not stay in step.
  return settings.intervalMs * (0.95 + random.fraction() * 0.1);
}

/** The database's own failures have a reason for everybody; what else fails is the log's alone. */
function tellFailure(logger: Logger, reason: string | null, error: unknown): void {
  if (reason !== null) logger.warn({ reason }, 'the schema cannot be read now');
  else logger.warn({ err: coerceError(error) }, 'a look at a schema failed; it is tried again');
}

/** Notes whether the schema can be read, when that has changed; never throws. */
async function tellState(
  { store, database, clock, logger }: WatchedSchema,
  memory: WatchMemory,
  failure: string | null,
): Promise<void> {
  const left = memory.notes.length === 0 ? null : memory.notes.join('; ');
  const state = failure !== null ? 'FAILING' : left === null ? 'READ' : 'PARTIAL';
  const reason = failure ?? left;
  const told = `${state} ${reason ?? ''}`;
  if (memory.toldState === told) return;
  try {
    const found = { database, state, reason, at: clock.now() } as const;
    await store.transaction((tx) => updateSchemaWatchState(tx, found));
    memory.toldState = told;
  } catch (error) {
    logger.warn({ err: coerceError(error) }, 'the state of a watch could not be stored');
  }
}

/** The configuration may say now that something is no drift, or not say so any more. */
async function judgeAnew(watched: WatchedSchema): Promise<void> {
  const { store, database } = watched;
  await store.transaction(async (tx) => {
    const position = await lockSchemaPosition(tx.q, database.id);
    if (position === undefined) return;
    await judgeDrift(tx, watched, { statements: [], resolution: 'IGNORED' });
  });
}
