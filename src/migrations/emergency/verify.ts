// Looks, after an emergency roll-back has ended, whether the database is where it should be, and
// writes down what was found, once. Driven by whoever leads, woken by the ends of runs.
//
// There is no schema snapshot of a version yet, so the schema is not compared.
import { z } from 'zod';

import type { Hub } from '../../bus/hub.ts';
import { listenForEvents } from '../../bus/listen.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError, NotFoundError } from '../../core/errors.ts';
import { defineEvent } from '../../core/events.ts';
import type { Logger } from '../../core/logger.ts';
import type { RunVerification } from '../../core/migrations.ts';
import type { Targets } from '../../databases/targets.ts';
import { findDatabases } from '../../store/databases.ts';
import { listUnverifiedRuns, updateVerification } from '../../store/emergency-runs.ts';
import type { MigrationRun } from '../../store/migration-runs.ts';
import type { Store } from '../../store/store.ts';
import { progressEvents, runSubject } from '../events.ts';
import { createKeyedQueue } from '../watching/keyed-queue.ts';
import type { SourceStatus, StatusReader } from '../status-words.ts';
import { versionsInEffect } from './last-known-good.ts';

/** An emergency roll-back was verified. */
export const migrationVerified = defineEvent({
  type: 'migration.verified',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    runId: z.string(),
    database: z.string(),
    databaseId: z.string(),
    source: z.string(),
    toVersion: z.string().nullable(),
    ok: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  }),
});

export interface VerifyOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pollMs?: number | undefined;
  /** How often a database that does not answer is asked before that is the finding. */
  readonly maxAttempts?: number | undefined;
}

type Check = RunVerification['checks'][number];

const check = (name: string, ok: boolean, message: string): Check => ({ name, ok, message });

/** Verifies until `signal` is aborted. */
export async function verifyRollbacks(options: VerifyOptions, signal: AbortSignal): Promise<void> {
  const { store, clock, logger, pollMs = 5000, maxAttempts = 6 } = options;
  const attempts = new Map<string, number>();

  const verify = async (run: MigrationRun): Promise<void> => {
    const attempt = (attempts.get(run.id) ?? 0) + 1;
    attempts.set(run.id, attempt);
    const [database] = await findDatabases(store.q, [run.databaseId]);
    const name = database?.name ?? '';
    const found = await lookAt(options, run, name);
    if (found === 'away' && attempt < maxAttempts) return;
    const checks = found === 'away' ? [check('database', false, 'it does not answer')] : found;
    const ok = checks.every((one) => one.ok);
    const now = clock.now();
    await store.transaction(async (tx) => {
      const verification = { ok, checks, at: now.toISOString() };
      if (!(await updateVerification(tx.q, run.id, verification))) return;
      const { id: runId, databaseId, source, toVersion } = run;
      const about = { runId, database: name, databaseId, source, toVersion };
      const payload = { ...about, ok, checks: [...checks] };
      const subject = runSubject(run.id);
      tx.append(migrationVerified.create({ subject, occurredAt: now, payload }));
    });
    attempts.delete(run.id);
  };

  const look = async (): Promise<void> => {
    try {
      for (const run of await listUnverifiedRuns(store.q)) {
        if (signal.aborted) return;
        await verify(run);
      }
    } catch (error) {
      logger.warn({ err: coerceError(error) }, 'a roll-back could not be verified yet');
    }
  };
  const looks = createKeyedQueue({ clock, parallel: 1, work: look });
  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      looks.push('look');
      await clock.sleep(pollMs, signal).catch(() => undefined);
    }
  };
  const types = [progressEvents.FINISHED.type];
  const onEvent = (): void => looks.push('look');
  await Promise.all([poll(), listenForEvents({ ...options, signal, types, onEvent })]);
  await looks.stop();
}

async function lookAt(
  { targets, statuses }: VerifyOptions,
  run: MigrationRun,
  databaseName: string,
): Promise<readonly Check[] | 'away'> {
  const ended = check('run', run.state === 'SUCCEEDED', `the roll-back is ${run.state}`);
  try {
    const health = await targets.get(databaseName).health();
    if (health.state === 'DOWN') return 'away';
    const [status] = await statuses.read(databaseName, run.source);
    if (status === undefined || status.state === 'UNREACHABLE') return 'away';
    return [
      ended,
      checkVersion(status, run.toVersion ?? '0'),
      checkHalfDone(status),
      check('health', health.state === 'UP', health.reason ?? `the database is ${health.state}`),
    ];
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return [ended, check('database', false, error.message)];
  }
}

function checkVersion(status: SourceStatus, toVersion: string): Check {
  const above = versionsInEffect(status.migrations, toVersion);
  if (above.length > 0) {
    return check('version', false, `still in effect above ${toVersion}: ${above.join(', ')}`);
  }
  const stands =
    toVersion === '0' ||
    versionsInEffect(status.migrations, '0').includes(toVersion) ||
    status.currentVersion === toVersion;
  const current = status.currentVersion ?? 'no version';
  return check('version', stands, `the source stands at ${current}`);
}

/** A migration that failed and left nothing behind does no harm; one that is half done does. */
function checkHalfDone(status: SourceStatus): Check {
  const half = status.migrations.filter(({ state }) => state === 'PARTIAL' || state === 'RUNNING');
  const versions = half.map((entry) => entry.version).join(', ');
  return half.length === 0
    ? check('half-done', true, 'no migration is half done')
    : check('half-done', false, `half done: ${versions}`);
}
