// Everything between the page and the service: one HTTP client for queries and mutations, one WebSocket
// for subscriptions, one subscription on the log. Made once for a token, closed when one signs out.
import { cacheExchange, Client, fetchExchange, type Exchange } from 'urql';

import { graphql } from '../graphql/gql.ts';
import type { LiveEventsSubscription } from '../graphql/graphql.ts';
import { LiveLog } from './live-log.ts';
import { subscribeResumably, type ResumeHooks, type ResumeSink } from './resume.ts';
import { createSocket } from './socket.ts';
import { StreamMonitor } from './stream-state.ts';

const liveEvents = graphql(`
  subscription LiveEvents($after: Cursor) {
    events(after: $after) {
      cursor
      type
      occurredAt
      subject
      payload
    }
  }
`);

const headQuery = graphql(`
  query Head {
    head
  }
`);

export interface Connection {
  readonly urql: Client;
  /** For lists that are read page by page: keeps no answers, so an open page does not grow. */
  readonly uncached: Client;
  readonly log: LiveLog;
  readonly stream: StreamMonitor;
  /** Subscribes; after a lost connection it goes on by cursor. Gives what ends it. */
  subscribe(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    sink: ResumeSink,
  ): () => void;
  /**
   * The position from which the log is followed is known. What is read from then on misses nothing;
   * what is read before might.
   */
  readonly started: Promise<void>;
  /** Tries to connect now rather than after the pause. */
  retryNow(): void;
  close(): void;
}

export interface ConnectionOptions {
  readonly token: string;
  /** The service does not accept the token (any more). */
  onRefused(): void;
}

/** Connects with a token. */
export function createConnection({ token, onRefused }: ConnectionOptions): Connection {
  const stream = new StreamMonitor();
  const log = new LiveLog();
  const waiting = new Set<() => void>();
  let isClosed = false;
  const refuse = (): void => {
    if (isClosed) return;
    stream.refused();
    onRefused();
  };
  const socket = createSocket(() => token, {
    connected: () => stream.connected(),
    closed: () => {
      if (!isClosed) stream.lost();
    },
  });
  const hooks: ResumeHooks = {
    onRefused: refuse,
    setPause: (ms, again) => {
      const now = (): void => {
        clearTimeout(timer);
        waiting.delete(now);
        again();
      };
      // Spread, so that a thousand pages do not come back in the same millisecond.
      const timer = setTimeout(now, ms * (0.75 + Math.random() / 2));
      waiting.add(now);
      return () => {
        clearTimeout(timer);
        waiting.delete(now);
      };
    },
  };
  const subscribe: Connection['subscribe'] = (query, variables, sink) =>
    subscribeResumably(socket, { query, variables }, sink, hooks);

  const createUrql = (exchanges: readonly Exchange[]): Client =>
    new Client({
      url: '/graphql',
      preferGetMethod: false,
      requestPolicy: 'cache-and-network',
      fetchOptions: () => ({ headers: { authorization: `Bearer ${token}` } }),
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        if (answer.status === 401) refuse();
        return answer;
      },
      exchanges: [...exchanges, fetchExchange],
    });
  const urql = createUrql([cacheExchange]);
  const uncached = createUrql([]);

  const start = Promise.withResolvers<void>();
  let leaveLog: () => void = () => undefined;
  const follow = async (): Promise<void> => {
    const head = await urql.query(headQuery.toString(), {}, { requestPolicy: 'network-only' });
    if (isClosed) return;
    const after: unknown = head.data?.head;
    if (typeof after !== 'string') {
      stream.lost();
      leaveLog = hooks.setPause(2_000, () => void follow());
      return;
    }
    start.resolve();
    // The cursor is too old, or of another log: what came between is lost to us, not to the lists. They
    // are asked after the new position is known, so that nothing falls between the two.
    const startAnew = (): void => {
      if (isClosed) return;
      leaveLog();
      leaveLog = hooks.setPause(1_000, () => void follow().then(log.gap));
    };
    leaveLog = subscribe(
      liveEvents.toString(),
      { after },
      {
        next: ({ data }) => {
          const event = (data as LiveEventsSubscription | null | undefined)?.events;
          if (event === undefined) return startAnew();
          stream.event(event.occurredAt);
          log.publish(event);
        },
        error: startAnew,
        complete: startAnew,
      },
    );
  };
  void follow();

  return {
    urql,
    uncached,
    log,
    stream,
    subscribe,
    started: start.promise,
    retryNow: () => {
      for (const now of waiting) now();
    },
    close: () => {
      isClosed = true;
      leaveLog();
      void socket.dispose();
    },
  };
}
