// Why nobody is told of an alert now. Pure: from what is in force and what fires, as Alertmanager decides
// it. An alert that does not fire (any more) never gets a reason that it has not had: what had begun while
// it fired stays until it ends, so that its end is told once, and neither twice nor never.
import {
  isFiring,
  matchedLabels,
  suppressionKinds,
  type Labels,
  type Suppression,
} from '../../core/alerts.ts';
import { matchesAll, type Matcher } from '../../core/matchers.ts';
import { roleIncludes } from '../../core/role.ts';
import type { InhibitionSettings } from '../../core/suppression.ts';
import type { SuppressibleAlert } from '../../store/suppressed-alerts.ts';

export interface ActiveSilence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly endsAt: Date;
  readonly createdBy: string;
  readonly comment: string;
}

export interface OpenWindow {
  readonly name: string;
  readonly match: readonly Matcher[];
  readonly comment: string;
  readonly until: Date;
}

/** Alerts that keep others from being told, by rule and by the values that both have. */
export interface Sources {
  /** The first that the alert is kept from being told by. */
  find(
    rule: InhibitionRule,
    alert: SuppressibleAlert,
    labels: Labels,
  ): SuppressibleAlert | undefined;
}

/** Names of the endpoints of each finding that there is an alert of. */
export type OutageMembers = ReadonlyMap<string, ReadonlySet<string>>;

export interface InhibitionRule extends InhibitionSettings {
  /** What is not said by matchers and equal labels; without it they are enough. */
  readonly covers?: (
    source: SuppressibleAlert,
    target: SuppressibleAlert,
    members: OutageMembers,
  ) => boolean;
}

/** What is in force at a moment. */
export interface Ground {
  readonly silences: readonly ActiveSilence[];
  readonly windows: readonly OpenWindow[];
  readonly rules: readonly InhibitionRule[];
  readonly sources: Sources;
  /** Other replicas may know inhibitions and dependencies that this one does not. */
  readonly filesDiffer?: boolean;
}

const mostReasons = 20;
const longestReason = 500;

/** The values by which a rule compares source and target. */
export function equalKey({ equal }: InhibitionRule, labels: Labels): string {
  return JSON.stringify(equal.map((label) => valueOf(labels, label)));
}

export function valueOf(labels: Labels, label: string): string {
  return Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
}

/** Arranges alerts that fire, the oldest first, as sources of rules. */
export function createSources(
  rules: readonly InhibitionRule[],
  firing: readonly SuppressibleAlert[],
  members: OutageMembers = new Map(),
): Sources {
  const byRule = new Map<InhibitionRule, Map<string, SuppressibleAlert[]>>();
  for (const alert of firing) {
    const labels = matchedLabels(alert);
    for (const rule of rules) {
      if (!isFiring(alert.state) || !matchesAll(rule.source, labels)) continue;
      const byKey = byRule.get(rule) ?? new Map<string, SuppressibleAlert[]>();
      const key = equalKey(rule, labels);
      const some = byKey.get(key) ?? [];
      some.push(alert);
      byKey.set(key, some);
      byRule.set(rule, byKey);
    }
  }
  return {
    find: (rule, alert, labels) => {
      // Who is on both sides is not kept quiet by others of that kind: they would all be.
      const isBoth = matchesAll(rule.source, labels);
      return byRule
        .get(rule)
        ?.get(equalKey(rule, labels))
        ?.find(
          (source) =>
            source.id !== alert.id &&
            (!isBoth || !matchesAll(rule.target, matchedLabels(source))) &&
            (rule.covers?.(source, alert, members) ?? true),
        );
    },
  };
}

/** Why nobody is told of the alert; empty when somebody is. `fires`: it does, or has just done so. */
export function reasonsFor(
  alert: SuppressibleAlert,
  ground: Ground,
  fires = isFiring(alert.state),
): readonly Suppression[] {
  if (!fires && alert.suppressed.length === 0) return [];
  const labels = matchedLabels(alert);
  const reasons: Suppression[] = [];
  for (const { id, matchers, createdBy, comment, endsAt } of ground.silences) {
    if (!matchesAll(matchers, labels)) continue;
    const reason = `silenced by ${createdBy}${comment === '' ? '' : `: ${comment}`}`;
    reasons.push({ kind: 'SILENCE', id, reason, until: endsAt.toISOString() });
  }
  for (const { name, match, comment, until } of ground.windows) {
    if (!matchesAll(match, labels)) continue;
    const reason = `in the maintenance window ${name}${comment === '' ? '' : `: ${comment}`}`;
    reasons.push({ kind: 'MAINTENANCE', id: name, reason, until: until.toISOString() });
  }
  for (const rule of ground.rules) {
    if (!matchesAll(rule.target, labels)) continue;
    const source = ground.sources.find(rule, alert, labels);
    if (source === undefined) continue;
    // Whoever may see the one may not see the other: then only its rule is named.
    const isSeen = roleIncludes(alert.audience, source.audience);
    const named = isSeen ? `"${source.title}"` : `an alert of the rule ${source.rule}`;
    reasons.push(
      rule.kind === 'INHIBITION'
        ? {
            kind: 'INHIBITION',
            id: rule.name,
            reason: `inhibited by ${named} (${rule.name})`,
            until: null,
          }
        : {
            kind: 'DEPENDENCY',
            id: source.id,
            reason: `it depends on what has another alert: ${named} (${rule.name})`,
            until: null,
          },
    );
  }
  const allowed = fires ? reasons : reasons.filter((one) => had(alert, one));
  if (ground.filesDiffer !== true) return arrange(allowed);
  // Whoever knows them ends them.
  const unknown = alert.suppressed.filter((one) => !isKnown(ground.rules, one));
  return arrange([...unknown, ...allowed]);
}

/** False for what only a rule of another file can have said. */
function isKnown(rules: readonly InhibitionRule[], { kind, id, reason }: Suppression): boolean {
  if (kind !== 'INHIBITION' && kind !== 'DEPENDENCY') return true;
  return rules.some((rule) =>
    rule.kind === 'INHIBITION'
      ? kind === 'INHIBITION' && rule.name === id
      : kind === 'DEPENDENCY' && reason.endsWith(`(${rule.name})`),
  );
}

// A dependency's source may be another one than before: it still depends on something.
function had({ suppressed }: SuppressibleAlert, { kind, id }: Suppression): boolean {
  return suppressed.some((one) => one.kind === kind && (kind === 'DEPENDENCY' || one.id === id));
}

const rank = ({ kind }: Suppression): number => suppressionKinds.indexOf(kind);

function arrange(reasons: readonly Suppression[]): readonly Suppression[] {
  const once = new Map(reasons.map((one) => [`${one.kind} ${one.id}`, one]));
  return [...once.values()]
    .toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : Number(a.id > b.id)))
    .slice(0, mostReasons)
    .map((one) => ({ ...one, reason: one.reason.slice(0, longestReason) }));
}

/** True when both say the same in the same words. */
export function sameReasons(a: readonly Suppression[], b: readonly Suppression[]): boolean {
  const told = ({ kind, id, reason, until }: Suppression): string =>
    JSON.stringify([kind, id, reason, until]);
  return (
    a.length === b.length && a.every((one, at) => b[at] !== undefined && told(one) === told(b[at]))
  );
}
