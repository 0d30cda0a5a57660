// One life of a stream: from its start until it is told to end, ends by itself, throws, or says nothing
// for too long. `runMonitorNow` begins it anew.
import { TakenOverError } from '../../store/monitor-claims.ts';
import type { StreamMonitor } from '../monitor.ts';
import { startAttempt, type Ending } from './attempt.ts';
import { createHolder } from './context.ts';
import { describeFailure, inSeconds } from './describe-failure.ts';
import type { Life, LifeEnd } from './life.ts';
import type { Found } from './standing.ts';

type AnyStream = StreamMonitor<unknown, unknown>;

/** Never rejects. */
export async function liveStream(monitor: AnyStream, life: Life): Promise<LifeEnd> {
  const { services, timings, report, row, wanted, host, signal, bell } = life;
  const { clock } = services;
  const startedMs = clock.monotonicMs();
  let beatMs = startedMs;
  let hasBeaten = false;
  let degraded: string | null = null;
  const tell = (): void => {
    const state = degraded === null ? 'OK' : 'DEGRADED';
    const at = clock.now();
    report.found({ state, reason: degraded }, { beatAt: at, lastSuccessAt: at });
  };
  const holder = createHolder({
    services,
    name: wanted.name,
    host,
    held: row,
    position: row.position,
    onBeat: (lagMs) => {
      beatMs = clock.monotonicMs();
      hasBeaten = true;
      if (lagMs !== undefined) report.note({ lagMs });
      tell();
    },
    onDegraded: (reason) => {
      degraded = reason;
      if (reason !== null) report.found({ state: 'DEGRADED', reason });
      else if (hasBeaten) tell();
    },
  });
  const attempt = startAttempt({ clock, graceMs: timings.graceMs, signal }, (stop) =>
    monitor.start(wanted.config, holder.contextFor(stop)),
  );

  let silentFor: string | undefined;
  let cancel = (): void => undefined;
  const listen = (): void => {
    const leftMs = monitor.silentAfterMs - (clock.monotonicMs() - beatMs);
    if (leftMs > 0) {
      cancel = clock.setTimer(leftMs, listen);
      return;
    }
    silentFor = `it said nothing for ${inSeconds(monitor.silentAfterMs)}`;
    attempt.end(new Error(silentFor));
  };
  listen();
  let isToRestart = false;
  const over = new AbortController();
  const obey = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const wasRung = await bell.wait(clock, 60_000);
      if (!wasRung || over.signal.aborted || signal.aborted) continue;
      isToRestart = true;
      attempt.end(new Error('it is to begin anew'));
      return;
    }
  };
  const obeying = obey();

  const ending = await attempt.ending;
  cancel();
  over.abort();
  bell.ring();
  await obeying;
  bell.hush();
  if (ending.how === 'abandoned') life.abandon(attempt);
  if (signal.aborted) return 'TOLD';
  if (ending.how === 'failed' && ending.error instanceof TakenOverError) return 'TAKEN_OVER';
  if (isToRestart && ending.how !== 'abandoned') return 'RESTART';
  const found = judge(ending, silentFor, timings.graceMs);
  report.found(found, { lastErrorAt: clock.now(), lastError: found.reason });
  return clock.monotonicMs() - startedMs >= timings.steadyMs ? 'FAILED_LATE' : 'FAILED';
}

function judge(ending: Ending<void>, silentFor: string | undefined, graceMs: number): Found {
  if (ending.how === 'abandoned') {
    const reason = `it did not end within ${inSeconds(graceMs)} when it was told to`;
    return { state: 'HUNG', reason: silentFor === undefined ? reason : `${silentFor}; ${reason}` };
  }
  if (silentFor !== undefined) return { state: 'SILENT', reason: silentFor };
  if (ending.how === 'ended') return { state: 'FAILING', reason: 'it ended by itself' };
  return { state: 'FAILING', reason: describeFailure(ending.error) };
}
