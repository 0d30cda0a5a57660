// Groups of notifications: what a channel is told of together.
import type { GroupRow } from '../../store/notification-groups.ts';
import { builder } from '../builder.ts';
import { readNotificationGroups } from '../notification-groups.ts';
import { Alert } from './alert.ts';

export const NotificationGroup = builder.objectRef<GroupRow>('NotificationGroup');

builder.node(NotificationGroup, {
  description: 'What one channel is told of together, by one route.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'groupIntervalMs' in value,
  loadOne: (id, { loaders }) => loaders.notifications.groups.load(id),
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'The same for all that is told of it; receivers deduplicate by it.',
    }),
    route: t.exposeString('route', {
      description: 'Name of the route; of an escalation, of its policy.',
    }),
    channel: t.exposeString('channel', { description: 'Name of the channel.' }),
    labels: t.field({
      type: 'JSON',
      description: 'The labels that its alerts have in common.',
      resolve: ({ labels }) => labels,
    }),
    escalationLevel: t.int({
      nullable: true,
      description: 'Of an escalation, the level that was told last, counted from 0.',
      resolve: ({ escalation }) => escalation?.level ?? null,
    }),
    memberCount: t.int({
      description: 'How many alerts it has.',
      reads: ['store', 'role'],
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.notifications.members.load(id))?.count ?? 0,
    }),
    members: t.field({
      type: [Alert],
      description: 'Its alerts, 100 of them at most.',
      extensions: { cost: 10 },
      reads: ['store', 'role'],
      resolve: async ({ id }, _args, { loaders }) => {
        const members = await loaders.notifications.members.load(id);
        const alerts = await loaders.alerts.byId.loadMany(members?.alertIds ?? []);
        return alerts.flatMap((alert) => {
          if (alert instanceof Error) throw alert;
          return alert === undefined ? [] : [alert];
        });
      },
    }),
    flushAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is looked at next; null as long as nothing of it changes.',
      resolve: ({ flushAt }) => flushAt,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When its first alert fired.',
      resolve: ({ createdAt }) => createdAt,
    }),
    toldAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its channel was told last; null when it was not yet.',
      resolve: ({ told }) => told?.at ?? null,
    }),
    told: t.field({
      type: ['String'],
      description:
        'Fingerprints of alerts that were told as firing, and not as resolved since; 100 at most.',
      resolve: ({ told }) => told?.open.slice(0, 100) ?? [],
    }),
  }),
});

const Filter = builder.inputType('NotificationGroupFilter', {
  description: 'Which groups; what is left out does not restrict.',
  fields: (t) => ({
    routes: t.stringList({ description: 'Of these routes, or policies of escalation.' }),
    channels: t.stringList({ description: 'Of these channels.' }),
    alert: t.id({ description: 'Those that have this alert.' }),
    escalation: t.boolean({ description: 'Those of escalations, or all others.' }),
  }),
});

builder.queryField('notificationGroups', (t) =>
  t.connection(
    {
      type: NotificationGroup,
      description: 'What channels are told of together, as long as some of it fires.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) =>
        readNotificationGroups(context, filter, args),
    },
    { name: 'NotificationGroupConnection', description: 'A page of groups.' },
    { name: 'NotificationGroupEdge', description: 'A group in its list.' },
  ),
);
