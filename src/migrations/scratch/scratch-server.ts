// Databases that are made for a moment on a scratch server, and always dropped: also after a failure, a
// time-out or an end of the process, when the next use finds them by the deadline in their name.
//
// On hawkwatch's own embedded server the files of a migration run as a role that is made for them and goes
// with the database: it owns nothing else there and may do nothing outside of it. On a server that the
// operator names they run as the role of its URL.
import type { Clock } from '../../core/clock.ts';
import { coerceError, ConflictError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { quoteIdentifier, quoteLiteral } from '../../databases/postgres/client.ts';
import { openSession, type Session } from '../../databases/postgres/session.ts';
import { describeFailure } from '../../databases/targets.ts';
import { within } from '../../databases/within.ts';

export interface ScratchServer {
  /** URL of a database on it, of a role that may make databases. Holds the password. */
  readonly url: string;
  /** The files run as a role without rights. */
  readonly isConfined: boolean;
}

export interface ScratchSettings {
  /** Null: there is none. */
  readonly server: ScratchServer | null;
  /** How long one comparison may take. */
  readonly timeoutMs: number;
}

export interface ScratchDatabase {
  readonly name: string;
  /** For the role that the files run as. */
  readonly url: string;
  /** Drops it with whoever is connected; what cannot be dropped now goes at the next use. */
  drop(): Promise<void>;
}

export interface ScratchOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface ScratchUse {
  readonly server: ScratchServer;
  /** For how long it is used; afterwards it may be dropped by whoever finds it. */
  readonly timeoutMs: number;
}

const applicationName = 'hawkwatch scratch';
const prefix = 'hawkwatch_scratch_';
/** Between the end of a use and the drop by another: for what dropping takes, and clocks that differ. */
const marginMs = 60 * 60 * 1000;
const statementTimeoutMs = 60_000;
/** A server that stands still ends no statement by itself. */
const sessionTimeoutMs = 70_000;
/** As long as a name of PostgreSQL may be. */
const form = /^hawkwatch_scratch_([0-9a-z]{1,9})_[0-9a-f]{16}$/;

/** The server that is configured, else the embedded one. */
export function scratchSettings(
  { url, timeoutMs }: { readonly url?: string | undefined; readonly timeoutMs: number },
  embeddedUrl: string | undefined,
): ScratchSettings {
  if (url !== undefined) return { server: { url, isConfined: false }, timeoutMs };
  if (embeddedUrl === undefined) return { server: null, timeoutMs };
  return { server: { url: embeddedUrl, isConfined: true }, timeoutMs };
}

/**
 * Makes an empty database. It cannot be called off: the server would make it all the same, after the drop.
 * @throws ConflictError when the server cannot make one, or does not answer.
 */
export async function createScratchDatabase(
  { server, timeoutMs }: ScratchUse,
  options: ScratchOptions,
): Promise<ScratchDatabase> {
  const { clock, random } = options;
  const seconds = Math.ceil((clock.now().getTime() + timeoutMs + marginMs) / 1000);
  const name = `${prefix}${seconds.toString(36)}_${random.bytes(8).toString('hex')}`;
  const password = random.bytes(24).toString('hex');
  const made = {
    name,
    url: urlOf(server, name, password),
    drop: () => drop(server, name, options),
  };
  try {
    await withSession(server, clock, async (session) => {
      await dropOrphans(session, options);
      if (server.isConfined) {
        await session.execute(
          `create role ${name} login password ${quoteLiteral(password)} nosuperuser nocreatedb
             nocreaterole noreplication nobypassrls connection limit 10`,
        );
      }
      const owner = server.isConfined ? ` owner ${name}` : '';
      await session.execute(`create database ${name}${owner} template template0`);
      // Nobody else has any business in it.
      await session.execute(`revoke connect on database ${name} from public`);
    });
  } catch (error) {
    // What the server makes after this goes at a later use.
    await made.drop();
    throw new ConflictError(
      `The scratch server cannot be used: ${describeFailure(error)}. ` +
        'Name a PostgreSQL whose role may create databases under `scratch.url` in hawkwatch.yaml.',
      { cause: error },
    );
  }
  return made;
}

/** The URL of another database on the server; of the role of that name where there is one. */
function urlOf({ url, isConfined }: ScratchServer, name: string, password: string): string {
  const moved = url.replace(/^([a-z]+:\/\/[^/?#]*)(?:\/[^?#]*)?/i, `$1/${name}`);
  if (!isConfined) return moved;
  return moved.replace(/^([a-z]+:\/\/)(?:[^/?#]*@)?/i, `$1${name}:${password}@`);
}

async function withSession(
  { url }: ScratchServer,
  clock: Clock,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const givenUp = new AbortController();
  const timing = { clock, timeoutMs: sessionTimeoutMs, onGivenUp: () => givenUp.abort() };
  await within(timing, async () => {
    const session = await openSession({
      url,
      applicationName,
      statementTimeoutMs,
      signal: givenUp.signal,
    });
    try {
      await work(session);
    } finally {
      await session.close();
    }
  });
}

async function drop(
  server: ScratchServer,
  name: string,
  { clock, logger }: ScratchOptions,
): Promise<void> {
  try {
    await withSession(server, clock, (session) => dropIn(session, name));
  } catch (error) {
    // Its message may quote the URL's parts: the reason in words is enough.
    logger.warn({ database: name, reason: describeFailure(error) }, 'a scratch database was left');
  }
}

async function dropIn(session: Session, name: string): Promise<void> {
  const quoted = quoteIdentifier(name);
  await session.execute(`drop database if exists ${quoted} with (force)`);
  await session.execute(`drop role if exists ${quoted}`);
}

/** Databases that a process left which has ended; before their deadline they may be in use. */
async function dropOrphans(
  session: Session,
  { clock, logger }: Pick<ScratchOptions, 'clock' | 'logger'>,
): Promise<void> {
  const rows = await session.query<{ name: string }>(
    `select datname as name from pg_catalog.pg_database where starts_with(datname, '${prefix}')
     union select rolname from pg_catalog.pg_roles where starts_with(rolname, '${prefix}')`,
  );
  for (const { name } of rows) {
    const [, deadline] = form.exec(name) ?? [];
    if (deadline === undefined) continue;
    if (clock.now().getTime() < Number.parseInt(deadline, 36) * 1000) continue;
    try {
      await dropIn(session, name);
      logger.info({ database: name }, 'a scratch database that was left is dropped');
    } catch (error) {
      // It is tried again at the next use.
      const reason = coerceError(error).message;
      logger.warn({ database: name, reason }, 'a scratch database that was left stays');
    }
  }
}
