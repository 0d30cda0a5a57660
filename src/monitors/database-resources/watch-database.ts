// Reads the resources of one database again and again: numbers to the samples, the latest to the store.
// That a database does not answer is its state and told elsewhere; it is asked again after the interval.
// While the store is away nothing is stored, and the next reading is.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { MonitoredDatabase } from '../../databases/monitored.ts';
import type { ResourceReading, ResourceRequest } from '../../databases/resources.ts';
import { within } from '../../databases/within.ts';
import { updateDatabaseResources, updateSlowStatements } from '../../store/database-resources.ts';
import type { Gate } from '../gate.ts';
import type { MonitorContext } from '../monitor.ts';
import { createResourceMemory, type ResourceMemory, type ResourceTimings } from './memory.ts';
import {
  createStatementWindows,
  type StatementWindow,
  type StatementWindows,
} from './statement-windows.ts';

export interface WatchResourcesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly samples: MonitorContext['samples'];
  readonly transaction: MonitorContext['transaction'];
  readonly gate: Gate;
  readonly monitored: MonitoredDatabase;
  readonly database: { readonly id: string; readonly name: string };
  readonly timings: ResourceTimings;
  readonly signal: AbortSignal;
  /** Told after each attempt: why it failed, or null. */
  onAttempt(reason: string | null): void;
}

// Drivers end their waits themselves, sooner.
const longestReadMs = 60_000;
// After a start, databases are not all read in the same moment.
const spreadMs = 2_000;

/** Reads until `signal` is aborted. */
export async function watchDatabaseResources(options: WatchResourcesOptions): Promise<void> {
  const { clock, random, monitored, database, timings, signal } = options;
  const intervalMs = monitored.settings.resources?.intervalMs ?? 30_000;
  const { connection } = monitored;
  const memory = createResourceMemory(timings);
  const windows = createStatementWindows({ databaseId: database.id, clock, connection });
  let waitMs = Math.min(spreadMs, intervalMs) * random.fraction();
  while (!signal.aborted) {
    await clock.sleep(waitMs, signal).catch(() => undefined);
    if (!signal.aborted) await attempt(options, memory, windows);
    waitMs = intervalMs * (0.9 + 0.2 * random.fraction());
  }
}

async function attempt(
  options: WatchResourcesOptions,
  memory: ResourceMemory,
  windows: StatementWindows,
): Promise<void> {
  const { clock, gate, database, signal } = options;
  const limits = { clock, timeoutMs: longestReadMs, signal, onGivenUp: () => undefined };
  const request = memory.due(clock.monotonicMs());
  let found: Found | undefined;
  try {
    found = await gate.pass(signal, () => within(limits, () => read(options, windows, request)));
  } catch (error) {
    if (!signal.aborted) options.onAttempt(coerceError(error).message);
    return;
  }
  if (found === undefined || signal.aborted) return;
  const { window, at, atMs } = found;
  const notes = [...found.reading.notes, ...(window?.notes ?? [])];
  const reading = { ...found.reading, notes };
  const taken = memory.take(reading, request, atMs, window?.measures);
  const subject = `database:${database.name}`;
  options.samples.record(taken.fresh.map((measure) => ({ ...measure, subject, at })));
  options.onAttempt(null);
  await save(options, { databaseId: database.id, at, ...taken.latest }, window);
}

interface Found {
  readonly reading: ResourceReading;
  readonly window: StatementWindow | undefined;
  readonly at: Date;
  /** When it was asked for. */
  readonly atMs: number;
}

/** Undefined for an engine that tells nothing. */
async function read(
  { clock, monitored }: WatchResourcesOptions,
  windows: StatementWindows,
  request: ResourceRequest,
): Promise<Found | undefined> {
  const atMs = clock.monotonicMs();
  const reading = await monitored.connection.readResources?.(request);
  if (reading === undefined) return undefined;
  const { statements } = reading;
  const window = statements === undefined ? undefined : await windows.close(statements);
  return { reading, window, at: clock.now(), atMs };
}

async function save(
  { transaction, logger, database, signal }: WatchResourcesOptions,
  row: Parameters<typeof updateDatabaseResources>[1],
  window: StatementWindow | undefined,
): Promise<void> {
  try {
    await transaction(async ({ q }) => {
      await updateDatabaseResources(q, row);
      if (window !== undefined) await updateSlowStatements(q, window.row);
    });
  } catch (error) {
    if (signal.aborted) return;
    const about = { err: coerceError(error), database: database.name };
    logger.warn(about, 'the resources of a database could not be stored; the next reading is');
  }
}
