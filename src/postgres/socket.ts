// The sockets that postgres.js is given, for three things its own lack. Over TCP, Nagle's algorithm
// is off: statements sent back to back would each wait for a delayed acknowledgement. Connecting
// has a time-out. And a server that is away does not use up the pool: postgres.js never uses a
// connection again whose socket could not be made, or was closed before its first write, so in
// that case it gets a socket that fails with that write.
import net from 'node:net';
import { Duplex } from 'node:stream';

/** What postgres.js tells of the server; it may name several hosts. */
export interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** A Unix socket. */
  readonly path?: unknown;
  /** Seconds. */
  readonly connect_timeout?: unknown;
}

/** For the option `socket` of one client. Each attempt takes the next of several hosts. */
export function createSocketFactory(): (to: SocketTarget) => Promise<Duplex> {
  let attempt = 0;
  return (to) => {
    const index = attempt % Math.max(1, to.host.length);
    attempt += 1;
    return connect(to, { host: to.host[index] ?? '127.0.0.1', port: to.port[index] ?? 5432 });
  };
}

function connect(to: SocketTarget, at: { host: string; port: number }): Promise<Duplex> {
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
    // Stays: until postgres.js listens, nobody else would, and the process would end.
    socket.on('error', (error) => resolve(failingSocket(error)));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      resolve(socket);
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
