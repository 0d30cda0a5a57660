// Routes: which alerts are told over which channels. They are declared in the configuration file.
import { describeHours } from '../../core/hours.ts';
import { writeMatcher } from '../../core/matchers.ts';
import type { RouteSettings } from '../../core/notifications.ts';
import type { RoutePreview } from '../../notifications/routing/preview.ts';
import { builder } from '../builder.ts';
import { previewLabels } from '../notification-groups.ts';
import { LabelInput } from './migration-overview.ts';

const Route = builder.objectRef<RouteSettings>('NotificationRoute').implement({
  description: 'Which alerts are told over which channels.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    match: t.stringList({
      description: 'What an alert must have, as `severity=CRITICAL`.',
      resolve: ({ match }) => match.map(writeMatcher),
    }),
    channels: t.stringList({
      description: 'Names of the channels.',
      resolve: ({ channels }) => [...channels],
    }),
    groupBy: t.stringList({
      description: 'Labels that make a group; `...`: each alert is told alone.',
      resolve: ({ groupBy }) => [...groupBy],
    }),
    groupWaitMs: t.exposeInt('groupWaitMs', {
      description: 'How long a new group waits for more, in milliseconds.',
    }),
    groupIntervalMs: t.exposeInt('groupIntervalMs', {
      description: 'How long between two messages about a group, in milliseconds.',
    }),
    repeatIntervalMs: t.exposeInt('repeatIntervalMs', {
      description: 'After how long it is told again, in milliseconds.',
    }),
    goesOn: t.exposeBoolean('goOn', { description: 'Routes after it are asked as well.' }),
    hours: t.string({
      nullable: true,
      description: 'When it tells, in words; null: always.',
      resolve: ({ hours }) => (hours === null ? null : describeHours(hours)),
    }),
    nested: t.stringList({
      description: 'Names of the routes inside it, which are asked first.',
      resolve: ({ routes }) => routes.map(({ name }) => name),
    }),
    alertCount: t.int({
      description: 'How many alerts it tells of now.',
      reads: ['store', 'role'],
      resolve: async ({ name }, _args, { loaders }) =>
        (await loaders.notifications.routes.load(name))?.alerts ?? 0,
    }),
    groupCount: t.int({
      description: 'In how many groups, each for one channel.',
      reads: ['store', 'role'],
      resolve: async ({ name }, _args, { loaders }) =>
        (await loaders.notifications.routes.load(name))?.groups ?? 0,
    }),
  }),
});

const Preview = builder.objectRef<RoutePreview>('RoutePreview').implement({
  description: 'A route that an alert would reach.',
  fields: (t) => ({
    route: t.field({ type: Route, description: 'The route.', resolve: ({ route }) => route }),
    channels: t.stringList({
      description: 'Channels that would be told; none is told of its own trouble.',
      resolve: ({ channels }) => [...channels],
    }),
    groupLabels: t.field({
      type: 'JSON',
      description: 'What makes the group that it would belong to.',
      resolve: ({ groupLabels }) => groupLabels,
    }),
  }),
});

builder.queryField('notificationRoutes', (t) =>
  t.field({
    type: [Route],
    description:
      'The routes in the order in which they are asked, nested ones after the outer one.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, { services }) => services.routes.routes(),
  }),
);

builder.queryField('previewRoute', (t) =>
  t.field({
    type: [Preview],
    description:
      'Which routes and channels an alert with these labels would reach. `rule`, `type`, `severity`, `database` and `subject` are labels, too.',
    authScopes: { role: 'viewer' },
    args: {
      labels: t.arg({ type: [LabelInput], required: true, description: 'Labels of the alert.' }),
    },
    resolve: (_root, { labels }, context) => [...previewLabels(context, labels)],
  }),
);
