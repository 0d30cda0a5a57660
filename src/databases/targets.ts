// The monitored databases this process knows how to reach, by name. Being down is data here: a
// database that cannot be reached has a health with a reason, and never throws.
import type { Clock } from '../core/clock.ts';
import { coerceError, ConflictError } from '../core/errors.ts';
import type { TlsFacts } from '../postgres/secure.ts';
import { createByName, type ByName } from './by-name.ts';
import { openTargetClient, type TargetClient } from './postgres/client.ts';
import { createHealthReader } from './postgres/health.ts';
import { lastRows, openSession, type Session, type SessionOptions } from './postgres/session.ts';
import { downBecause, type TargetHealth, type TargetSettings } from './target.ts';
import { within } from './within.ts';

const healthTimeoutMs = 10_000;

export interface Target {
  readonly settings: TargetSettings;
  /** A small pool for short reads; statements on it end after a few seconds. */
  readonly reader: TargetClient;
  /**
   * Runs `work` with a reader of one connection that is closed after it: for what comes seldom, so
   * that a server with many databases is not left with many idle sessions.
   */
  withOwnReader<T>(work: (target: Target) => Promise<T>): Promise<T>;
  openSession(
    applicationName: string,
    limits?: Pick<SessionOptions, 'statementTimeoutMs'>,
  ): Promise<Session>;
  health(): Promise<TargetHealth>;
  /** Keeps its connections open, also when the configuration changes, until it is released. */
  retain(): () => void;
}

/** The PostgreSQL databases among those that are configured: only there migrations are run. */
export type Targets = ByName<Target>;

export interface TargetsOptions {
  readonly clock: Clock;
  /** For how long a found health is told again without asking the database. */
  readonly healthTtlMs?: number;
  readonly connectTimeoutMs?: number;
}

/** Creates the registry of targets; it is empty until `replace` is called. */
export function createTargets(options: TargetsOptions): Targets {
  const targets = createByName((settings) => createTarget(settings, options));
  const others = new Map<string, string>();
  return {
    ...targets,
    get: (name) => {
      const engine = others.get(name);
      if (engine === undefined) return targets.get(name);
      throw new ConflictError(
        `"${name}" is a ${engine} database: migrations are read and run on PostgreSQL only. ` +
          'Its schema is watched; see schemaChanges.',
      );
    },
    replace: async (settings) => {
      others.clear();
      for (const { name, engine } of settings) {
        if (engine !== 'POSTGRESQL') others.set(name, engine);
      }
      await targets.replace(settings.filter(({ engine }) => engine === 'POSTGRESQL'));
    },
  };
}

function createTarget(
  settings: TargetSettings,
  options: TargetsOptions,
): Target & { close(): Promise<void> } {
  const { clock, healthTtlMs = 3000, connectTimeoutMs = 5000 } = options;
  let tls: TlsFacts | undefined;
  const openReader = (max: number): TargetClient =>
    openTargetClient({
      url: settings.url,
      applicationName: 'hawkwatch',
      max,
      connectTimeoutMs,
      statementTimeoutMs: 10_000,
      idleTimeoutMs: 30_000,
      onTls: (facts) => (tls = facts),
    });
  const reader = openReader(2);
  let known: { at: number; health: Promise<TargetHealth> } | undefined;

  let users = 0;
  let closing = false;
  const end = (): Promise<void> => reader.end({ timeout: 1 }).catch(() => undefined);

  const { unavailable } = settings;
  const ask = createHealthReader({
    clock,
    query: <Row extends object>(sql: string) =>
      within(
        { clock, timeoutMs: connectTimeoutMs + healthTimeoutMs, onGivenUp: () => undefined },
        async () => lastRows<Row>(await reader.unsafe<Row[]>(sql).simple()),
      ),
    tls: () => tls,
    reasonOf: describeFailure,
  });

  const target: Target & { close(): Promise<void> } = {
    settings,
    reader,
    openSession: async (applicationName, limits = {}) => {
      if (settings.unavailable !== null) throw new Error(settings.unavailable);
      const { url } = settings;
      return openSession({ url, applicationName, connectTimeoutMs: 10_000, ...limits });
    },
    withOwnReader: async (work) => {
      const own = openReader(1);
      try {
        return await work({ ...target, reader: own });
      } finally {
        await own.end({ timeout: 0.25 }).catch(() => undefined);
      }
    },
    health: () => {
      if (unavailable !== null) return Promise.resolve(downBecause(unavailable));
      const now = clock.monotonicMs();
      if (known === undefined || now - known.at > healthTtlMs) known = { at: now, health: ask() };
      return known.health;
    },
    retain: () => {
      users += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        users -= 1;
        if (users === 0 && closing) void end();
      };
    },
    close: async () => {
      closing = true;
      if (users === 0) await end();
    },
  };
  return target;
}

/** Why a database cannot be reached, in words, without what the URL holds. */
export function describeFailure(error: unknown): string {
  const failure = coerceError(error);
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'the server refuses connections: is it running, and is the port right?';
    case 'ENOENT':
      return 'there is no socket at that path: is the server running?';
    case 'ENOTFOUND':
      return 'the host name is not known: is it spelled right?';
    case 'EAI_AGAIN':
      return 'the host name cannot be looked up now: does the name server answer?';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no way to the host: is its address right, and does the network work?';
    case 'EACCES':
      return 'hawkwatch may not connect: look at the rights of the socket, or at the firewall';
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'the server did not answer in time';
    case '28P01':
      return 'the server refuses the user or password';
    case '28000':
      return /no encryption|SSL off/.test(failure.message)
        ? 'the server refuses the user without TLS: add sslmode=require to the URL'
        : 'the server refuses the user or password, or this host (pg_hba.conf)';
    case '3D000':
      return 'there is no database of that name on the server';
    case '53300':
      return /for (role|database)/.test(failure.message)
        ? 'the connection limit of the role or the database is reached: raise it'
        : 'the server has no connection left: close what is idle, or raise max_connections';
    case '57P01':
      return 'the server is shutting down, or somebody ended the session';
    case '57P03':
      return 'the server is starting, stopping or recovering: it is tried again';
    case '57014':
      return 'the server took too long to answer';
    // These say all there is to say.
    case 'TLS_FAILED':
    case 'NOT_POSTGRESQL':
    case 'CLOSED_EARLY':
      return failure.message;
    case 'CONNECTION_CLOSED':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection to the server was lost';
    default:
      // The system's own messages quote host names, addresses and paths.
      if (code !== undefined && ('syscall' in failure || failure instanceof AggregateError)) {
        return `the connection failed (${code})`;
      }
      return code === undefined ? failure.message : `${failure.message} (${code})`;
  }
}
