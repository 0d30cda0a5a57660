// A subscription that outlives its connection. It remembers the cursor of the last result and goes on
// after it, so that nothing is missed and nothing comes twice.
//
// States: open (results come) → waiting (the connection is lost; tries again after a pause that
// doubles up to ten seconds) → open …; ended (completed, refused, or the caller left). A cursor that
// the service no longer knows ends it with an error: the caller reads anew and subscribes from there.
import type { GraphQLFormattedError } from 'graphql';
import type { Client } from 'graphql-ws';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/** A result as it comes over the socket. */
export interface StreamResult {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

export interface Subscribed {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface ResumeSink {
  next(result: StreamResult): void;
  error(error: unknown): void;
  complete(): void;
}

export interface ResumeHooks {
  /** The token was not accepted. */
  onRefused(): void;
  /** Calls `again` after the pause; gives what cancels that. */
  setPause(ms: number, again: () => void): () => void;
}

/** The cursor of a result: that of its only root field. */
export function cursorOf(result: StreamResult): string | undefined {
  const root: unknown = Object.values(result.data ?? {})[0];
  if (typeof root !== 'object' || root === null || !('cursor' in root)) return undefined;
  return typeof root.cursor === 'string' ? root.cursor : undefined;
}

/** How a connection was closed. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** Reads what the socket's end or its failure says of it. */
export function closeOf(error: unknown): Close | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
  return typeof error.code === 'number' ? { code: error.code, reason } : undefined;
}

function isStopping(result: StreamResult): boolean {
  return result.errors?.some((error) => error.extensions?.['code'] === 'UNAVAILABLE') === true;
}

/** Subscribes until it completes or the returned function is called. */
export function subscribeResumably(
  client: Client,
  subscribed: Subscribed,
  sink: ResumeSink,
  hooks: ResumeHooks,
): () => void {
  let cursor: string | undefined;
  let pauseMs = firstPauseMs;
  let leave: () => void = () => undefined;
  let isEnded = false;

  const end = (tell: () => void): void => {
    if (isEnded) return;
    isEnded = true;
    tell();
  };
  const again = (): void => {
    if (isEnded) return;
    leave = hooks.setPause(pauseMs, open);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };
  const open = (): void => {
    const variables = {
      ...subscribed.variables,
      ...(cursor === undefined ? {} : { after: cursor }),
    };
    // A connection that was given up may still speak: only the newest attempt counts.
    let isCurrent = true;
    const over = (then: () => void): void => {
      if (!isCurrent) return;
      isCurrent = false;
      unlisten();
      stop();
      then();
    };
    const fail = (error: unknown): void => {
      // Errors of GraphQL come as a list; all else is about the connection.
      if (Array.isArray(error)) return end(() => sink.error(error));
      const code = closeOf(error)?.code;
      if (code !== 4403 && code !== 4401) return again();
      hooks.onRefused();
      return end(() => sink.error(error));
    };
    let stop: () => void = () => undefined;
    // The client does not tell of each end of a connection: after one with code 1000 it connects again by
    // itself, and would subscribe from where this attempt began.
    const unlisten = client.on('closed', (event) => over(() => fail(event)));
    stop = client.subscribe(
      { query: subscribed.query, variables },
      {
        next: (result) => {
          if (!isCurrent || isEnded) return;
          if (isStopping(result)) return over(again);
          pauseMs = firstPauseMs;
          cursor = cursorOf(result) ?? cursor;
          sink.next(result);
        },
        error: (error) => over(() => fail(error)),
        complete: () => over(() => end(() => sink.complete())),
      },
    );
    leave = () => over(() => undefined);
  };
  open();
  return () => {
    isEnded = true;
    leave();
  };
}
