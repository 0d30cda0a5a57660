// Connections to monitored PostgreSQL servers. They carry `application_name = hawkwatch…`, so that
// a database's owner sees who it is, and every wait on them is bounded.
import net from 'node:net';
import { Duplex } from 'node:stream';

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
interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: unknown;
  /** Seconds. */
  readonly connect_timeout?: unknown;
}

function connectWithoutDelay(to: SocketTarget): Promise<Duplex> {
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
