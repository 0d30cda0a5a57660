// The server process: find the one that runs or start one, and stop it. Whoever is to configure or
// stop it must hold the ownership (ownership.ts); this file does not check that.
//
// Bringing up repeats until a server of this data directory is ready:
//   pid file live     -> wait until it is ready, or until it has gone; then look again
//   pid file empty    -> a server is just starting: look again; after 2 s the file is a remnant
//   free (or claimed) -> start one; ready: done. Ended because another start was faster, or because
//                        backends of a killed server still hold its memory: look again.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { EmbeddedServerError, errorCode } from './errors.ts';
import { cannotRun, initializeIfMissing } from './initialize.ts';
import { logLength, logSince, openLog } from './log-file.ts';
import { examinePidFile, readPidFile } from './pid-file.ts';
import { isPostmasterOf } from './processes.ts';
import { serverArguments, serverEnvironment, serverPort } from './settings.ts';
import { spawnOptions } from './site.ts';
import type { Site } from './site.ts';
import { nameSocketDirectory, prepareSocketDirectory } from './socket-directory.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
  /** Its process cannot be seen from here (another container): it can be asked, not stopped. */
  readonly foreign: boolean;
  /** Only when this process started it. */
  readonly child?: ChildProcess;
}

const pollMs = 10;
const emptyFileLimitMs = 2_000;
const retryLimitMs = 20_000;
const fastStopMs = 5_000;
const immediateStopMs = 1_500;

// Start-up failures that pass by themselves.
const passing = /lock file .* (already exists|is empty)|shared memory block/;

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** True while the server's main process runs. */
export async function isRunning(site: Site, server: Postmaster): Promise<boolean> {
  if (server.child !== undefined) return !hasEnded(server.child);
  if (server.foreign) return true;
  return isPostmasterOf(server.pid, site.place.dataDirectory, site.host.platform);
}

async function waitForReady(
  site: Site,
  server: Postmaster,
  signal: AbortSignal | undefined,
): Promise<'ready' | 'gone'> {
  let sayAt = site.clock.monotonicMs() + 10_000;
  while (await isRunning(site, server)) {
    const file = await readPidFile(site.place.dataDirectory);
    if (file?.pid === server.pid && file.status === 'ready') return 'ready';
    if (server.foreign && file?.pid !== server.pid) return 'gone';
    if (site.clock.monotonicMs() > sayAt) {
      site.logger.info({ pid: server.pid, status: file?.status }, 'waiting for PostgreSQL');
      sayAt += 10_000;
    }
    await site.clock.sleep(pollMs, signal);
  }
  return 'gone';
}

async function launch(
  site: Site,
  socketDirectory: string,
  signal: AbortSignal | undefined,
): Promise<Postmaster | { failure: string }> {
  const { place, binaries } = site;
  await prepareSocketDirectory(socketDirectory, place);
  const logStart = await logLength(place.logFile);
  await using log = await openLog(place, site.host);
  // Its own session, so that Ctrl-C reaches hawkwatch only, and no pipe that could break.
  const child = spawn(
    binaries.postgres,
    serverArguments(place.dataDirectory, socketDirectory, site.settings),
    {
      ...spawnOptions(site),
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(cannotRun(binaries.postgres, error)));
  });
  await started;
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error('a started process has no pid');
  const server = { pid, port: serverPort, socketDirectory, foreign: false, child };
  try {
    if ((await waitForReady(site, server, signal)) === 'ready') return server;
  } catch (error) {
    // Nobody can own a server that was never ready.
    await stopServer(site, server);
    throw error;
  }
  return { failure: await logSince(place.logFile, logStart) };
}

/** A ready server of the data directory, found or started. */
export async function bringUpServer(
  site: Site,
  wantedSocketDirectory: string | undefined,
  signal?: AbortSignal,
): Promise<Postmaster> {
  const { clock, host, place } = site;
  const begun = clock.monotonicMs();
  let emptySince: number | undefined;
  let socketDirectory = wantedSocketDirectory;
  for (;;) {
    signal?.throwIfAborted();
    await initializeIfMissing(site, signal);
    const now = clock.monotonicMs();
    const claimEmpty = emptySince !== undefined && now - emptySince > emptyFileLimitMs;
    const state = await examinePidFile(place.dataDirectory, host, claimEmpty);
    emptySince = state.kind === 'empty' ? (emptySince ?? now) : undefined;
    if (state.kind === 'live') {
      const { pid, port, socketDirectory: directory } = state.file;
      const server = { pid, port, socketDirectory: directory, foreign: state.foreign };
      if ((await waitForReady(site, server, signal)) === 'ready') return server;
    } else if (state.kind === 'free') {
      socketDirectory ??= await nameSocketDirectory(place, host, site.random);
      const outcome = await launch(site, socketDirectory, signal);
      if (!('failure' in outcome)) return outcome;
      if (!passing.test(outcome.failure) || clock.monotonicMs() - begun > retryLimitMs) {
        throw new EmbeddedServerError(
          `PostgreSQL did not start; its log ${place.logFile} says: ${outcome.failure}`,
        );
      }
      await clock.sleep(10 * pollMs, signal);
    }
    await clock.sleep(pollMs, signal);
  }
}

async function endsWithin(site: Site, server: Postmaster, limitMs: number): Promise<boolean> {
  const deadline = site.clock.monotonicMs() + limitMs;
  while (await isRunning(site, server)) {
    if (site.clock.monotonicMs() > deadline) return false;
    await site.clock.sleep(pollMs);
  }
  return true;
}

function signalServer(server: Postmaster, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(server.pid, name);
  } catch (error) {
    // It ended between the question and the signal.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** Stops the server: fast (sessions are ended, all is written), after 5 s immediately. */
export async function stopServer(site: Site, server: Postmaster): Promise<boolean> {
  if (server.foreign || !(await isRunning(site, server))) return true;
  signalServer(server, 'SIGINT');
  if (await endsWithin(site, server, fastStopMs)) return true;
  site.logger.warn(
    { pid: server.pid },
    'PostgreSQL did not stop in 5 s: it is stopped immediately',
  );
  signalServer(server, 'SIGQUIT');
  if (await endsWithin(site, server, immediateStopMs)) return true;
  site.logger.error({ pid: server.pid }, 'PostgreSQL still runs: the next start takes it over');
  return false;
}
