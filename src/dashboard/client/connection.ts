// Everything between the page and the service: one HTTP client for queries and mutations, one WebSocket
// for subscriptions, one subscription on the log. Made once for a token, closed when one signs out.
import type { AnyVariables } from 'urql';

import { graphql } from '../graphql/gql.ts';
import type { LiveEventsSubscription, TypedDocumentString } from '../graphql/graphql.ts';
import { Answers } from './answers.ts';
import type { Ask } from './ask.ts';
import { followLog } from './follow-log.ts';
import { LiveLog } from './live-log.ts';
import { closeOf, subscribeResumably, type ResumeHooks, type ResumeSink } from './resume.ts';
import { createService, type DeedOptions, type Told } from './service.ts';
import { createSocket } from './socket.ts';
import { StreamMonitor } from './stream-state.ts';
import { pageSurroundings } from './surroundings.ts';

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

// Everything waits for it, and it is quick.
const headWithinMs = 10_000;

export interface Connection {
  readonly answers: Answers;
  readonly log: LiveLog;
  readonly stream: StreamMonitor;
  /**
   * Queries, once the position from which the log is followed is known: what is read from then on misses
   * nothing; what is read before might.
   */
  readonly ask: Ask;
  /** Mutations. What the page shows is read anew afterwards, whatever came of it. */
  act<Data, Variables extends AnyVariables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    options?: DeedOptions,
  ): Promise<Told<Data>>;
  /** Subscribes; after a lost connection it goes on by cursor. Gives what ends it. */
  subscribe(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    sink: ResumeSink,
  ): () => void;
  /** Calls back after a pause, or as soon as one wants to connect now. */
  readonly setPause: ResumeHooks['setPause'];
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
  let isOpen = false;
  const refuse = (): void => {
    if (isClosed) return;
    stream.refused();
    onRefused();
  };
  const service = createService(token, {
    onRefused: refuse,
    onDate: (date) => stream.clock(date),
  });
  const socket = createSocket(() => token, {
    connected: () => {
      isOpen = true;
      // What was asked before the connection was lost may hang for long, and what failed may work now.
      if (stream.isLost) service.abandonQueries();
      stream.connected();
      log.back();
    },
    closed: (event) => {
      isOpen = false;
      if (!isClosed) stream.lost(closeOf(event));
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
    subscribeResumably(socket.client, { query, variables }, sink, hooks);

  const started = Promise.withResolvers<void>();
  const leaveLog = followLog({
    head: async () => {
      const query = headQuery.toString();
      const { data } = await service.query(query, {}, { withinMs: headWithinMs });
      const head = (data as { readonly head?: unknown } | undefined)?.head;
      if (typeof head !== 'string') return undefined;
      stream.answered();
      return head;
    },
    subscribe: (after, sink) => subscribe(liveEvents.toString(), { after }, sink),
    setPause: hooks.setPause,
    take: ({ data }) => {
      const event = (data as LiveEventsSubscription | null | undefined)?.events;
      if (event === undefined) return false;
      stream.event(event.occurredAt);
      log.publish(event);
      return true;
    },
    onFollowing: (hasGap) => {
      started.resolve();
      // Other subscriptions may have kept the connection open all the time.
      if (isOpen) stream.connected();
      if (hasGap) log.gap();
    },
    onAway: () => {
      if (!isClosed) stream.lost();
    },
  });
  const ask: Ask = async (query, variables, signal) => {
    await started.promise;
    return service.query(query, variables, { signal });
  };
  const answers = new Answers({ ask, log, surroundings: pageSurroundings });

  return {
    answers,
    log,
    stream,
    ask,
    act: async (document, variables, options) => {
      try {
        return await service.mutate(document, variables, options);
      } finally {
        answers.renew();
      }
    },
    subscribe,
    setPause: hooks.setPause,
    retryNow: () => {
      socket.hurry();
      for (const now of waiting) now();
    },
    close: () => {
      isClosed = true;
      leaveLog();
      void socket.client.dispose();
    },
  };
}
