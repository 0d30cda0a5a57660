// Keeps the embedded server running and owned.
//
//   starting ──> running ──(ownership connection closed, or server process ended)──> recovering
//   recovering ──(server up and lock taken again)──> running
//   recovering ──(another hawkwatch owns it, or too many losses)──> failed: `onExit`
//   any ──stop()──> stopped
//
// Starting and recovering do the same: bring up a server, take the lock. A server that has gone
// away in between is looked for again. While recovering, a server that another start has put on a
// socket of its own is restarted on ours, since our clients keep the address they were given.
import { backoffMs } from '../../core/backoff.ts';
import { coerceError } from '../../core/errors.ts';
import { AlreadyRunningError, EmbeddedServerError, ServerAwayError } from './errors.ts';
import { acquireOwnership } from './ownership.ts';
import type { Ownership } from './ownership.ts';
import { bringUpServer, stopServer } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import type { Site } from './site.ts';
import { removeSocketDirectory } from './socket-directory.ts';

export interface Supervisor {
  /** The server and its socket as they were at the start; the address stays. */
  readonly first: Postmaster;
  onExit(listener: (reason: string) => void): void;
  /** Stops the server when it is still ours; at most 8 s. */
  stop(): Promise<void>;
}

interface Hold {
  readonly server: Postmaster;
  readonly ownership: Ownership;
}

/** More losses than this within the window, and the supervisor gives up. */
const lossLimit = 10;
const lossWindowMs = 300_000;
const awayLimitMs = 15_000;
/** How long `stop` waits for a recovery that is under way. */
const recoveryStopMs = 500;
const retry = { firstMs: 100, maxMs: 30_000 };

async function bringUp(
  site: Site,
  options: { socketDirectory?: string; onLost: () => void; signal?: AbortSignal },
): Promise<Hold> {
  const { clock } = site;
  const wanted = options.socketDirectory;
  const deadline = clock.monotonicMs() + awayLimitMs;
  for (;;) {
    const server = await bringUpServer(site, wanted, options.signal);
    try {
      const regaining = wanted !== undefined;
      const ownership = await acquireOwnership(site, server, { ...options, regaining });
      if (wanted === undefined || server.socketDirectory === wanted) return { server, ownership };
      await stopServer(site, server);
      await ownership.release();
    } catch (error) {
      if (!(error instanceof ServerAwayError)) {
        // A server that we started and nobody can own must not stay behind.
        const owned = error instanceof AlreadyRunningError;
        if (server.child !== undefined && !owned) await stopServer(site, server);
        throw error;
      }
      if (clock.monotonicMs() > deadline) {
        throw new EmbeddedServerError(
          `PostgreSQL runs as process ${server.pid} and does not answer in ` +
            `${server.socketDirectory}: end it with "kill -INT ${server.pid}" and start again`,
          { cause: error },
        );
      }
      await clock.sleep(20, options.signal);
    }
  }
}

/** Brings the server up, takes its ownership and keeps both until `stop`. */
export async function startSupervisor(site: Site, signal?: AbortSignal): Promise<Supervisor> {
  const { clock, logger, random } = site;
  const stopping = new AbortController();
  const listeners: ((reason: string) => void)[] = [];
  const losses: number[] = [];
  let hold: Hold | undefined;
  let recovery: Promise<void> | undefined;
  let exitReason: string | undefined;
  let stopped: Promise<void> | undefined;

  const fail = (reason: string): void => {
    exitReason = reason;
    logger.error({ reason }, 'the embedded PostgreSQL is lost');
    for (const listener of listeners) listener(reason);
  };

  const tooMany = (): boolean => {
    const now = clock.monotonicMs();
    losses.push(now);
    while ((losses[0] ?? now) < now - lossWindowMs) losses.shift();
    return losses.length > lossLimit;
  };

  const recover = async (socketDirectory: string): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      if (tooMany()) {
        fail(`PostgreSQL was lost ${losses.length} times within ${lossWindowMs / 60_000} minutes`);
        return;
      }
      try {
        await clock.sleep(backoffMs(attempt, retry, random), stopping.signal);
        keep(await bringUp(site, { socketDirectory, onLost, signal: stopping.signal }));
        logger.info({}, 'the embedded PostgreSQL is up again and ours');
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (error instanceof AlreadyRunningError) {
          fail(error.message);
          return;
        }
        const fields = { err: coerceError(error), attempt };
        logger.warn(fields, 'could not bring the embedded PostgreSQL up again');
      }
    }
  };

  const onLost = (): void => {
    if (stopping.signal.aborted || hold === undefined) return;
    const { server, ownership } = hold;
    hold = undefined;
    logger.warn({ pid: server.pid }, 'the embedded PostgreSQL ended or cut its owner');
    recovery = (async () => {
      await ownership.release();
      await recover(first.socketDirectory);
    })().catch((error: unknown) => fail(coerceError(error).message));
  };

  const keep = (next: Hold): void => {
    hold = next;
    next.server.child?.once('exit', () => {
      if (hold?.server === next.server) onLost();
    });
    // The connection may have closed before anybody listened.
    if (!next.ownership.held()) onLost();
  };

  const end = async (): Promise<void> => {
    stopping.abort(new Error('the embedded PostgreSQL is being stopped'));
    await Promise.race([recovery, clock.sleep(recoveryStopMs)]);
    if (hold === undefined) return;
    const { server, ownership } = hold;
    hold = undefined;
    const ended = await stopServer(site, server);
    await ownership.release();
    if (ended) await removeSocketDirectory(server.socketDirectory, site.place, site.host);
  };

  const begun = await bringUp(site, { onLost, ...(signal === undefined ? {} : { signal }) });
  const first = begun.server;
  keep(begun);
  return {
    first,
    onExit: (listener) => {
      listeners.push(listener);
      if (exitReason !== undefined) listener(exitReason);
    },
    stop: () => (stopped ??= end()),
  };
}
