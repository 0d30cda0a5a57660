// Deliveries and channels for the API: pages, single ones, and the live list of attempts.
import { severityRank } from '../core/alerts.ts';
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import type {
  DeliveryState,
  FailureReason,
  Notification,
  NotifyReason,
} from '../core/notifications.ts';
import type { Role } from '../core/role.ts';
import {
  channelConditionOf,
  type ChannelCondition,
} from '../notifications/delivery/channel-state.ts';
import type { ConfiguredChannel } from '../notifications/delivery/channels.ts';
import type { RedeliveryOutcomes } from '../notifications/delivery/redeliver.ts';
import type { AlertRow } from '../store/alerts.ts';
import { deliveryDead, deliveryDelivered, deliveryFailed } from '../store/delivery-events.ts';
import { listDeliveries, type DeliveryFilter, type DeliveryRow } from '../store/delivery-pages.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';
import { LogStream } from './log-stream.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface DeliveryFilterInput {
  readonly channels?: readonly string[] | null | undefined;
  readonly states?: readonly DeliveryState[] | null | undefined;
  readonly reasons?: readonly NotifyReason[] | null | undefined;
  readonly alert?: string | null | undefined;
  readonly since?: Date | null | undefined;
}

/** Stands for an alert of which there is none. */
const nobody = '00000000-0000-0000-0000-000000000000';

function readFilter(input: DeliveryFilterInput | null | undefined, role: Role): DeliveryFilter {
  checkFilterSize(input ?? {});
  const { channels, states, reasons, alert, since } = input ?? {};
  const id = typeof alert === 'string' ? bareId('Alert', alert) : undefined;
  return {
    channels: channels ?? undefined,
    states: states ?? undefined,
    reasons: reasons ?? undefined,
    alertId: id === undefined ? undefined : isUuid(id) ? id : nobody,
    since: since ?? undefined,
    role,
  };
}

const encodePlace = (seq: number): string => Buffer.from(`delivery:${seq}`).toString('base64url');

function decodePlace(cursor: string): number | undefined {
  if (cursor.length > 64) return undefined;
  const [, seq] = /^delivery:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return seq === undefined ? undefined : Number(seq);
}

/** A page of deliveries, newest first. */
export async function readDeliveries(
  context: GraphqlContext,
  input: DeliveryFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<DeliveryRow>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodePlace);
  const rows = await listDeliveries(
    context.services.store.q,
    readFilter(input, context.viewer.role),
    page,
  );
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodePlace(node.seq) }));
}

/** @throws NotFoundError when it is not kept any more. */
export async function getDelivery({ loaders }: GraphqlContext, id: string): Promise<DeliveryRow> {
  const row = await loaders.deliveries.byId.load(id);
  if (row !== undefined) return row;
  throw new NotFoundError('There is no such delivery, or it is not kept any more.');
}

/** What a delivery tells. @throws NotFoundError when it is not kept any more. */
export async function contentOfDelivery(
  { loaders }: GraphqlContext,
  id: string,
): Promise<Notification> {
  const content = await loaders.deliveries.content.load(id);
  if (content !== undefined) return content;
  throw new NotFoundError('The delivery is not kept any more.');
}

/** The newest deliveries that tell of an alert. */
export async function deliveriesOfAlert(
  { loaders }: GraphqlContext,
  alertId: string,
): Promise<readonly DeliveryRow[]> {
  const ids = await loaders.deliveries.idsOfAlert.load(alertId);
  const rows = await loaders.deliveries.byId.loadMany(ids);
  return rows.flatMap((row) => (row instanceof Error || row === undefined ? [] : [row]));
}

/** The alerts that a delivery names, as they are now, the worst first. */
export async function alertsOfDelivery(
  { loaders }: GraphqlContext,
  id: string,
): Promise<readonly AlertRow[]> {
  const ids = await loaders.deliveries.alertIds.load(id);
  const rows = await loaders.alerts.byId.loadMany(ids);
  return rows
    .flatMap((row) => (row instanceof Error || row === undefined ? [] : [row]))
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

/** What tells a digest that was refused. */
export async function partsOfDelivery(
  { loaders }: GraphqlContext,
  id: string,
): Promise<readonly DeliveryRow[]> {
  const rows = await loaders.deliveries.byId.loadMany(await loaders.deliveries.partIds.load(id));
  return rows.flatMap((row) => (row instanceof Error || row === undefined ? [] : [row]));
}

/** A delivery as a mutation left it; `reference` is its global id. */
export async function afterRedeliver(
  context: GraphqlContext,
  reference: string,
): Promise<DeliveryRow> {
  const { id } = await getDelivery(context, bareId('Delivery', reference));
  const repeated = await context.services.deliveries.commands.redeliver(context.viewer, id);
  return getDelivery(context, repeated);
}

export interface RedeliveryFilterInput {
  readonly channel: string;
  readonly states?: readonly DeliveryState[] | null | undefined;
  readonly since?: Date | null | undefined;
}

/** Has many deliveries sent again: these, or those that fit the filter. */
export async function redeliverMany(
  { services, viewer }: GraphqlContext,
  ids: readonly string[] | null | undefined,
  filter: RedeliveryFilterInput | null | undefined,
): Promise<RedeliveryOutcomes> {
  const { commands } = services.deliveries;
  const given = { ids: ids ?? undefined, filter: filter ?? undefined };
  if ((given.ids === undefined) === (given.filter === undefined)) {
    const message = 'must be given, or `filter`, and not both';
    throw new InvalidInputError('Nothing is sent again.', [{ path: 'ids', message }]);
  }
  if (given.ids !== undefined) {
    return commands.redeliverMany(viewer, { ids: given.ids.map((id) => bareId('Delivery', id)) });
  }
  const { channel = '', states, since } = given.filter ?? {};
  checkFilterSize(given.filter ?? {});
  const wish = { channel, states: states ?? ['DEAD' as const], since: since ?? undefined };
  return commands.redeliverMany(viewer, wish);
}

/** How a channel is now. */
export async function readChannelCondition(
  { loaders, services }: GraphqlContext,
  { settings: { name, rate } }: ConfiguredChannel,
): Promise<ChannelCondition> {
  const [state, waiting] = await Promise.all([
    loaders.deliveries.channelStates.load(name),
    loaders.deliveries.waiting.load(name),
  ]);
  return channelConditionOf(state, { rate, waiting }, services.clock.now());
}

export interface DeliveryChangeView {
  readonly cursor: string;
  readonly at: Date;
  readonly outcome: 'DELIVERED' | 'FAILED' | 'DEAD';
  readonly deliveryId: string;
  readonly channel: string;
  readonly reason: NotifyReason;
  readonly attempt: number;
  readonly status: number | null;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly nextAt: Date | null;
}

export interface DeliveryChangeFilterInput {
  readonly channels?: readonly string[] | null | undefined;
  readonly alert?: string | null | undefined;
}

/** Outcomes of attempts: after a replay of those since `after`, else from now on. */
export async function openDeliveryChanges(
  { services: { hub }, viewer, resumeAfter }: GraphqlContext,
  after: string | null | undefined,
  filter: DeliveryChangeFilterInput | null | undefined,
): Promise<LogStream<DeliveryChangeView>> {
  checkFilterSize(filter ?? {});
  const start = await hub.locate(resumeAfter ?? after ?? undefined);
  const channels = filter?.channels ?? undefined;
  const alertId = typeof filter?.alert === 'string' ? bareId('Alert', filter.alert) : undefined;
  return new LogStream<DeliveryChangeView>(hub, {
    start,
    selection: {
      role: viewer.role,
      types: [deliveryDelivered.type, deliveryFailed.type, deliveryDead.type],
    },
    convert: (event) => {
      const delivered = deliveryDelivered.read(event);
      const failed = deliveryFailed.read(event);
      const fact = delivered ?? failed ?? deliveryDead.read(event);
      if (fact === undefined) return undefined;
      if (channels !== undefined && !channels.includes(fact.channel)) return undefined;
      if (alertId !== undefined && !fact.alertIds.includes(alertId)) return undefined;
      const nextAt = failed?.nextAt ?? null;
      return {
        cursor: hub.cursorOf(event.id),
        at: event.occurredAt,
        outcome: delivered === undefined ? (failed === undefined ? 'DEAD' : 'FAILED') : 'DELIVERED',
        deliveryId: fact.deliveryId,
        channel: fact.channel,
        reason: fact.reason,
        attempt: fact.attempt,
        status: fact.status,
        failure: 'failure' in fact ? fact.failure : null,
        failureReason: 'failureReason' in fact ? fact.failureReason : null,
        nextAt: nextAt === null ? null : new Date(nextAt),
      };
    },
  });
}
