// The sockets that postgres.js is given, for what its own lack. Over TCP, Nagle's algorithm is off:
// statements sent back to back would each wait for a delayed acknowledgement. Connecting, TLS and all,
// has a time-out. The certificate is told of. And a server that is away does not use up the pool:
// postgres.js never uses a connection again whose socket could not be made, or was closed before its
// first write, so in that case it gets a socket that fails with that write.
import net from 'node:net';
import { Duplex } from 'node:stream';

import { secureSocket, unencrypted, type TlsFacts } from './secure.ts';
import { watchStartUp } from './start-up.ts';
import type { TlsSettings } from './tls-settings.ts';

/** What postgres.js tells of the server; it may name several hosts. */
export interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** A Unix socket. */
  readonly path?: unknown;
  /** Seconds. */
  readonly connect_timeout?: unknown;
}

export interface SocketPlace {
  readonly host: string;
  readonly port: number;
}

export interface SocketOptions {
  /** Undefined: postgres.js does what there is to do for TLS. */
  readonly tls?: TlsSettings;
  /** Told with each connection, also with one whose certificate is refused. */
  readonly onTls?: (facts: TlsFacts) => void;
  /** Makes the connection instead; `path` is that of a Unix socket. */
  readonly dial?: (place: SocketPlace & { readonly path?: string }) => Promise<net.Socket>;
}

/** For the option `socket` of one client. Each attempt takes the next of several hosts. */
export function createSocketFactory(
  options: SocketOptions = {},
): (to: SocketTarget) => Promise<Duplex> {
  let attempt = 0;
  return (to) => {
    const index = attempt % Math.max(1, to.host.length);
    attempt += 1;
    const at = { host: to.host[index] ?? '127.0.0.1', port: to.port[index] ?? 5432 };
    return options.dial === undefined
      ? connect(to, at, options)
      : connectBy(options.dial, to, at, options);
  };
}

async function connectBy(
  dial: NonNullable<SocketOptions['dial']>,
  to: SocketTarget,
  at: SocketPlace,
  { tls, onTls = () => undefined }: SocketOptions,
): Promise<Duplex> {
  try {
    const path = typeof to.path === 'string' ? to.path : undefined;
    // TLS takes the server's name from the socket.
    const socket = Object.assign(await dial(path === undefined ? at : { ...at, path }), at);
    // Until postgres.js listens, nobody else would, and the process would end.
    socket.on('error', () => undefined);
    // There is no TLS on a Unix socket.
    const connected =
      tls === undefined || path !== undefined
        ? socket
        : await secureSocket(socket, { settings: tls, host: at.host, onFacts: onTls });
    watchStartUp(connected);
    return connected;
  } catch (error) {
    return failingSocket(error instanceof Error ? error : new Error('it cannot be connected to'));
  }
}

function connect(
  to: SocketTarget,
  at: SocketPlace,
  { tls, onTls = () => undefined }: SocketOptions,
): Promise<Duplex> {
  return new Promise((resolve) => {
    const socket =
      typeof to.path === 'string'
        ? net.connect(to.path)
        : // TLS takes the server's name from the socket.
          Object.assign(net.connect({ ...at, noDelay: true }), at);
    const seconds = Number(to.connect_timeout);
    socket.setTimeout((seconds > 0 ? seconds : 10) * 1000, () => {
      const late = new Error('the server did not answer in time');
      socket.destroy(Object.assign(late, { code: 'CONNECT_TIMEOUT' }));
    });
    const fail = (error: Error): void => {
      socket.destroy();
      resolve(failingSocket(error));
    };
    // Stays: until postgres.js listens, nobody else would, and the process would end.
    socket.on('error', fail);
    const ready = (connected: net.Socket): void => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      watchStartUp(connected);
      resolve(connected);
    };
    socket.once('connect', () => {
      // There is none on a Unix socket.
      if (tls === undefined || typeof to.path === 'string') {
        onTls(unencrypted);
        ready(socket);
        return;
      }
      secureSocket(socket, { settings: tls, host: at.host, onFacts: onTls }).then(ready, fail);
    });
  });
}

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
