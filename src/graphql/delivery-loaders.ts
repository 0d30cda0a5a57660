// Loaders of deliveries, their attempts, and what waits for channels.
import DataLoader from 'dataloader';

import { roleIncludes, type Role } from '../core/role.ts';
import { listChannelStates, type ChannelState } from '../store/channel-states.ts';
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
  /** Ids of the newest deliveries of an alert. */
  readonly idsOfAlert: DataLoader<string, readonly string[]>;
  readonly channelStates: DataLoader<string, ChannelState | undefined>;
  readonly waiting: DataLoader<string, number>;
}

/** Of an alert at most so many are listed with it. */
export const mostOfAlert = 50;

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
