// Runs the monitors of one scope, on the replica that leads it: compares again and again what is wanted,
// what the rows say (paused, asked to run) and what runs. Somebody rings when there is something new;
// the rows are looked at anyway. One instance that fails, hangs or takes long to end holds up nobody.
import { createBell, type Bell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import { updateMonitorProgress, type MonitorProgress } from '../../store/monitor-claims.ts';
import type { MonitorIdentity, MonitorRow } from '../../store/monitors.ts';
import type { MonitorServices } from '../monitor.ts';
import { startInstance, type Instance } from './instance.ts';
import { keyOf, reconcileRows } from './reconcile.ts';
import type { Report } from './report.ts';
import type { SupervisorTimings } from './timings.ts';
import type { Wanted, WantedMonitor } from './wanted.ts';

export interface ScopeOptions {
  readonly services: MonitorServices;
  readonly timings: SupervisorTimings;
  readonly scope: Pick<MonitorIdentity, 'scope' | 'host'>;
  /** The host of this replica. */
  readonly host: string;
  readonly replica: string;
  /** Of this scope, as it is now. */
  wanted(): Wanted;
  /** Is given the bell that wakes the scope. */
  onBell(bell: Bell): void;
  /** Done with each look, by whoever leads. */
  alsoLook?(): Promise<void>;
}

/** Also true for what was paused and resumed meanwhile. */
function isLost({ held }: Instance, row: MonitorRow | undefined): boolean {
  if (row === undefined) return false;
  return row.pausedAt !== null || (held !== undefined && row.claim > held);
}

/** Runs until it is told to end, and ends soon then. */
export async function runScope(options: ScopeOptions, signal: AbortSignal): Promise<void> {
  const { services, timings } = options;
  const { store, clock, logger } = services;
  const instances = new Map<string, Instance>();
  const bell = createBell(signal);
  options.onBell(bell);

  const start = (key: string, wanted: WantedMonitor, row: MonitorRow): void => {
    const { host, replica } = options;
    const instance = startInstance({ services, timings, wanted, id: row.id, host, replica });
    instances.set(key, instance);
    // Until then its name is taken.
    void instance.ended.then(() => instances.delete(key));
  };

  const restart = async (instance: Instance, reason: string): Promise<void> => {
    instance.stop(new Error(reason));
    await instance.ended;
    bell.ring();
  };

  const look = async (): Promise<void> => {
    const { monitors, faults } = options.wanted();
    const rows = await reconcileRows({ ...services, scope: options.scope }, monitors, faults);
    if (signal.aborted) return;
    const wanted = new Map(monitors.map((one) => [keyOf(one), one]));
    for (const [key, instance] of instances) {
      const next = wanted.get(key);
      if (next === undefined) void restart(instance, 'it is not configured any more');
      else if (next.configText !== instance.wanted.configText) {
        void restart(instance, 'it is configured otherwise now');
      } else if (isLost(instance, rows.get(key))) {
        void restart(instance, 'it is paused, or somebody else runs it');
      }
    }
    for (const [key, one] of wanted) {
      const row = rows.get(key);
      if (row === undefined || row.pausedAt !== null) continue;
      const instance = instances.get(key);
      if (instance === undefined) start(key, one, row);
      else if (row.runRequestedAt !== null) instance.runNow(row.runRequestedAt);
    }
    await options.alsoLook?.();
  };

  const write = async (): Promise<void> => {
    const given = new Map<string, Report>();
    const progress: MonitorProgress[] = [];
    for (const { report } of instances.values()) {
      report.catchUp();
      const moved = report.progress();
      if (moved === undefined) continue;
      progress.push(moved);
      given.set(moved.id, report);
    }
    for (const id of await updateMonitorProgress(store.q, progress)) given.get(id)?.written();
  };

  /** Also when the store does not answer, nobody waits for it longer than until the end. */
  const untilEnd = async (work: () => Promise<void>, what: string): Promise<void> => {
    let stopListening = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      const end = (): void => resolve();
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      // There are many looks until then.
      stopListening = () => signal.removeEventListener('abort', end);
    });
    const worked = work().catch((error: unknown) => {
      if (!signal.aborted) logger.warn({ err: coerceError(error) }, `${what}; it is tried again`);
    });
    await Promise.race([worked, ended]).finally(stopListening);
  };

  let wroteMs = clock.monotonicMs();
  while (!signal.aborted) {
    await untilEnd(look, 'monitors could not be compared with what is stored');
    if (clock.monotonicMs() - wroteMs >= timings.writeMs) {
      wroteMs = clock.monotonicMs();
      await untilEnd(write, "monitors' progress could not be stored");
    }
    await bell.wait(clock, timings.lookMs);
  }
  const running = [...instances.values()];
  for (const { stop } of running) stop(new Error('this replica does not run it any more'));
  const ended = running.map((instance) => instance.ended);
  const last = Promise.race([write().catch(() => undefined), clock.sleep(timings.graceMs / 2)]);
  await Promise.all([...ended, last]);
}
