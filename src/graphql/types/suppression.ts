// Why nobody is told of an alert.
import type { Suppression } from '../../core/alerts.ts';
import { builder } from '../builder.ts';
import { Alert } from './alert.ts';
import { SuppressionKindType } from './alert-words.ts';
import { MaintenanceWindow } from './maintenance-window.ts';
import { Silence } from './silence.ts';

const SuppressionType = builder.objectRef<Suppression>('AlertSuppression').implement({
  description: 'A reason why nobody is told of an alert. What happens goes on being recorded.',
  fields: (t) => ({
    kind: t.field({
      type: SuppressionKindType,
      description: 'What it is.',
      resolve: ({ kind }) => kind,
    }),
    reason: t.exposeString('reason', { description: 'In words.' }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null when that depends on something else.',
      resolve: ({ until }) => (until === null ? null : new Date(until)),
    }),
    silence: t.field({
      type: Silence,
      nullable: true,
      description: 'The silence, when it is one.',
      reads: ['store'],
      resolve: async ({ kind, id }, _args, { loaders }) =>
        kind === 'SILENCE' ? ((await loaders.suppression.silences.load(id)) ?? null) : null,
    }),
    maintenanceWindow: t.field({
      type: MaintenanceWindow,
      nullable: true,
      description: 'The maintenance window, when it is one.',
      reads: ['store'],
      resolve: async ({ kind, id }, _args, { loaders }) =>
        kind === 'MAINTENANCE' ? ((await loaders.suppression.windows.load(id)) ?? null) : null,
    }),
    inhibition: t.string({
      nullable: true,
      description: 'Name of the inhibition rule, when it is one.',
      resolve: ({ kind, id }) => (kind === 'INHIBITION' ? id : null),
    }),
    dependsOn: t.field({
      type: Alert,
      nullable: true,
      description: 'The alert of what it depends on, when it is one that you may see.',
      reads: ['store', 'role'],
      resolve: async ({ kind, id }, _args, { loaders }) =>
        kind === 'DEPENDENCY' ? ((await loaders.alerts.byId.load(id)) ?? null) : null,
    }),
  }),
});

builder.objectField(Alert, 'suppressions', (t) =>
  t.field({
    type: [SuppressionType],
    description: 'Why nobody is told of it now; empty when somebody is.',
    resolve: ({ suppressed }) => suppressed,
  }),
);
