// The WebSocket that all subscriptions share. It opens with the first and says how it is; nothing
// here tries again: each subscription does, from its own cursor (`resume.ts`).
import { createClient, type Client } from 'graphql-ws';

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;

export interface SocketListener {
  connected(): void;
  closed(event: unknown): void;
}

/** Creates the client; `token` is asked for at each connection. */
export function createSocket(token: () => string | undefined, listener: SocketListener): Client {
  let pongDue: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: () => ({ authorization: `Bearer ${token() ?? ''}` }),
    lazy: true,
    lazyCloseTimeout: 3_000,
    retryAttempts: 0,
    shouldRetry: () => false,
    keepAlive: pingEveryMs,
    on: {
      connected: () => listener.connected(),
      closed: (event) => {
        clearTimeout(pongDue);
        listener.closed(event);
      },
      ping: (received) => {
        // A connection that is cut without a word would look alive for minutes.
        if (!received) pongDue = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue);
      },
    },
  });
  return client;
}
