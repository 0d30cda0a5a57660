// Follows a run's events from a cursor on; where the service does not keep what comes after it any more, from
// now on. That may happen at the beginning, and to a stream that is resumed after a long sleep. Pure.
import type { GraphQLFormattedError } from 'graphql';

import type { ResumeSink } from '../../client/resume.ts';

/** Which events are missing. */
export type Cut = false | 'first' | 'some';

export interface RunListener<Event> {
  onEvent(event: Event): void;
  /** The service does not keep some events any more; those that are kept follow. */
  onCut(cut: Cut): void;
  /** Nothing more comes, and why. */
  onFailure(errors: readonly GraphQLFormattedError[]): void;
}

/** Follows until the returned function is called; `eventOf` finds the event in what is answered. */
export function followRun<Event>(
  cursor: string,
  subscribe: (after: string | undefined, sink: ResumeSink) => () => void,
  eventOf: (data: unknown) => Event | null | undefined,
  listener: RunListener<Event>,
): () => void {
  let leave: () => void = () => undefined;
  let hasEvents = false;
  const follow = (after: string | undefined): void => {
    // Whether there is a place that the service may have forgotten.
    let hasPlace = after !== undefined;
    const fail = (error: unknown): void => {
      const errors = Array.isArray(error) ? (error as readonly GraphQLFormattedError[]) : [];
      const isGone = errors.some(({ extensions }) => extensions?.['code'] === 'CURSOR_EXPIRED');
      if (!isGone || !hasPlace) return listener.onFailure(errors);
      // Of what was followed already it is not the beginning that is missing.
      listener.onCut(hasEvents ? 'some' : 'first');
      leave();
      return follow(undefined);
    };
    leave = subscribe(after, {
      next: ({ data, errors }) => {
        const event = eventOf(data);
        if (event != null) {
          hasPlace = hasEvents = true;
          listener.onEvent(event);
        }
        if (errors !== undefined) fail(errors);
      },
      error: fail,
      complete: () => undefined,
    });
  };
  follow(cursor);
  return () => leave();
}
