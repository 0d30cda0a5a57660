// One life of a scheduled check: check after check, never two at once, until it is told to end or one
// of them hangs. What a check threw, or that it took too long, is told and makes the next one come
// sooner at first, then later and later.
import { TakenOverError } from '../../store/monitor-claims.ts';
import { updateMonitor } from '../../store/monitors.ts';
import type { CheckMonitor } from '../monitor.ts';
import { startAttempt, type Attempt, type Ending } from './attempt.ts';
import { createHolder } from './context.ts';
import { describeFailure, inSeconds } from './describe-failure.ts';
import type { Life, LifeEnd } from './life.ts';
import { dueAfterMs, dueAtStartMs } from './schedule.ts';
import type { Found } from './standing.ts';

type AnyCheck = CheckMonitor<unknown, unknown>;

// Timers take no more.
const longestTimerMs = 2 ** 31 - 1;

/** @throws whatever the monitor's own `intervalMs` and `timeoutMs` throw. */
export async function liveChecks(monitor: AnyCheck, life: Life): Promise<LifeEnd> {
  const { services, report, row, wanted, host, signal, bell } = life;
  const { clock, random } = services;
  const intervalMs = Math.max(1, monitor.intervalMs(wanted.config));
  const timeoutMs = Math.max(1, monitor.timeoutMs(wanted.config));
  let degraded: string | null = null;
  const holder = createHolder({
    services,
    name: wanted.name,
    host,
    held: row,
    position: row.position,
    onBeat: (lagMs) => report.note(lagMs === undefined ? {} : { lagMs }),
    onDegraded: (reason) => {
      degraded = reason;
    },
  });
  const runOnce = async (): Promise<{ attempt: Attempt<number | void>; ending: CheckEnding }> => {
    degraded = null;
    const { graceMs } = life.timings;
    const attempt = startAttempt({ clock, graceMs, signal }, (stop) =>
      monitor.check(wanted.config, holder.contextFor(stop)),
    );
    let late: string | undefined;
    const cancel = clock.setTimer(Math.min(timeoutMs, longestTimerMs), () => {
      late = `it did not end within ${inSeconds(timeoutMs)}`;
      attempt.end(new Error(late));
    });
    const ending = await attempt.ending;
    cancel();
    return { attempt, ending: { ...ending, late } };
  };

  const { nextRunAt } = report.facts ?? row;
  let waitMs = dueAtStartMs({ nextRunAt, now: clock.now(), intervalMs, random });
  let isAsked = row.runRequestedAt !== null;
  if (isAsked) waitMs = 0;
  let failures = 0;
  for (;;) {
    report.note({ nextRunAt: new Date(clock.now().getTime() + waitMs) });
    if (await bell.wait(clock, Math.min(waitMs, longestTimerMs))) isAsked = true;
    if (signal.aborted) return 'TOLD';
    if (isAsked) await forgetRequest(life);
    isAsked = false;
    const startedMs = clock.monotonicMs();
    const { attempt, ending } = await runOnce();
    if (ending.how === 'abandoned') life.abandon(attempt);
    if (signal.aborted) return 'TOLD';
    if (ending.how === 'failed' && ending.error instanceof TakenOverError) return 'TAKEN_OVER';
    const found = judge(ending, degraded);
    const at = clock.now();
    const hasFailed = found.state === 'FAILING' || found.state === 'HUNG';
    failures = hasFailed ? failures + 1 : 0;
    const askedMs = ending.how === 'ended' ? (ending.value ?? undefined) : undefined;
    const tookMs = clock.monotonicMs() - startedMs;
    waitMs = dueAfterMs({ intervalMs, tookMs, askedMs, failures, random });
    const nextAt = new Date(at.getTime() + waitMs);
    const outcome = hasFailed
      ? { lastErrorAt: at, lastError: found.reason }
      : { lastSuccessAt: at };
    report.found(found, { ...outcome, beatAt: at, nextRunAt: nextAt });
    if (ending.how === 'abandoned') return 'FAILED';
  }
}

type CheckEnding = Ending<number | void> & { readonly late: string | undefined };

function judge(ending: CheckEnding, degraded: string | null): Found {
  const { late } = ending;
  if (ending.how === 'abandoned') {
    return { state: 'HUNG', reason: `${late ?? 'it was told to end'}, and does not end at all` };
  }
  if (late !== undefined) return { state: 'FAILING', reason: late };
  if (ending.how === 'failed') return { state: 'FAILING', reason: describeFailure(ending.error) };
  return { state: degraded === null ? 'OK' : 'DEGRADED', reason: degraded };
}

/** What is about to run answers the request; one that comes from now on asks for another run. */
async function forgetRequest({ services, row }: Life): Promise<void> {
  const { store, clock, logger } = services;
  try {
    await store.transaction((tx) =>
      updateMonitor(tx, row.id, clock.now(), (now) =>
        now.claim === row.claim && now.runRequestedAt !== null
          ? { runRequestedAt: null }
          : undefined,
      ),
    );
  } catch {
    logger.debug({}, 'the request to run stays for now; it runs once more then');
  }
}
