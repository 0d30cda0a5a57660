// Puts endpoints together: which there are by the file and the API, and what can be done with them. The form
// of an endpoint is the configuration's, also for those that come over the API.
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import { readEndpoint } from './config/sections/endpoints.ts';
import { backoffMs } from './core/backoff.ts';
import type { Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { SampleRecorder } from './metrics/samples.ts';
import { createEndpointCommands, type EndpointCommands } from './monitors/endpoints/commands.ts';
import { createDeclaredEndpoints } from './monitors/endpoints/declared.ts';
import { systemLookup, type EndpointMonitorSettings } from './monitors/endpoints/monitor.ts';
import { startEndpointRetention } from './monitors/endpoints/retention.ts';
import type { Sealer } from './store/sealing.ts';
import type { Store } from './store/store.ts';

type EndpointSections = Pick<Configuration, 'endpoints' | 'endpointRules'>;

export interface MonitoredEndpointsOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly samples: SampleRecorder;
  /** Of the configuration file. */
  readonly configuration: EndpointSections;
  /** Told when others are to be checked than before. */
  onChange(settings: EndpointMonitorSettings): void;
}

export interface MonitoredEndpoints {
  readonly commands: EndpointCommands;
  /** What is to be checked. */
  settings(): EndpointMonitorSettings;
  /** Takes another file's endpoints, and tries again while the store is away. */
  configure(configuration: EndpointSections): void;
  stop(): Promise<void>;
}

/** Stores which endpoints there are, and keeps up with what is registered. */
export async function createMonitoredEndpoints(
  options: MonitoredEndpointsOptions,
): Promise<MonitoredEndpoints> {
  const { hub, clock, random, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isReady = false;
  const declared = createDeclaredEndpoints({
    ...options,
    read: readEndpoint,
    onChange: (settings) => {
      if (isReady) options.onChange(settings);
    },
  });
  await declared.configure(options.configuration);
  isReady = true;
  const following = declared.follow(hub);
  const stopRetention = startEndpointRetention({
    ...options,
    keepChecksMs: () => declared.rules().keepChecksMs,
  });
  let newest: EndpointSections = options.configuration;
  let configuring = Promise.resolve();

  const putInForce = async (next: EndpointSections): Promise<void> => {
    for (let attempt = 0; next === newest && !signal.aborted; attempt += 1) {
      try {
        await declared.configure(next);
        return;
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'the endpoints are put in force later');
        const delayMs = backoffMs(attempt, { firstMs: 200, maxMs: 10_000 }, random);
        await clock.sleep(delayMs, signal).catch(() => undefined);
      }
    }
  };

  return {
    commands: createEndpointCommands({
      ...options,
      declared,
      read: readEndpoint,
      lookup: systemLookup,
    }),
    settings: () => declared.settings(),
    configure: (configuration) => {
      newest = configuration;
      configuring = configuring.then(() => putInForce(configuration));
    },
    stop: async () => {
      stopping.abort(new Error('hawkwatch is stopping'));
      await configuring;
      await Promise.all([following.stop(), stopRetention()]);
    },
  };
}
