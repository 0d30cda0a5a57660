// A service for tests: real store, hub, tail and sockets; commands and statuses are stubs that do
// just enough (a run is a row, its events and its audit entry).
import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { NotFoundError } from '../../../src/core/errors.ts';
import { silentLogger, type Logger } from '../../../src/core/logger.ts';
import { createSystemRandom, type Random } from '../../../src/core/random.ts';
import type { Role } from '../../../src/core/role.ts';
import type { Services } from '../../../src/graphql/services.ts';
import { createStreamCounts, type StreamCounts } from '../../../src/graphql/stream-counts.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { Limits, Timings } from '../../../src/http/settings.ts';
import type { MigrationCommands } from '../../../src/migrations/commands-contract.ts';
import type { SourceStatus } from '../../../src/migrations/status-words.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import type { Store } from '../../../src/store/store.ts';
import { insertToken } from '../../../src/store/tokens.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { createStubCommands } from './stub-commands.ts';

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
  /** False: subscriptions are executed one by one. */
  readonly sharing?: boolean;
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

const statusAt = (checkedAt: Date, databaseName: string): SourceStatus => ({
  databaseName,
  source: 'main',
  tool: 'sql',
  state: 'BEHIND',
  reason: null,
  currentVersion: '1',
  counts: { total: 2, applied: 1, pending: 1, failed: 0, other: 0 },
  migrations: [],
  checkedAt,
});

async function openReplica(store: Store, options: ReplicaOptions): Promise<Replica> {
  const logger = options.logger ?? silentLogger;
  const { bufferSize = 64, pageSize = 256 } = options;
  const hub = createHub({ raw: store.raw, bufferSize, pageSize });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const statusOf = (name: string): SourceStatus => statusAt((options.clock ?? clock).now(), name);
  const commands: MigrationCommands = createStubCommands({ store, clock, random, statusOf });
  const services: Services = {
    store,
    hub,
    clock: options.clock ?? clock,
    random: options.random ?? random,
    logger,
    commands,
    statuses: {
      read: (name, source) => {
        if (source === undefined || source === 'main') return Promise.resolve([statusOf(name)]);
        return Promise.reject(new NotFoundError(`There is no source "${source}".`));
      },
    },
    targetHealth:
      options.targetHealth ??
      (() => Promise.resolve({ state: 'UP', reason: null, serverVersion: '18.4', latencyMs: 1 })),
    health:
      options.health ??
      (() => Promise.resolve({ state: 'OK', version: '0.1.0', uptimeMs: 1, parts: [] })),
    streams: createStreamCounts(),
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
