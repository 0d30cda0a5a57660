// Watches one daemon for as long as it is wanted: connects, connects again with growing pauses, and says
// why it cannot. Whatever the daemon does, only the signal and the store end it.
import { backoffMs } from '../../core/backoff.ts';
import { coerceError } from '../../core/errors.ts';
import type { MonitorContext } from '../monitor.ts';
import { DaemonError } from './daemon-error.ts';
import { openDaemon, type Daemon, type DaemonLimits } from './docker.ts';
import { loadKnown } from './known.ts';
import { msOfNano, readPosition } from './position.ts';
import { removeOld } from './remove-old.ts';
import type { Gap } from './reconcile.ts';
import { describe, runSession, type SessionTimes, type Watch } from './session.ts';
import type { DaemonSettings } from './settings.ts';

/** One daemon, with what is configured for all of them. */
export interface WatchedDaemon {
  readonly daemon: DaemonSettings;
  readonly reconcileMs: number;
  readonly keepMs: number;
}

/** Other times and bounds than those of production, for tests. */
export interface WatchTuning {
  readonly times?: Partial<SessionTimes> | undefined;
  readonly limits?: Partial<DaemonLimits> | undefined;
  readonly retry?: { readonly firstMs: number; readonly maxMs: number } | undefined;
}

const defaultTimes = { settleMs: 1_000, inspectMs: 100, lastWordsMs: 30_000 };
const defaultRetry = { firstMs: 1_000, maxMs: 30_000 };
const absentMs = 30_000;
const beatMs = 15_000;

/** Resolves when the signal is aborted. @throws what the store throws. */
export async function watchDaemon(
  config: WatchedDaemon,
  context: MonitorContext,
  tuning: WatchTuning = {},
): Promise<void> {
  const { daemon: settings, reconcileMs, keepMs } = config;
  const { clock, random, signal, logger } = context;
  const { retry = defaultRetry, limits } = tuning;
  const place = { host: hostOf(settings, context), daemon: settings.name };
  const watch = await startingWatch(context, place);
  const times: SessionTimes = { ...defaultTimes, reconcileMs, ...tuning.times };
  const over = new AbortController();
  const removing = removeOld({ keepMs, context, signal: over.signal });
  let failures = 0;
  const onHealthy = (): void => {
    failures = 0;
    context.degraded(null);
  };
  try {
    while (!signal.aborted) {
      const error = await connect({ settings, limits, context }, (daemon) =>
        runSession({ daemon, watch, place, times, context, onHealthy }),
      );
      const isAbsent = settings.optional && error.kind === 'ABSENT';
      context.degraded(isAbsent ? null : describe(settings.name, error));
      logger.warn(
        { daemon: settings.name, reason: error.message },
        'a Docker daemon is not watched',
      );
      watch.gap = gapAfter(watch, error, clock.now().getTime());
      await pause(context, isAbsent ? absentMs : backoffMs(failures, retry, random));
      failures += 1;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    over.abort();
    await removing;
  }
}

async function startingWatch(
  context: MonitorContext,
  place: { readonly host: string; readonly daemon: string },
): Promise<Watch> {
  const nowMs = context.clock.now().getTime();
  const timeNano = readPosition(context.position);
  const fromMs = timeNano === null ? nowMs : msOfNano(timeNano);
  const known = await loadKnown(context.store.q, place, fromMs);
  const isFirst = timeNano === null && known.rows.size === 0;
  const gap: Gap | null = isFirst ? null : { fromMs, toMs: nowMs, because: 'SELF' };
  return { known, timeNano, isFirst, gap };
}

/** What somebody on another host says is about that host, and watched by one replica. */
export function hostOf(
  { address }: DaemonSettings,
  { host }: Pick<MonitorContext, 'host'>,
): string {
  return address === undefined ? host : address.host;
}

interface ConnectOptions {
  readonly settings: DaemonSettings;
  readonly limits: Partial<DaemonLimits> | undefined;
  readonly context: MonitorContext;
}

/** Why the connection ended. @throws what has nothing to do with the daemon. */
async function connect(
  { settings, limits, context }: ConnectOptions,
  work: (daemon: Daemon) => Promise<never>,
): Promise<DaemonError> {
  let daemon: Daemon | undefined;
  try {
    daemon = await openDaemon(settings, { clock: context.clock, limits });
    return await work(daemon);
  } catch (error) {
    if (error instanceof DaemonError) return error;
    throw coerceError(error);
  } finally {
    daemon?.close();
  }
}

// A daemon that could not be reached even once was away; else only the connection is known to have ended.
function gapAfter(watch: Watch, error: DaemonError, nowMs: number): Gap {
  const fromMs = watch.gap?.fromMs ?? nowMs;
  const wasAway = watch.gap?.because === 'DAEMON' || nobodyListens(error);
  const because = wasAway ? 'DAEMON' : (watch.gap?.because ?? 'STREAM');
  return { fromMs, toMs: nowMs, because };
}

const absentCodes: readonly unknown[] = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

function nobodyListens({ kind, cause }: DaemonError): boolean {
  if (kind === 'ABSENT') return true;
  return cause instanceof Error && 'code' in cause && absentCodes.includes(cause.code);
}

async function pause({ clock, signal, beat }: MonitorContext, waitMs: number): Promise<void> {
  for (let leftMs = waitMs; leftMs > 0 && !signal.aborted; leftMs -= beatMs) {
    beat();
    await clock.sleep(Math.min(leftMs, beatMs), signal).catch(() => undefined);
  }
}
