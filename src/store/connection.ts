// How the store's own PostgreSQL is reached. Drizzle changes how its client reads dates, so it gets
// one client and everything else another one.
import net from 'node:net';
import { Duplex } from 'node:stream';

import postgres from 'postgres';

/** Where the store is: a URL, or the parts that the embedded server hands out. */
export type StoreAddress =
  string | { host: string; port: number; user: string; password: string; database: string };

export type SqlClient = postgres.Sql;

export interface ClientOptions {
  readonly max: number;
  readonly applicationName: string;
  /** Seconds after which an unused connection is closed; 0 keeps it. */
  readonly idleTimeoutS?: number;
}

// postgres.js leaves Nagle's algorithm on; statements sent back to back then wait for a delayed
// acknowledgement. A socket of our own over TCP avoids that.
interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: unknown;
  /** Seconds. */
  readonly connect_timeout?: unknown;
}

function socketWithoutDelay(to: SocketTarget): Promise<Duplex> {
  return new Promise((resolve) => {
    const socket =
      typeof to.path === 'string'
        ? net.connect(to.path)
        : net.connect({ host: to.host[0], port: to.port[0] ?? 5432, noDelay: true });
    const seconds = Number(to.connect_timeout);
    socket.setTimeout((seconds > 0 ? seconds : 10) * 1000, () => {
      const late = new Error('the server did not answer in time');
      socket.destroy(Object.assign(late, { code: 'CONNECT_TIMEOUT' }));
    });
    // Stays: until postgres.js listens, nobody else would, and the process would end.
    socket.on('error', (error) => resolve(failingSocket(error)));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      resolve(socket);
    });
  });
}

// postgres.js never uses a connection again whose socket could not be made, nor one that was closed
// before its first write: a server that is away would use up the pool. So it is given a socket
// that fails with that write.
function failingSocket(error: Error): Duplex {
  const socket: Duplex = new Duplex({
    emitClose: false,
    read: () => undefined,
    write: (_chunk, _encoding, done) => done(error),
    destroy: (cause, done) => {
      done(cause);
      process.nextTick(() => socket.emit('close', true));
    },
  });
  return socket;
}

/** Opens a client; no connection is made before the first query. */
export function openClient(address: StoreAddress, options: ClientOptions): SqlClient {
  const settings = {
    max: options.max,
    idle_timeout: options.idleTimeoutS ?? 0,
    connect_timeout: 10,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: options.applicationName },
    socket: socketWithoutDelay,
  };
  return typeof address === 'string'
    ? postgres(address, settings)
    : postgres({ ...address, username: address.user, ...settings });
}

// What postgres.js and PostgreSQL report when the server is away or going away.
const connectionCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}

/** True when the store could not be reached, so that the same work may succeed later. */
export function isStoreAway(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (connectionCodes.has(code) || code.startsWith('08'));
}

/** True for failures that PostgreSQL asks to be repeated: serialization and deadlock. */
export function isRepeatable(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** True when a unique index refused a row; `constraint` narrows it to one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== '23505') return false;
  if (constraint === undefined) return true;
  const named = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    (('constraint_name' in value && value.constraint_name === constraint) ||
      ('cause' in value && named(value.cause)));
  return named(error);
}
