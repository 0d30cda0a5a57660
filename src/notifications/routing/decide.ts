// Whether a group's receiver is told something now, and why: Alertmanager's decision in five steps, over
// what was told and what is there. Pure.
import type { NotifyReason } from '../../core/notifications.ts';

/** What a group's receiver was told; alerts are fingerprints. */
export interface Told {
  /** Firing and resolved ones of the last notification. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** Told as firing by any notification, and not as resolved since. */
  readonly open: readonly string[];
  /** How bad each of `firing` was told to be, by fingerprint; 0 is the worst. */
  readonly ranks?: Readonly<Record<string, number>> | undefined;
  /** When the last one was sent; null when none was yet. */
  readonly at: Date | null;
}

export const nothingTold: Told = { firing: [], resolved: [], open: [], at: null };

export interface Situation {
  readonly told: Told;
  /** Fingerprints of what fires and may be told now. */
  readonly firing: ReadonlySet<string>;
  /** Of what is over and was told as firing: nobody hears the end of what he never heard of. */
  readonly resolved: ReadonlySet<string>;
  /** How bad what fires is now; left out when nothing new may be told. */
  readonly ranks?: Readonly<Record<string, number>> | undefined;
  readonly sendResolved: boolean;
  /** Something that fires may be told again; not what somebody has taken on. */
  readonly mayRepeat: boolean;
  /** 0: never. */
  readonly repeatIntervalMs: number;
  readonly now: Date;
}

export type Reason = Extract<
  NotifyReason,
  'FIRST_NOTIFICATION' | 'NEW_ALERTS' | 'SOME_RESOLVED' | 'ALL_RESOLVED' | 'REPEAT'
>;

export interface Decision {
  /** Null: there is nothing to tell. */
  readonly reason: Reason | null;
  /** False: it only changes what counts as told, because the channel wants no ends. */
  readonly deliver: boolean;
}

const silence: Decision = { reason: null, deliver: false };
const tell = (reason: Reason): Decision => ({ reason, deliver: true });

/**
 * The five steps:
 * 1. nothing was told yet: something fires → FIRST_NOTIFICATION, else nothing;
 * 2. something fires that the last notification did not have → NEW_ALERTS, or FIRST_NOTIFICATION when it had
 *    nothing that fires; or something is worse than it was told → NEW_ALERTS, also when somebody has taken it on;
 * 3. nothing fires: what is over → ALL_RESOLVED (delivered only when ends are wanted), or SOME_RESOLVED as long
 *    as something that was told is only out of sight, as a silenced alert is;
 * 4. ends are wanted, and something is over of which that was not told → SOME_RESOLVED;
 * 5. the last notification is as old as the interval of repetition → REPEAT.
 */
export function decide(situation: Situation): Decision {
  const { told, firing, resolved, sendResolved, repeatIntervalMs, now } = situation;
  if (told.at === null) return firing.size > 0 ? tell('FIRST_NOTIFICATION') : silence;
  if (!isWithin(firing, told.firing)) {
    return tell(told.firing.length === 0 ? 'FIRST_NOTIFICATION' : 'NEW_ALERTS');
  }
  if (isWorse(situation)) return tell('NEW_ALERTS');
  if (firing.size === 0) {
    if (resolved.size === 0) return silence;
    const isAll = told.open.every((one) => resolved.has(one));
    return { reason: isAll ? 'ALL_RESOLVED' : 'SOME_RESOLVED', deliver: sendResolved };
  }
  if (sendResolved && !isWithin(resolved, told.resolved)) return tell('SOME_RESOLVED');
  const isDue = repeatIntervalMs > 0 && told.at.getTime() + repeatIntervalMs <= now.getTime();
  return isDue && situation.mayRepeat ? tell('REPEAT') : silence;
}

/** What counts as told after a decision, whether it was delivered or not. */
export function toldAfter(
  { told, firing, resolved, ranks = told.ranks, sendResolved, now }: Situation,
  { reason, deliver }: Decision,
): Told {
  if (reason !== null && deliver) {
    return {
      firing: [...firing],
      resolved: sendResolved ? [...resolved] : [],
      open: [...new Set([...told.open, ...firing])].filter((one) => !resolved.has(one)),
      at: now,
      ...(ranks === undefined ? {} : { ranks }),
    };
  }
  // What ended without a word is forgotten, or it would be taken for known when it comes again.
  const goesOn = (one: string): boolean => !resolved.has(one);
  return resolved.size === 0
    ? told
    : { ...told, firing: told.firing.filter(goesOn), open: told.open.filter(goesOn) };
}

function isWorse({ told: { ranks: before = {} }, ranks: now = {} }: Situation): boolean {
  return Object.entries(now).some(([one, rank]) => {
    const told = Object.hasOwn(before, one) ? before[one] : undefined;
    return told !== undefined && rank < told;
  });
}

function isWithin(some: ReadonlySet<string>, all: readonly string[]): boolean {
  if (some.size > all.length) return false;
  const known = new Set(all);
  return [...some].every((one) => known.has(one));
}
