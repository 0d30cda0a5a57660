// Connections to monitored PostgreSQL servers. They carry `application_name = hawkwatch…`, so that
// a database's owner sees who it is, and every wait on them is bounded.
import postgres from 'postgres';

import type { TlsFacts } from '../../postgres/secure.ts';
import { createSocketFactory, type SocketOptions } from '../../postgres/socket.ts';
import { takeTlsSettings } from '../../postgres/tls-settings.ts';
import { readConnectionUrl } from './connection-url.ts';

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
  /** Told of notifications, once a LISTEN was sent; nobody listens anew after a lost connection. */
  readonly onNotify?: (channel: string) => void;
  /** Told with each new connection. */
  readonly onTls?: (facts: TlsFacts) => void;
  /** Makes the connections; what it throws is what queries throw. */
  readonly dial?: SocketOptions['dial'];
}

/** Opens a client; no connection is made before the first query. */
export function openTargetClient(options: TargetClientOptions): TargetClient {
  const { url: withoutTls, settings: tls } = takeTlsSettings(options.url);
  const { url, user, password, database } = readConnectionUrl(withoutTls);
  const { onTls, dial } = options;
  // A variable, because the types of postgres.js leave `socket` out.
  const settings = {
    user,
    // A function, because an empty password would be replaced by one from the environment.
    pass: () => password,
    database,
    max: options.max,
    connect_timeout: Math.max(1, Math.ceil(options.connectTimeoutMs / 1000)),
    idle_timeout: options.idleTimeoutMs / 1000,
    // A connection that holds a lock must not be recycled because of its age.
    max_lifetime: null,
    fetch_types: false,
    prepare: false,
    onnotice: () => undefined,
    ...(options.onClose === undefined ? {} : { onclose: options.onClose }),
    ...(options.onNotify === undefined ? {} : { onnotify: options.onNotify }),
    connection: {
      application_name: options.applicationName,
      statement_timeout: options.statementTimeoutMs,
    },
    // The sockets do it.
    ssl: false,
    socket: createSocketFactory({
      tls,
      ...(onTls === undefined ? {} : { onTls }),
      ...(dial === undefined ? {} : { dial }),
    }),
    backoff: (attempt: number) => Math.min(2, 0.1 * 2 ** Math.min(attempt, 6)),
  };
  return postgres(url, settings);
}

/** A string literal that means the same under every setting of standard_conforming_strings. */
export function quoteLiteral(value: string): string {
  return `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** An identifier, always quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
