// Asks one database again and again how it is, and stores what it found: a change at once, together
// with its event; what only moves (latency, size) once a minute. Goes on from what is stored, so that a
// restart is no change. While the store is away nothing is stored; the next look compares again.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { MonitoredDatabase } from '../../databases/monitored.ts';
import { downBecause, type TargetHealth } from '../../databases/target.ts';
import { GivenUpError, within } from '../../databases/within.ts';
import type { Sample, SampleRecorder } from '../../metrics/samples.ts';
import {
  findDatabaseStates,
  recordDatabaseState,
  type CertificateEnd,
  type DatabaseStateRow,
} from '../../store/database-states.ts';
import type { Store } from '../../store/store.ts';
import { endOfCertificate, toFacts, toReason } from './found.ts';
import type { Gate } from '../gate.ts';
import { noFailures, reachVerdict, type Verdict } from './verdict.ts';

export interface WatchDatabaseOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly samples?: SampleRecorder;
  readonly gate: Gate;
  readonly monitored: MonitoredDatabase;
  readonly database: { readonly id: string; readonly name: string };
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

// Drivers end their waits themselves, sooner.
const longestAskMs = 60_000;
const writeEveryMs = 60_000;

/** Watches until `signal` is aborted. @throws whatever the store throws at the start. */
export async function watchDatabase(options: WatchDatabaseOptions): Promise<void> {
  const { store, clock, random, logger, database, intervalMs, signal } = options;
  let [row = null] = await findDatabaseStates(store.q, [database.id]);
  let written: Written | undefined;
  let failures = noFailures;
  while (!signal.aborted) {
    const health = await ask(options);
    if (health === undefined) return;
    const now = clock.now();
    options.samples?.record(toSamples(database.name, health, now));
    const verdict = reachVerdict({ health, failures, known: row, now, intervalMs, random });
    ({ failures } = verdict);
    try {
      const atMs = clock.monotonicMs();
      const look = { health, verdict, now, atMs };
      const ending = endOfCertificate(toFacts(health), now);
      if (verdict.found !== null && isToBeStored(look, { row, written, ending })) {
        row = await save(options, look, ending, row);
        written = { atMs, ending: endOf(ending) };
      }
    } catch (error) {
      logger.warn(
        { err: coerceError(error), database: database.name },
        'the state of a database could not be stored; it is tried again',
      );
    }
    await clock.sleep(verdict.waitMs, signal).catch(() => undefined);
  }
}

function toSamples(name: string, health: TargetHealth, at: Date): readonly Sample[] {
  const of = { subject: `database:${name}`, at };
  const isUp = health.state === 'UP' || health.state === 'DEGRADED';
  const up = { metric: 'database.up', value: isUp ? 1 : 0, ...of };
  if (!isUp || health.latencyMs === null) return [up];
  return [up, { metric: 'database.latency_ms', value: health.latencyMs, ...of }];
}

interface Look {
  readonly health: TargetHealth;
  readonly verdict: Verdict;
  readonly now: Date;
  readonly atMs: number;
}

interface Written {
  readonly atMs: number;
  readonly ending: string | null;
}

const endOf = (ending: CertificateEnd | null): string | null =>
  ending && `${ending.fingerprint} ${ending.expired}`;

/** Undefined when nobody wants to know any more. */
async function ask(options: WatchDatabaseOptions): Promise<TargetHealth | undefined> {
  const { clock, gate, monitored, signal } = options;
  const { unavailable } = monitored.settings;
  if (unavailable !== null) return downBecause(unavailable);
  try {
    return await gate.pass(signal, () =>
      within({ clock, timeoutMs: longestAskMs, signal, onGivenUp: () => undefined }, () =>
        monitored.connection.health(),
      ),
    );
  } catch (error) {
    if (signal.aborted) return undefined;
    const reason = error instanceof GivenUpError ? error.message : 'asking it failed unexpectedly';
    return downBecause(reason);
  }
}

function isToBeStored(
  { health, verdict, atMs }: Look,
  known: {
    readonly row: DatabaseStateRow | null;
    readonly written: Written | undefined;
    readonly ending: CertificateEnd | null;
  },
): boolean {
  const { row, written, ending } = known;
  if (row === null || written === undefined) return true;
  return (
    row.state !== verdict.found?.state ||
    row.reason !== toReason(health) ||
    written.ending !== endOf(ending) ||
    atMs - written.atMs >= writeEveryMs
  );
}

async function save(
  { store, database, logger }: WatchDatabaseOptions,
  { health, verdict, now }: Look,
  ending: CertificateEnd | null,
  before: DatabaseStateRow | null,
): Promise<DatabaseStateRow | null> {
  const { found } = verdict;
  if (found === null) return before;
  const reason = toReason(health);
  const row = await store.transaction((tx) =>
    recordDatabaseState(
      tx,
      { database, ...found, reason, facts: toFacts(health), checkedAt: now },
      ending,
    ),
  );
  if (before?.state !== row.state) {
    const about = { database: database.name, state: row.state, before: before?.state, reason };
    logger[row.state === 'UP' ? 'info' : 'warn'](about, 'the state of a database has changed');
  }
  return row;
}
