// Measures the machine that this replica runs on, and this process: numbers to the samples, the latest of
// all to the store. Disks that do not answer are told as what does not work.
import { coerceError } from '../../core/errors.ts';
import { deleteHostResources, updateHostResources } from '../../store/host-resources.ts';
import { defineMonitor, type MonitorContext } from '../monitor.ts';
import { createHostCollector, type HostCollector, type HostFindings } from './collect.ts';
import { createOwnProcess } from './own-process.ts';
import type { HostResourcesConfig, HostResourcesSettings } from './settings.ts';

// Hosts come and go with their containers.
const forgottenMs = 7 * 24 * 3_600_000;
const longestPauseMs = 20_000;
const longestReason = 500;

export const hostResources = defineMonitor<HostResourcesSettings, HostResourcesConfig>({
  kind: 'host-resources',
  scope: 'host',
  description:
    'Measures processors, memory, disks, open files and pressure of a host, and this process.',
  silentAfterMs: 90_000,
  parseConfig: ({ resources: { host } }) => {
    const { watch, intervalMs, excludeMounts } = host;
    return watch ? [{ name: 'main', config: { intervalMs, excludeMounts } }] : [];
  },
  start: (config, context) =>
    watchHost(config, context, createHostCollector({ clock: context.clock, ...config })),
});

/** Measures until the signal of `context` is aborted. */
export async function watchHost(
  { intervalMs }: Pick<HostResourcesConfig, 'intervalMs'>,
  context: MonitorContext,
  collector: HostCollector,
): Promise<void> {
  const { clock, signal } = context;
  const own = createOwnProcess(context.eventLoop);
  try {
    await forget(context);
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      const found = await collector.collect();
      if (isAborted(signal)) return;
      await tell(context, found, own.measure(clock.monotonicMs()));
      context.beat();
      await pauseUntil(startedMs + intervalMs, context);
    }
  } finally {
    own.stop();
  }
}

const isAborted = ({ aborted }: AbortSignal): boolean => aborted;

/** Says between that it is alive, for long intervals. */
async function pauseUntil(endMs: number, { clock, signal, beat }: MonitorContext): Promise<void> {
  for (;;) {
    const leftMs = endMs - clock.monotonicMs();
    if (leftMs <= 0 || signal.aborted) return;
    await clock.sleep(Math.min(leftMs, longestPauseMs), signal).catch(() => undefined);
    if (leftMs > longestPauseMs) beat();
  }
}

async function tell(
  context: MonitorContext,
  { notes, ...found }: HostFindings,
  own: HostFindings['measures'],
): Promise<void> {
  const { host, clock, samples, logger, signal } = context;
  const at = clock.now();
  const measures = [...found.measures, ...own];
  const subject = `host:${host}`;
  samples.record(measures.map((measure) => ({ ...measure, subject, at })));
  const reason = notes.map((note) => `${note.about}: ${note.reason}`).join('; ');
  context.degraded(reason === '' ? null : reason.slice(0, longestReason));
  try {
    await context.transaction(({ q }) =>
      updateHostResources(q, { host, at, ...found, measures, notes }),
    );
  } catch (error) {
    if (signal.aborted) return;
    logger.warn({ err: coerceError(error) }, 'the resources of this host could not be stored');
  }
}

async function forget({ transaction, clock, logger }: MonitorContext): Promise<void> {
  try {
    const before = new Date(clock.now().getTime() - forgottenMs);
    await transaction(({ q }) => deleteHostResources(q, before));
  } catch (error) {
    logger.debug({ err: coerceError(error) }, 'hosts that are gone are forgotten the next time');
  }
}
