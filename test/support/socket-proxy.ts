// Stands between a client and a Unix socket, and fails as a network does.
import { rm } from 'node:fs/promises';
import net from 'node:net';

export interface SocketProxy {
  readonly socket: string;
  /** Ends all connections, and refuses new ones until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Ends all connections; new ones are taken. */
  drop(): void;
  close(): Promise<void>;
}

/** A proxy at `socket` for what listens at `target`. */
export async function startSocketProxy(target: string, socket: string): Promise<SocketProxy> {
  const open = new Set<net.Socket>();
  let server: net.Server | undefined;
  const drop = (): void => {
    for (const one of open) one.destroy();
    open.clear();
  };
  const mend = async (): Promise<void> => {
    if (server !== undefined) return;
    const made = net.createServer((client) => {
      const upstream = net.connect(target);
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    server = made;
    await new Promise<void>((resolve) => made.listen(socket, resolve));
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    drop();
    if (closing !== undefined) {
      await new Promise<void>((resolve) => {
        closing.close(() => resolve());
        drop();
      });
    }
    await rm(socket, { force: true });
  };
  await mend();
  return { socket, cut, mend, drop, close: cut };
}
