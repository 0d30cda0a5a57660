// A service for tests: real store, hub, tail and sockets; commands and statuses are stubs that do
// just enough (a run is a row, its events and its audit entry).
import type { SuppressionServices } from '../../../src/alerts/suppression/suppression.ts';
import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { NotFoundError } from '../../../src/core/errors.ts';
import { silentLogger, type Logger } from '../../../src/core/logger.ts';
import { createSystemRandom, type Random } from '../../../src/core/random.ts';
import type { Role } from '../../../src/core/role.ts';
import { createNeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import type { SchemaSettings, TargetSettings } from '../../../src/databases/target.ts';
import { createTargets } from '../../../src/databases/targets.ts';
import type { Services } from '../../../src/graphql/services.ts';
import { createStreamCounts, type StreamCounts } from '../../../src/graphql/stream-counts.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { Limits, Timings } from '../../../src/http/settings.ts';
import { createSchemaComparer } from '../../../src/monitors/schema/compare.ts';
import { createMonitorCommands } from '../../../src/monitors/commands.ts';
import { createDriftCommands } from '../../../src/monitors/schema/drift-commands.ts';
import { createNeedsChecker } from '../../../src/monitors/schema/needs-check.ts';
import type { MigrationCommands } from '../../../src/migrations/commands-contract.ts';
import type { SourceStatus, StatusReader } from '../../../src/migrations/status-words.ts';
import { createStatusCommands } from '../../../src/migrations/statuses/commands.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { createRegistrationCommands } from '../../../src/monitors/registration/commands.ts';
import { createSchemaTriggerCommands } from '../../../src/monitors/schema/trigger-commands.ts';
import { createConfiguredChannels } from '../../../src/notifications/configured-channels.ts';
import { createTemplatePreviews } from '../../../src/notifications/template-preview.ts';
import { createOperationsReporter } from '../../../src/reports/operations/reporter.ts';
import { createTrendReader } from '../../../src/metrics/trends.ts';
import { createSealer } from '../../../src/store/sealing.ts';
import type { Store } from '../../../src/store/store.ts';
import { insertToken } from '../../../src/store/tokens.ts';
import { healthy } from '../../support/health.ts';
import { createTestMeasurements, defaultRetention } from '../../support/measurements.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { createStubAutomation } from './stub-automation.ts';
import { createStubCommands } from './stub-commands.ts';
import { rigChannel } from '../../support/channel-rigs.ts';
import { schemaSettings } from '../../support/target-settings.ts';
import { stubContainers } from '../../support/stub-containers.ts';
import { noDeliveries } from '../../support/no-deliveries.ts';
import { noAlerts } from '../../support/no-alerts.ts';
import { noEscalations } from '../../support/no-escalations.ts';
import { noAlertRules } from '../../support/no-alert-rules.ts';
import { createDeploymentCommands } from '../../../src/alerts/deployments.ts';
import { noRemediation } from '../../support/no-remediation.ts';
import { noEndpoints } from '../../support/no-endpoints.ts';
import { noHeartbeats } from '../../support/no-heartbeats.ts';
import { noIntakes } from '../../support/no-intakes.ts';
import { noSuppression } from '../../support/no-suppression.ts';

export const clock = createSystemClock();
export const random = createSystemRandom();

export const testLimits: Limits = {
  depth: 12,
  cost: 5000,
  aliases: 30,
  tokens: 2000,
  messageBytes: 262_144,
  subscriptionsPerSocket: 100,
  socketsPerToken: 50,
};

export interface ReplicaOptions {
  readonly limits?: Partial<Limits>;
  readonly timings?: Partial<Timings>;
  readonly allowedOrigins?: readonly string[];
  readonly logger?: Logger;
  readonly health?: Services['health'];
  readonly targetHealth?: Services['targetHealth'];
  readonly sessions?: Services['sessions'];
  readonly suppression?: (parts: { store: Store; hub: Hub }) => SuppressionServices;
  readonly deliveries?: (parts: { store: Store }) => Services['deliveries'];
  readonly remediation?: (parts: { store: Store }) => Services['remediation'];
  readonly alerts?: (parts: { store: Store; hub: Hub }) => Services['alerts'];
  readonly intakes?: (parts: { store: Store }) => Services['intakes'];
  readonly heartbeats?: (parts: { store: Store }) => Services['heartbeats'];
  readonly routes?: Services['routes'];
  readonly escalations?: (parts: { store: Store }) => Services['escalations'];
  readonly alertRules?: (parts: { store: Store; hub: Hub }) => Services['alertRules'];
  readonly endpoints?: (parts: { store: Store; hub: Hub }) => Services['endpoints'];
  readonly schemaTriggers?: Services['schemaTriggers'];
  readonly impact?: Services['impact'];
  readonly migrationComparer?: Services['migrationComparer'];
  /** What the configuration says of the schema of `shop`. */
  readonly schema?: Partial<SchemaSettings>;
  /** False: subscriptions are executed one by one. */
  readonly sharing?: boolean;
  /** `/metrics` needs no token. */
  readonly publicMetrics?: boolean;
  /** What resolvers and the server take the time from. */
  readonly clock?: Clock;
  /** What the ids of errors are made of. */
  readonly random?: Random;
  /** Events that a subscription to the hub holds before it reads the log, and a page of that. */
  readonly bufferSize?: number;
  readonly pageSize?: number;
}

export interface Replica {
  readonly hub: Hub;
  readonly store: Store;
  readonly services: Services;
  readonly url: string;
  readonly webSocketUrl: string;
  /** Subscriptions to the hub, hawkwatch's own ones and each of a client. */
  subscribers(): number;
  readonly fanOut: Readonly<StreamCounts>;
  close(): Promise<void>;
}

export interface TestService extends Replica {
  readonly testStore: TestStore;
  /** Texts of three tokens that never expire. */
  readonly tokens: Record<Role, string>;
  /** Makes a token and returns its text and id. */
  addToken(role: Role, expiresAt?: Date): Promise<{ text: string; id: string }>;
  /** Another hawkwatch on the same store. */
  addReplica(options?: ReplicaOptions): Promise<Replica>;
}

const testChannels = createConfiguredChannels({ logger: silentLogger });
testChannels.configure({
  externalUrl: 'https://hawkwatch.example.com',
  channels: [rigChannel('email', { port: 25 }), rigChannel('slack', { origin: 'http://x' })].map(
    (channel) => ({ ...channel, name: channel.kind }),
  ),
});

const noImpact: Services['impact'] = {
  assessFiles: () => Promise.reject(new Error('this service assesses nothing')),
  assessPending: () => Promise.reject(new Error('this service assesses nothing')),
};

const noComparer: Services['migrationComparer'] = {
  compareWithMigrations: () => Promise.reject(new Error('this service compares nothing')),
};

export const statusAt = (checkedAt: Date, databaseName: string): SourceStatus => ({
  databaseName,
  source: 'main',
  tool: 'sql',
  state: 'BEHIND',
  reason: null,
  currentVersion: '1',
  counts: { total: 2, applied: 1, pending: 1, failed: 0, other: 0 },
  migrations: [],
  revision: null,
  checkedAt,
});

/** A database that nobody reaches; CI tells what its source has. */
function targetOf(name: string, schema: Partial<SchemaSettings> = {}): TargetSettings {
  const source = {
    name: 'main',
    tool: name === 'shop' ? 'flyway' : 'auto',
    folder: null,
    git: null,
    manifest: true,
    table: null,
    command: null,
    baseline: null,
    outOfOrder: 'refuse',
  } as const;
  return {
    name,
    environment: 'test',
    labels: {},
    url: 'postgres://127.0.0.1:1/nowhere',
    unavailable: null,
    sources: [source, { ...source, name: 'files', folder: '/nowhere', manifest: false }],
    locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000 },
    automatic: null,
    fourEyes: false,
    engine: 'POSTGRESQL',
    schema: schemaSettings({ watch: false, ...schema }),
    foreign: { watch: false, intervalMs: 3_600_000 },
  };
}

async function openReplica(store: Store, options: ReplicaOptions): Promise<Replica> {
  const logger = options.logger ?? silentLogger;
  const { bufferSize = 64, pageSize = 256 } = options;
  const hub = createHub({ raw: store.raw, bufferSize, pageSize });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const statusOf = (name: string): SourceStatus => statusAt((options.clock ?? clock).now(), name);
  const commands: MigrationCommands = createStubCommands({ store, clock, random, statusOf });
  const statuses: StatusReader = {
    read: (name, source) => {
      if (source === undefined || source === 'main') return Promise.resolve([statusOf(name)]);
      return Promise.reject(new NotFoundError(`There is no source "${source}".`));
    },
    recognise: () =>
      Promise.resolve([
        {
          tool: 'knex',
          title: 'Knex',
          table: 'public.knex_migrations',
          why: 'its name',
          doubtful: false,
        },
      ]),
  };
  const targets = createTargets({ clock });
  await targets.replace([targetOf('shop', options.schema), targetOf('stock')]);
  const settingsOf = (name: string) => targets.find(name)?.settings.schema;
  const schemas = createSchemaComparer({ store, clock });
  const needs = createNeedsReader({ clock });
  const measurements = createTestMeasurements({
    store,
    clock: options.clock ?? clock,
    public: options.publicMetrics,
  });
  const services: Services = {
    store,
    hub,
    clock: options.clock ?? clock,
    random: options.random ?? random,
    logger,
    commands,
    impact: options.impact ?? noImpact,
    templatePreviews: createTemplatePreviews({ store, channels: testChannels }),
    migrationComparer: options.migrationComparer ?? noComparer,
    automation: createStubAutomation(),
    monitors: createMonitorCommands({ store, clock: options.clock ?? clock, random }),
    endpoints: options.endpoints?.({ store, hub }) ?? noEndpoints,
    intakes: options.intakes?.({ store }) ?? noIntakes,
    heartbeats: options.heartbeats?.({ store }) ?? noHeartbeats,
    ...(options.suppression?.({ store, hub }) ?? noSuppression),
    deliveries: options.deliveries?.({ store }) ?? noDeliveries,
    alerts: options.alerts?.({ store, hub }) ?? noAlerts,
    routes: options.routes ?? { routes: () => [], preview: () => [] },
    escalations: options.escalations?.({ store }) ?? noEscalations,
    alertRules: options.alertRules?.({ store, hub }) ?? noAlertRules,
    deployments: createDeploymentCommands({ store, clock, random }),
    remediation: options.remediation?.({ store }) ?? noRemediation,
    drift: createDriftCommands({
      store,
      clock: options.clock ?? clock,
      random,
      settingsOf,
    }),
    schemas,
    needs: createNeedsChecker({ schemas, needs, settingsOf }),
    statusCommands: createStatusCommands({ store, clock, random, logger, targets, statuses }),
    statuses,
    sessions: options.sessions ?? {
      terminate: () => Promise.reject(new Error('no sessions here')),
    },
    schemaTriggers:
      options.schemaTriggers ??
      createSchemaTriggerCommands({ store, targets, clock, random, logger }),
    ...stubContainers,
    registrations: createRegistrationCommands({
      store,
      clock,
      random,
      logger,
      sealer: createSealer(Buffer.alloc(32, 7), random),
      isInFile: (name) => ['shop', 'stock'].includes(name),
      refresh: () => Promise.resolve(),
    }),
    targetHealth: options.targetHealth ?? (() => Promise.resolve(healthy)),
    health:
      options.health ??
      (() => Promise.resolve({ state: 'OK', version: '0.1.0', uptimeMs: 1, parts: [] })),
    operationsReports: createOperationsReporter({
      store,
      clock: options.clock ?? clock,
      retention: () => defaultRetention,
    }),
    trends: createTrendReader({ store, clock: options.clock ?? clock }),
    streams: createStreamCounts(),
    measurements,
  };
  const server = createHttpServer({
    services,
    config: {
      host: '127.0.0.1',
      port: 0,
      allowedOrigins: options.allowedOrigins ?? [],
      limits: { ...testLimits, ...options.limits },
      timings: options.timings,
      sharing: options.sharing,
    },
  });
  const { url } = await server.listen();
  return {
    hub,
    store,
    services,
    url: `${url}/graphql`,
    webSocketUrl: `${url.replace('http', 'ws')}/graphql`,
    subscribers: () => hub.subscribers - services.streams.groups + services.streams.members,
    fanOut: services.streams,
    close: async () => {
      await server.close();
      hub.close();
      await tail.stop();
      await needs.stop();
      measurements.stop();
      await targets.close();
    },
  };
}

/** Starts a service with the databases `shop` and `stock`. */
export async function startService(options: ReplicaOptions = {}): Promise<TestService> {
  const testStore = await createTestStore();
  const { store } = testStore;
  const addToken = async (role: Role, expiresAt: Date | null = null) => {
    const id = random.uuid();
    const text = `test_${random.bytes(16).toString('hex')}`;
    const token = { id, text, name: `a ${role}`, role, createdBy: 'test', expiresAt };
    await store.transaction((tx) => insertToken(tx, token, clock.now()));
    return { text, id };
  };
  const declared = ['shop', 'stock'].map((name) => ({
    name,
    engine: 'POSTGRESQL',
    environment: 'test',
    labels: {},
  }));
  await store.transaction((tx) => updateDeclaredDatabases(tx, declared, random, clock.now()));
  const [viewer, operator, admin] = await Promise.all([
    addToken('viewer'),
    addToken('operator'),
    addToken('admin'),
  ]);
  const first = await openReplica(store, options);
  const others: (() => Promise<void>)[] = [];
  return {
    ...first,
    testStore,
    tokens: { viewer: viewer.text, operator: operator.text, admin: admin.text },
    addToken,
    addReplica: async (replicaOptions = {}) => {
      const second = openTestStore(testStore.database.url);
      const replica = await openReplica(second, replicaOptions);
      const close = async (): Promise<void> => {
        await replica.close();
        await second.close();
      };
      others.push(close);
      return { ...replica, close };
    },
    close: async () => {
      await Promise.all(others.map((close) => close()));
      await first.close();
      await testStore.close();
    },
  };
}
