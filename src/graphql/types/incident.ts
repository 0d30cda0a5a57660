// Incidents: alerts that belong together.
import type { Incident as IncidentRow, IncidentEntry } from '../../store/incidents.ts';
import { builder } from '../builder.ts';
import {
  readAlertsOfIncident,
  readIncidents,
  readIncidentTimeline,
  visibleSuspects,
} from '../correlation-lists.ts';
import { bareId } from '../global-ids.ts';
import { SeverityType } from './alert-words.ts';
import { Alert } from './alert.ts';
import { Suspect } from './suspect.ts';

export const Incident = builder.objectRef<IncidentRow>('Incident');

const Entry = builder.objectRef<IncidentEntry>('IncidentTimelineEntry').implement({
  description: 'Something that happened to an alert of an incident.',
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
    alert: t.field({
      type: Alert,
      nullable: true,
      description: 'The alert that it happened to; null when it was removed since.',
      reads: ['store', 'role'],
      resolve: ({ alertId }, _args, { loaders }) => loaders.alerts.byId.load(alertId),
    }),
  }),
});

const mostSuspects = 20;

builder.node(Incident, {
  description:
    'Alerts that belong together, because they began at about the same time on connected objects or after the same change.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'reason' in value && 'severity' in value,
  loadOne: (id, { loaders }) => loaders.correlation.incidents.load(id),
  fields: (t) => ({
    title: t.exposeString('title', { description: 'Of the worst alert that it began with.' }),
    severity: t.field({
      type: SeverityType,
      description: 'The worst that one of its alerts was.',
      resolve: ({ severity }) => severity,
    }),
    reason: t.exposeString('reason', { description: 'Why its alerts belong together.' }),
    isOpen: t.boolean({
      description: 'True while one of its alerts is not over.',
      resolve: ({ resolvedAt }) => resolvedAt === null,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When its first alert began.',
      resolve: ({ startedAt }) => startedAt,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When an alert came to it, or one of it was resolved.',
      resolve: ({ updatedAt }) => updatedAt,
    }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last of its alerts was over.',
      resolve: ({ resolvedAt }) => resolvedAt,
    }),
    alerts: t.connection(
      {
        type: Alert,
        description: 'Its alerts; those that began first come first.',
        reads: ['store', 'role'],
        resolve: (incident, args, context) => readAlertsOfIncident(context, incident, args),
      },
      { name: 'IncidentAlertConnection', description: "A page of an incident's alerts." },
      { name: 'IncidentAlertEdge', description: 'An alert of an incident.' },
    ),
    suspects: t.field({
      type: [Suspect],
      description: `What changed just before its alerts, most likely cause first; ${mostSuspects} at most.`,
      reads: ['store', 'role'],
      resolve: async ({ id }, _args, { loaders, viewer }) =>
        visibleSuspects(await loaders.correlation.incidentSuspects.load(id), viewer.role).slice(
          0,
          mostSuspects,
        ),
    }),
    timeline: t.connection(
      {
        type: Entry,
        description: 'What happened to its alerts, oldest first.',
        reads: ['store', 'role'],
        resolve: (incident, args, context) => readIncidentTimeline(context, incident, args),
      },
      { name: 'IncidentTimelineConnection', description: 'A page of what happened.' },
      { name: 'IncidentTimelineEdge', description: 'An entry in its list.' },
    ),
  }),
});

builder.objectField(Alert, 'incident', (t) =>
  t.field({
    type: Incident,
    nullable: true,
    description: 'What it belongs to, with other alerts.',
    reads: ['store', 'role'],
    resolve: ({ incidentId }, _args, { loaders }) =>
      incidentId === null ? null : loaders.correlation.incidents.load(incidentId),
  }),
);

const Filter = builder.inputType('IncidentFilter', {
  description: 'Which incidents; what is left out does not restrict.',
  fields: (t) => ({
    open: t.boolean({ description: 'True: those that are not over; false: those that are.' }),
    severities: t.field({ type: [SeverityType], description: 'Of these severities.' }),
    since: t.field({ type: 'DateTime', description: 'That began then or later.' }),
  }),
});

builder.queryField('incidents', (t) =>
  t.connection(
    {
      type: Incident,
      description: 'Incidents, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => readIncidents(context, filter, args),
    },
    { name: 'IncidentConnection', description: 'A page of incidents.' },
    { name: 'IncidentEdge', description: 'An incident in its list.' },
  ),
);

builder.queryField('incident', (t) =>
  t.field({
    type: Incident,
    nullable: true,
    description: 'One incident; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: async (_root, { id }, { loaders }) =>
      (await loaders.correlation.incidents.load(bareId('Incident', id))) ?? null,
  }),
);
