// Runs one instance on the replica that leads its scope, in lives:
//
//   claim its row ── refused: paused, retired, or held by another ──> over
//        │
//        v
//   a life: a stream from its start to its end, or checks until one of them hangs
//        │
//        ├── told to end ──> over
//        └── it failed, fell silent or hangs ──> back-off ──> claim its row again
//
// Each life has a claim of its own, so what an abandoned one still does is refused. A life never waits
// for an abandoned one, but a few of those are all there may be at once.
import { backoffMs } from '../../core/backoff.ts';
import { createBell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import { updateMonitor, type MonitorRow } from '../../store/monitors.ts';
import type { InstanceOptions, Life, LifeEnd } from './life.ts';
import { createReport, type Report } from './report.ts';
import { liveChecks } from './run-checks.ts';
import { liveStream } from './run-stream.ts';
import { standingAtStart } from './standing.ts';
import type { WantedMonitor } from './wanted.ts';

export interface Instance {
  readonly wanted: WantedMonitor;
  readonly report: Report;
  /** Its claim; undefined before the first one. */
  readonly held: number | undefined;
  /** Runs a check soon, or begins a stream anew; the same request counts once. */
  runNow(requestedAt: Date): void;
  /** Tells it to end. */
  stop(reason: Error): void;
  /** Resolves when it is over, or given up; never rejects. */
  readonly ended: Promise<void>;
}

const mostAbandoned = 3;

/** Begins to run. */
export function startInstance(options: InstanceOptions): Instance {
  const { services, timings, wanted, id, replica } = options;
  const { store, clock, random } = services;
  const logger = services.logger.child({ monitor: `${wanted.kind}/${wanted.name}` });
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = createBell(signal);
  const report = createReport({ store, clock, logger, id });
  const abandoned = new Set<Promise<void>>();
  let held: number | undefined;
  let requestedMs = 0;

  const abandon: Life['abandon'] = ({ gone }) => {
    abandoned.add(gone);
    logger.error({ abandoned: abandoned.size }, 'a monitor did not end when it was told to');
    void gone.then(() => abandoned.delete(gone));
  };

  const claim = (): Promise<MonitorRow | undefined> =>
    store.transaction((tx) =>
      updateMonitor(tx, id, clock.now(), (row) => {
        if (row.pausedAt !== null || row.retiredAt !== null) return undefined;
        if (held !== undefined && row.claim !== held) return undefined;
        const { state, reason } = report.standing ?? standingAtStart(row);
        // A stream that starts has run; a check does so at once, and forgets the request then.
        requestedMs = Math.max(requestedMs, row.runRequestedAt?.getTime() ?? 0);
        const cleared = 'start' in wanted.monitor ? { runRequestedAt: null } : {};
        return { claim: row.claim + 1, replica, state, reason, ...cleared };
      }),
    );

  const live = (row: MonitorRow): Promise<LifeEnd> => {
    const more = { ...options, services: { ...services, logger } };
    const life = { ...more, row, report, signal, bell, abandon };
    return 'start' in wanted.monitor
      ? liveStream(wanted.monitor, life)
      : liveChecks(wanted.monitor, life);
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      let end: LifeEnd;
      try {
        const row = await claim();
        if (row === undefined) return;
        held = row.claim;
        report.begin(row);
        end = await live(row);
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'a monitor could not be started yet');
        end = 'FAILED';
      }
      if (end === 'TOLD' || end === 'TAKEN_OVER') return;
      if (end === 'RESTART') continue;
      failures = end === 'FAILED_LATE' ? 1 : failures + 1;
      await bell.wait(clock, backoffMs(failures - 1, timings.restart, random));
      while (abandoned.size >= mostAbandoned && !signal.aborted) {
        await clock.sleep(1_000, signal).catch(() => undefined);
      }
    }
  };

  return {
    wanted,
    report,
    get held() {
      return held;
    },
    runNow: (requestedAt) => {
      if (requestedAt.getTime() <= requestedMs) return;
      requestedMs = requestedAt.getTime();
      bell.ring();
    },
    stop: (reason) => {
      if (!signal.aborted) stopping.abort(reason);
    },
    ended: run(),
  };
}
