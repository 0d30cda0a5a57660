// What becomes of an alert: pure. Who calls it locks, stores and tells; nothing is decided anywhere else.
//
//   state         | HOLDS              | ENDED                     | time                            | by hand
//   --------------|--------------------|---------------------------|---------------------------------|--------------------
//   none          | PENDING, or FIRING | -                         | -                               | -
//                 | when `for` is over |                           |                                 |
//   PENDING       | FIRING when `for`  | dropped: its row goes,    | `for` is over: FIRING           | refused: nobody was
//                 | is over            | the timer starts anew     | (what is watched: not by time)  | told of it
//                 |                    |                           | `lasts` is over: dropped        |
//   FIRING,       | stays              | RECOVERING with           | `lasts` is over: RESOLVED,      | acknowledge and back;
//   ACKNOWLEDGED  |                    | `keepFiringFor` or while  | EXPIRED                         | RESOLVED, MANUAL
//                 |                    | it flaps; else RESOLVED   | quiet for long: STEADY          |
//   RECOVERING    | FIRING again, or   | stays                     | `keepFiringFor` is over, and it | acknowledge and back;
//                 | ACKNOWLEDGED if it |                           | does not flap: RESOLVED         | RESOLVED, MANUAL
//                 | was                |                           |                                 |
//   RESOLVED      | a new alert opens, | a held one is free again  | -                               | refused
//                 | unless it is held  |                           |                                 |
//
// Time: observations are taken at their own time `at` (never later than `now`), so that the same ones give
// the same alerts however late they come: what was due before one of them happens first, and in the end
// what is due until `now`. Only PENDING is dropped even when `for` is over: nobody was told. Observations
// count in the order in which they come: replicas' clocks differ, so one with an earlier time than the last
// one is taken as of the last one. Only what was begun by an earlier event of the log than what is known
// changes nothing.
//
// Watched: what is looked at again and again (`pendingLastsMs`, while PENDING its `lastsMs`) fires by an
// observation only, and is dropped when nobody looks: nobody knows whether it held during an outage.
//
// Held: an alert that was resolved by hand while its condition holds (`RESOLVED`, `condition` true). What a
// rule sees every 15 seconds must not undo that. A new alert opens when the condition was seen not to hold
// in between, or with a new occurrence: a later event, a condition that holds since after the resolution,
// or one that was not heard of for as long as it lasts. It is stored with the resolved row, so a restart
// changes nothing.
//
// Flapping (`flapping.ts`): from the fifth flip within 30 minutes on, an end of the condition only makes it
// RECOVERING, until it has been quiet for 30 minutes. Flips are handed from an alert to the next one of the
// same fingerprint. Resolving by hand ends it and is no flip.
import type { Resolution } from '../core/alerts.ts';
import type { AlertChangeKind } from '../store/alert-changes.ts';
import { addFlip, isFlapping, recentFlips } from './flapping.ts';
import type { Standing } from './standing.ts';
import { awake, isWatched } from './wake.ts';

export interface Holding {
  readonly kind: 'HOLDS';
  readonly at: Date;
  readonly since?: Date | undefined;
  readonly eventId: number | null;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly lastsMs: number | null;
  /** It is looked at again and again: while PENDING it waits so long for the next observation. */
  readonly pendingLastsMs?: number | undefined;
}

export type TransitionInput =
  | Holding
  | {
      readonly kind: 'ENDED';
      readonly at: Date;
      readonly eventId?: number | null;
      readonly expired?: boolean;
    }
  | { readonly kind: 'TIME' }
  | { readonly kind: 'ACKNOWLEDGE'; readonly by: string }
  | { readonly kind: 'UNACKNOWLEDGE' }
  | { readonly kind: 'RESOLVE'; readonly by: string }
  | { readonly kind: 'REMOVE_RULE'; readonly why?: Resolution };

export interface Effect {
  readonly kind: AlertChangeKind;
  /** As it was after this effect, of several. */
  readonly after: Standing;
}

export interface Transition {
  /** Undefined when there is none (any more): it was dropped, or there never was one. */
  readonly standing: Standing | undefined;
  readonly effects: readonly Effect[];
  /** Set when it is another alert than the given one. */
  readonly opened: Opened | undefined;
}

export interface Opened {
  /** How the given one ended; undefined when it is gone, or there was none. */
  readonly before: Standing | undefined;
  /** What happened to the given one, before the effects on the new one. */
  readonly closing: readonly Effect[];
}

/** What an input makes of an alert; `standing` may be the last resolved one of its fingerprint. */
export function transition(
  standing: Standing | undefined,
  input: TransitionInput,
  now: Date,
): Transition {
  switch (input.kind) {
    case 'HOLDS':
      if (standing !== undefined && isOutdated(standing, input)) {
        return result({ standing, effects: [] });
      }
      return holds(standing, input, takenAt(standing, input, now), now);
    case 'ENDED':
      return standing === undefined || isOutdated(standing, input)
        ? result({ standing, effects: [] })
        : result(ended(standing, input, takenAt(standing, input, now), now));
    case 'TIME':
      return result(standing === undefined ? none : pass(standing, now, now));
    case 'ACKNOWLEDGE':
    case 'UNACKNOWLEDGE':
    case 'RESOLVE':
    case 'REMOVE_RULE':
      return result(standing === undefined ? none : byHand(standing, input, now));
  }
}

/** Its source itself says that it is older than what is known. */
function isOutdated(
  { eventId: known }: Standing,
  { eventId }: { eventId?: number | null },
): boolean {
  return eventId != null && known !== null && eventId < known;
}

/** Never later than now, but for a clock that is ahead; never before the last observation. */
function takenAt(standing: Standing | undefined, input: { readonly at: Date }, now: Date): Date {
  const at = earlier(input.at, now);
  return standing === undefined ? at : later(at, standing.observedAt);
}

interface Outcome {
  readonly standing: Standing | undefined;
  readonly effects: readonly Effect[];
}

const none: Outcome = { standing: undefined, effects: [] };

const result = ({ standing, effects }: Outcome): Transition => ({
  standing,
  effects,
  opened: undefined,
});

function holds(given: Standing | undefined, input: Holding, at: Date, now: Date): Transition {
  if (given === undefined) return opening(undefined, input, at, now, []);
  const passed =
    given.state === 'RESOLVED' ? { standing: given, effects: [] } : pass(given, at, now);
  const { standing } = passed;
  // Pending for longer than it lasts: what is observed now begins anew.
  if (standing === undefined) return opening(undefined, input, at, now, passed.effects);
  if (standing.state !== 'RESOLVED') {
    const { effects, standing: after } = goesOn(standing, input, at, now);
    return result({ standing: after, effects: [...passed.effects, ...effects] });
  }
  if (given.state === 'RESOLVED' && given.condition && !isNewOccurrence(given, input, at)) {
    return result({ standing: { ...given, observedAt: at }, effects: [] });
  }
  return opening(standing, input, at, now, passed.effects);
}

function isNewOccurrence(held: Standing, { eventId, since }: Holding, at: Date): boolean {
  if (eventId !== null && (held.eventId === null || eventId > held.eventId)) return true;
  if (since !== undefined && held.resolvedAt !== null && since > held.resolvedAt) return true;
  return held.lastsMs !== null && at.getTime() >= held.observedAt.getTime() + held.lastsMs;
}

function opening(
  before: Standing | undefined,
  input: Holding,
  at: Date,
  now: Date,
  closing: readonly Effect[],
): Transition {
  const { forMs, keepFiringForMs, lastsMs, eventId } = input;
  const begun = awake({
    state: 'PENDING',
    startedAt: earlier(input.since ?? at, at),
    firedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    recoveringSince: null,
    resolvedAt: null,
    resolvedBy: null,
    resolution: null,
    observedAt: at,
    condition: true,
    forMs,
    keepFiringForMs,
    lastsMs,
    wakeAt: null,
    timesFired: 0,
    flips: before === undefined ? [] : recentFlips(before.flips, at),
    flappingSince: null,
    eventId,
  });
  if (isOver(begun.startedAt, forMs, at)) {
    return { ...fire(begun, at, now), opened: { before, closing } };
  }
  const waits = waiting(begun, input);
  const effects: Effect[] = [{ kind: 'PENDING', after: waits }];
  return { standing: waits, effects, opened: { before, closing } };
}

/** PENDING, until the next observation of what is watched. */
function waiting(standing: Standing, { pendingLastsMs }: Holding): Standing {
  return pendingLastsMs === undefined
    ? standing
    : awake({ ...standing, lastsMs: pendingLastsMs, eventId: null });
}

function goesOn(standing: Standing, input: Holding, at: Date, now: Date): Outcome {
  const { forMs, keepFiringForMs, lastsMs, eventId } = input;
  const heard = awake({
    ...standing,
    startedAt: earlier(input.since ?? standing.startedAt, standing.startedAt),
    observedAt: at,
    condition: true,
    forMs,
    keepFiringForMs,
    lastsMs,
    eventId: eventId ?? standing.eventId,
  });
  if (heard.state === 'PENDING' && isOver(heard.startedAt, forMs, at)) return fire(heard, at, now);
  if (heard.state === 'PENDING') return { standing: waiting(heard, input), effects: [] };
  if (heard.state !== 'RECOVERING') return { standing: heard, effects: [] };
  const again = awake({
    ...heard,
    state: heard.acknowledgedAt === null ? 'FIRING' : 'ACKNOWLEDGED',
    recoveringSince: null,
    timesFired: heard.timesFired + 1,
    flips: heard.flappingSince === null ? heard.flips : addFlip(heard.flips, at),
  });
  return { standing: again, effects: [{ kind: 'REFIRED', after: again }] };
}

function ended(
  given: Standing,
  { expired = false }: { readonly expired?: boolean },
  at: Date,
  now: Date,
): Outcome {
  if (given.state === 'RESOLVED') {
    const free = given.condition ? { ...given, condition: false, observedAt: at } : given;
    return { standing: free, effects: [] };
  }
  if (given.state === 'PENDING') {
    return { standing: undefined, effects: [{ kind: 'DROPPED', after: given }] };
  }
  const passed = pass(given, at, now);
  const { standing } = passed;
  if (standing === undefined || standing.state === 'RESOLVED') return passed;
  const heard = { ...standing, observedAt: at, condition: false };
  if (heard.state === 'RECOVERING') return { ...passed, standing: awake(heard) };
  const { effects, standing: after } =
    expired && heard.flappingSince === null
      ? resolve(heard, 'EXPIRED', at, now)
      : recover(heard, at, now);
  return { standing: after, effects: [...passed.effects, ...effects] };
}

/** The condition of a firing one has ended. */
function recover(standing: Standing, at: Date, now: Date): Outcome {
  if (standing.flappingSince === null && standing.keepFiringForMs === 0) {
    return resolve({ ...standing, recoveringSince: at }, 'RECOVERED', at, now);
  }
  const after = awake({
    ...standing,
    state: 'RECOVERING',
    recoveringSince: at,
    flips: standing.flappingSince === null ? standing.flips : addFlip(standing.flips, at),
  });
  return { standing: after, effects: [{ kind: 'RECOVERING', after }] };
}

function fire(standing: Standing, at: Date, now: Date): Outcome {
  const flips = addFlip(standing.flips, at);
  const fired = awake({
    ...standing,
    state: 'FIRING',
    firedAt: now,
    timesFired: standing.timesFired + 1,
    flips,
  });
  const effects: Effect[] = [{ kind: 'FIRED', after: fired }];
  if (!isFlapping(flips)) return { standing: fired, effects };
  const after = awake({ ...fired, flappingSince: now });
  return { standing: after, effects: [...effects, { kind: 'FLAPPING', after }] };
}

/** Resolves it by itself, unless that makes it flap: then it goes on recovering. */
function resolve(standing: Standing, resolution: Resolution, at: Date, now: Date): Outcome {
  const flips = addFlip(standing.flips, at);
  const wasFlapping = standing.flappingSince !== null;
  if (!wasFlapping && isFlapping(flips)) {
    const recoveringSince = standing.recoveringSince ?? at;
    const held: Standing = { ...standing, state: 'RECOVERING', recoveringSince, flips };
    const after = awake({ ...held, condition: false, flappingSince: now });
    const isNew = standing.state !== 'RECOVERING';
    return {
      standing: after,
      effects: [
        ...(isNew
          ? [{ kind: 'RECOVERING', after: { ...after, flappingSince: null } } as const]
          : []),
        { kind: 'FLAPPING', after },
      ],
    };
  }
  return resolved({ ...standing, condition: false, flips }, resolution, null, now);
}

function resolved(
  standing: Standing,
  resolution: Resolution,
  by: string | null,
  now: Date,
): Outcome {
  const after: Standing = {
    ...standing,
    state: 'RESOLVED',
    recoveringSince: null,
    flappingSince: null,
    // Replicas' clocks differ a little; nothing is over before it began.
    resolvedAt: later(now, standing.firedAt ?? now),
    resolvedBy: by,
    resolution,
    wakeAt: null,
  };
  return { standing: after, effects: [{ kind: 'RESOLVED', after }] };
}

/** What time alone does until `at`, step by step. */
function pass(given: Standing, at: Date, now: Date): Outcome {
  let outcome: Outcome = { standing: given, effects: [] };
  // Each step leads on; there are fewer than five in a row.
  for (let step = 0; step < 8; step += 1) {
    const { standing, effects } = outcome;
    if (standing === undefined || standing.wakeAt === null || standing.wakeAt > at) break;
    const next = due(standing, standing.wakeAt, now);
    outcome = { standing: next.standing, effects: [...effects, ...next.effects] };
  }
  return outcome;
}

/** The one thing that is due at `at`, which is its `wakeAt`. */
function due(standing: Standing, at: Date, now: Date): Outcome {
  const { state, observedAt, lastsMs, startedAt, forMs } = standing;
  if (state === 'RESOLVED') return { standing: { ...standing, wakeAt: null }, effects: [] };
  if (state === 'RECOVERING') return resolve(steady(standing), 'RECOVERED', at, now);
  if (state === 'PENDING' && !isWatched(standing) && isOver(startedAt, forMs, at)) {
    return fire(standing, at, now);
  }
  if (lastsMs !== null && isOver(observedAt, lastsMs, at)) {
    if (state === 'PENDING') {
      return { standing: undefined, effects: [{ kind: 'DROPPED', after: standing }] };
    }
    return standing.flappingSince === null
      ? resolve(standing, 'EXPIRED', at, now)
      : recover({ ...standing, condition: false }, at, now);
  }
  if (standing.flappingSince === null) return { standing: awake(standing), effects: [] };
  const after = awake(steady(standing));
  return { standing: after, effects: [{ kind: 'STEADY', after }] };
}

const steady = (standing: Standing): Standing => ({ ...standing, flappingSince: null });

function byHand(
  standing: Standing,
  input: Exclude<TransitionInput, { kind: 'HOLDS' | 'ENDED' | 'TIME' }>,
  now: Date,
): Outcome {
  const { state, acknowledgedAt } = standing;
  const unchanged: Outcome = { standing, effects: [] };
  if (state === 'RESOLVED') return unchanged;
  if (input.kind === 'REMOVE_RULE') {
    const { why = 'RULE_REMOVED' } = input;
    if (state !== 'PENDING') return resolved({ ...standing, condition: false }, why, null, now);
    return { standing: undefined, effects: [{ kind: 'DROPPED', after: standing }] };
  }
  if (state === 'PENDING') return unchanged;
  if (input.kind === 'RESOLVE') return resolved(standing, 'MANUAL', input.by, now);
  const isTaken = input.kind === 'ACKNOWLEDGE';
  if (isTaken === (acknowledgedAt !== null)) return unchanged;
  const calm = isTaken ? 'ACKNOWLEDGED' : 'FIRING';
  const after: Standing = {
    ...standing,
    state: state === 'RECOVERING' ? state : calm,
    acknowledgedAt: isTaken ? now : null,
    acknowledgedBy: isTaken ? input.by : null,
  };
  return {
    standing: after,
    effects: [{ kind: isTaken ? 'ACKNOWLEDGED' : 'UNACKNOWLEDGED', after }],
  };
}

const isOver = (from: Date, ms: number, at: Date): boolean => at.getTime() - from.getTime() >= ms;
const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const later = (one: Date, other: Date): Date => (one > other ? one : other);
