// The section `alerts`: which rules there are, and what is different about hawkwatch's own. Rules that come
// over the API are read by the same form (`readAlertRule`).
import { z } from 'zod';

import {
  aggregates,
  missingPolicies,
  type AlertRule,
  type AlertRuleSettings,
} from '../../core/alert-rules.ts';
import { severities } from '../../core/alerts.ts';
import { labelKeyForm } from '../../core/database-words.ts';
import { factTestForm, findFactTest } from '../../core/fact-tests.ts';
import {
  dayMs,
  declarationFaults,
  filled,
  matcher,
  named,
  onOrOff,
  section,
  type DeclarationFault,
} from '../forms.ts';
import { durationForm, findDurationMs } from '../duration.ts';

const longestMs = 366 * dayMs;
const text = (longest: number) =>
  filled
    .max(longest, `must have ${longest} characters at most`)
    .refine((value) => !value.includes('\0'), 'has a character that cannot be stored');

/** A duration that may be left out, or nothing (`0s`). */
const span = z.string(`must be ${durationForm}`).transform((given, context): number => {
  const ms = findDurationMs(given);
  if (ms !== undefined && ms <= longestMs) return ms;
  context.addIssue(ms === undefined ? `must be ${durationForm}` : 'must be 366d at most');
  return z.NEVER;
});

const positive = (shortestMs: number, longest: number) =>
  span.refine(
    (ms) => ms >= shortestMs && ms <= longest,
    `must be ${shortestMs / 1000}s to ${longest / 3_600_000}h`,
  );

const severity = z.enum(severities, `must be one of ${severities.join(', ')}`);
const number = z.number('must be a number');

const matchers = z.array(matcher).max(20, 'has too many entries');

const test = z.string(`must be ${factTestForm}`).transform((given, context) => {
  const found = findFactTest(given);
  if (found !== undefined) return found;
  context.addIssue(`must be ${factTestForm}`);
  return z.NEVER;
});

const eventType = z
  .string()
  .regex(/^[a-z_]{1,60}(?:\.[a-z_]{1,60})+$/, 'must be a type of events as migration.completed');

const pattern = section({
  event: eventType,
  where: z.array(test).max(20, 'has too many entries').default([]),
});

const labelName = z.string().regex(labelKeyForm.pattern, labelKeyForm.message);
const path = z
  .string()
  .regex(/^[A-Za-z_][\w]*(?:\.\w+){0,9}$/, 'must be a path as database or migration.version');
const few = (record: object): boolean => Object.keys(record).length <= 20;
const tooMany = 'has too many entries';

const eventCondition = section({
  on: z.array(pattern).min(1, 'must name an event').max(20, tooMany),
  until: z.array(pattern).max(20, tooMany).default([]),
  labels: z.record(labelName, path).refine(few, tooMany).default({}),
  lasts: positive(1000, longestMs).optional(),
}).transform(({ lasts, ...rest }) => ({
  kind: 'event' as const,
  ...rest,
  lastsMs: lasts ?? null,
}));

const enumOf = <const Words extends readonly string[]>(words: Words) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.toUpperCase() : value),
    z.enum(words, `must be one of ${words.join(', ').toLowerCase()}`),
  );

const metricCondition = section({
  name: z
    .string()
    .regex(/^[a-z0-9_.*?|]{1,300}$/, 'must be the name of a metric, or a pattern with * ? |')
    .refine((value) => /[a-z]/.test(value), 'must say more of the metrics than that'),
  match: matchers.default([]),
  aggregate: enumOf(aggregates).default('AVERAGE'),
  window: positive(1000, 24 * 3_600_000).default(300_000),
  above: number.optional(),
  below: number.optional(),
  clear: number.optional(),
  noDataAfter: positive(1000, 24 * 3_600_000).default(600_000),
  onNoData: enumOf(missingPolicies).default('OK'),
  onError: enumOf(missingPolicies).default('KEEP'),
}).transform(({ name, window, noDataAfter, above, below, clear, ...rest }, context) => {
  if ((above === undefined) === (below === undefined)) {
    context.addIssue('needs either above or below');
    return z.NEVER;
  }
  const isBeyond =
    clear !== undefined && (above === undefined ? clear < (below ?? clear) : clear > above);
  if (isBeyond) {
    const message = `must be ${above === undefined ? 'above below' : 'below above'}: an alert ends there`;
    context.addIssue({ code: 'custom', path: ['clear'], message });
  }
  return {
    kind: 'metric' as const,
    ...rest,
    metric: name,
    windowMs: window,
    above: above ?? null,
    below: below ?? null,
    clear: clear ?? null,
    noDataAfterMs: noDataAfter,
  };
});

const settings = {
  enabled: onOrOff('must be true or false').optional(),
  severity: severity.optional(),
  for: span.optional(),
  above: number.optional(),
  below: number.optional(),
  clear: number.optional(),
};

const override = section({ match: matchers.min(1, 'must name a label'), ...settings }).transform(
  ({ for: forMs, ...rest }) => ({ ...rest, forMs }),
);

const ruleType = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,62}$/, 'must be a word in capitals as SLOW_CHECKOUT');

const rule = section({
  name: named,
  enabled: onOrOff('must be true or false').default(true),
  type: ruleType.optional(),
  description: text(1000).optional(),
  severity,
  event: eventCondition.optional(),
  metric: metricCondition.optional(),
  for: span.default(0),
  keepFiringFor: span.default(0),
  labels: z.record(labelName, text(200)).refine(few, tooMany).default({}),
  title: text(2000).optional(),
  message: text(10_000).optional(),
  runbook: text(2000).optional(),
  overrides: z.array(override).max(50, tooMany).default([]),
  escalation: named.optional(),
}).transform((given, context): AlertRule => {
  const { event, metric, for: forMs, keepFiringFor, type, title, message, ...rest } = given;
  const condition = event ?? metric;
  if (condition === undefined || (event !== undefined && metric !== undefined)) {
    context.addIssue('needs either event or metric');
    return z.NEVER;
  }
  const description = rest.description ?? rest.name;
  const usual = condition.kind === 'metric' ? metricTexts : eventTexts;
  return {
    ...rest,
    origin: 'FILE',
    type:
      type ??
      rest.name
        .toUpperCase()
        .replaceAll('-', '_')
        .replace(/^(?=[0-9_])/, 'RULE_'),
    description,
    condition,
    forMs,
    keepFiringForMs: keepFiringFor,
    title: title ?? usual.title,
    message: message ?? usual.message,
    runbook: rest.runbook ?? null,
    escalation: rest.escalation ?? null,
  };
});

const metricTexts = {
  title: '{{ rule.name }}: {{ metric }} of {{ subject }} is {{ value }}',
  message:
    '{{ rule.description }} {{ metric }} is {{ value }} {{ unit }}, the limit is {{ threshold }}.',
};
const eventTexts = {
  title: '{{ rule.name }}: {{ event.type }} of {{ event.subject }}',
  message: '{{ rule.description }}',
};

const change = section({
  rule: named,
  match: matchers.min(1, 'must name a label').optional(),
  ...settings,
  keepFiringFor: span.optional(),
  escalation: named.optional(),
}).transform(({ for: forMs, keepFiringFor, match, ...rest }, context) => {
  if (match !== undefined && (keepFiringFor !== undefined || rest.escalation !== undefined)) {
    context.addIssue('keepFiringFor and escalation are of a whole rule: leave out match');
  }
  return { ...rest, match: match ?? null, forMs, keepFiringForMs: keepFiringFor };
});

export const alerts = section({
  defaults: onOrOff('must be on or off, true or false').default(true),
  rules: z.array(rule).max(500, tooMany).default([]),
  changes: z.array(change).max(500, tooMany).default([]),
}) satisfies z.ZodType<AlertRuleSettings>;

export type AlertsConfiguration = z.output<typeof alerts>;

/** A rule that no file declares, in the file's form; its faults hold no value of it. */
export function readAlertRule(
  declaration: unknown,
):
  | { readonly rule: AlertRule; readonly faults: null }
  | { readonly rule: null; readonly faults: readonly DeclarationFault[] } {
  const parsed = rule.safeParse(declaration);
  if (parsed.success) return { rule: parsed.data, faults: null };
  return { rule: null, faults: declarationFaults(parsed.error.issues) };
}
