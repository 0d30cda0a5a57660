// How the store's own PostgreSQL is reached. Drizzle changes how its client reads dates, so it gets
// one client and everything else another one.
import postgres from 'postgres';

import { createSocketFactory, type SocketTarget } from '../postgres/socket.ts';
import { watchSilence, type SilenceOptions } from './silence.ts';

/** Where the store is: a URL, or the parts that the embedded server hands out. */
export type StoreAddress =
  string | { host: string; port: number; user: string; password: string; database: string };

export type SqlClient = postgres.Sql;

export interface ClientOptions {
  readonly max: number;
  readonly applicationName: string;
  /** Seconds after which an unused connection is closed; 0 keeps it. */
  readonly idleTimeoutS?: number;
  /** Told at once when a connection has ended. */
  readonly onClose?: () => void;
  /** Ends connections that do not answer; without it, statements may take as long as they like. */
  readonly silence?: SilenceOptions;
}

/** Opens a client; no connection is made before the first query. */
export function openClient(address: StoreAddress, options: ClientOptions): SqlClient {
  const connect = createSocketFactory();
  const silence = options.silence === undefined ? undefined : watchSilence(options.silence);
  const settings = {
    max: options.max,
    idle_timeout: options.idleTimeoutS ?? 0,
    connect_timeout: 10,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => undefined,
    ...(options.onClose === undefined ? {} : { onclose: options.onClose }),
    connection: { application_name: options.applicationName },
    socket:
      silence === undefined
        ? connect
        : async (to: SocketTarget) => silence.socket(await connect(to)),
    // A store that is back is noticed within a moment; the default waits up to 20 s.
    backoff: (attempt: number) => Math.min(1, 0.05 * 2 ** Math.min(attempt, 6)),
  };
  const client =
    typeof address === 'string'
      ? postgres(address, settings)
      : postgres({ ...address, username: address.user, ...settings });
  return silence === undefined ? client : silence.watch(client);
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
  'CLOSED_EARLY',
  '57P01',
  '57P02',
  '57P03',
  // Ended by the server for having been idle: within a transaction, or at all.
  '25P03',
  '57P05',
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

// Conflicts, too little of something, locks, somebody ended it, a fault of the machine.
const passingClasses = new Set(['40', '53', '55', '57', '58']);

/** True when the same work may succeed later, with the same data. */
export function mayPass(error: unknown): boolean {
  return isStoreAway(error) || passingClasses.has(codeOf(error)?.slice(0, 2) ?? '');
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
