// Loaders of groups of notifications, their members and what routes tell of, one for each operation.
import type DataLoader from 'dataloader';

import { roleIncludes, type Role } from '../core/role.ts';
import {
  countRoutes,
  listGroupMembers,
  type GroupMembers,
  type RouteCount,
} from '../store/notification-group-pages.ts';
import { listGroups, type GroupRow } from '../store/notification-groups.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface NotificationLoaders {
  readonly groups: DataLoader<string, GroupRow | undefined>;
  /** By the group's id. */
  readonly members: DataLoader<string, GroupMembers | undefined>;
  /** By the route's name. */
  readonly routes: DataLoader<string, RouteCount | undefined>;
}

/** Members of a group that are shown at most. */
export const mostMembers = 100;

/** Makes them. */
export function createNotificationLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
  role: Role,
): NotificationLoaders {
  return {
    groups: rowLoader(
      async (ids) =>
        (await listGroups(q, ids)).filter(({ audience }) => roleIncludes(role, audience)),
      ({ id }) => id,
      isUuid,
    ),
    members: rowLoader(
      (ids) => listGroupMembers(q, ids, mostMembers, role),
      ({ groupId }) => groupId,
      isUuid,
    ),
    routes: rowLoader(
      (names) => countRoutes(q, names, role),
      ({ route }) => route,
      () => true,
    ),
  };
}
