// Deliveries: what was sent to whom, how often it was tried and what came of it.
import { roleIncludes } from '../../core/role.ts';
import type { DeliveryAttemptRow, DeliveryRow } from '../../store/delivery-pages.ts';
import { builder } from '../builder.ts';
import {
  alertsOfDelivery,
  contentOfDelivery,
  deliveriesOfAlert,
  partsOfDelivery,
  readDeliveries,
} from '../deliveries.ts';
import { mostNamed } from '../delivery-loaders.ts';
import { bareId } from '../global-ids.ts';
import { Alert } from './alert.ts';
import { DeliveryStateType, FailureReasonType, NotifyReasonType } from './delivery-words.ts';

const Attempt = builder.objectRef<DeliveryAttemptRow>('DeliveryAttempt').implement({
  description: 'One attempt to deliver.',
  fields: (t) => ({
    attempt: t.exposeInt('attempt', { description: 'Counted from 1.' }),
    at: t.field({ type: 'DateTime', description: 'When it began.', resolve: ({ at }) => at }),
    replica: t.exposeString('replica', { description: 'Which replica made it.' }),
    ok: t.exposeBoolean('ok', {
      nullable: true,
      description: 'The receiver took it; null when nobody knows: hawkwatch ended in the middle.',
    }),
    status: t.exposeInt('status', { nullable: true, description: 'Of the HTTP response.' }),
    durationMs: t.exposeFloat('durationMs', { nullable: true, description: 'How long it took.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'What went wrong.' }),
    failureReason: t.field({
      type: FailureReasonType,
      nullable: true,
      description: 'What kind of failure it was.',
      resolve: ({ failureReason }) => failureReason,
    }),
    body: t.string({
      reads: ['role'],
      nullable: true,
      description: 'The beginning of the answer, as it came; for operators, null for others.',
      resolve: ({ body }, _args, { viewer }) =>
        roleIncludes(viewer.role, 'operator') ? body : null,
    }),
  }),
});

export const Delivery = builder.objectRef<DeliveryRow>('Delivery');
// A content may have some 300 KB.
const contentCost = 100;

builder.node(Delivery, {
  description: 'A notification on its way to one channel.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'redeliveryOf' in value,
  loadOne: (id, { loaders }) => loaders.deliveries.byId.load(id),
  fields: (t) => ({
    deliveryId: t.exposeString('id', {
      description: 'What the receiver sees (`webhook-id`); the same for each attempt.',
    }),
    channel: t.exposeString('channel', { description: 'Name of the channel.' }),
    route: t.exposeString('route', { description: 'Name of the route that led to it.' }),
    reason: t.field({
      type: NotifyReasonType,
      description: 'Why it is sent.',
      resolve: ({ reason }) => reason,
    }),
    state: t.field({
      type: DeliveryStateType,
      description: 'How it stands.',
      resolve: ({ state }) => state,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it came to be.',
      resolve: ({ createdAt }) => createdAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was delivered, given up, or told by a digest.',
      resolve: ({ endedAt }) => endedAt,
    }),
    nextTryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it is tried next, at the earliest: what came before it of the same group, and the ' +
        'state of the channel, may hold it up.',
      resolve: ({ nextAt }) => nextAt,
    }),
    attemptCount: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    attempts: t.field({
      type: [Attempt],
      description:
        'The attempts, the first one first; one that is under way is not among them yet.',
      reads: ['store'],
      resolve: ({ id }, _args, { loaders }) => loaders.deliveries.attempts.load(id),
    }),
    status: t.exposeInt('status', { nullable: true, description: 'Of the last HTTP response.' }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'What went wrong last; null when nothing did.',
    }),
    failureReason: t.field({
      type: FailureReasonType,
      nullable: true,
      description: 'What kind of failure it was.',
      resolve: ({ failureReason }) => failureReason,
    }),
    content: t.field({
      type: 'JSON',
      description:
        'The notification, as it was when it was to be told; some 300 KB at most when it tells of ' +
        'alerts. Read by itself: ask for it where few deliveries are listed.',
      reads: ['store'],
      extensions: { cost: contentCost },
      resolve: ({ id }, _args, context) => contentOfDelivery(context, id),
    }),
    alertCount: t.int({
      description: 'How many alerts it names.',
      reads: ['store'],
      resolve: ({ id }, _args, { loaders }) => loaders.deliveries.alertCount.load(id),
    }),
    alerts: t.field({
      type: [Alert],
      description: `The alerts that it names, as they are now, the worst first; ${mostNamed} at most.`,
      reads: ['store', 'role'],
      extensions: { cost: 5 },
      resolve: ({ id }, _args, context) => alertsOfDelivery(context, id),
    }),
    mergedInto: t.field({
      type: Delivery,
      nullable: true,
      description: 'The digest that tells what it would have told.',
      reads: ['store', 'role'],
      resolve: ({ mergedInto }, _args, { loaders }) =>
        mergedInto === null ? null : loaders.deliveries.byId.load(mergedInto),
    }),
    parts: t.field({
      type: [Delivery],
      description:
        'Of a digest that was refused: the deliveries that tell it instead, each with its own outcome.',
      reads: ['store'],
      resolve: ({ id }, _args, context) => partsOfDelivery(context, id),
    }),
    partOf: t.field({
      type: Delivery,
      nullable: true,
      description: 'The digest that was refused, of which it tells a part.',
      reads: ['store'],
      resolve: ({ partOf }, _args, { loaders }) =>
        partOf === null ? null : loaders.deliveries.byId.load(partOf),
    }),
    redeliveryOf: t.field({
      type: Delivery,
      nullable: true,
      description: 'The delivery that it repeats by hand.',
      reads: ['store', 'role'],
      resolve: ({ redeliveryOf }, _args, { loaders }) =>
        redeliveryOf === null ? null : loaders.deliveries.byId.load(redeliveryOf),
    }),
  }),
});

builder.objectField(Alert, 'deliveries', (t) =>
  t.field({
    type: [Delivery],
    description: 'The newest deliveries that tell of it, newest first; `deliveries` has them all.',
    reads: ['store', 'role'],
    extensions: { cost: 5 },
    resolve: ({ id }, _args, context) => deliveriesOfAlert(context, id),
  }),
);

const Filter = builder.inputType('DeliveryFilter', {
  description: 'Which deliveries; what is left out does not restrict.',
  fields: (t) => ({
    channels: t.stringList({ description: 'To these channels, by name.' }),
    states: t.field({ type: [DeliveryStateType], description: 'In these states.' }),
    reasons: t.field({ type: [NotifyReasonType], description: 'For these reasons.' }),
    alert: t.id({ description: 'That tell of this alert: its id.' }),
    since: t.field({ type: 'DateTime', description: 'That came to be since then.' }),
  }),
});

builder.queryField('deliveries', (t) =>
  t.connection(
    {
      type: Delivery,
      description: 'Deliveries, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => readDeliveries(context, filter, args),
    },
    { name: 'DeliveryConnection', description: 'A page of deliveries.' },
    { name: 'DeliveryEdge', description: 'A delivery in its list.' },
  ),
);

builder.queryField('delivery', (t) =>
  t.field({
    type: Delivery,
    nullable: true,
    description: 'One delivery; null when there is none, or not any more.',
    authScopes: { role: 'viewer' },
    args: {
      id: t.arg.id({ required: true, description: 'Its global id, or what the receiver saw.' }),
    },
    resolve: async (_root, { id }, { loaders }) =>
      (await loaders.deliveries.byId.load(bareId('Delivery', id))) ?? null,
  }),
);
