// A way to the test server that freezes when a client says some words: what is sent then and later, also
// on new connections, is swallowed, as by a server whose machine stands still. Connections stay open.
import { once } from 'node:events';
import net from 'node:net';

import { connectToServer, throughPort } from './server-socket.ts';

export interface Freezer {
  /** The URL through it. */
  readonly url: string;
  isFrozen(): boolean;
  /** Connections that clients hold open. */
  connections(): number;
  close(): Promise<void>;
}

/** Starts one before the server of a URL. */
export async function startFreezer(serverUrl: string, words: string): Promise<Freezer> {
  let frozen = false;
  const clients = new Set<net.Socket>();
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((client) => {
    const server = connectToServer(serverUrl);
    clients.add(client);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (data) => {
      if (data.includes(words)) frozen = true;
      if (!frozen) server.write(data);
    });
    server.on('data', (data) => {
      if (!frozen) client.write(data);
    });
    client.on('close', () => {
      clients.delete(client);
      server.destroy();
    });
    server.on('close', () => {
      if (!frozen) client.destroy();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;
  return {
    url: throughPort(serverUrl, port),
    isFrozen: () => frozen,
    connections: () => clients.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
