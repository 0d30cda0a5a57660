// Connections to monitored PostgreSQL servers. They carry `application_name = hawkwatch…`, so that
// a database's owner sees who it is, and every wait on them is bounded.
import net from 'node:net';

import postgres from 'postgres';

export type TargetClient = postgres.Sql;

export interface TargetClientOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly max: number;
  readonly connectTimeoutMs: number;
  /** Milliseconds after which the server itself ends a statement; 0 is no limit. */
  readonly statementTimeoutMs: number;
  /** Milliseconds after which an unused connection is closed; 0 keeps it. */
  readonly idleTimeoutMs: number;
  readonly onClose?: () => void;
}

// Statements are sent without waiting for the answer to the one before; with Nagle's algorithm,
// which postgres.js leaves on, each would wait for a delayed acknowledgement.
function connectWithoutDelay(to: { host: string[]; port: number[]; path?: unknown }) {
  return new Promise<net.Socket>((resolve, reject) => {
    const socket =
      typeof to.path === 'string'
        ? net.connect(to.path)
        : net.connect({ host: to.host[0], port: to.port[0] ?? 5432, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}

/** Opens a client; no connection is made before the first query. */
export function openTargetClient(options: TargetClientOptions): TargetClient {
  // A variable, because the types of postgres.js leave `socket` out.
  const settings = {
    max: options.max,
    connect_timeout: Math.max(1, Math.ceil(options.connectTimeoutMs / 1000)),
    idle_timeout: options.idleTimeoutMs / 1000,
    // A connection that holds a lock must not be recycled because of its age.
    max_lifetime: null,
    fetch_types: false,
    prepare: false,
    onnotice: () => undefined,
    ...(options.onClose === undefined ? {} : { onclose: options.onClose }),
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs,
    },
    socket: connectWithoutDelay,
  };
  return postgres(options.url, settings);
}

/** A string literal that means the same under every setting of standard_conforming_strings. */
export function quoteLiteral(value: string): string {
  return `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** An identifier, always quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
