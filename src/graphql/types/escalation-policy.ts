// Escalation policies, where alerts stand in them, and telling the next level now.
import { severities, type Severity } from '../../core/alerts.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import type { EscalationStop } from '../../core/escalation.ts';
import { describeHours } from '../../core/hours.ts';
import { writeMatcher } from '../../core/matchers.ts';
import type { EscalationRow } from '../../store/alert-escalations.ts';
import { builder } from '../builder.ts';
import {
  getAlertOf,
  readPolicies,
  readStandings,
  type LevelView,
  type PolicyView,
} from '../escalations.ts';
import { bareId } from '../global-ids.ts';
import { SeverityType } from './alert-words.ts';
import { Alert } from './alert.ts';

const StopType = builder.enumType('EscalationStop', {
  description: 'Why nobody else is told of an alert (for the time being).',
  values: {
    ACKNOWLEDGED: { description: 'Somebody has taken it on; it goes on when that is withdrawn.' },
    SUPPRESSED: { description: 'It is silenced, or the like; it goes on when that ends.' },
    RESOLVED: { description: 'It is over.' },
    ALL_TOLD: { description: 'The last level was told, in the last round.' },
    POLICY_REMOVED: { description: 'Its policy is not configured any more.' },
  } satisfies Record<EscalationStop, { description: string }>,
});

const Standing = builder.objectRef<EscalationRow>('AlertEscalation').implement({
  description: 'Where an alert stands in its escalation policy.',
  fields: (t) => ({
    policy: t.exposeString('policy', { description: 'Name of the policy.' }),
    nextLevel: t.int({
      nullable: true,
      description: 'The level that is told next, counted from 1; null when all were told.',
      resolve: ({ level, stop }) => (stop === 'ALL_TOLD' ? null : level + 1),
    }),
    round: t.int({
      description: 'The round of it, counted from 1.',
      resolve: ({ round }) => round + 1,
    }),
    nextAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is told; null while it is stopped.',
      resolve: ({ nextAt }) => nextAt,
    }),
    stop: t.field({
      type: StopType,
      nullable: true,
      description: 'Why nobody else is told; null while it goes on.',
      resolve: ({ stop }) => stop,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'Since when it is so.',
      resolve: ({ updatedAt }) => updatedAt,
    }),
    alert: t.field({
      type: Alert,
      description: 'The alert.',
      reads: ['store', 'role'],
      resolve: ({ alertId }, _args, context) => getAlertOf(context, alertId),
    }),
  }),
});

interface ChannelsOfSeverity {
  readonly severity: Severity;
  readonly channels: readonly string[];
}

const LevelChannels = builder.objectRef<ChannelsOfSeverity>('EscalationChannels').implement({
  description: 'Who is told of alerts of one severity.',
  fields: (t) => ({
    severity: t.field({
      type: SeverityType,
      description: 'The severity.',
      resolve: ({ severity }) => severity,
    }),
    channels: t.stringList({
      description: 'Names of channels.',
      resolve: ({ channels }) => [...channels],
    }),
  }),
});

const Level = builder.objectRef<LevelView>('EscalationLevel').implement({
  description: 'One level of a policy.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Counted from 1.' }),
    afterMs: t.exposeInt('afterMs', {
      description:
        'Milliseconds after the level before was told; of the first, after the alert fired.',
    }),
    channels: t.field({
      type: [LevelChannels],
      description: 'Who is told, for each severity.',
      resolve: ({ channels }) =>
        severities.map((severity) => ({ severity, channels: channels[severity] })),
    }),
    rotation: t.exposeString('rotation', {
      nullable: true,
      description: 'Name of the rotation whose person on call is told, too.',
    }),
    hours: t.string({
      nullable: true,
      description: 'When it is told; null for always.',
      resolve: ({ hours }) => (hours === null ? null : describeHours(hours)),
    }),
    alerts: t.exposeInt('alerts', {
      description: 'Open alerts of which it is told next, or would be if they were not stopped.',
    }),
  }),
});

const Policy = builder.objectRef<PolicyView>('EscalationPolicy').implement({
  description: 'Who is told one after the other of an alert that nobody takes on.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ policy }) => policy.name }),
    isDefault: t.exposeBoolean('isDefault', {
      description: 'It is for alerts that no other policy is for.',
    }),
    match: t.stringList({
      nullable: true,
      description: 'Matchers of the alerts it is for, beside those whose rule names it.',
      resolve: ({ policy }) => policy.match?.map(writeMatcher) ?? null,
    }),
    levels: t.field({
      type: [Level],
      description: 'Its levels, in order.',
      resolve: ({ levels }) => levels,
    }),
    repeat: t.int({
      description: 'How often all levels are gone through again.',
      resolve: ({ policy }) => policy.repeat,
    }),
    repeatAfterMs: t.int({
      description: 'Milliseconds from the last level of a round to the first of the next.',
      resolve: ({ policy }) => policy.repeatAfterMs,
    }),
    standings: t.field({
      type: [Standing],
      description: 'Open alerts that stand in it, those first whose next level comes first.',
      extensions: { cost: 5 },
      reads: ['store', 'role'],
      args: {
        first: t.arg.int({ defaultValue: 20, description: 'How many at most; 100 and less.' }),
      },
      resolve: ({ policy }, { first }, context) => readStandings(context, policy.name, first ?? 20),
    }),
  }),
});

builder.queryField('escalationPolicies', (t) =>
  t.field({
    type: [Policy],
    description: 'Escalation policies, as `hawkwatch.yaml` declares them; they are read-only here.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, context) => readPolicies(context),
  }),
);

builder.objectField(Alert, 'escalation', (t) =>
  t.field({
    type: Standing,
    nullable: true,
    description: 'Where it stands in its escalation policy; null when none is for it.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.alerts.escalations.load(id),
  }),
);

const Result = builder.errorUnion('EscalateAlertResult', {
  description: 'The alert, or why nobody else was told of it.',
  types: [Alert, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Alert,
});

builder.mutationField('escalateAlert', (t) =>
  t.field({
    type: Result,
    description:
      'Tells the next level of its escalation policy now, whatever its time and hours. For operators.',
    authScopes: { role: 'operator' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the alert.' }) },
    audit: ({ id }) => ({ subject: `alert:${bareId('Alert', id).slice(0, 100)}` }),
    resolve: async (_root, { id }, { services, viewer, loaders }) => {
      const alert = await services.escalations.escalate(viewer, bareId('Alert', id));
      loaders.alerts.escalations.clear(alert.id);
      return alert;
    },
  }),
);
