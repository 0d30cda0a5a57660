// Rules: what makes alerts, and how its work goes.
import type {
  Aggregate,
  AlertRule,
  EventCondition,
  EventPattern,
  MetricCondition,
  MissingPolicy,
  RuleOrigin,
  RuleOverride,
} from '../../core/alert-rules.ts';
import { writeFactTest } from '../../core/fact-tests.ts';
import { writeMatcher } from '../../core/matchers.ts';
import { readAlertRules, findAlertRule } from '../alert-rules.ts';
import { builder } from '../builder.ts';
import { SeverityType } from './alert-words.ts';

const Origin = builder.enumType('AlertRuleOrigin', {
  description: 'Who says that there is a rule.',
  values: {
    DEFAULT: { description: 'Hawkwatch ships it.' },
    FILE: { description: 'The configuration file; only there it can be changed.' },
    API: { description: 'It was made with createAlertRule.' },
  } satisfies Record<RuleOrigin, { description: string }>,
});

export const AggregateType = builder.enumType('AlertRuleAggregate', {
  description: 'What is made of the samples of a window.',
  values: {
    LAST: { description: 'The newest one.' },
    AVERAGE: { description: 'Their mean.' },
    MAX: { description: 'The highest one.' },
    MIN: { description: 'The lowest one.' },
  } satisfies Record<Aggregate, { description: string }>,
});

export const MissingPolicyType = builder.enumType('AlertMissingPolicy', {
  description: 'What is made of measurements that are missing.',
  values: {
    OK: { description: 'All is well.' },
    ALERT: { description: 'It is an alert.' },
    KEEP: { description: 'It stays as it was.' },
  } satisfies Record<MissingPolicy, { description: string }>,
});

const Pattern = builder.objectRef<EventPattern>('AlertEventPattern').implement({
  description: 'Which events.',
  fields: (t) => ({
    event: t.exposeString('event', { description: 'Their type, as `migration.completed`.' }),
    where: t.stringList({
      description: 'Tests of their payload, as `runState = FAILED`; all must pass.',
      resolve: ({ where }) => where.map(writeFactTest),
    }),
  }),
});

const EventConditionType = builder.objectRef<EventCondition>('AlertEventCondition').implement({
  description: 'An alert of events.',
  fields: (t) => ({
    on: t.field({ type: [Pattern], description: 'What makes it.', resolve: ({ on }) => [...on] }),
    until: t.field({
      type: [Pattern],
      description: 'What ends it, with the same labels.',
      resolve: ({ until }) => [...until],
    }),
    labels: t.field({
      type: 'JSON',
      description: 'What identifies it: labels, with where their values stand in the payload.',
      resolve: ({ labels }) => labels,
    }),
    lastsMs: t.exposeFloat('lastsMs', {
      nullable: true,
      description: 'Without anything new it ends after so long; null: only by `until` or by hand.',
    }),
  }),
});

const MetricConditionType = builder.objectRef<MetricCondition>('AlertMetricCondition').implement({
  description: 'An alert of measurements: one for each series beyond the threshold.',
  fields: (t) => ({
    metric: t.exposeString('metric', { description: 'Name of the metric, or a pattern.' }),
    match: t.stringList({
      description: 'Which series, as `subject=database:shop`.',
      resolve: ({ match }) => match.map(writeMatcher),
    }),
    aggregate: t.field({
      type: AggregateType,
      description: 'What is compared.',
      resolve: ({ aggregate }) => aggregate,
    }),
    windowMs: t.exposeFloat('windowMs', { description: 'Of the last so many milliseconds.' }),
    above: t.exposeFloat('above', { nullable: true, description: 'Beyond it is above this.' }),
    below: t.exposeFloat('below', { nullable: true, description: 'Beyond it is below this.' }),
    clear: t.exposeFloat('clear', {
      nullable: true,
      description: 'A firing alert ends only on the other side of this.',
    }),
    noDataAfterMs: t.exposeFloat('noDataAfterMs', {
      description: 'A series whose newest sample is older is missing.',
    }),
    onNoData: t.field({
      type: MissingPolicyType,
      description: 'What is made of a missing series.',
      resolve: ({ onNoData }) => onNoData,
    }),
    onError: t.field({
      type: MissingPolicyType,
      description: 'What is made of measurements that cannot be read.',
      resolve: ({ onError }) => onError,
    }),
  }),
});

const Condition = builder.unionType('AlertCondition', {
  description: 'When there is an alert.',
  types: [EventConditionType, MetricConditionType],
  resolveType: (value) =>
    'kind' in value && value.kind === 'metric' ? MetricConditionType : EventConditionType,
});

const Override = builder.objectRef<RuleOverride>('AlertRuleOverride').implement({
  description: 'Other settings for some alerts of a rule; the first that fits decides.',
  fields: (t) => ({
    match: t.stringList({
      description: 'Which alerts: their labels, `database`, or values of the event.',
      resolve: ({ match }) => match.map(writeMatcher),
    }),
    enabled: t.boolean({
      nullable: true,
      description: 'False: there are none of these.',
      resolve: ({ enabled }) => enabled,
    }),
    severity: t.field({
      type: SeverityType,
      nullable: true,
      description: 'How bad these are.',
      resolve: ({ severity }) => severity,
    }),
    forMs: t.float({
      nullable: true,
      description: 'How long the condition holds before anybody is told.',
      resolve: ({ forMs }) => forMs,
    }),
    above: t.float({ nullable: true, description: 'Threshold.', resolve: ({ above }) => above }),
    below: t.float({ nullable: true, description: 'Threshold.', resolve: ({ below }) => below }),
    clear: t.float({
      nullable: true,
      description: 'Where a firing alert ends.',
      resolve: ({ clear }) => clear,
    }),
  }),
});

export const AlertRuleType = builder.objectRef<AlertRule>('AlertRule');

builder.node(AlertRuleType, {
  description: 'What makes alerts.',
  id: { resolve: ({ name }) => name },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'overrides' in value,
  loadOne: (name, { services }) => services.alertRules.book.find(name),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    origin: t.field({
      type: Origin,
      description: 'Where it comes from.',
      resolve: ({ origin }) => origin,
    }),
    enabled: t.exposeBoolean('enabled', { description: 'False: it makes no alerts.' }),
    type: t.exposeString('type', { description: 'The type of its alerts, as `SLOW_API`.' }),
    description: t.exposeString('description', { description: 'What it is about.' }),
    severity: t.field({
      type: SeverityType,
      description: 'How bad its alerts are.',
      resolve: ({ severity }) => severity,
    }),
    condition: t.field({
      type: Condition,
      description: 'When there is an alert.',
      resolve: ({ condition }) => condition,
    }),
    forMs: t.exposeFloat('forMs', {
      description: 'The condition holds for so long before anybody is told.',
    }),
    keepFiringForMs: t.exposeFloat('keepFiringForMs', {
      description: 'An alert goes on for so long after its condition has ended.',
    }),
    labels: t.field({
      type: 'JSON',
      description: 'Added to each alert.',
      resolve: ({ labels }) => labels,
    }),
    title: t.exposeString('title', { description: 'Template of the title.' }),
    message: t.exposeString('message', { description: 'Template of the message.' }),
    runbook: t.exposeString('runbook', {
      nullable: true,
      description: 'Where it says what to do.',
    }),
    overrides: t.field({
      type: [Override],
      description: 'What is different for some of its alerts.',
      resolve: ({ overrides }) => [...overrides],
    }),
    escalation: t.exposeString('escalation', {
      nullable: true,
      description: 'Name of its escalation policy; null: the default one.',
    }),
    lastMatchedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When an event or a measurement fitted it last.',
      resolve: async ({ name }, _args, { loaders }) =>
        (await loaders.alerts.ruleStandings.load(name))?.lastMatchedAt ?? null,
    }),
    lastEvaluatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When measurements were compared with it last; null for rules of events.',
      resolve: async ({ name }, _args, { loaders }) =>
        (await loaders.alerts.ruleStandings.load(name))?.lastEvaluatedAt ?? null,
    }),
    lastError: t.string({
      nullable: true,
      description: 'Why it is not in force, or its last evaluation failed; null when all is well.',
      resolve: async ({ name }, _args, { loaders, services }) =>
        services.alertRules.book.faultOf(name) ??
        (await loaders.alerts.ruleStandings.load(name))?.lastError ??
        null,
    }),
    warning: t.string({
      nullable: true,
      description:
        'What is not as the rule says, although it is in force: its escalation policy is not configured any ' +
        'more. Null when nothing is.',
      resolve: ({ name }, _args, { services }) => services.alertRules.book.warningOf(name) ?? null,
    }),
    openAlerts: t.int({
      description: 'How many alerts of it are open that you may see.',
      resolve: ({ name }, _args, { loaders }) => loaders.alerts.openOfRule.load(name),
    }),
  }),
});

const Filter = builder.inputType('AlertRuleFilter', {
  description: 'Which rules.',
  fields: (t) => ({
    origins: t.field({ type: [Origin], description: 'Only from these places.' }),
    severities: t.field({ type: [SeverityType], description: 'Only of these severities.' }),
    types: t.stringList({ description: 'Only of these types.' }),
    enabled: t.boolean({ description: 'Only those that are (not) enabled.' }),
    text: t.string({ description: 'Only those with this text in the name or description.' }),
  }),
});

builder.queryField('alertRules', (t) =>
  t.connection(
    {
      type: AlertRuleType,
      description: 'Rules by name, those that are switched off included.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Only some of them.' }) },
      resolve: (_root, { filter, ...args }, context) => readAlertRules(context, filter, args),
    },
    {
      name: 'AlertRuleConnection',
      description: 'A page of rules.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ count }) => count,
        }),
      }),
    },
    { name: 'AlertRuleEdge', description: 'A rule in its list.' },
  ),
);

builder.queryField('alertRule', (t) =>
  t.field({
    type: AlertRuleType,
    nullable: true,
    description: 'One rule; null when there is none.',
    authScopes: { role: 'viewer' },
    args: { name: t.arg.id({ required: true, description: 'Its name or global id.' }) },
    resolve: (_root, { name }, context) => findAlertRule(context, name) ?? null,
  }),
);
