// When an alert changes by itself: pure. What happens then is decided in `transition.ts`.
import { steadyAtMs } from './flapping.ts';
import type { Standing } from './standing.ts';

/** PENDING, and it is looked at again and again: time alone does not make it fire. */
export const isWatched = ({ state, eventId, lastsMs }: Standing): boolean =>
  state === 'PENDING' && eventId === null && lastsMs !== null;

/** With the time at which it changes by itself next. */
export function awake(standing: Standing): Standing {
  const times = wakeTimes(standing);
  return { ...standing, wakeAt: times.length === 0 ? null : new Date(Math.min(...times)) };
}

function wakeTimes(standing: Standing): readonly number[] {
  const { state, observedAt, lastsMs, flips, flappingSince } = standing;
  const steadyAt = flappingSince === null ? [] : [steadyAtMs(flips)];
  if (state === 'RESOLVED') return [];
  if (state === 'RECOVERING') {
    const sinceMs = (standing.recoveringSince ?? observedAt).getTime();
    return [Math.max(sinceMs + standing.keepFiringForMs, ...steadyAt)];
  }
  const expires = lastsMs === null ? [] : [observedAt.getTime() + lastsMs];
  if (isWatched(standing)) return expires;
  if (state === 'PENDING') return [standing.startedAt.getTime() + standing.forMs, ...expires];
  return [...expires, ...steadyAt];
}
