// Which endpoints there are on this replica: those of its configuration file, and those that were
// registered through the API and are not in the file. Both change while the service runs; one change at a
// time, and whoever runs monitors is told of what is to be checked then.
import type { Hub } from '../../bus/hub.ts';
import { keepUp } from '../../bus/keep-up.ts';
import type { Clock } from '../../core/clock.ts';
import type { EndpointOrigin } from '../../core/endpoints.ts';
import { createLine } from '../../core/line.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { endpointRegistered, endpointUnregistered } from '../../store/endpoint-events.ts';
import { endOutages, lockOutages } from '../../store/endpoint-outages.ts';
import {
  declareEndpoints,
  lockDeclaredEndpoints,
  retireOtherEndpoints,
  type DeclaredEndpoint,
} from '../../store/endpoints.ts';
import { listRegisteredEndpoints } from '../../store/registered-endpoints.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Queryable, Store } from '../../store/store.ts';
import type { EndpointMonitorSettings } from './monitor.ts';
import { probeFor } from './probes/registry.ts';
import { openDeclaration, type ReadDeclaration } from './sealed-settings.ts';
import type { EndpointRules, EndpointSettings, WatchedEndpoint } from './settings.ts';

/** What a configuration file says of endpoints. */
export interface EndpointConfiguration {
  readonly endpoints: readonly EndpointSettings[];
  readonly endpointRules: EndpointRules;
}

export interface DeclaredEndpointsOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly read: ReadDeclaration;
  /** Told what is to be checked from now on. */
  onChange(settings: EndpointMonitorSettings): void;
}

export interface DeclaredEndpoints {
  /** True when the configuration file in force names the endpoint. */
  isInFile(name: string): boolean;
  /** An endpoint as it is checked here; undefined when it is not known here, or cannot be read. */
  find(name: string): WatchedEndpoint | undefined;
  rules(): EndpointRules;
  /** What is to be checked. */
  settings(): EndpointMonitorSettings;
  /** Puts another file in force. */
  configure(next: EndpointConfiguration): Promise<void>;
  /** Takes over what is registered now. */
  refresh(): Promise<void>;
  /** Takes over what is registered whenever that changes, on whatever replica. */
  follow(hub: Hub): { stop(): Promise<void> };
}

const types = [endpointRegistered.type, endpointUnregistered.type];

const nothing: EndpointConfiguration = {
  endpoints: [],
  endpointRules: { allowPrivate: [], keepChecksMs: 0 },
};

/** Creates it; nothing is in force before `configure`. */
export function createDeclaredEndpoints(options: DeclaredEndpointsOptions): DeclaredEndpoints {
  const { store, sealer, clock, random, logger, read } = options;
  const line = createLine();
  let file = nothing;
  let inFile: ReadonlySet<string> = new Set();
  let watched: readonly WatchedEndpoint[] = [];

  /** All there are by this file and the store, and the names of those that cannot be read here. */
  const readAll = async (q: Queryable, next: EndpointConfiguration) => {
    const names = new Set(next.endpoints.map(({ name }) => name));
    const rules = next.endpointRules;
    const unreadable: string[] = [];
    const all = next.endpoints.map((endpoint) => withOrigin(endpoint, 'FILE', rules));
    for (const row of await listRegisteredEndpoints(q)) {
      if (names.has(row.name)) continue;
      const { settings, problem } = openDeclaration(sealer, row, read);
      if (settings === null) {
        unreadable.push(row.name);
        logger.warn(
          { endpoint: row.name, reason: problem },
          'a registered endpoint is not checked',
        );
      } else {
        all.push(withOrigin(settings, 'API', rules));
      }
    }
    return { all, unreadable };
  };

  const putInForce = (all: readonly WatchedEndpoint[]): void => {
    watched = all;
    options.onChange({ watchedEndpoints: all });
  };

  const refresh = (): Promise<void> =>
    line.enter(async () => {
      const { all } = await readAll(store.q, file);
      putInForce(all);
    });

  return {
    isInFile: (name) => inFile.has(name),
    find: (name) => watched.find((endpoint) => endpoint.name === name),
    rules: () => file.endpointRules,
    settings: () => ({ watchedEndpoints: watched }),
    configure: (next) =>
      line.enter(async () => {
        const all = await store.transaction(async (tx) => {
          await lockDeclaredEndpoints(tx.q);
          // Under the lock: one registered meanwhile would be retired, one removed would be back.
          const { all: found, unreadable } = await readAll(tx.q, next);
          await declareEndpoints(tx, found.map(toDeclared), random, clock.now());
          const kept = [...found.map(({ name }) => name), ...unreadable];
          await retireOtherEndpoints(tx, kept, clock.now());
          await lockOutages(tx.q);
          await endOutages(tx, clock.now());
          return found;
        });
        file = next;
        inFile = new Set(next.endpoints.map(({ name }) => name));
        putInForce(all);
      }),
    refresh,
    follow: (hub) => {
      const what = 'registered endpoints';
      const following = keepUp({ hub, types, clock, random, logger, what, work: refresh });
      return {
        stop: async () => {
          await following.stop();
          await line.stop();
        },
      };
    },
  };
}

const withOrigin = (
  endpoint: EndpointSettings,
  origin: EndpointOrigin,
  rules: EndpointRules,
): WatchedEndpoint => ({ ...endpoint, origin, rules });

/** What the store knows of an endpoint. */
export function toDeclared(endpoint: WatchedEndpoint): DeclaredEndpoint {
  const { name, origin, environment, labels, database, everyMs, paused, probe } = endpoint;
  return {
    name,
    origin,
    kind: probe.kind,
    environment: environment ?? null,
    labels,
    databaseName: database ?? null,
    target: probeFor(probe).target(probe),
    everyMs,
    paused,
  };
}
