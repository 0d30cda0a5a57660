// Loaders of deliveries, their attempts, and what waits for channels.
import DataLoader from 'dataloader';

import type { Notification } from '../core/notifications.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import { listChannelStates, type ChannelState } from '../store/channel-states.ts';
import {
  countNamedAlerts,
  listDeliveryContents,
  listNamedAlerts,
  listPartIds,
} from '../store/delivery-contents.ts';
import {
  countWaitingOf,
  findDeliveries,
  listDeliveriesOfAlerts,
  listDeliveryAttempts,
  type DeliveryAttemptRow,
  type DeliveryRow,
} from '../store/delivery-pages.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface DeliveryLoaders {
  readonly byId: DataLoader<string, DeliveryRow | undefined>;
  readonly attempts: DataLoader<string, readonly DeliveryAttemptRow[]>;
  /** What one tells. */
  readonly content: DataLoader<string, Notification | undefined>;
  readonly alertCount: DataLoader<string, number>;
  /** Ids of alerts that it names. */
  readonly alertIds: DataLoader<string, readonly string[]>;
  /** Ids of what tells it when it was refused. */
  readonly partIds: DataLoader<string, readonly string[]>;
  /** Ids of the newest deliveries of an alert. */
  readonly idsOfAlert: DataLoader<string, readonly string[]>;
  readonly channelStates: DataLoader<string, ChannelState | undefined>;
  readonly waiting: DataLoader<string, number>;
}

/** Of an alert at most so many are listed with it. */
export const mostOfAlert = 50;

/** Of the alerts that a delivery names at most so many are listed with it. */
export const mostNamed = 100;
const mostParts = 10;
/** Contents that are read at once: one may have some 300 KB. */
const contentsAtOnce = 10;

/** Makes them for one operation. */
export function createDeliveryLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
  role: Role,
): DeliveryLoaders {
  return {
    byId: rowLoader(
      // What tells of an event is there for those who may see the event.
      async (ids) =>
        (await findDeliveries(q, ids)).filter(({ audience }) => roleIncludes(role, audience)),
      (row) => row.id,
      isUuid,
    ),
    attempts: new DataLoader(async (ids) => {
      const found = Map.groupBy(await listDeliveryAttempts(q, ids), (row) => row.deliveryId);
      return ids.map((id) => found.get(id) ?? []);
    }),
    content: new DataLoader(
      async (ids) => {
        const found = await listDeliveryContents(q, ids);
        return ids.map((id) => found.get(id));
      },
      { maxBatchSize: contentsAtOnce },
    ),
    alertCount: new DataLoader(async (ids) => {
      const counts = await countNamedAlerts(q, ids);
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    alertIds: new DataLoader(async (ids) => {
      const rows = await listNamedAlerts(q, ids, mostNamed);
      const found = Map.groupBy(rows, ({ deliveryId }) => deliveryId);
      return ids.map((id) => (found.get(id) ?? []).map(({ alertId }) => alertId));
    }),
    partIds: new DataLoader(async (ids) => {
      const rows = await listPartIds(q, ids, mostParts);
      const found = Map.groupBy(rows, ({ digestId }) => digestId);
      return ids.map((id) => (found.get(id) ?? []).map(({ partId }) => partId));
    }),
    idsOfAlert: new DataLoader(async (ids) => {
      const rows = await listDeliveriesOfAlerts(q, ids, mostOfAlert);
      const found = Map.groupBy(rows, ({ alertId }) => alertId);
      return ids.map((id) => (found.get(id) ?? []).map(({ deliveryId }) => deliveryId));
    }),
    channelStates: rowLoader(
      (names) => listChannelStates(q, names),
      ({ channel }) => channel,
      () => true,
    ),
    waiting: new DataLoader(async (names) => {
      const counts = await countWaitingOf(q, names);
      return names.map((name) => counts.get(name) ?? 0);
    }),
  };
}
