// Events of the log: one, a list, and the live stream. The viewer's role decides which are seen.
import { roleIncludes } from '../../core/role.ts';
import { builder } from '../builder.ts';
import { listEvents, openEvents, type EventView } from '../event-lists.ts';

export const Event = builder.objectRef<EventView>('Event');

builder.node(Event, {
  description: 'A fact of the event log. Facts never change.',
  id: { resolve: (view) => String(view.event.id) },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'event' in value,
  loadOne: async (id, { loaders, services, viewer }) => {
    const event = await loaders.events.load(Number(id));
    if (event === undefined || !roleIncludes(viewer.role, event.audience)) return null;
    return { event, cursor: services.hub.cursorOf(event.id) };
  },
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Its position: pass it as `after` to see what came later.',
      resolve: (view) => view.cursor,
    }),
    type: t.string({
      description: 'Kind of the fact, as `migration.completed`.',
      resolve: ({ event }) => event.type,
    }),
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When it happened.',
      resolve: ({ event }) => event.occurredAt,
    }),
    subject: t.string({
      description: 'What it is about, as `database:shop` or `migration-run:<id>`.',
      resolve: ({ event }) => event.subject,
    }),
    payload: t.field({
      type: 'JSON',
      description: 'What happened, in the form that its type has.',
      resolve: ({ event }) => event.payload,
    }),
  }),
});

export const EventFilter = builder.inputType('EventFilter', {
  description: 'Which events; what is left out does not restrict.',
  fields: (t) => ({
    types: t.stringList({ description: 'Only these kinds, as `migration.completed`.' }),
    subjects: t.stringList({ description: 'Only events about these subjects.' }),
    since: t.field({ type: 'DateTime', description: 'Only events that happened then or later.' }),
  }),
});

builder.queryField('events', (t) =>
  t.connection(
    {
      type: Event,
      description: 'Events that you may see, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: EventFilter, description: 'Which events.' }) },
      resolve: (_root, args, context) => listEvents(context, args, args.filter),
    },
    { name: 'EventConnection', description: 'A page of events.' },
    { name: 'EventEdge', description: 'An event in its list.' },
  ),
);

builder.queryField('head', (t) =>
  t.field({
    type: 'Cursor',
    description: "The event log's newest position.",
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, context) => context.asOf(),
  }),
);

builder.subscriptionField('events', (t) =>
  t.field({
    type: Event,
    description:
      'Events that you may see as they come. With `after`: first those since then; none is lost, ' +
      'none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      filter: t.arg({ type: EventFilter, description: 'Which events.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, args, context) => openEvents(context, args.filter, args.after),
    resolve: (view) => view,
  }),
);
