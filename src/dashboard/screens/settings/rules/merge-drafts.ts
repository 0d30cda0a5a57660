// A rule in the form while somebody else changes it, too. An update replaces the whole rule, so what was not
// touched here must be what is kept now, not what was kept when the form was opened. Pure.
import type { RuleDraft } from './rule-draft.ts';

/** The parts of a rule as the form calls them. */
const names: Readonly<Record<keyof RuleDraft, string>> = {
  name: 'its name',
  description: 'what it is about',
  severity: 'the severity',
  enabled: 'whether it makes alerts',
  kind: 'what it looks at',
  metric: 'the metric',
  match: 'which series',
  aggregate: 'what is compared',
  window: 'the window',
  above: 'the upper threshold',
  below: 'the lower threshold',
  clear: 'where it ends',
  noDataAfter: 'when data is missing',
  onNoData: 'what missing data means',
  onError: 'what a failure means',
  on: 'the events that begin it',
  until: 'the events that end it',
  identity: 'what tells its alerts apart',
  lasts: 'how long it lasts',
  forText: 'how long it must hold',
  keepFiringFor: 'how long it goes on',
  title: 'the title',
  message: 'the message',
  runbook: 'the runbook',
  escalation: 'the escalation policy',
  labels: 'the labels',
  type: 'the type',
};

const parts = Object.keys(names) as readonly (keyof RuleDraft)[];

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface MergedDraft {
  readonly draft: RuleDraft;
  /** What was changed here and by somebody else, and not to the same: keeping it undoes theirs. */
  readonly contested: readonly string[];
}

/** What was typed over `opened`, put upon the rule as it is now. */
export function mergeDrafts(opened: RuleDraft, typed: RuleDraft, now: RuleDraft): MergedDraft {
  const touched = parts.filter((part) => !isSame(typed[part], opened[part]));
  const contested = touched.filter(
    (part) => !isSame(now[part], opened[part]) && !isSame(now[part], typed[part]),
  );
  return {
    draft: { ...now, ...Object.fromEntries(touched.map((part) => [part, typed[part]])) },
    contested: contested.map((part) => names[part]),
  };
}
