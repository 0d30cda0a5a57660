// Follows the engine's changes in their transaction: an alert that fires is suppressed before anybody
// after this could tell of it. It never changes other alerts than those it is given: their rows belong to
// other transactions. Whoever is kept from being told by one of these, or was, is decided of just after
// the commit. Each side of an inhibition looks for the other then, so that of two that begin at the same
// time the one that is committed last finds the other.
import { isFiring, matchedLabels } from '../../core/alerts.ts';
import { matchesAll } from '../../core/matchers.ts';
import type { AlertChange, AlertFollower } from '../../store/alert-changes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { MatcherGroup } from '../../store/suppressed-alerts.ts';
import { settleAlerts } from './decide.ts';
import { sameValues, type GroundReader } from './ground.ts';
import type { InhibitionRule } from './reasons.ts';
import type { Scope } from './scope.ts';

/** Creates the follower; `again` is told after the commit of whom is to be decided again. */
export function createSuppressionFollower(
  ground: GroundReader,
  again: (scope: Scope) => void,
): AlertFollower {
  return {
    follow: async (tx, changes, now) => {
      const latest = new Map<string, AlertRow>();
      const fired = new Set<string>();
      for (const { kind, alert } of changes) {
        if (kind === 'DROPPED') latest.delete(alert.id);
        else latest.set(alert.id, alert);
        if (isFiring(alert.state)) fired.add(alert.id);
      }
      const affected = affectedBy(ground.rules(), changes);
      if (affected !== undefined) tx.onCommit(() => again(affected));
      const alerts = [...latest.values()].filter(
        ({ id, suppressed }) => fired.has(id) || suppressed.length > 0,
      );
      if (alerts.length === 0) return changes;
      const settled = await settleAlerts(tx, ground, alerts, now, fired);
      if (settled.changed.size === 0) return changes;
      const after = changes.map((change) => {
        const { suppressed } = settled.changed.get(change.alert.id) ?? change.alert;
        return { ...change, alert: { ...change.alert, suppressed } };
      });
      return [...after, ...settled.changes];
    },
  };
}

/** Alerts that may be kept from being told by those that began or ended, and those that began. */
function affectedBy(
  rules: readonly InhibitionRule[],
  changes: readonly AlertChange[],
): Scope | undefined {
  const ids: string[] = [];
  const groups: MatcherGroup[] = [];
  for (const { kind, alert } of changes) {
    if (kind !== 'FIRED' && kind !== 'RESOLVED' && kind !== 'UPDATED') continue;
    const labels = matchedLabels(alert);
    for (const rule of rules) {
      if (kind === 'FIRED' && matchesAll(rule.target, labels)) ids.push(alert.id);
      if (matchesAll(rule.source, labels)) {
        groups.push([...rule.target, ...sameValues(rule, labels)]);
      }
    }
  }
  return ids.length === 0 && groups.length === 0 ? undefined : { ids, groups };
}
