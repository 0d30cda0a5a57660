// Of which alerts is to be decided again. What comes while that is under way is put together for the next
// time; more than a certain number of them is simply all.
import type { MatcherGroup } from '../../store/suppressed-alerts.ts';

export interface Scope {
  readonly ids: readonly string[];
  /** Alerts that may fit one of these. */
  readonly groups: readonly MatcherGroup[];
}

export interface ScopeCollector {
  add(scope: Scope | 'all'): void;
  /** Gives what was added and forgets it; undefined when there was nothing. */
  take(): Scope | 'all' | undefined;
}

const mostIds = 2_000;
const mostGroups = 40;

/** Creates an empty one. */
export function createScopeCollector(): ScopeCollector {
  const ids = new Set<string>();
  const groups = new Map<string, MatcherGroup>();
  let isAll = false;
  return {
    add: (scope) => {
      if (scope === 'all') {
        isAll = true;
        return;
      }
      for (const id of scope.ids) ids.add(id);
      for (const group of scope.groups) groups.set(JSON.stringify(group), group);
      isAll ||= ids.size > mostIds || groups.size > mostGroups;
      if (!isAll) return;
      ids.clear();
      groups.clear();
    },
    take: () => {
      const taken: Scope | 'all' = isAll ? 'all' : { ids: [...ids], groups: [...groups.values()] };
      isAll = false;
      ids.clear();
      groups.clear();
      if (taken !== 'all' && taken.ids.length === 0 && taken.groups.length === 0) return undefined;
      return taken;
    },
  };
}
