// Loaders of endpoints and of how long they were up, one for each batch function and operation.
import DataLoader from 'dataloader';

import type { Uptime } from '../monitors/endpoints/uptime.ts';
import { findOutagesOf, type EndpointOutage } from '../store/endpoint-outages.ts';
import { measureEndpoints } from '../store/endpoint-uptime.ts';
import { findEndpoints, findPausedEndpoints, type EndpointRecord } from '../store/endpoints.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

const hourMs = 3_600_000;

/** The windows of which uptime is told, in milliseconds. */
export const uptimeWindows = {
  LAST_24_HOURS: 24 * hourMs,
  LAST_7_DAYS: 7 * 24 * hourMs,
  LAST_30_DAYS: 30 * 24 * hourMs,
  LAST_90_DAYS: 90 * 24 * hourMs,
} as const;
export type UptimeWindow = keyof typeof uptimeWindows;

export interface UptimeView extends Uptime {
  readonly window: UptimeWindow;
}

export interface UptimeKey {
  readonly endpointId: string;
  readonly window: UptimeWindow;
}

export interface EndpointLoaders {
  readonly byId: DataLoader<string, EndpointRecord | undefined>;
  /** Whether its checks are paused, by its name. */
  readonly paused: DataLoader<string, boolean>;
  readonly uptimes: DataLoader<UptimeKey, UptimeView, string>;
  /** The finding it belongs to, by its id. */
  readonly outages: DataLoader<string, EndpointOutage | null>;
}

/** Loaders for one operation. */
export function createEndpointLoaders(
  services: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
): EndpointLoaders {
  const { q } = services.store;
  return {
    byId: rowLoader(
      (ids) => findEndpoints(q, ids),
      ({ id }) => id,
      isUuid,
    ),
    paused: new DataLoader(async (names) => {
      const paused = new Set(await findPausedEndpoints(q, names));
      return names.map((name) => paused.has(name));
    }),
    uptimes: new DataLoader(
      async (keys) => {
        // Asked for late: what is shared between subscribers has no clock.
        const to = services.clock.now();
        const byWindow = Map.groupBy(keys, ({ window }) => window);
        const found = new Map<string, UptimeView>();
        const reading = [...byWindow].map(async ([window, wanted]) => {
          const windowMs = uptimeWindows[window];
          const from = new Date(to.getTime() - windowMs);
          const ids = wanted.map(({ endpointId }) => endpointId);
          for (const { endpointId, upMs, downMs } of await measureEndpoints(q, ids, { from, to })) {
            found.set(uptimeKey({ endpointId, window }), { window, upMs, downMs, windowMs });
          }
        });
        await Promise.all(reading);
        return keys.map(
          (key) =>
            found.get(uptimeKey(key)) ?? {
              window: key.window,
              upMs: 0,
              downMs: 0,
              windowMs: uptimeWindows[key.window],
            },
        );
      },
      { cacheKeyFn: uptimeKey },
    ),
    outages: new DataLoader(async (ids) => {
      const rows = await findOutagesOf(q, ids);
      const byEndpoint = new Map(rows.map(({ endpointId, outage }) => [endpointId, outage]));
      return ids.map((id) => byEndpoint.get(id) ?? null);
    }),
  };
}

function uptimeKey({ endpointId, window }: UptimeKey): string {
  return `${window} ${endpointId}`;
}
