// The WebSocket that all subscriptions share. It opens with the first and says how it is; nothing
// here tries again: each subscription does, from its own cursor (`resume.ts`).
import { createClient, type Client } from 'graphql-ws';

// The time that a connection may take: one that hangs is given up and made anew.
const openWithinMs = 10_000;
const pingEveryMs = 10_000;
const pongWithinMs = 5_000;

export interface SocketListener {
  connected(): void;
  closed(event: unknown): void;
}

export interface Socket {
  readonly client: Client;
  /** Gives up a connection that is not there yet. */
  hurry(): void;
}

/** Creates the client; `token` is asked for at each connection. */
export function createSocket(token: () => string | undefined, listener: SocketListener): Socket {
  let pongDue: ReturnType<typeof setTimeout> | undefined;
  let openDue: ReturnType<typeof setTimeout> | undefined;
  const opened = (): void => {
    clearTimeout(openDue);
    openDue = undefined;
  };
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: () => ({ authorization: `Bearer ${token() ?? ''}` }),
    lazy: true,
    lazyCloseTimeout: 3_000,
    retryAttempts: 0,
    shouldRetry: () => false,
    keepAlive: pingEveryMs,
    on: {
      connecting: () => {
        openDue = setTimeout(() => client.terminate(), openWithinMs);
      },
      connected: () => {
        opened();
        listener.connected();
      },
      closed: (event) => {
        opened();
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
  return {
    client,
    hurry: () => {
      if (openDue !== undefined) client.terminate();
    },
  };
}
