// How the stream of events is: what the strip at the top shows. Written by the connection, read by
// components through `useStreamState`.
import { useSyncExternalStore } from 'react';

import type { Close } from './resume.ts';

export type StreamPhase = 'connecting' | 'live' | 'lagging' | 'reconnecting' | 'refused';

export interface StreamState {
  readonly phase: StreamPhase;
  /** When the last event arrived here, in milliseconds since the epoch. */
  readonly lastEventMs: number | undefined;
  /** Since when there has been no connection. */
  readonly lostAtMs: number | undefined;
  /** How the connection that was lost was closed, where that is known. */
  readonly close: Close | undefined;
  /** There has been a connection since the page was opened. */
  readonly hasConnected: boolean;
  /** The service answers, though not on the stream. */
  readonly isAnswering: boolean;
  /** Events that came since the page was opened. */
  readonly received: number;
  /** Connections that were lost and taken up again. */
  readonly resumed: number;
}

// An event that comes later than this after it happened is late; the page lags when they have been for so
// long. One alone may have been told late, as a deployment with its time, and those that come after a lost
// connection were kept for us.
const lateMs = 5_000;
const laggingAfterMs = 2_000;
// When no event came for so long, all that happened is here.
const quietMs = 5_000;
const publishEveryMs = 250;

/** What the connection tells of itself. */
export class StreamMonitor {
  #state: StreamState = {
    phase: 'connecting',
    lastEventMs: undefined,
    lostAtMs: undefined,
    close: undefined,
    hasConnected: false,
    isAnswering: false,
    received: 0,
    resumed: 0,
  };
  #shown = this.#state;
  // How far our clock is ahead of the service's; undefined until it is known.
  #clockOffsetMs: number | undefined;
  #lateSinceMs: number | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #publishing: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly read = (): StreamState => this.#shown;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get isLost(): boolean {
    return this.#state.lostAtMs !== undefined;
  }

  connected(): void {
    const resumed = this.#state.resumed + (this.isLost ? 1 : 0);
    const now = { lostAtMs: undefined, close: undefined, hasConnected: true, isAnswering: true };
    this.#timely();
    this.#set({ ...this.#state, ...now, phase: 'live', resumed }, true);
  }

  /** The connection was closed, or the service does not answer at all. */
  lost(close?: Close): void {
    const lostAtMs = this.#state.lostAtMs ?? Date.now();
    const isAnswering = close !== undefined && this.#state.isAnswering;
    this.#timely();
    this.#set({ ...this.#state, phase: 'reconnecting', lostAtMs, close, isAnswering }, true);
  }

  /** The service answered. */
  answered(): void {
    this.#set({ ...this.#state, isAnswering: true }, false);
  }

  /** What the service's clock said just now, as it stands in each of its answers. */
  clock(date: string | null): void {
    const offsetMs = Date.now() - Date.parse(date ?? '');
    if (Number.isFinite(offsetMs)) this.#clockOffsetMs = offsetMs;
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
    const offsetMs = this.#clockOffsetMs;
    const isLate = offsetMs !== undefined && now - offsetMs - Date.parse(occurredAt) > lateMs;
    if (isLate) {
      this.#lateSinceMs ??= now;
      clearTimeout(this.#quiet);
      this.#quiet = setTimeout(() => this.#catchUp(), quietMs);
    } else {
      this.#timely();
    }
    const isLagging = now - (this.#lateSinceMs ?? now) >= laggingAfterMs;
    const phase = isLagging ? 'lagging' : 'live';
    const received = this.#state.received + 1;
    this.#set({ ...this.#state, phase, lastEventMs: now, received }, phase !== this.#state.phase);
  }

  #timely(): void {
    this.#lateSinceMs = undefined;
    clearTimeout(this.#quiet);
  }

  #catchUp(): void {
    this.#timely();
    if (this.#state.phase === 'lagging') this.#set({ ...this.#state, phase: 'live' }, true);
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
