// A connection pooler in transaction mode, small but real: all its clients share one connection to
// the server. The first client logs in to the server through it; the others are let in by the
// pooler. A client gets the server with its first message and keeps it until the server says that
// it is idle (ReadyForQuery `I`); the others wait meanwhile.
import net from 'node:net';

import { connectToServer } from './server-socket.ts';

export interface Pooler {
  readonly port: number;
  close(): Promise<void>;
}

interface Client {
  readonly socket: net.Socket;
  queue: Buffer[];
}

/** Starts a pooler in front of the server of `url`. */
export async function startPooler(url: string): Promise<Pooler> {
  const sockets = new Set<net.Socket>();
  const waiting: Client[] = [];
  let owner: Client | undefined;
  let serverReady = false;
  /** Answers (ReadyForQuery) that the server owes to the owner. */
  let owed = 0;
  const server = connectToServer(url);
  server.on('error', () => server.destroy());
  sockets.add(server);

  const send = (message: Buffer): void => {
    // Query and Sync are answered with ReadyForQuery.
    if (message[0] === 0x51 || message[0] === 0x53) owed += 1;
    server.write(message);
  };

  const next = (): void => {
    if (owner !== undefined || !serverReady) return;
    owner = waiting.shift();
    if (owner === undefined) return;
    const { queue } = owner;
    owner.queue = [];
    for (const message of queue) send(message);
  };

  cutMessages(server, (message) => {
    owner?.socket.write(message);
    if (message[0] !== 0x5a) return;
    if (serverReady) owed -= 1;
    serverReady = true;
    const idle = message[5] === 0x49;
    if (idle && owed === 0) owner = undefined;
    next();
  });

  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const client: Client = { socket, queue: [] };
    const forward = (message: Buffer): void => {
      if (message[0] === 0x58) {
        socket.end();
        return;
      }
      if (owner === client) {
        send(message);
        return;
      }
      client.queue.push(message);
      if (!waiting.includes(client)) waiting.push(client);
      next();
    };
    socket.once('data', (first) => {
      const length = first.readInt32BE(0);
      if (!serverReady && owner === undefined) {
        owner = client;
        server.write(first.subarray(0, length));
      } else {
        // AuthenticationOk and ReadyForQuery: let in.
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
      }
      cutMessages(socket, forward, first.subarray(length));
    });
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        listener.close(resolve);
      });
    },
  };
}

/** Calls `take` with each whole message (type, length, body) that arrives. */
function cutMessages(
  socket: net.Socket,
  take: (message: Buffer) => void,
  start: Buffer = Buffer.alloc(0),
): void {
  let rest = start;
  const cut = (): void => {
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    cut();
  });
  cut();
}
