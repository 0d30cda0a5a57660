// Alerts: what is or was wrong, and who takes care of it.
import { countAlerts } from '../../store/alert-pages.ts';
import type { TimelineEntry } from '../../store/alert-timeline.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { readAlerts, readTimeline } from '../alerts.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { AlertFilterType } from './alert-filter.ts';
import {
  AlertOrderType,
  AlertResolutionType,
  AlertStateType,
  SeverityType,
} from './alert-words.ts';
import { Database } from './database.ts';
import { RoleType } from './viewer.ts';

const Entry = builder.objectRef<TimelineEntry>('AlertTimelineEntry').implement({
  description: 'Something that happened to an alert.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    kind: t.exposeString('kind', { description: 'What, as `FIRED` or `COMMENTED`.' }),
    actor: t.exposeString('actor', {
      nullable: true,
      description: 'Who did it; null for hawkwatch itself.',
    }),
    text: t.exposeString('text', { nullable: true, description: 'What was said with it.' }),
    detail: t.field({
      type: 'JSON',
      description: 'What else is known of it.',
      resolve: ({ detail }) => detail,
    }),
  }),
});

export const Alert = builder.objectRef<AlertRow>('Alert');

builder.node(Alert, {
  description: 'Something that is or was wrong.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'timesFired' in value,
  loadOne: (id, { loaders }) => loaders.alerts.byId.load(id),
  fields: (t) => ({
    fingerprint: t.exposeString('fingerprint', {
      description: 'What it is an alert of: only one with the same fingerprint is open at a time.',
    }),
    rule: t.exposeString('rule', { description: 'Name of the rule.' }),
    type: t.exposeString('type', { description: 'The kind of trouble, as `MIGRATION_FAILED`.' }),
    severity: t.field({
      type: SeverityType,
      description: 'How bad it is.',
      resolve: ({ severity }) => severity,
    }),
    state: t.field({
      type: AlertStateType,
      description: 'How it stands.',
      resolve: ({ state }) => state,
    }),
    title: t.exposeString('title', { description: 'What is wrong, in one line.' }),
    message: t.exposeString('message', { description: 'What is known of it.' }),
    labels: t.field({
      type: 'JSON',
      description: 'What identifies it among the alerts of its rule.',
      resolve: ({ labels }) => labels,
    }),
    metadata: t.field({
      type: 'JSON',
      description: 'What else is known of it.',
      resolve: ({ metadata }) => metadata,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'Since when its condition holds.',
      resolve: ({ startedAt }) => startedAt,
    }),
    acknowledgedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody took it on.',
      resolve: ({ acknowledgedAt }) => acknowledgedAt,
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Who took it on.',
    }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was over.',
      resolve: ({ resolvedAt }) => resolvedAt,
    }),
    resolvedBy: t.exposeString('resolvedBy', {
      nullable: true,
      description: 'Who said that it is over; null when it was found to be.',
    }),
    resolution: t.field({
      type: AlertResolutionType,
      nullable: true,
      description: 'How it came to be over.',
      resolve: ({ resolution }) => resolution,
    }),
    audience: t.field({
      type: RoleType,
      description:
        'The least role that may see it: the strictest of the events that it came of. For others it is ' +
        'as if it were not there.',
      resolve: ({ audience }) => audience,
    }),
    source: t.exposeString('source', { description: '`rule`, or the name of an intake.' }),
    subject: t.exposeString('subject', { description: 'What it is about, as `database:shop`.' }),
    databaseName: t.exposeString('database', {
      nullable: true,
      description: 'Name of the monitored database that it is about.',
    }),
    database: t.field({
      type: Database,
      nullable: true,
      description: 'The monitored database that it is about, if there is one of that name.',
      reads: ['store'],
      resolve: ({ database }, _args, { loaders }) =>
        database === null ? null : loaders.databasesByName.load(database),
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'What was measured last; null for alerts of events.',
    }),
    url: t.exposeString('url', { nullable: true, description: 'Where more is to be read.' }),
    firedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it began to be told; null while it is pending.',
      resolve: ({ firedAt }) => firedAt,
    }),
    recoveringSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its condition ended, while it recovers.',
      resolve: ({ recoveringSince }) => recoveringSince,
    }),
    observedAt: t.field({
      type: 'DateTime',
      description: 'When its condition was heard of last.',
      resolve: ({ observedAt }) => observedAt,
    }),
    conditionHolds: t.exposeBoolean('condition', {
      description:
        'What was heard of it last. True of a resolved one: it was resolved by hand, and no other ' +
        'one opens until its condition has ended or comes anew.',
    }),
    assignedTo: t.exposeString('assignedTo', {
      nullable: true,
      description: 'Who is to take care of it.',
    }),
    timesFired: t.exposeInt('timesFired', {
      description: 'How often it began to fire, with each return while it recovered.',
    }),
    flappingSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it comes and goes all the time; null when it does not.',
      resolve: ({ flappingSince }) => flappingSince,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When something of it changed that was told.',
      resolve: ({ updatedAt }) => updatedAt,
    }),
    timeline: t.connection(
      {
        type: Entry,
        description: 'What happened to it, oldest first.',
        reads: ['store'],
        resolve: (alert, args, context) => readTimeline(context, alert, args),
      },
      { name: 'AlertTimelineConnection', description: 'A page of what happened to an alert.' },
      { name: 'AlertTimelineEdge', description: 'An entry in its list.' },
    ),
  }),
});

builder.queryField('alerts', (t) =>
  t.connection(
    {
      type: Alert,
      description: 'Alerts, open and resolved.',
      authScopes: { role: 'viewer' },
      args: {
        filter: t.arg({ type: AlertFilterType, description: 'Which ones.' }),
        order: t.arg({
          type: AlertOrderType,
          defaultValue: 'NEWEST_FIRST',
          description: 'In which order.',
        }),
      },
      resolve: (_root, { filter, order, ...args }, context) =>
        readAlerts(context, filter, order ?? 'NEWEST_FIRST', args),
    },
    {
      name: 'AlertConnection',
      description: 'A page of alerts.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) => countAlerts(services.store.q, filter),
        }),
      }),
    },
    { name: 'AlertEdge', description: 'An alert in its list.' },
  ),
);

builder.queryField('alert', (t) =>
  t.field({
    type: Alert,
    nullable: true,
    description: 'One alert; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: async (_root, { id }, { loaders }) =>
      (await loaders.alerts.byId.load(bareId('Alert', id))) ?? null,
  }),
);
