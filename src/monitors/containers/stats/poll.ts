// Measures the running containers of one daemon again and again, a few at a time: the daemon is asked for
// one sample each and compares nothing itself; that is done here with the sample before. An engine that
// waits for a second sample all the same takes a second for each, so a round may take longer than the
// interval; the next one then begins at once, and never beside it.
import { coerceError } from '../../../core/errors.ts';
import { listDaemonContainers, type ContainerRow } from '../../../store/containers.ts';
import { createGate, type Gate } from '../../gate.ts';
import type { MonitorContext } from '../../monitor.ts';
import { DaemonError } from '../daemon-error.ts';
import { openDaemon, type Daemon, type DaemonLimits } from '../docker.ts';
import type { DaemonSettings } from '../settings.ts';
import { hostOf } from '../watch.ts';
import { parseReading, usageBetween, type ContainerReading } from './reading.ts';
import { samplesOf } from './samples.ts';

export interface PolledDaemon {
  readonly daemon: DaemonSettings;
  readonly intervalMs: number;
}

const atOnce = 5;
const mostContainers = 2000;

interface Poll {
  readonly daemon: Daemon;
  readonly settings: DaemonSettings;
  readonly gate: Gate;
  readonly context: MonitorContext;
  /** The last reading by Docker's id of a container. */
  readonly readings: Map<string, ContainerReading>;
}

/** Resolves when the signal is aborted. @throws what the store throws. */
export async function pollStats(
  { daemon: settings, intervalMs }: PolledDaemon,
  context: MonitorContext,
  limits?: Partial<DaemonLimits>,
): Promise<void> {
  const { clock, signal } = context;
  const daemon = await openDaemon(settings, { clock, limits });
  const gate = createGate({ clock, places: atOnce });
  const poll: Poll = { daemon, settings, gate, context, readings: new Map() };
  try {
    while (!signal.aborted) {
      const beganMs = clock.monotonicMs();
      context.beat();
      const reason = await measureAll(poll);
      if (signal.aborted) return;
      context.degraded(reason);
      const leftMs = intervalMs - (clock.monotonicMs() - beganMs);
      if (leftMs > 0) await clock.sleep(leftMs, signal).catch(() => undefined);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    daemon.close();
  }
}

/** One round; returns why it did not work as a whole. */
async function measureAll(poll: Poll): Promise<string | null> {
  const { settings, context, readings } = poll;
  const place = { host: hostOf(settings, context), daemon: settings.name };
  const rows = await listDaemonContainers(context.store.q, place);
  const running = rows.filter(
    ({ state, vanishedAt }) => vanishedAt === null && (state === 'running' || state === 'paused'),
  );
  const measured = running.slice(0, mostContainers);
  const present = new Set(measured.map(({ containerId }) => containerId));
  for (const id of readings.keys()) if (!present.has(id)) readings.delete(id);
  const failures = await Promise.all(measured.map((row) => measure(poll, row)));
  const failed = failures.filter((failure) => failure !== null);
  const [first] = failed;
  const leftOut = running.length - measured.length;
  if (leftOut > 0)
    return `${leftOut} containers are not measured, because ${mostContainers} are the most`;
  // That one of many does not answer is its own matter, which the next round shows.
  if (first === undefined || failed.length * 2 < measured.length) return null;
  return `${failed.length} of ${measured.length} containers could not be measured: ${first}`;
}

/** Why it could not be measured; null when it was, and when it is gone. */
async function measure(
  { daemon, gate, context, readings }: Poll,
  row: ContainerRow,
): Promise<string | null> {
  const { clock, signal, samples, logger } = context;
  const { containerId } = row;
  try {
    const raw = await gate.pass(signal, () => daemon.statsOnce(containerId, signal));
    context.beat();
    const reading = parseReading(raw, clock.now());
    if (reading === null) {
      readings.delete(containerId);
      return null;
    }
    const usage = usageBetween(readings.get(containerId) ?? null, reading);
    readings.set(containerId, reading);
    samples.record(samplesOf(row, usage));
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof DaemonError)) {
      logger.debug({ err: coerceError(error), container: row.key }, 'statistics make no sense');
      return 'the statistics of the daemon cannot be understood';
    }
    return error.kind === 'NOT_FOUND' ? null : error.message;
  }
}
