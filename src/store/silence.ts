// Ends connections on which nothing comes back any more. When the host of the store vanishes, nobody tells
// the client: what it has written is sent again and again until TCP gives up, after a quarter of an hour.
// So while a query or transaction has been under way for long, connections that have been silent for as
// long are destroyed; what waits for them fails as with any other loss. An idle connection (LISTEN) may be
// silent for ever as long as nobody waits; its keep-alive finds out.
import type { Duplex } from 'node:stream';
import net from 'node:net';

import type postgres from 'postgres';

import type { Clock } from '../core/clock.ts';

export interface SilenceOptions {
  readonly clock: Clock;
  /** Longer than any single statement may take. */
  readonly silentMs: number;
}

interface Heard {
  bytes: number;
  atMs: number;
}

/** For one client: `socket` is told of its sockets, `watch` makes the client tell of its queries. */
export function watchSilence({ clock, silentMs }: SilenceOptions) {
  const sockets = new Map<net.Socket, Heard>();
  /** When each began, the oldest first. */
  const waiting = new Map<object, number>();
  let isTicking = false;

  const look = (): void => {
    const nowMs = clock.monotonicMs();
    for (const [socket, heard] of sockets) {
      // Bytes are counted below TLS.
      if (socket.bytesRead !== heard.bytes) {
        heard.bytes = socket.bytesRead;
        heard.atMs = nowMs;
      }
    }
    const [oldestMs] = waiting.values();
    if (oldestMs === undefined || nowMs - oldestMs < silentMs) return;
    for (const [socket, { atMs }] of sockets) {
      if (nowMs - atMs < silentMs) continue;
      const error = new Error('the store did not answer in time');
      socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
    }
  };

  const tick = (): void => {
    isTicking = waiting.size > 0;
    if (!isTicking) return;
    clock.setTimer(silentMs / 5, () => {
      look();
      tick();
    });
  };

  const begin = (one: object): void => {
    waiting.set(one, clock.monotonicMs());
    if (!isTicking) tick();
  };
  const end = (one: object): void => void waiting.delete(one);

  /** A query begins when somebody awaits it, which must not be done here: it may be a part of another. */
  const watchQuery = <T>(query: T): T => {
    if (!isQuery(query)) return query;
    const handle = query.handle.bind(query);
    query.handle = () => {
      if (!query.executed) begin(query);
      return handle();
    };
    const done = (): void => end(query);
    void Promise.prototype.then.call(query, done, done);
    return query;
  };

  return {
    socket: (socket: Duplex): Duplex => {
      if (!(socket instanceof net.Socket)) return socket;
      // It is there: it was heard of now.
      sockets.set(socket, { bytes: socket.bytesRead, atMs: clock.monotonicMs() });
      const forget = socket.destroy.bind(socket);
      // Listeners do not last: postgres.js removes them all when it begins TLS.
      socket.destroy = (error) => {
        sockets.delete(socket);
        return forget(error);
      };
      return socket;
    },
    watch: (client: postgres.Sql): postgres.Sql =>
      new Proxy(client, {
        apply: (target, self, args) => watchQuery<unknown>(Reflect.apply(target, self, args)),
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function' || (name !== 'unsafe' && name !== 'begin')) return value;
          return (...args: unknown[]): unknown => {
            const made: unknown = Reflect.apply(value, target, args);
            if (name === 'unsafe') return watchQuery(made);
            if (!(made instanceof Promise)) return made;
            begin(made);
            // Its failure is told to whoever called.
            void made.catch(() => undefined).finally(() => end(made));
            return made;
          };
        },
      }),
  };
}

interface Query extends Promise<unknown> {
  executed: boolean;
  handle: () => unknown;
}

function isQuery(value: unknown): value is Query {
  return (
    value instanceof Promise &&
    'executed' in value &&
    'handle' in value &&
    typeof value.handle === 'function'
  );
}
