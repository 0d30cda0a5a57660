// How the stream of events is: what the strip at the top shows. Written by the connection, read by
// components through `useStreamState`.
import { useSyncExternalStore } from 'react';

export type StreamPhase = 'connecting' | 'live' | 'lagging' | 'reconnecting' | 'refused';

export interface StreamState {
  readonly phase: StreamPhase;
  /** When the last event arrived here, in milliseconds since the epoch. */
  readonly lastEventMs: number | undefined;
  /** Since when there has been no connection. */
  readonly lostAtMs: number | undefined;
  /** Events that came since the page was opened. */
  readonly received: number;
  /** Connections that were lost and taken up again. */
  readonly resumed: number;
}

// Later than this behind the newest event, the page says that it lags.
const laggingMs = 5_000;
const publishEveryMs = 250;

/** What the connection tells of itself. */
export class StreamMonitor {
  #state: StreamState = {
    phase: 'connecting',
    lastEventMs: undefined,
    lostAtMs: undefined,
    received: 0,
    resumed: 0,
  };
  #shown = this.#state;
  // The smallest difference seen between the service's clock and ours.
  #clockOffsetMs = Number.POSITIVE_INFINITY;
  #publishing: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly read = (): StreamState => this.#shown;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  connected(): void {
    const resumed = this.#state.resumed + (this.#state.lostAtMs === undefined ? 0 : 1);
    this.#set({ ...this.#state, phase: 'live', lostAtMs: undefined, resumed }, true);
  }

  lost(): void {
    const lostAtMs = this.#state.lostAtMs ?? Date.now();
    this.#set({ ...this.#state, phase: 'reconnecting', lostAtMs }, true);
  }

  /** The token is not (or no longer) accepted. */
  refused(): void {
    this.#set(
      { ...this.#state, phase: 'refused', lostAtMs: this.#state.lostAtMs ?? Date.now() },
      true,
    );
  }

  /** An event came that happened at `occurredAt`. */
  event(occurredAt: string): void {
    const now = Date.now();
    const age = now - Date.parse(occurredAt);
    this.#clockOffsetMs = Math.min(this.#clockOffsetMs, age);
    const isLate = age - this.#clockOffsetMs > laggingMs;
    const phase = isLate ? 'lagging' : 'live';
    const received = this.#state.received + 1;
    this.#set({ ...this.#state, phase, lastEventMs: now, received }, phase !== this.#state.phase);
  }

  #set(state: StreamState, isUrgent: boolean): void {
    this.#state = state;
    if (isUrgent) this.#publish();
    // Hundreds of events a second are not hundreds of paintings.
    else this.#publishing ??= setTimeout(() => this.#publish(), publishEveryMs);
  }

  #publish(): void {
    clearTimeout(this.#publishing);
    this.#publishing = undefined;
    this.#shown = this.#state;
    for (const listener of this.#listeners) listener();
  }
}

/** How the stream is, as it changes. */
export function useStreamState(monitor: StreamMonitor): StreamState {
  return useSyncExternalStore(monitor.listen, monitor.read);
}
