// What a rule over the API is: the same as in the configuration file, with milliseconds.
import { builder } from '../builder.ts';
import { AggregateType, MissingPolicyType } from './alert-rule.ts';
import { SeverityType } from './alert-words.ts';
import { LabelInput } from './migration-overview.ts';

const Pattern = builder.inputType('AlertEventPatternInput', {
  description: 'Which events.',
  fields: (t) => ({
    event: t.string({ required: true, description: 'Their type, as `migration.completed`.' }),
    where: t.stringList({
      description:
        'Tests of their payload, as `runState=FAILED`, `counts.pending > 0`, `reason exists`.',
    }),
  }),
});

const EventInput = builder.inputType('AlertEventConditionInput', {
  description: 'An alert of events.',
  fields: (t) => ({
    on: t.field({ type: [Pattern], required: true, description: 'What makes it.' }),
    until: t.field({ type: [Pattern], description: 'What ends it, with the same labels.' }),
    labels: t.field({
      type: [LabelInput],
      description: 'What identifies it: labels, with the path of their value, as `database`.',
    }),
    lastsMs: t.int({ description: 'Without anything new it ends after so long.' }),
  }),
});

const MetricInput = builder.inputType('AlertMetricConditionInput', {
  description: 'An alert of measurements. Either `above` or `below` is needed.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the metric, or a pattern.' }),
    match: t.stringList({ description: 'Which series, as `subject=database:shop`.' }),
    aggregate: t.field({ type: AggregateType, description: 'What is compared (AVERAGE).' }),
    windowMs: t.int({ description: 'Of the last so many milliseconds (five minutes).' }),
    above: t.float({ description: 'Beyond it is above this.' }),
    below: t.float({ description: 'Beyond it is below this.' }),
    clear: t.float({ description: 'A firing alert ends only on the other side of this.' }),
    noDataAfterMs: t.int({ description: 'When a series is missing (ten minutes).' }),
    onNoData: t.field({ type: MissingPolicyType, description: 'What is then (OK).' }),
    onError: t.field({
      type: MissingPolicyType,
      description: 'What is when measurements cannot be read (KEEP).',
    }),
  }),
});

const OverrideInput = builder.inputType('AlertRuleOverrideInput', {
  description: 'Other settings for some alerts of a rule; the first that fits decides.',
  fields: (t) => ({
    match: t.stringList({
      required: true,
      description: 'Which: their labels, `database`, or values of the event.',
    }),
    enabled: t.boolean({ description: 'False: there are none of these.' }),
    severity: t.field({ type: SeverityType, description: 'How bad these are.' }),
    forMs: t.int({ description: 'How long the condition holds before anybody is told.' }),
    above: t.float({ description: 'Threshold.' }),
    below: t.float({ description: 'Threshold.' }),
    clear: t.float({ description: 'Where a firing alert ends.' }),
  }),
});

export const AlertRuleInput = builder.inputType('AlertRuleInput', {
  description: 'A rule. Either `event` or `metric` is needed.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Lower case, as `slow-checkout`.' }),
    enabled: t.boolean({ description: 'False: it makes no alerts (default true).' }),
    type: t.string({ description: 'The type of its alerts; else made of the name.' }),
    description: t.string({ description: 'What it is about.' }),
    severity: t.field({
      type: SeverityType,
      required: true,
      description: 'How bad its alerts are.',
    }),
    event: t.field({ type: EventInput, description: 'An alert of events.' }),
    metric: t.field({ type: MetricInput, description: 'An alert of measurements.' }),
    forMs: t.int({ description: 'The condition holds for so long before anybody is told.' }),
    keepFiringForMs: t.int({
      description: 'An alert goes on for so long after its condition has ended.',
    }),
    labels: t.field({ type: [LabelInput], description: 'Added to each alert.' }),
    title: t.string({
      description: 'Liquid template over `event`, `labels`, `value`, `metric`, `subject`, `rule`.',
    }),
    message: t.string({ description: 'Liquid template, too.' }),
    runbook: t.string({ description: 'Where it says what to do.' }),
    overrides: t.field({ type: [OverrideInput], description: 'What is different for some.' }),
    escalation: t.string({ description: 'Name of an escalation policy.' }),
  }),
});
