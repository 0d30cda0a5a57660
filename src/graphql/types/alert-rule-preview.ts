// Trying a rule on the past. Nothing is written, and nobody is told.
import type { RulePreview } from '../../alerts/rules/preview.ts';
import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { getAlertRule, ruleDeclarationOf } from '../alert-rules.ts';
import { builder } from '../builder.ts';
import { AlertRuleInput } from './alert-rule-input.ts';
import { AlertStateType, SeverityType } from './alert-words.ts';

const PreviewedAlert = builder.objectRef<AlertRow>('PreviewedAlert').implement({
  description: 'An alert that there would have been.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What it would have said.' }),
    message: t.exposeString('message', { description: 'What would have been known of it.' }),
    severity: t.field({
      type: SeverityType,
      description: 'How bad it would have been.',
      resolve: ({ severity }) => severity,
    }),
    state: t.field({
      type: AlertStateType,
      description: 'How it would stand at the end.',
      resolve: ({ state }) => state,
    }),
    labels: t.field({
      type: 'JSON',
      description: 'What identifies it.',
      resolve: ({ labels }) => labels,
    }),
    subject: t.exposeString('subject', { description: 'What it is about.' }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'Since when the condition held.',
      resolve: ({ startedAt }) => startedAt,
    }),
    firedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody would have been told.',
      resolve: ({ firedAt }) => firedAt,
    }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it would have been over; null: not within the time.',
      resolve: ({ resolvedAt }) => resolvedAt,
    }),
    timesFired: t.exposeInt('timesFired', {
      description: 'How often it would have begun to fire.',
    }),
  }),
});

const Preview = builder.objectRef<RulePreview>('AlertRulePreview').implement({
  description: 'What a rule would have made of the past.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'The beginning.', resolve: (p) => p.from }),
    until: t.field({ type: 'DateTime', description: 'The end.', resolve: (p) => p.until }),
    examined: t.exposeInt('examined', { description: 'Events or series that were looked at.' }),
    matched: t.exposeInt('matched', {
      description: 'How many fitted: events, or moments of series.',
    }),
    stepMs: t.exposeInt('stepMs', {
      nullable: true,
      description: 'How far apart measurements were looked at; null for events.',
    }),
    cutShort: t.exposeString('cutShort', {
      nullable: true,
      description: 'Why not everything was looked at; null when it was.',
    }),
    alertCount: t.exposeInt('alertCount', {
      description: 'How many alerts there would have been.',
    }),
    alerts: t.field({
      type: [PreviewedAlert],
      description: 'The first 200 of them, oldest first.',
      resolve: ({ alerts }) => [...alerts],
    }),
  }),
});

const Result = builder.errorUnion('PreviewRuleResult', {
  description: 'What the rule would have made of the past, or why it cannot be tried.',
  types: [Preview, InvalidInputError, NotFoundError],
  resolveType: () => Preview,
});

builder.queryField('previewRule', (t) =>
  t.field({
    type: Result,
    description:
      'Tries a rule on stored events and measurements, 31 days at most: one that there is (`name`), ' +
      'or one that could be made (`input`). Nothing is written.',
    authScopes: { role: 'operator' },
    extensions: { cost: 20 },
    args: {
      name: t.arg.id({ description: 'Name or global id of a rule.' }),
      input: t.arg({ type: AlertRuleInput, description: 'A rule.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'The beginning.' }),
      until: t.arg({ type: 'DateTime', required: true, description: 'The end.' }),
    },
    resolve: (_root, { name, input, from, until }, context) => {
      const { alertRules } = context.services;
      if ((name == null) === (input == null)) {
        const message = 'is needed, or `input`, but not both';
        throw new InvalidInputError('Say which rule.', [{ path: 'name', message }]);
      }
      const rule =
        input == null
          ? getAlertRule(context, name ?? '')
          : alertRules.parse(ruleDeclarationOf({ ...input }));
      return alertRules.preview(rule, from, until, context.viewer.role);
    },
  }),
);
