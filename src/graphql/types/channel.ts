// Channels: the ways to tell somebody, and how they are. What they are made of is the configuration's.
import { heldUntil } from '../../notifications/delivery/breaker.ts';
import type { ConfiguredChannel } from '../../notifications/delivery/channels.ts';
import { builder } from '../builder.ts';
import { readChannelCondition } from '../deliveries.ts';
import { ChannelConditionType } from './delivery-words.ts';

export const Channel = builder.objectRef<ConfiguredChannel>('Channel').implement({
  description: 'A way to tell somebody, as `hawkwatch.yaml` declares it.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ settings }) => settings.name }),
    kind: t.string({
      description: 'What kind of channel it is, as `slack`.',
      resolve: ({ settings }) => settings.kind,
    }),
    target: t.string({
      description: 'Where it leads, without anything secret.',
      resolve: ({ kind, settings }) => kind.describeTarget(settings.settings),
    }),
    sendsResolved: t.boolean({
      description: 'It is told that alerts are resolved, too.',
      resolve: ({ settings }) => settings.sendResolved,
    }),
    state: t.field({
      type: ChannelConditionType,
      description: 'How it is.',
      reads: ['store', 'clock'],
      resolve: (channel, _args, context) => readChannelCondition(context, channel),
    }),
    failures: t.int({
      description: 'Attempts in a row that failed.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.failures ?? 0,
    }),
    openUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'It is left alone until then.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) => {
        const state = await loaders.deliveries.channelStates.load(settings.name);
        return state === undefined ? null : heldUntil(state);
      },
    }),
    disabledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is not used any more.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.disabledAt ?? null,
    }),
    disabledReason: t.string({
      nullable: true,
      description: 'Why it is not used any more.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.disabledReason ?? null,
    }),
    lastDeliveredAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it took something last.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.lastDeliveredAt ?? null,
    }),
    lastFailureAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it failed last.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.lastFailureAt ?? null,
    }),
    lastFailure: t.string({
      nullable: true,
      description: 'What went wrong last.',
      reads: ['store'],
      resolve: async ({ settings }, _args, { loaders }) =>
        (await loaders.deliveries.channelStates.load(settings.name))?.lastFailure ?? null,
    }),
    waiting: t.int({
      description: 'How many deliveries wait for it or are being sent; a digest is one.',
      reads: ['store'],
      resolve: ({ settings }, _args, { loaders }) => loaders.deliveries.waiting.load(settings.name),
    }),
  }),
});

builder.queryField('channels', (t) =>
  t.field({
    type: [Channel],
    description: 'The channels of the configuration in force, by name.',
    authScopes: { role: 'viewer' },
    extensions: { cost: 5 },
    resolve: (_root, _args, { services }) =>
      services.deliveries.channels
        .list()
        .toSorted((a, b) => (a.settings.name < b.settings.name ? -1 : 1)),
  }),
);
