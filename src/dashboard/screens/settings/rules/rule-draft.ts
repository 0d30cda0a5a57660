// A rule as it is typed into the form, and back. Pure. What the form does not show (settings for some alerts
// only) is carried along, since an update replaces the whole rule.
import type {
  AlertEventPatternInput,
  AlertMissingPolicy,
  AlertRuleAggregate,
  AlertRuleInput,
  AlertRuleOverrideInput,
  Severity,
} from '../../../graphql/graphql.ts';
import { readDuration, writeDuration } from '../forms/duration-text.ts';
import { readLines, readPairs, writePairs } from '../forms/lines.ts';
import type { WholeRule } from './operations.ts';

export interface PatternDraft {
  readonly event: string;
  /** Tests of the payload, one a line. */
  readonly where: string;
}

export interface RuleDraft {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly enabled: boolean;
  readonly kind: 'metric' | 'event';
  readonly metric: string;
  readonly match: string;
  readonly aggregate: AlertRuleAggregate;
  readonly window: string;
  readonly above: string;
  readonly below: string;
  readonly clear: string;
  readonly noDataAfter: string;
  readonly onNoData: AlertMissingPolicy;
  readonly onError: AlertMissingPolicy;
  readonly on: readonly PatternDraft[];
  readonly until: readonly PatternDraft[];
  readonly identity: string;
  readonly lasts: string;
  readonly forText: string;
  readonly keepFiringFor: string;
  readonly title: string;
  readonly message: string;
  readonly runbook: string;
  readonly escalation: string;
  readonly labels: string;
  readonly type: string;
}

/** A part of the form shows the draft and changes it. */
export interface DraftProps {
  readonly draft: RuleDraft;
  onChange(change: Partial<RuleDraft>): void;
}

const emptyPattern: PatternDraft = { event: '', where: '' };

export const emptyDraft: RuleDraft = {
  name: '',
  description: '',
  severity: 'WARNING',
  enabled: true,
  kind: 'metric',
  metric: '',
  match: '',
  aggregate: 'AVERAGE',
  window: '5min',
  above: '',
  below: '',
  clear: '',
  noDataAfter: '10min',
  onNoData: 'OK',
  onError: 'KEEP',
  on: [emptyPattern],
  until: [],
  identity: '',
  lasts: '',
  forText: '0s',
  keepFiringFor: '0s',
  title: '',
  message: '',
  runbook: '',
  escalation: '',
  labels: '',
  type: '',
};

const textOf = (value: number | null | undefined): string => (value == null ? '' : String(value));

function patternsOf(patterns: readonly { event: string; where: readonly string[] }[]) {
  return patterns.map(({ event, where }) => ({ event, where: where.join('\n') }));
}

function conditionDraft({ condition }: WholeRule): Partial<RuleDraft> {
  if (condition.__typename === 'AlertEventCondition') {
    return {
      kind: 'event',
      on: patternsOf(condition.on),
      until: patternsOf(condition.until),
      identity: writePairs(condition.labels),
      lasts: condition.lastsMs == null ? '' : writeDuration(condition.lastsMs),
    };
  }
  return {
    kind: 'metric',
    metric: condition.metric,
    match: condition.match.join('\n'),
    aggregate: condition.aggregate,
    window: writeDuration(condition.windowMs),
    above: textOf(condition.above),
    below: textOf(condition.below),
    clear: textOf(condition.clear),
    noDataAfter: writeDuration(condition.noDataAfterMs),
    onNoData: condition.onNoData,
    onError: condition.onError,
  };
}

/** A rule that there is, to be changed. */
export function draftOf(rule: WholeRule): RuleDraft {
  return {
    ...emptyDraft,
    ...conditionDraft(rule),
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    enabled: rule.enabled,
    forText: writeDuration(rule.forMs),
    keepFiringFor: writeDuration(rule.keepFiringForMs),
    title: rule.title,
    message: rule.message,
    runbook: rule.runbook ?? '',
    escalation: rule.escalation ?? '',
    labels: writePairs(rule.labels),
    type: rule.type,
  };
}

/** The value under its name, or nothing when nothing was typed. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const isNothing = value === undefined || value === '' || Number.isNaN(value);
  return isNothing ? {} : ({ [name]: value } as Record<Name, Value>);
}

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text);

function inputPatterns(patterns: readonly PatternDraft[]): AlertEventPatternInput[] {
  return patterns
    .filter(({ event }) => event.trim() !== '')
    .map(({ event, where }) => ({ event: event.trim(), where: readLines(where) }));
}

function conditionOf(draft: RuleDraft): Pick<AlertRuleInput, 'event' | 'metric'> {
  if (draft.kind === 'event') {
    return {
      event: {
        on: inputPatterns(draft.on),
        until: inputPatterns(draft.until),
        labels: readPairs(draft.identity),
        ...given('lastsMs', readDuration(draft.lasts)),
      },
    };
  }
  return {
    metric: {
      name: draft.metric.trim(),
      match: readLines(draft.match),
      aggregate: draft.aggregate,
      onNoData: draft.onNoData,
      onError: draft.onError,
      ...given('windowMs', readDuration(draft.window)),
      ...given('noDataAfterMs', readDuration(draft.noDataAfter)),
      ...given('above', numberOf(draft.above)),
      ...given('below', numberOf(draft.below)),
      ...given('clear', numberOf(draft.clear)),
    },
  };
}

/** One by one: what an answer holds beside them, as the name of its type, is no input. */
function overrideOf(override: WholeRule['overrides'][number]): AlertRuleOverrideInput {
  const { match, enabled, severity, forMs, above, below, clear } = override;
  return { match: [...match], enabled, severity, forMs, above, below, clear };
}

/** What the service is asked to keep; `before` is the rule that is replaced. */
export function inputOf(draft: RuleDraft, before?: WholeRule): AlertRuleInput {
  return {
    ...conditionOf(draft),
    name: draft.name.trim(),
    severity: draft.severity,
    enabled: draft.enabled,
    labels: readPairs(draft.labels),
    ...given('description', draft.description.trim()),
    ...given('forMs', readDuration(draft.forText)),
    ...given('keepFiringForMs', readDuration(draft.keepFiringFor)),
    ...given('title', draft.title),
    ...given('message', draft.message),
    ...given('runbook', draft.runbook.trim()),
    ...given('escalation', draft.escalation.trim()),
    ...given('type', draft.type.trim()),
    ...(before === undefined || before.overrides.length === 0
      ? {}
      : { overrides: before.overrides.map(overrideOf) }),
  };
}
