// The changes of late with what ranking asks of them again and again, so that an alert costs what concerns it
// and not what happened: which changes may explain such trouble of such objects is worked out once, and then
// only of changes that are new. It is added to only; whoever forgets makes another one. No I/O.
import type { Change } from './change.ts';
import type { Affinity } from './symptom.ts';
import type { Topology } from './topology.ts';

/** A change that may explain an alert, with what does not depend on when that began and what it says. */
export interface Candidate {
  readonly change: Change;
  readonly affinity: Affinity;
  /** All factors of the score but time and words. */
  readonly weight: number;
  /** The object that connects them; empty when it is the alert's own. */
  readonly near: string;
}

export interface ChangeBook {
  /** In the order of their events. */
  readonly all: readonly Change[];
  has(eventId: number): boolean;
  /** Adds changes; those that it has already are left out. */
  add(changes: readonly Change[]): void;
  /** The group of the change that an event tells of. */
  groupOf(eventId: number): string | undefined;
  /** When what others of the group began was ended first; milliseconds. */
  endedMsOf(group: string): number | undefined;
  /** The version that explains a group. */
  versionOf(group: string): string | undefined;
  /**
   * Candidates of alerts of one kind, as `judge` finds them; `kind` names all that it depends on. Undefined
   * when time is over before all changes are judged: the next one who asks goes on from there.
   */
  candidates(
    kind: string,
    topology: Topology,
    judge: (change: Change) => Candidate | undefined,
    isTime?: () => boolean,
  ): readonly Candidate[] | undefined;
}

const mostKinds = 1000;
const mostCandidates = 100_000;

/** Creates it. */
export function createChangeBook(first: readonly Change[] = []): ChangeBook {
  const all: Change[] = [];
  const groups = new Map<number, string>();
  const ended = new Map<string, number>();
  const versions = new Map<string, string>();
  const kinds = new Map<string, { judged: number; readonly found: Candidate[] }>();
  let count = 0;
  let of: Topology | undefined;

  const add = (changes: readonly Change[]): void => {
    for (const change of changes) {
      const { eventId, group, sinceMs, version, ends } = change;
      if (groups.has(eventId)) continue;
      all.push(change);
      groups.set(eventId, group);
      if (version !== undefined) versions.set(group, version);
      if (ends === true) ended.set(group, Math.min(ended.get(group) ?? sinceMs, sinceMs));
    }
  };
  add(first);
  return {
    all,
    add,
    has: (eventId) => groups.has(eventId),
    groupOf: (eventId) => groups.get(eventId),
    endedMsOf: (group) => ended.get(group),
    versionOf: (group) => versions.get(group),
    candidates: (kind, topology, judge, isTime = () => true) => {
      if (of !== topology || kinds.size >= mostKinds || count >= mostCandidates) {
        kinds.clear();
        count = 0;
        of = topology;
      }
      const known = kinds.get(kind) ?? { judged: 0, found: [] };
      kinds.set(kind, known);
      const before = known.found.length;
      for (; known.judged < all.length && isTime(); known.judged += 1) {
        const change = all[known.judged];
        const candidate = change === undefined ? undefined : judge(change);
        if (candidate !== undefined) known.found.push(candidate);
      }
      count += known.found.length - before;
      return known.judged < all.length ? undefined : known.found;
    },
  };
}
