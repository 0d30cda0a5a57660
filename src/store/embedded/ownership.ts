// Ownership of the embedded server: a session advisory lock in its database `postgres`, held by a
// connection of its own for as long as hawkwatch runs. Only the holder may configure or stop the
// server. The pid file says who serves the data; it never says who owns the server.
//
//   lock taken                        -> owner, until the connection closes (then `onLost`)
//   held by a process that runs       -> AlreadyRunningError at once
//   held by a process that has ended  -> its session is being cleaned up: ask again for up to 3 s
//   server starting, stopping, away   -> ServerAwayError: the caller looks for the server again
import { realpath } from 'node:fs/promises';

import postgres from 'postgres';

import { AlreadyRunningError, EmbeddedServerError, ServerAwayError, errorCode } from './errors.ts';
import type { Postmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';
import { serverUser } from './settings.ts';
import type { Site } from './site.ts';

export interface Ownership {
  /** False once the connection has closed. */
  held(): boolean;
  /** Closes the connection, and with it gives up the lock. */
  release(): Promise<void>;
}

/** Who holds the lock, as its connection's application_name tells. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** The two halves of the advisory lock's key: 'hawk' and 'ownr'. */
export const lockClass = 0x6861776b;
export const lockObject = 0x6f776e72;
const nameLimit = 63;
const reapLimitMs = 3_000;
const reapPollMs = 25;

/** The application_name of an owner; PostgreSQL cuts names at 63 bytes. */
export function ownerName(holder: Holder): string {
  return `hawkwatch owner pid=${holder.pid} host=${holder.host}`.slice(0, nameLimit);
}

/** The reverse of `ownerName`; the host may be cut. */
export function parseOwnerName(name: string): Holder | undefined {
  const match = /^hawkwatch owner pid=(\d+) host=(.*)$/.exec(name);
  return match === null ? undefined : { pid: Number(match[1]), host: match[2] ?? '' };
}

const awayCodes = new Set(
  (
    '57P01 57P02 57P03 53300 CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED ' +
    'CONNECT_TIMEOUT ECONNREFUSED ECONNRESET ENOENT EPIPE'
  ).split(' '),
);

function translate(error: unknown, site: Site): unknown {
  const code = errorCode(error) ?? '';
  if (awayCodes.has(code))
    return new ServerAwayError(`PostgreSQL is away: ${code}`, { cause: error });
  if (code !== '28P01') return error;
  return new EmbeddedServerError(
    `the embedded PostgreSQL refuses the password in ${site.place.passwordFile}: restore the file ` +
      `that belongs to ${site.place.dataDirectory}`,
    { cause: error },
  );
}

async function checkDataDirectory(sql: postgres.Sql, site: Site): Promise<void> {
  const [row] = await sql<{ directory: string }[]>`
    select current_setting('data_directory') as directory`;
  const served = row?.directory ?? '';
  if (served === site.place.dataDirectory) return;
  if ((await realpath(served).catch(() => served)) === site.place.dataDirectory) return;
  throw new EmbeddedServerError(
    `the PostgreSQL that answers for ${site.place.dataDirectory} serves ${served}: stop it first`,
  );
}

async function tryLock(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`
    select pg_try_advisory_lock(${lockClass}::int, ${lockObject}::int) as locked`;
  return row?.locked === true;
}

// A session that holds the lock and is not in pg_stat_activity any more is just ending.
async function findHolder(sql: postgres.Sql): Promise<Holder | undefined> {
  const [row] = await sql<{ name: string }[]>`
    select a.application_name as name
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2
      and l.classid = ${lockClass}::oid and l.objid = ${lockObject}::oid
      and l.database = (select oid from pg_database where datname = current_database())`;
  return row === undefined ? undefined : (parseOwnerName(row.name) ?? { pid: 0, host: row.name });
}

async function isEnding(holder: Holder, site: Site, regaining: boolean): Promise<boolean> {
  const { hostname, pid, platform } = site.host;
  const sameHost = ownerName(holder) === ownerName({ pid: holder.pid, host: hostname });
  if (!sameHost) return false;
  // Our own session that has just been cut; at a first start it is a second one in this process.
  if (holder.pid === pid) return regaining;
  return !(await isAlive(holder.pid, platform));
}

function alreadyRunning(holder: Holder | undefined, site: Site): AlreadyRunningError {
  const who = holder === undefined ? 'unknown' : `process ${holder.pid} on host ${holder.host}`;
  return new AlreadyRunningError(
    `hawkwatch is already running (${who}) on the state directory ${site.place.stateDirectory}: ` +
      'stop that process first, or give this one another state directory with HAWKWATCH_DATA_DIR',
  );
}

async function takeLock(
  sql: postgres.Sql,
  site: Site,
  options: { regaining: boolean; signal?: AbortSignal },
): Promise<void> {
  const deadline = site.clock.monotonicMs() + reapLimitMs;
  for (;;) {
    if (await tryLock(sql)) return;
    const holder = await findHolder(sql);
    const ending = holder === undefined || (await isEnding(holder, site, options.regaining));
    if (!ending || site.clock.monotonicMs() > deadline) throw alreadyRunning(holder, site);
    await site.clock.sleep(reapPollMs, options.signal);
  }
}

/** Takes the ownership of the server; `onLost` is called once when its connection closes. */
export async function acquireOwnership(
  site: Site,
  server: Postmaster,
  options: { regaining: boolean; onLost: () => void; signal?: AbortSignal },
): Promise<Ownership> {
  let held = false;
  const sql = postgres({
    host: server.socketDirectory,
    port: server.port,
    username: serverUser,
    password: site.password,
    database: 'postgres',
    ssl: false,
    max: 1,
    idle_timeout: 0,
    // The lock lives as long as the connection: it is never renewed.
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: () => {
      if (!held) return;
      held = false;
      options.onLost();
    },
    connection: {
      application_name: ownerName({ pid: site.host.pid, host: site.host.hostname }),
      idle_session_timeout: 0,
    },
  });
  const release = async (): Promise<void> => {
    held = false;
    await sql.end({ timeout: 1 });
  };
  try {
    await checkDataDirectory(sql, site);
    await takeLock(sql, site, options);
    held = true;
  } catch (error) {
    await release();
    throw translate(error, site);
  }
  if (!server.foreign) return { held: () => held, release };
  await release();
  throw new EmbeddedServerError(
    `a PostgreSQL of another container serves ${site.place.dataDirectory} (its pid file says ` +
      `${server.pid}): stop that container first`,
  );
}
