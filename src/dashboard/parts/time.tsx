// Times: relative while they are near, local when they are not, exact in local time and UTC on hover.
// All of them tick together, once in five seconds.
import { createContext, useContext, useSyncExternalStore } from 'react';

import { formatDuration, formatRelative } from './format-time.ts';

export { formatDuration, formatRelative };

const tickMs = 5_000;
const second = 1_000;

const listeners = new Set<() => void>();
let nowMs = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time, in milliseconds since the epoch, renewed every five seconds. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => (ticking === undefined ? (nowMs = roundNow()) : nowMs));
}

// A store's snapshot must be the same when it is read twice in one rendering.
function roundNow(): number {
  return Math.floor(Date.now() / second) * second;
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** True: what stands here is read out whenever it changes, so a time must be read as one that does not tick. */
export const SteadyContext = createContext(false);

/** The exact local time, for what stands on hover. */
export function exactTime(at: string): string {
  return exact.format(new Date(at));
}

/** A point in time. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  const isSteady = useContext(SteadyContext);
  const date = new Date(at);
  const title = `${exact.format(date)}\n${date.toISOString()}`;
  const words = formatRelative(date.getTime(), now);
  return (
    <time dateTime={at} title={title} className="number">
      {isSteady ? (
        <>
          <span aria-hidden="true">{words}</span>
          <span className="unseen">{exact.format(date)}</span>
        </>
      ) : (
        words
      )}
    </time>
  );
}

/** How long it has been going on, or how long it took. */
export function Duration({ since, until }: { since: string; until?: string | null }) {
  const now = useNow();
  const endMs = until == null ? now : Date.parse(until);
  return <span className="number">{formatDuration(Math.max(0, endMs - Date.parse(since)))}</span>;
}
