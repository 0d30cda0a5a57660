// The run lock of a database: a session advisory lock on the connection that executes the
// statements. It is polled, never waited for inside the server, because a session that waits in
// pg_advisory_lock() holds a snapshot that CREATE INDEX CONCURRENTLY of another session waits for.
// A killed hawkwatch's server process keeps the lock until its statement has ended.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { findLockHolder, type OtherSession } from '../../databases/postgres/activity.ts';
import type { Session } from '../../databases/postgres/session.ts';
import type { Target } from '../../databases/targets.ts';
import { giveRunLockBack, tryRunLock } from '../history-rows.ts';
import { runLock } from '../history.ts';
import { failure } from './failure.ts';

export interface RunLockOptions {
  readonly session: Session;
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Milliseconds after which waiting is given up; Infinity waits for ever. */
  readonly waitMs: number;
  /** Told once per holder that is waited for. */
  onWait(holder: OtherSession): void;
}

/**
 * Takes the run lock on the session.
 * @throws MigrationFailedError when it was not free within `waitMs`; the signal's reason when
 * aborted.
 */
export async function takeRunLock(options: RunLockOptions): Promise<void> {
  const { session, target, clock, random, signal, waitMs } = options;
  const started = clock.monotonicMs();
  let seen: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const [row] = await session.query<{ got: boolean }>(`select ${tryRunLock} as got`);
    if (row?.got === true) return;
    // Who holds it is good to know, but nothing depends on it.
    const holder = await findLockHolder(target.reader, runLock).catch(() => undefined);
    if (holder !== undefined && holder.pid !== seen) {
      seen = holder.pid;
      options.onWait(holder);
    }
    if (clock.monotonicMs() - started > waitMs) {
      const who = holder === undefined ? 'another session' : `pid ${holder.pid}`;
      throw failure(
        `The run lock of this database was not free within ${Math.round(waitMs / 1000)} s; ${who} ` +
          `(${holder?.application ?? 'unknown application'}) holds it. Wait for its end, or end it ` +
          'with pg_terminate_backend, then retry.',
      );
    }
    await clock.sleep(backoffMs(attempt, { firstMs: 50, maxMs: 1000 }, random), signal);
  }
}

/** Whether this connection holds the run lock. */
export async function holdsRunLock(session: Session): Promise<boolean> {
  const held = await session.query(
    `select 1 from pg_catalog.pg_locks where locktype = 'advisory' and granted
       and pid = pg_catalog.pg_backend_pid() and classid = ${runLock.classId}
       and objid = ${runLock.objectId} and objsubid = 2`,
  );
  return held.length > 0;
}

/** Gives the run lock back, so that it is free before the run's end is told. */
export async function releaseRunLock(session: Session): Promise<void> {
  if (session.lost) return;
  await session.query(`select ${giveRunLockBack}`);
}
