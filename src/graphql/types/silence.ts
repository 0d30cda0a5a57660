// Silences: alerts that somebody does not want to be told of for a while.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { silenceStateOf, type SilenceRow, type SilenceState } from '../../store/silences.ts';
import { builder } from '../builder.ts';
import type { GraphqlContext } from '../context.ts';
import { bareId } from '../global-ids.ts';
import {
  bareIds,
  minutesToMs,
  previewSilence,
  readSilences,
  type SilencePreviewView,
} from '../suppression.ts';
import { Alert } from './alert.ts';
import { MatcherType, matcherText } from './matcher.ts';

const SilenceStateType = builder.enumType('SilenceState', {
  description: 'How a silence stands.',
  values: {
    PENDING: { description: 'It begins later.' },
    ACTIVE: { description: 'Nobody is told of the alerts that fit.' },
    EXPIRED: { description: 'Its time is over, or somebody ended it.' },
  } satisfies Record<SilenceState, { description: string }>,
});

export const Silence = builder.objectRef<SilenceRow>('Silence');

builder.node(Silence, {
  description: 'Alerts that nobody is told of for a while. What happens meanwhile is recorded.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'endedBy' in value,
  loadOne: (id, { loaders }) => loaders.suppression.silences.load(id),
  fields: (t) => ({
    state: t.field({
      type: SilenceStateType,
      description: 'How it stands now.',
      reads: ['clock'],
      resolve: (silence, _args, { services }) => silenceStateOf(silence, services.clock.now()),
    }),
    matchers: t.field({
      type: [MatcherType],
      description: 'Which alerts: all must fit.',
      resolve: ({ matchers }) => matchers,
    }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'When it begins.',
      resolve: ({ startsAt }) => startsAt,
    }),
    endsAt: t.field({
      type: 'DateTime',
      description: 'When it ends by itself.',
      resolve: ({ endsAt }) => endsAt,
    }),
    comment: t.exposeString('comment', { description: 'Why.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who made it.' }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ createdAt }) => createdAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it has not.',
      resolve: ({ endedAt }) => endedAt,
    }),
    endedBy: t.exposeString('endedBy', {
      nullable: true,
      description: 'Who ended it before its time.',
    }),
    silencedAlerts: t.int({
      description: 'How many open alerts it keeps from being told now.',
      reads: ['store', 'role'],
      resolve: ({ id }, _args, { loaders }) => loaders.suppression.silenced.load(id),
    }),
  }),
});

const Filter = builder.inputType('SilenceFilter', {
  description: 'Which silences; what is left out does not restrict.',
  fields: (t) => ({
    states: t.field({ type: [SilenceStateType], description: 'In these states.' }),
    createdBy: t.stringList({ description: 'Made by one of these.' }),
    text: t.string({ description: 'With this in their comment.' }),
  }),
});

builder.queryField('silences', (t) =>
  t.connection(
    {
      type: Silence,
      description: 'Silences, the newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => readSilences(context, filter, args),
    },
    { name: 'SilenceConnection', description: 'A page of silences.' },
    { name: 'SilenceEdge', description: 'A silence in its list.' },
  ),
);

builder.queryField('silence', (t) =>
  t.field({
    type: Silence,
    nullable: true,
    description: 'One silence; null when there is none.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: async (_root, { id }, { loaders }) =>
      (await loaders.suppression.silences.load(bareId('Silence', id))) ?? null,
  }),
);

const Preview = builder.objectRef<SilencePreviewView>('SilencePreview').implement({
  description: 'What a silence would do now.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'How many open alerts fit.' }),
    alerts: t.field({
      type: [Alert],
      description: 'The oldest of them, 100 at most.',
      resolve: ({ alerts }) => alerts,
    }),
  }),
});

builder.queryField('previewSilence', (t) =>
  t.field({
    type: Preview,
    description: 'The open alerts that matchers would silence.',
    authScopes: { role: 'viewer' },
    extensions: { cost: 20 },
    args: { matchers: t.arg.stringList({ required: true, description: matcherText }) },
    resolve: (_root, { matchers }, context) => previewSilence(context, matchers),
  }),
);

const SilenceResult = builder.errorUnion('SilenceResult', {
  description: 'The silence, or why there is none.',
  types: [Silence, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Silence,
});

const Silences = builder
  .objectRef<{ readonly silences: readonly SilenceRow[] }>('SilencesPayload')
  .implement({
    description: 'Several silences.',
    fields: (t) => ({
      silences: t.field({
        type: [Silence],
        description: 'In the order of what was asked for.',
        resolve: ({ silences }) => silences,
      }),
    }),
  });

const SilencesResult = builder.errorUnion('SilencesResult', {
  description: 'The silences, or why nothing was done.',
  types: [Silences, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Silences,
});

const CreateInput = builder.inputType('CreateSilenceInput', {
  description: 'Which alerts, for how long and why.',
  fields: (t) => ({
    matchers: t.stringList({ required: true, description: matcherText }),
    startsAt: t.field({ type: 'DateTime', description: 'When it begins; now when left out.' }),
    endsAt: t.field({ type: 'DateTime', description: 'When it ends; or set `durationMinutes`.' }),
    durationMinutes: t.int({ description: 'How long it lasts; or set `endsAt`.' }),
    comment: t.string({ required: true, description: 'Why; up to 1000 characters.' }),
  }),
});

const UpdateInput = builder.inputType('UpdateSilenceInput', {
  description: 'What is to be another; what is left out stays.',
  fields: (t) => ({
    matchers: t.stringList({ description: matcherText }),
    startsAt: t.field({ type: 'DateTime', description: 'When it begins.' }),
    endsAt: t.field({ type: 'DateTime', description: 'When it ends.' }),
    durationMinutes: t.int({ description: 'How long it lasts from now, or from its beginning.' }),
    comment: t.string({ description: 'Why.' }),
  }),
});

builder.mutationField('createSilence', (t) =>
  t.field({
    type: SilenceResult,
    description:
      'Keeps alerts from being told for a while, also those that fire already. For operators.',
    authScopes: { role: 'operator' },
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The silence.' }) },
    audit: ({ input }) => ({ subject: 'silence:new', detail: { matchers: shown(input.matchers) } }),
    resolve: (_root, { input }, { services, viewer }) =>
      services.silences.create(viewer, {
        ...input,
        durationMs: minutesToMs(input.durationMinutes),
      }),
  }),
);

builder.mutationField('updateSilence', (t) =>
  t.field({
    type: SilenceResult,
    description:
      'Ends a silence and makes another in its place, with another id; no alert is told of in ' +
      'between. For operators.',
    authScopes: { role: 'operator' },
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the silence.' }),
      input: t.arg({ type: UpdateInput, required: true, description: 'What changes.' }),
    },
    audit: ({ id }) => ({ subject: `silence:${bareId('Silence', id).slice(0, 100)}` }),
    resolve: (_root, { id, input }, context) =>
      context.services.silences.update(context.viewer, bareId('Silence', id), {
        ...input,
        durationMs: minutesToMs(input.durationMinutes),
      }),
  }),
);

builder.mutationField('expireSilence', (t) =>
  t.field({
    type: SilenceResult,
    description: 'Ends a silence now; alerts that fire are told. For operators.',
    authScopes: { role: 'operator' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the silence.' }) },
    audit: ({ id }) => ({ subject: `silence:${bareId('Silence', id).slice(0, 100)}` }),
    resolve: async (_root, { id }, context) => {
      const [silence] = await expire(context, [id], 'expireSilence');
      if (silence === undefined) throw new Error('a silence that was ended is not there');
      return silence;
    },
  }),
);

builder.mutationField('expireSilences', (t) =>
  t.field({
    type: SilencesResult,
    description: 'Ends several silences, all or none. For operators.',
    authScopes: { role: 'operator' },
    args: { ids: t.arg.idList({ required: true, description: 'Global ids, 1 to 100.' }) },
    audit: ({ ids }) => ({ subject: 'silences', detail: { count: ids.length } }),
    resolve: async (_root, { ids }, context) => ({
      silences: await expire(context, ids, 'expireSilences'),
    }),
  }),
);

const alertArguments = {
  durationMinutes: { required: true, description: 'For how long from now.' },
  comment: { required: true, description: 'Why; up to 1000 characters.' },
} as const;

builder.mutationField('silenceAlert', (t) =>
  t.field({
    type: SilenceResult,
    description:
      'Silences one alert by all that identifies it, also when it comes again. For operators.',
    authScopes: { role: 'operator' },
    args: {
      alertId: t.arg.id({ required: true, description: 'Global id of the alert.' }),
      durationMinutes: t.arg.int(alertArguments.durationMinutes),
      comment: t.arg.string(alertArguments.comment),
    },
    audit: ({ alertId }) => ({ subject: `alert:${bareId('Alert', alertId).slice(0, 100)}` }),
    resolve: async (_root, { alertId, ...rest }, context) => {
      const [silence] = await silenceEach(context, [alertId], rest, 'silenceAlert');
      if (silence === undefined) throw new Error('a silence that was made is not there');
      return silence;
    },
  }),
);

builder.mutationField('silenceAlerts', (t) =>
  t.field({
    type: SilencesResult,
    description: 'Silences several alerts, each by a silence of its own. For operators.',
    authScopes: { role: 'operator' },
    args: {
      alertIds: t.arg.idList({ required: true, description: 'Global ids, 1 to 100.' }),
      durationMinutes: t.arg.int(alertArguments.durationMinutes),
      comment: t.arg.string(alertArguments.comment),
    },
    audit: ({ alertIds }) => ({ subject: 'alerts', detail: { count: alertIds.length } }),
    resolve: async (_root, { alertIds, ...rest }, context) => ({
      silences: await silenceEach(context, alertIds, rest, 'silenceAlerts'),
    }),
  }),
);

function silenceEach(
  { services, viewer }: GraphqlContext,
  alertIds: readonly string[],
  { durationMinutes, comment }: { readonly durationMinutes: number; readonly comment: string },
  action: string,
): Promise<readonly SilenceRow[]> {
  const input = { comment, durationMs: minutesToMs(durationMinutes) };
  return services.silences.silenceAlerts(viewer, bareIds('Alert', alertIds), input, action);
}

function expire(
  { services, viewer }: GraphqlContext,
  ids: readonly string[],
  action: string,
): Promise<readonly SilenceRow[]> {
  return services.silences.expire(viewer, bareIds('Silence', ids), action);
}

const shown = (texts: readonly string[]): readonly string[] =>
  texts.slice(0, 20).map((text) => text.slice(0, 100));
