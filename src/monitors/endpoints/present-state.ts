// How an endpoint is at a time: what was found last, unless nothing that was found speaks for that time.
import type { EndpointState } from '../../core/endpoints.ts';
import type { EndpointRecord } from '../../store/endpoints.ts';

export interface PresentState {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly since: Date;
}

/** The state at `now`; `isPaused`: somebody has paused its monitor. */
export function presentState(
  endpoint: EndpointRecord,
  { now, isPaused }: { readonly now: Date; readonly isPaused: boolean },
): PresentState {
  const { state, reason, since, checkedAt, validMs, retiredAt } = endpoint;
  if (retiredAt !== null) {
    return { state: 'UNKNOWN', reason: 'It is not declared any more.', since: retiredAt };
  }
  if (state === 'PAUSED' || checkedAt === null || validMs === null) {
    return isPaused && state !== 'PAUSED' ? paused(since) : { state, reason, since };
  }
  const spokenUntil = new Date(checkedAt.getTime() + validMs);
  if (isPaused) return paused(checkedAt);
  if (spokenUntil >= now) return { state, reason, since };
  const last = reason === null ? state : `${state}: ${reason}`;
  return {
    state: 'UNKNOWN',
    reason: `It was not checked since ${checkedAt.toISOString()}. Then it was ${last}`,
    since: spokenUntil,
  };
}

function paused(since: Date): PresentState {
  return {
    state: 'PAUSED',
    reason: 'Its checks are paused: `resumeMonitor` lets them go on.',
    since,
  };
}
