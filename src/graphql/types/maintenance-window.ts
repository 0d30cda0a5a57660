// Maintenance windows: times that are known beforehand, at which some alerts are not told.
import type { KnownWindow } from '../../alerts/suppression/ground.ts';
import type { Occurrence } from '../../alerts/suppression/occurrences.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { auditedName } from '../registration-input.ts';
import { readWindows, scheduleOf } from '../suppression.ts';
import { MatcherType, matcherText } from './matcher.ts';

const OccurrenceType = builder.objectRef<Occurrence>('MaintenanceOccurrence').implement({
  description: 'One time of a maintenance window.',
  fields: (t) => ({
    startsAt: t.field({
      type: 'DateTime',
      description: 'When it begins.',
      resolve: ({ from }) => from,
    }),
    endsAt: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ until }) => until,
    }),
  }),
});

const OriginType = builder.enumType('MaintenanceWindowOrigin', {
  description: 'Where a window is declared.',
  values: {
    FILE: { description: 'In `hawkwatch.yaml`; it is changed there only.' },
    API: { description: 'Over the API.' },
  } satisfies Record<KnownWindow['origin'], { description: string }>,
});

export const MaintenanceWindow = builder.objectRef<KnownWindow>('MaintenanceWindow');

builder.node(MaintenanceWindow, {
  description:
    'Times at which alerts that fit are not told. What still fires at the end of one is told then.',
  id: { resolve: ({ name }) => name },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'occurrences' in value,
  loadOne: (name, { loaders }) => loaders.suppression.windows.load(name),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique among windows.' }),
    origin: t.field({
      type: OriginType,
      description: 'Where it is declared.',
      resolve: ({ origin }) => origin,
    }),
    matchers: t.field({
      type: [MatcherType],
      description: 'Which alerts: all must fit.',
      resolve: ({ match }) => match,
    }),
    comment: t.exposeString('comment', { description: 'Why.' }),
    cron: t.string({
      nullable: true,
      description: 'When it begins, for one that recurs: minute, hour, day, month, weekday.',
      resolve: ({ schedule }) => (schedule.kind === 'recurring' ? schedule.cron : null),
    }),
    timeZone: t.string({
      nullable: true,
      description: 'The time zone of `cron`.',
      resolve: ({ schedule }) => (schedule.kind === 'recurring' ? schedule.timeZone : null),
    }),
    current: t.field({
      type: OccurrenceType,
      nullable: true,
      description: 'What goes on now; null when nothing does.',
      reads: ['clock'],
      resolve: ({ occurrences }, _args, { services }) =>
        occurrences.at(services.clock.now()) ?? null,
    }),
    next: t.field({
      type: OccurrenceType,
      nullable: true,
      description: 'What begins next; null when nothing does any more.',
      reads: ['clock'],
      resolve: ({ occurrences }, _args, { services }) =>
        occurrences.after(services.clock.now()) ?? null,
    }),
    suppressedAlerts: t.int({
      description: 'How many open alerts it keeps from being told now.',
      reads: ['store', 'role'],
      resolve: ({ name }, _args, { loaders }) => loaders.suppression.inWindow.load(name),
    }),
    createdBy: t.exposeString('createdBy', {
      nullable: true,
      description: 'Who declared it; null for the file.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was declared; null for the file.',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

builder.queryField('maintenanceWindows', (t) =>
  t.connection(
    {
      type: MaintenanceWindow,
      description: 'Maintenance windows of the file and of the API, by name.',
      authScopes: { role: 'viewer' },
      resolve: (_root, args, context) => readWindows(context, args),
    },
    { name: 'MaintenanceWindowConnection', description: 'A page of maintenance windows.' },
    { name: 'MaintenanceWindowEdge', description: 'A maintenance window in its list.' },
  ),
);

const Result = builder.errorUnion('MaintenanceWindowResult', {
  description: 'The window, or why nothing was done.',
  types: [MaintenanceWindow, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => MaintenanceWindow,
});

const OnceInput = builder.inputType('MaintenanceOnceInput', {
  description: 'A window of one time.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', required: true, description: 'When it begins.' }),
    until: t.field({ type: 'DateTime', required: true, description: 'When it ends.' }),
  }),
});

const RecurringInput = builder.inputType('MaintenanceRecurringInput', {
  description: 'A window that recurs.',
  fields: (t) => ({
    cron: t.string({
      required: true,
      description: 'When it begins: minute, hour, day, month, weekday, as `0 2 * * sun`.',
    }),
    durationMinutes: t.int({ required: true, description: 'How long it lasts, up to 31 days.' }),
    timeZone: t.string({
      description: 'The zone of `cron`, as `Europe/Berlin`; UTC when left out.',
    }),
  }),
});

const scheduleText = 'Set this or the other one of `once` and `recurring`.';

const CreateInput = builder.inputType('CreateMaintenanceWindowInput', {
  description: 'Which alerts, when and why.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique; lower-case letters, digits, - and _.' }),
    matchers: t.stringList({ required: true, description: matcherText }),
    once: t.field({ type: OnceInput, description: scheduleText }),
    recurring: t.field({ type: RecurringInput, description: scheduleText }),
    comment: t.string({ defaultValue: '', description: 'Why; up to 1000 characters.' }),
  }),
});

const UpdateInput = builder.inputType('UpdateMaintenanceWindowInput', {
  description: 'What is to be another; what is left out stays.',
  fields: (t) => ({
    matchers: t.stringList({ description: matcherText }),
    once: t.field({ type: OnceInput, description: scheduleText }),
    recurring: t.field({ type: RecurringInput, description: scheduleText }),
    comment: t.string({ description: 'Why.' }),
  }),
});

builder.mutationField('createMaintenanceWindow', (t) =>
  t.field({
    type: Result,
    description: 'Declares a maintenance window. For operators.',
    authScopes: { role: 'operator' },
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The window.' }) },
    audit: ({ input }) => ({ subject: `maintenance:${auditedName(input.name)}` }),
    resolve: (_root, { input }, { services, viewer }) =>
      services.maintenance.create(viewer, {
        ...scheduleOf(input),
        name: input.name,
        match: input.matchers,
        comment: input.comment ?? '',
      }),
  }),
);

const windowArgument = { required: true, description: 'Global id or name of it.' } as const;

builder.mutationField('updateMaintenanceWindow', (t) =>
  t.field({
    type: Result,
    description: 'Changes a maintenance window of the API. For operators.',
    authScopes: { role: 'operator' },
    args: {
      window: t.arg.id(windowArgument),
      input: t.arg({ type: UpdateInput, required: true, description: 'What changes.' }),
    },
    audit: ({ window }) => ({ subject: `maintenance:${auditedName(window)}` }),
    resolve: (_root, { window, input }, { services, viewer }) =>
      services.maintenance.update(viewer, bareId('MaintenanceWindow', window), {
        ...scheduleOf(input),
        match: input.matchers,
        comment: input.comment,
      }),
  }),
);

builder.mutationField('endMaintenanceWindow', (t) =>
  t.field({
    type: Result,
    description:
      'Ends a maintenance window of the API for good; alerts that fire are told. For operators.',
    authScopes: { role: 'operator' },
    args: { window: t.arg.id(windowArgument) },
    audit: ({ window }) => ({ subject: `maintenance:${auditedName(window)}` }),
    resolve: (_root, { window }, { services, viewer }) =>
      services.maintenance.end(viewer, bareId('MaintenanceWindow', window)),
  }),
);
