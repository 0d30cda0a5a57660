// Which changes may have caused an alert, most likely first, each with the reason in words. Pure.
//
//   score = connection × affinity × time × risk × (it failed) × (the alert names it)
//
// What depends neither on when an alert began nor on what it says is worked out once for all alerts of a kind
// (change-book.ts).
//
// connection: 1 for the same object, less the further it is away (topology.ts). affinity: how well such a
// change explains such trouble (symptom.ts). time: halves with half of the window, and is nothing outside
// it; what takes its time has a longer window. Below the threshold nothing is named: no suspect at all is
// better than one that sends somebody the wrong way.
import type { Labels } from '../../core/alerts.ts';
import type { CorrelationSettings } from '../../core/correlation.ts';
import type { RiskLevel } from '../../core/impact.ts';
import { alertObjects } from './alert-objects.ts';
import type { Audience } from '../../core/role.ts';
import type { Candidate, ChangeBook } from './change-book.ts';
import type { Change } from './change.ts';
import { affinityOf, symptomOf, type Affinity, type Symptom } from './symptom.ts';
import type { Topology } from './topology.ts';

/** What ranking looks at of an alert. */
export interface SuspectedAlert {
  readonly type: string;
  readonly rule: string;
  readonly title: string;
  readonly message: string;
  readonly labels: Labels;
  readonly database: string | null;
  readonly subject: string;
  readonly startedAt: Date;
  readonly eventId: number | null;
}

export interface RankedSuspect {
  readonly eventId: number;
  /** 0 to 1, three digits. */
  readonly score: number;
  readonly reason: string;
  /** Who may see the change. */
  readonly audience: Audience;
  /** What the change is known by; the same for all alerts that it caused. */
  readonly group: string;
}

// Clocks differ by so much, and what is told by CI comes after it was done.
const graceMs = 10_000;
const shareOfBest = 0.4;

const riskFactors: Readonly<Record<RiskLevel, number>> = {
  NONE: 0.4,
  LOW: 0.85,
  MEDIUM: 1,
  HIGH: 1.1,
  CRITICAL: 1.15,
  UNKNOWN: 1,
};
const failedFactor = 1.1;
const namedFactor = 1.3;
const otherEnvironmentFactor = 0.15;
const everythingStrength = 0.9;

/** Ranks the changes of a book for an alert; undefined when time is over before that is done. */
export function rankSuspects(
  alert: SuspectedAlert,
  book: ChangeBook,
  topology: Topology,
  settings: CorrelationSettings,
  isTime?: () => boolean,
): readonly RankedSuspect[] | undefined {
  const startMs = alert.startedAt.getTime();
  const text = `${alert.title} ${alert.message}`.toLowerCase();
  const own = ownGroups(alert, book);
  const candidates = candidatesOf(alert, book, topology, settings, isTime);
  if (candidates === undefined) return undefined;
  const best = new Map<string, Scored>();
  for (const { change, affinity, weight, near } of candidates) {
    if (!isInTime(change, affinity, startMs, settings) || own.has(change.group)) continue;
    const isRunning = change.class === 'MIGRATION_RUNNING';
    if (isRunning && (book.endedMsOf(change.group) ?? Infinity) <= startMs + graceMs) continue;
    const age = isRunning ? 0 : Math.max(0, startMs - change.atMs);
    const isNamed = change.names?.some((name) => text.includes(name.toLowerCase())) === true;
    const score = weight * timeFactor(age, affinity, settings) * (isNamed ? namedFactor : 1);
    const known = best.get(change.group);
    if (known === undefined || isBetter({ change, score }, known)) {
      best.set(change.group, { change, score: Math.min(1, score), near });
    }
  }
  const ranked = [...best.values()]
    .filter(({ score }) => score >= settings.threshold)
    .toSorted(
      (a, b) =>
        b.score - a.score || b.change.atMs - a.change.atMs || a.change.eventId - b.change.eventId,
    );
  const least = (ranked[0]?.score ?? 0) * shareOfBest;
  return ranked
    .filter(({ score }) => score >= least)
    .slice(0, settings.maxSuspects)
    .map(({ change, score, near }) => ({
      eventId: change.eventId,
      score: Math.round(score * 1000) / 1000,
      reason: tell(change, book, startMs, near),
      audience: change.audience,
      group: change.group,
    }));
}

interface Scored {
  readonly change: Change;
  readonly score: number;
  readonly near: string;
}

// All that a candidate depends on is part of the name of its kind.
function candidatesOf(
  alert: SuspectedAlert,
  book: ChangeBook,
  topology: Topology,
  settings: CorrelationSettings,
  isTime?: () => boolean,
): readonly Candidate[] | undefined {
  const symptom = symptomOf(alert);
  const objects = alertObjects(alert);
  const environment = environmentOfAlert(alert, objects, topology);
  const kind = JSON.stringify([
    symptom,
    alert.database,
    environment ?? null,
    settings.threshold,
    [...objects],
  ]);
  const judge = (change: Change): Candidate | undefined => {
    const affinity = affinityOf(symptom, change.class);
    if (affinity === undefined) return undefined;
    if (change.isTroubleOf?.some((object) => isOwn(object, alert, symptom, objects)) === true) {
      return undefined;
    }
    const { strength, near } = connectionOf(change, objects, topology);
    const weight =
      strength *
      affinity.weight *
      (change.risk === undefined ? 1 : riskFactors[change.risk]) *
      (change.class.endsWith('_FAILED') ? failedFactor : 1) *
      (isElsewhere(change, environment, topology) ? otherEnvironmentFactor : 1);
    // Time only lessens it, and words add so much at most.
    return strength === 0 || weight * namedFactor < settings.threshold
      ? undefined
      : { change, affinity, weight, near };
  };
  return book.candidates(kind, topology, judge, isTime);
}

function isBetter(
  one: { readonly change: Change; readonly score: number },
  other: { readonly change: Change; readonly score: number },
): boolean {
  if (one.score !== other.score) return one.score > other.score;
  return one.change.atMs > other.change.atMs;
}

function isInTime(
  change: Change,
  affinity: Affinity,
  startMs: number,
  { windowMs, slowWindowMs }: CorrelationSettings,
): boolean {
  if (change.sinceMs > startMs + graceMs) return false;
  const age = startMs - change.atMs;
  if (age > slowWindowMs) return false;
  return affinity.slow || change.class === 'MIGRATION_RUNNING' || age <= windowMs;
}

function timeFactor(age: number, affinity: Affinity, settings: CorrelationSettings): number {
  return 2 ** (-age / ((affinity.slow ? settings.slowWindowMs : settings.windowMs) / 2));
}

/** The changes that the alert itself was made of. */
function ownGroups(alert: SuspectedAlert, book: ChangeBook): ReadonlySet<string> {
  const run = alert.labels['runId'] ?? alert.labels['run'];
  const group = alert.eventId === null ? undefined : book.groupOf(alert.eventId);
  return new Set([
    ...(group === undefined ? [] : [group]),
    ...(run === undefined ? [] : [`run:${run}`]),
  ]);
}

function isOwn(
  object: string,
  alert: SuspectedAlert,
  symptom: Symptom,
  objects: ReadonlyMap<string, number>,
): boolean {
  if (object.startsWith('drift:'))
    return symptom === 'DRIFT' && object === `drift:${alert.database}`;
  // An alert may name a container without its host.
  const key = /^container:[^/]*\/(.*)$/s.exec(object)?.[1];
  return objects.get(object) === 1 || objects.get(`container:${key}`) === 1;
}

function connectionOf(
  change: Change,
  objects: ReadonlyMap<string, number>,
  topology: Topology,
): { readonly strength: number; readonly near: string } {
  if (change.objects.includes('*')) return { strength: everythingStrength, near: '' };
  let strength = 0;
  let near = '';
  for (const from of change.objects) {
    const reached = topology.reach(from);
    for (const [object, weight] of objects) {
      const found = (reached.get(object) ?? 0) * weight;
      if (found > strength) {
        strength = found;
        near = found === 1 ? '' : object;
      }
    }
  }
  return { strength, near };
}

function environmentOfAlert(
  { labels }: SuspectedAlert,
  objects: ReadonlyMap<string, number>,
  topology: Topology,
): string | undefined {
  if (labels['environment'] !== undefined) return labels['environment'];
  for (const object of objects.keys()) {
    const found = topology.environmentOf(object);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isElsewhere(change: Change, environment: string | undefined, topology: Topology): boolean {
  if (environment === undefined) return false;
  const places = [
    change.environment ?? undefined,
    ...change.objects.map((object) => topology.environmentOf(object)),
  ].filter((place) => place !== undefined);
  return places.length > 0 && !places.includes(environment);
}

function tell(change: Change, book: ChangeBook, startMs: number, near: string): string {
  const when = tellAge(startMs - change.atMs);
  const whom = near === '' ? '' : `, connected with ${near.replace(':', ' ')}`;
  if (!change.group.startsWith('run:')) return `${change.words} ${when}${whom}`;
  const version = change.version ?? book.versionOf(change.group);
  const name = version === undefined ? 'a migration' : `migration ${version}`;
  return `${name} ${change.words} ${when}${whom}`;
}

function tellAge(ms: number): string {
  if (ms <= 500) return 'at the same time';
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s before`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min before`;
  return `${Math.round(minutes / 60)} h before`;
}
