// The live list of what becomes of deliveries.
import { builder } from '../builder.ts';
import { openDeliveryChanges, type DeliveryChangeView } from '../deliveries.ts';
import { Delivery } from './delivery.ts';
import { FailureReasonType, NotifyReasonType } from './delivery-words.ts';

const Outcome = builder.enumType('DeliveryOutcome', {
  description: 'What became of a delivery.',
  values: {
    DELIVERED: { description: 'The receiver took it.' },
    FAILED: {
      description: 'An attempt failed; without a next try it is given up, or sent in parts.',
    },
    DEAD: { description: 'It is given up. Only operators are told, beside the failure.' },
  } satisfies Record<DeliveryChangeView['outcome'], { description: string }>,
});

const Change = builder.objectRef<DeliveryChangeView>('DeliveryChange').implement({
  description: 'Something became of a delivery.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    at: t.field({ type: 'DateTime', description: 'When it was.', resolve: ({ at }) => at }),
    outcome: t.field({ type: Outcome, description: 'What.', resolve: ({ outcome }) => outcome }),
    channel: t.exposeString('channel', { description: 'Name of the channel.' }),
    reason: t.field({
      type: NotifyReasonType,
      description: 'Why it is sent.',
      resolve: ({ reason }) => reason,
    }),
    attempt: t.exposeInt('attempt', { description: 'The attempt, counted from 1; 0: none.' }),
    status: t.exposeInt('status', { nullable: true, description: 'Of the HTTP response.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'What went wrong.' }),
    failureReason: t.field({
      type: FailureReasonType,
      nullable: true,
      description: 'What kind of failure it was.',
      resolve: ({ failureReason }) => failureReason,
    }),
    nextTryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again; null when it is not.',
      resolve: ({ nextAt }) => nextAt,
    }),
    delivery: t.field({
      type: Delivery,
      nullable: true,
      description: 'The delivery as it is now; null when it is not kept any more.',
      reads: ['store', 'role'],
      resolve: ({ deliveryId }, _args, { loaders }) => loaders.deliveries.byId.load(deliveryId),
    }),
  }),
});

const Filter = builder.inputType('DeliveryChangeFilter', {
  description: 'Of which deliveries; what is left out does not restrict.',
  fields: (t) => ({
    channels: t.stringList({ description: 'To these channels, by name.' }),
    alert: t.id({ description: 'That tell of this alert (of a long digest: of its first 20).' }),
  }),
});

builder.subscriptionField('deliveriesChanged', (t) =>
  t.field({
    type: Change,
    description:
      'Each attempt as it ends. With `after`: first those since then. None is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
      filter: t.arg({ type: Filter, description: 'Of which deliveries.' }),
    },
    subscribe: (_root, { after, filter }, context) => openDeliveryChanges(context, after, filter),
    resolve: (change) => change,
  }),
);
