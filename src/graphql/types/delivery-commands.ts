// Having something sent again, trying a channel, letting one be used again. Roles, rules and audit are the
// commands' business.
import { ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { afterRedeliver, getDelivery } from '../deliveries.ts';
import { bareId } from '../global-ids.ts';
import { auditedName } from '../registration-input.ts';
import { Channel } from './channel.ts';
import { Delivery } from './delivery.ts';

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
