// Puts monitoring together: what records samples, what runs the monitors, what can be done with them.
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { MonitoredDatabases } from './databases/monitored.ts';
import type { NeedsReader } from './databases/needs/needs-reader.ts';
import type { StreamCounts } from './graphql/stream-counts.ts';
import type { HealthSource } from './health.ts';
import type { SampleRecorder } from './metrics/samples.ts';
import { loadHealth } from './health-sources.ts';
import { createEventLoopLag } from './metrics/event-loop-lag.ts';
import { startMeasurements, type MeasurementViews } from './metrics/measurements.ts';
import { createTrendReader, type TrendReader } from './metrics/trends.ts';
import { createMonitoredEndpoints } from './monitored-endpoints.ts';
import { createMonitorCommands, type MonitorCommands } from './monitors/commands.ts';
import { createContainerServices, type ContainerServices } from './monitors/containers/services.ts';
import type { EndpointCommands } from './monitors/endpoints/commands.ts';
import { monitorKinds } from './monitors/registry.ts';
import { startSupervisor, type SettingsOf } from './monitors/supervisor.ts';
import { describeMonitors } from './monitors/supervisor/health.ts';
import {
  createOperationsReporter,
  type OperationsReporter,
} from './reports/operations/reporter.ts';
import type { StoreAddress } from './store/connection.ts';
import { readStoredFigures } from './store/figures.ts';
import type { Sealer } from './store/sealing.ts';
import type { Store } from './store/store.ts';

type MonitorSettings = SettingsOf<typeof monitorKinds>;

export interface MonitoringOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Of the store, for the locks that let one replica run a monitor. */
  readonly address: StoreAddress;
  readonly hub: Hub;
  readonly streams: StreamCounts;
  readonly version: string;
  readonly databases: MonitoredDatabases;
  readonly needs: NeedsReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The configuration in force. */
  readonly settings: Configuration;
  readonly host: string;
  readonly replica: string;
}

export interface Monitoring {
  /** What can be asked and done of what is watched. */
  readonly services: Pick<ContainerServices, 'containers' | 'containerStats'> & {
    readonly monitors: MonitorCommands;
    readonly endpoints: EndpointCommands;
    readonly measurements: MeasurementViews;
    readonly trends: TrendReader;
    readonly operationsReports: OperationsReporter;
  };
  /** Takes another configuration: what changed in it begins anew. */
  configure(settings: Configuration): void;
  /** Takes samples of others. */
  readonly samples: SampleRecorder;
  /** Parts of hawkwatch's health. */
  readonly health: readonly HealthSource[];
  stop(): Promise<void>;
}

/** Begins to monitor, on this replica or another one. */
export async function createMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { store, hub, streams } = options;
  let configuration = options.settings;
  const eventLoop = createEventLoopLag();
  const measurements = startMeasurements({
    ...options,
    eventLoop,
    eventLogPosition: () => hub.position,
    streams: () => streams,
    readStored: () => readStoredFigures(store),
  });
  const { samples } = measurements;
  const endpoints = await createMonitoredEndpoints({
    ...options,
    configuration,
    samples,
    onChange: () => supervisor.configure(monitorSettings()),
  });
  const monitorSettings = (): MonitorSettings => ({ ...configuration, ...endpoints.settings() });
  const supervisor = startSupervisor({
    ...options,
    settings: monitorSettings(),
    kinds: monitorKinds,
    samples,
    eventLoop,
  });
  const { stop: stopContainers, ...containers } = createContainerServices({
    ...options,
    settings: () => configuration,
  });
  const trends = createTrendReader(options);
  const operationsReports = createOperationsReporter({
    ...options,
    retention: () => configuration.retention,
  });
  return {
    services: {
      trends,
      operationsReports,
      monitors: createMonitorCommands(options),
      endpoints: endpoints.commands,
      measurements,
      ...containers,
    },
    samples,
    configure: (settings) => {
      configuration = settings;
      measurements.configure(settings);
      supervisor.configure(monitorSettings());
      endpoints.configure(settings);
    },
    health: [
      loadHealth(options.clock, eventLoop),
      { name: 'monitors', check: () => describeMonitors(store, supervisor.unled()) },
      { name: 'samples', check: () => measurements.health() },
    ],
    stop: async () => {
      stopContainers();
      const others = Promise.all([
        supervisor.stop(),
        endpoints.stop(),
        trends.stop(),
        operationsReports.stop(),
      ]);
      await stopRecordingAfter(others, () => measurements.stop(), options.clock);
      eventLoop.stop();
    },
  };
}

/** Leaves time for the last batch of samples before the connections are closed. */
const othersMs = 2_000;

/** Stops recording when those who measure have ended, or hang. */
export async function stopRecordingAfter(
  others: Promise<unknown>,
  stopRecording: () => Promise<void>,
  clock: Pick<Clock, 'setTimer'>,
): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = clock.setTimer(othersMs, late.resolve);
  await Promise.race([others.catch(() => undefined), late.promise]);
  cancel();
  await stopRecording();
  await others;
}
