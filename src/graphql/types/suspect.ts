// The changes that came just before an alert. A viewer sees those whose events they may see.
import type { AlertSuspect } from '../../store/alert-suspects.ts';
import { builder } from '../builder.ts';
import { visibleSuspects } from '../correlation-lists.ts';
import { Alert } from './alert.ts';
import { Event } from './event.ts';

export const Suspect = builder.objectRef<AlertSuspect>('Suspect').implement({
  description:
    'A change that came just before the alert on the same or connected objects, most likely cause first.',
  fields: (t) => ({
    event: t.field({
      type: Event,
      description: 'The event that told of it, kept with the alert.',
      reads: ['store'],
      resolve: ({ event }, _args, { services }) => ({
        event,
        cursor: services.hub.cursorOf(event.id),
      }),
    }),
    score: t.exposeFloat('score', { description: 'How likely it is the cause, 0 to 1.' }),
    reason: t.exposeString('reason', { description: 'What happened, and how it is connected.' }),
  }),
});

builder.objectField(Alert, 'suspects', (t) =>
  t.field({
    type: [Suspect],
    description:
      'What changed just before it on the same or connected objects, most likely cause first; ' +
      'empty when nothing is plausible.',
    reads: ['store', 'role'],
    resolve: async ({ id }, _args, { loaders, viewer }) =>
      visibleSuspects(await loaders.correlation.suspects.load(id), viewer.role),
  }),
);
