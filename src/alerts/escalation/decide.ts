// What an alert's escalation comes to: the next standing, and which levels are told now. Pure; the standing
// and the alert decide, not how it came to be asked, so that asking once too often changes nothing.
//
//   nothing ── it fires and is not suppressed ─────────────> level 0 waits for its `after`
//   waiting ── its time has come ──────────────────────────> told; the next level waits, from now on
//           ── the last level was told ────────────────────> level 0 waits for `repeatAfter`, or ALL_TOLD
//           ── acknowledged, suppressed ───────────────────> stopped; when that ends the same level waits anew
//           ── resolved ───────────────────────────────────> RESOLVED, for good
//
// - Times that were missed (hawkwatch was down, its clock was put forward) are caught up by one level: the
//   next one waits its full time from now.
// - A level outside its hours is passed over as if it had been told, and so is one that has nobody for the
//   severity. When nobody who comes after it in the round could be told, it waits for its hours instead:
//   a round never ends without what it could say.
// - A policy that changed counts from the next level on; the time that is being waited for stays. A level
//   that it has not any more ends the round. Of a policy that is gone nothing is told any more; while
//   another replica may still know it, it is left to that one.
// - An alert that fires already when it gets a policy is escalated from when it fired: of the times that
//   have passed by then the first level is caught up, and the next one waits its full time from now.
// - An alert that recovers still fires: it goes on.
import { isFiring, type AlertState, type Severity, type Suppression } from '../../core/alerts.ts';
import type {
  EscalationLevel,
  EscalationPolicy,
  EscalationStanding,
  EscalationStop,
} from '../../core/escalation.ts';
import { isWithinHours, nextWithinHours } from './next-hours.ts';

export interface EscalatedAlert {
  readonly state: AlertState;
  readonly severity: Severity;
  readonly acknowledgedAt: Date | null;
  readonly suppressed: readonly Suppression[];
}

/** Who has a rotation's turn now. */
export type OnCallNow = (
  rotation: string,
) => { readonly name: string; readonly channels: readonly string[] } | undefined;

export interface ToldLevel {
  readonly level: number;
  readonly round: number;
  readonly channels: readonly string[];
  /** Who is on call, where the level names a rotation. */
  readonly person: string | null;
}

export interface PassedLevel {
  readonly level: number;
  readonly round: number;
  readonly why: 'OUTSIDE_HOURS' | 'NOBODY';
}

export interface EscalationDecision {
  /** The same object when nothing changed; null: the alert has none (yet). */
  readonly standing: EscalationStanding | null;
  readonly told: readonly ToldLevel[];
  readonly passed: readonly PassedLevel[];
}

export interface EscalationQuestion {
  /** The policy of the standing; for an alert without one, that it is to have. Null: there is none. */
  readonly policy: EscalationPolicy | null;
  readonly standing: EscalationStanding | null;
  readonly alert: EscalatedAlert;
  readonly now: Date;
  readonly onCall: OnCallNow;
  /** Somebody wants the next level told now, whatever its time and hours. */
  readonly atOnce?: boolean;
  /** A policy that is not known here may be known to another replica. */
  readonly othersMayKnow?: boolean;
  /** When it fired, of an alert that gets a policy only now; not given: it begins now. */
  readonly firedAt?: Date | null;
}

/** Why an alert is not to be escalated now; null when it is. */
function findStop(alert: EscalatedAlert): EscalationStop | null {
  if (alert.state === 'RESOLVED') return 'RESOLVED';
  if (alert.acknowledgedAt !== null || alert.state === 'ACKNOWLEDGED') return 'ACKNOWLEDGED';
  return alert.suppressed.length > 0 ? 'SUPPRESSED' : null;
}

const endsByItself = (stop: EscalationStop): boolean =>
  stop === 'ACKNOWLEDGED' || stop === 'SUPPRESSED';

export function decideEscalation(question: EscalationQuestion): EscalationDecision {
  const { policy, standing, alert, now } = question;
  const same: EscalationDecision = { standing, told: [], passed: [] };
  const stop = findStop(alert);
  if (standing === null) {
    if (stop !== null || policy === null || !isFiring(alert.state)) return same;
    const from = question.firedAt ?? now;
    return goOn({ ...question, policy }, waiting(policy, { level: 0, round: 0, now: from }));
  }
  // What has ended for good has.
  if (standing.stop !== null && !endsByItself(standing.stop) && stop !== 'RESOLVED') return same;
  if (stop !== null) {
    if (standing.stop === stop) return same;
    return { ...same, standing: { ...standing, nextAt: null, stop } };
  }
  if (policy === null && question.othersMayKnow === true) {
    // How long the level waits is not known here: whoever knows it takes it as due.
    return standing.stop === null
      ? same
      : { ...same, standing: { ...standing, nextAt: now, stop: null } };
  }
  if (policy === null) {
    const isDue = standing.nextAt === null || standing.nextAt <= now;
    if (!isDue && question.atOnce !== true) return same;
    return { ...same, standing: { ...standing, nextAt: null, stop: 'POLICY_REMOVED' } };
  }
  if (standing.stop !== null) {
    return goOn({ ...question, policy }, waiting(policy, { ...standing, now }));
  }
  return goOn({ ...question, policy }, standing);
}

/** The level with its wait, from now on. */
function waiting(
  policy: EscalationPolicy,
  { level, round, now }: { readonly level: number; readonly round: number; readonly now: Date },
): EscalationStanding {
  const isRepetition = level === 0 && round > 0;
  const waitMs = isRepetition ? policy.repeatAfterMs : (policy.levels[level]?.afterMs ?? 0);
  const nextAt = new Date(now.getTime() + waitMs);
  return { policy: policy.name, level, round, nextAt, stop: null };
}

type Asked = EscalationQuestion & { readonly policy: EscalationPolicy };

function goOn(asked: Asked, from: EscalationStanding): EscalationDecision {
  const { policy, now } = asked;
  const told: ToldLevel[] = [];
  const passed: PassedLevel[] = [];
  let standing = from;
  let isForced = asked.atOnce === true;
  while (standing.nextAt !== null && (isForced || standing.nextAt <= now)) {
    const { level, round } = standing;
    const settings = policy.levels[level];
    if (settings !== undefined) {
      const whom = findChannels(asked, settings);
      if (whom.channels.length === 0) {
        passed.push({ level, round, why: 'NOBODY' });
      } else if (isForced || settings.hours === null || isWithinHours(settings.hours, now)) {
        told.push({ level, round, ...whom });
        isForced = false;
      } else if (policy.levels.slice(level + 1).some((later) => couldTell(asked, later))) {
        passed.push({ level, round, why: 'OUTSIDE_HOURS' });
      } else {
        standing = { ...standing, nextAt: nextWithinHours(settings.hours, now) };
        break;
      }
    }
    standing = next(policy, standing, now);
    // A round at a time, also when all its levels have nobody.
    if (standing.round > round) break;
  }
  return { standing, told, passed };
}

/** The standing after a level. */
function next(policy: EscalationPolicy, { level, round }: EscalationStanding, now: Date) {
  if (level + 1 < policy.levels.length) return waiting(policy, { level: level + 1, round, now });
  if (round < policy.repeat) return waiting(policy, { level: 0, round: round + 1, now });
  const last = { policy: policy.name, level: policy.levels.length, round, nextAt: null };
  return { ...last, stop: 'ALL_TOLD' as const };
}

const couldTell = (asked: Asked, level: EscalationLevel): boolean =>
  findChannels(asked, level).channels.length > 0;

function findChannels(
  { alert, onCall }: Asked,
  { channels, rotation }: EscalationLevel,
): { readonly channels: readonly string[]; readonly person: string | null } {
  const person = rotation === null ? undefined : onCall(rotation);
  const names = [...channels[alert.severity], ...(person?.channels ?? [])];
  return { channels: [...new Set(names)], person: person?.name ?? null };
}
