// The one subscription on the event log that the whole page shares. Whoever shows something says which
// kinds of events make it stale; after a lost connection it goes on by cursor, and when the cursor is
// too old everything is read anew.
import type { LiveEventsSubscription } from '../graphql/graphql.ts';

export type LiveEvent = LiveEventsSubscription['events'];

export interface LogListener {
  /** Is this event of interest? */
  matches(event: LiveEvent): boolean;
  /** Called for each event that matches. */
  onEvent(event: LiveEvent): void;
  /** Events were missed that cannot be had any more: read anew. */
  onGap(): void;
  /** The service is there again: what failed may be tried at once. */
  onBack?(): void;
}

export class LiveLog {
  readonly #listeners = new Set<LogListener>();

  listen(listener: LogListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  publish(event: LiveEvent): void {
    for (const listener of this.#listeners) if (listener.matches(event)) listener.onEvent(event);
  }

  readonly gap = (): void => {
    for (const listener of this.#listeners) listener.onGap();
  };

  back(): void {
    for (const listener of this.#listeners) listener.onBack?.();
  }
}

/**
 * A test for kinds of events: `alert.` is every kind that begins so, `alert.fired` that kind alone.
 */
export function matchKinds(kinds: readonly string[]): (event: { type: string }) => boolean {
  const prefixes = kinds.filter((kind) => kind.endsWith('.'));
  const whole = new Set(kinds);
  return ({ type }) => whole.has(type) || prefixes.some((prefix) => type.startsWith(prefix));
}
