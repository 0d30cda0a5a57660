// Having something sent again, trying a channel, letting one be used again. Roles, rules and audit are the
// commands' business.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import {
  mostRedeliveredAtOnce,
  type RedeliveryOutcome,
  type RedeliveryOutcomes,
} from '../../notifications/delivery/redeliver.ts';
import { builder } from '../builder.ts';
import { afterRedeliver, getDelivery, redeliverMany } from '../deliveries.ts';
import { bareId, encodeGlobalId } from '../global-ids.ts';
import { auditedName } from '../registration-input.ts';
import { Channel } from './channel.ts';
import { Delivery } from './delivery.ts';
import { DeliveryStateType } from './delivery-words.ts';

const DeliveryResult = builder.errorUnion('DeliveryResult', {
  description: 'The delivery, or why there is none.',
  types: [Delivery, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Delivery,
});

const ChannelResult = builder.errorUnion('ChannelResult', {
  description: 'The channel as it is now, or why nothing was changed.',
  types: [Channel, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Channel,
});

builder.mutationField('redeliver', (t) =>
  t.field({
    type: DeliveryResult,
    description:
      'Has a delivery that ended sent once more, with the same content, as a new delivery. For ' +
      'operators.',
    authScopes: { role: 'operator' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the delivery.' }) },
    audit: ({ id }) => ({ subject: `delivery:${auditedName(bareId('Delivery', id))}` }),
    resolve: (_root, { id }, context) => afterRedeliver(context, id),
  }),
);

const Outcome = builder.objectRef<RedeliveryOutcome>('RedeliveryOutcome').implement({
  description: 'What became of one delivery of many.',
  fields: (t) => ({
    deliveryId: t.id({
      description: 'Global id of the delivery that was to be sent again.',
      resolve: ({ id }) => encodeGlobalId('Delivery', id),
    }),
    delivery: t.field({
      type: Delivery,
      nullable: true,
      description: 'The new one; null when there is none.',
      reads: ['store'],
      resolve: (outcome, _args, { loaders }) =>
        'as' in outcome ? loaders.deliveries.byId.load(outcome.as) : null,
    }),
    refusal: t.string({
      nullable: true,
      description: 'Why there is none, and what to do next.',
      resolve: (outcome) => ('refusal' in outcome ? outcome.refusal.message : null),
    }),
  }),
});

const Outcomes = builder.objectRef<RedeliveryOutcomes>('RedeliveryOutcomes').implement({
  description: 'What became of each delivery.',
  fields: (t) => ({
    outcomes: t.field({
      type: [Outcome],
      description: 'In the order of the ids, each id once; of a filter the oldest first.',
      extensions: { cost: 4 },
      resolve: ({ outcomes }) => outcomes,
    }),
    hasMore: t.exposeBoolean('hasMore', {
      description: 'True when more fits the filter: call it again.',
    }),
  }),
});

const BulkResult = builder.errorUnion('RedeliveriesResult', {
  description: 'What became of each delivery, or why nothing was done with any.',
  types: [Outcomes, InvalidInputError, NotFoundError, ForbiddenError],
  resolveType: () => Outcomes,
});

const Filter = builder.inputType('RedeliveryFilter', {
  description: 'Deliveries that ended and were not sent again yet; tests of channels are left out.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'To this channel, by name.' }),
    states: t.field({
      type: [DeliveryStateType],
      description: 'DEAD (unless given), DELIVERED, or both.',
    }),
    since: t.field({ type: 'DateTime', description: 'That came to be since then.' }),
  }),
});

builder.mutationField('redeliverMany', (t) =>
  t.field({
    type: BulkResult,
    description:
      `As \`redeliver\`, for many: by \`ids\`, or by \`filter\`; ${mostRedeliveredAtOnce} at most. Of a filter ` +
      'those that were sent again already are left out, so that a second call goes on with the next ' +
      'ones. What cannot be done with one is said of it; the others are done. For operators.',
    authScopes: { role: 'operator' },
    args: {
      ids: t.arg.idList({
        description: `Global ids of deliveries, ${mostRedeliveredAtOnce} at most.`,
      }),
      filter: t.arg({ type: Filter, description: 'Which ones, instead of ids.' }),
    },
    audit: ({ ids, filter }) => ({
      subject: filter ? `channel:${auditedName(filter.channel)}` : 'deliveries',
      detail: { count: ids?.length ?? null },
    }),
    resolve: (_root, { ids, filter }, context) => redeliverMany(context, ids, filter),
  }),
);

builder.mutationField('testChannel', (t) =>
  t.field({
    type: DeliveryResult,
    description:
      'Sends a test over a channel now and answers with what came of it. It is sent whatever the ' +
      'state of the channel, and changes nothing of it. For operators.',
    authScopes: { role: 'operator' },
    args: { name: t.arg.string({ required: true, description: 'Name of the channel.' }) },
    audit: ({ name }) => ({ subject: `channel:${auditedName(name)}` }),
    resolve: async (_root, { name }, context) =>
      getDelivery(
        context,
        await context.services.deliveries.commands.testChannel(context.viewer, name),
      ),
  }),
);

builder.mutationField('enableChannel', (t) =>
  t.field({
    type: ChannelResult,
    description:
      'Lets a channel be used again that was disabled or failed too often; what waits for it is sent. ' +
      'For operators.',
    authScopes: { role: 'operator' },
    args: { name: t.arg.string({ required: true, description: 'Name of the channel.' }) },
    audit: ({ name }) => ({ subject: `channel:${auditedName(name)}` }),
    resolve: (_root, { name }, { services, viewer }) =>
      services.deliveries.commands.enableChannel(viewer, name),
  }),
);
