// Composition root: the only file that sees every room. Start-up and shutdown share one clean-up
// stack: what was started is stopped in reverse order, also when a later step of the start fails.
import { hostname } from 'node:os';
import path from 'node:path';

import { createHub } from './bus/hub.ts';
import { startRetention } from './bus/retention.ts';
import { startTail } from './bus/tail.ts';
import type { Configuration } from './config/configuration.ts';
import type { ConfigurationError } from './config/configuration-error.ts';
import { embeddedDatabaseName } from './config/database-url.ts';
import type { LoadedConfiguration } from './config/load.ts';
import { watchConfiguration } from './config/watch.ts';
import { createCleanupStack } from './core/cleanup-stack.ts';
import { createSystemClock, type Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import { createSystemRandom, type Random } from './core/random.ts';
import type { TargetSettings } from './databases/target.ts';
import { createTargets } from './databases/targets.ts';
import type { Services } from './graphql/services.ts';
import { createStreamCounts } from './graphql/stream-counts.ts';
import { createHealthChecks } from './health.ts';
import { createHttpServer } from './http/server.ts';
import { ensureAdminToken } from './installation/admin-token.ts';
import { takeOwnership } from './installation/ownership.ts';
import { ensureSecretFile } from './installation/secret-files.ts';
import { createMigrationCommands } from './migrations/commands.ts';
import { startDispatcher } from './migrations/runner/dispatcher.ts';
import { createStatusReader } from './migrations/status.ts';
import { createSqlAnalyser } from './sql/analyser.ts';
import type { StoreAddress } from './store/connection.ts';
import { updateDeclaredDatabases } from './store/databases.ts';
import type { EmbeddedPostgres } from './store/embedded/start.ts';
import { migrateStore } from './store/migrate.ts';
import { deleteDeadReplicas, deleteReplica, updateReplica } from './store/replicas.ts';
import { createSealer } from './store/sealing.ts';
import { createStore } from './store/store.ts';

export interface AppOptions {
  readonly loaded: LoadedConfiguration;
  readonly logger: Logger;
  readonly version: string;
  /** The embedded server, started already; undefined when DATABASE_URL names another one. */
  readonly embedded: EmbeddedPostgres | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
  /** The app cannot go on; the process should end. */
  onFatal(reason: string): void;
}

export interface App {
  /** Resolves when requests are answered. */
  start(): Promise<{ url: string; adminToken: string | undefined }>;
  /** Stops everything that was started; may be called at any time, and twice. */
  stop(): Promise<void>;
}

const ownDatabase = 'hawkwatch';
const deadReplicaMs = 24 * 60 * 60 * 1000;

/** Puts the service together; nothing happens before `start`. */
export function createApp(options: AppOptions): App {
  const { loaded, logger, embedded, version } = options;
  const { environment, stateDirectory } = loaded;
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? createSystemRandom();
  const cleanup = createCleanupStack({ logger, clock });
  let configuration = loaded.configuration;
  let configurationFault: string | null = null;

  const start = async (): Promise<{ url: string; adminToken: string | undefined }> => {
    const address = await findStore(environment.databaseUrl, embedded);
    await migrateStore({ address });
    const replicaId = await ensureSecretFile(stateDirectory, 'replica-id', () => random.uuid());
    if (embedded === undefined) {
      const ownership = await takeOwnership({
        address,
        replicaId,
        stateDirectory,
        owner: `hawkwatch pid=${process.pid} host=${hostname()}`.slice(0, 63),
        clock,
        logger,
        onLost: options.onFatal,
      });
      cleanup.add('ownership', () => ownership.release());
    }
    const store = createStore({ address, clock, random });
    cleanup.add('store', () => store.close());

    const sealer = createSealer(await findKey(), random);
    const targets = createTargets({ clock });
    cleanup.add('databases', () => targets.close());
    let configurationHash = loaded.hash;
    const register = (): Promise<void> =>
      store.transaction((tx) => {
        const replica = { id: replicaId, host: hostname(), processId: String(process.pid) };
        return updateReplica(tx, { ...replica, configurationHash }, clock.now());
      });
    const configure = async (next: Configuration, hash: string): Promise<void> => {
      const settings = await resolveTargets(next, embedded);
      await store.transaction((tx) =>
        updateDeclaredDatabases(tx, settings.map(declare), random, clock.now()),
      );
      configurationHash = hash;
      await register();
      await targets.replace(settings);
      configuration = next;
    };
    await deleteDeadReplicas(store.q, deadReplicaMs);
    await configure(configuration, loaded.hash);
    cleanup.add('replica', () => deleteReplica(store.q, replicaId));
    const adminToken = await ensureAdminToken({
      store,
      clock,
      random,
      stateDirectory,
      given: environment.adminToken,
    });

    const hub = createHub({ raw: store.raw });
    const tail = await startTail({ store, clock, logger, listener: hub.listener });
    cleanup.add('tail', () => tail.stop());
    cleanup.add(
      'retention',
      startRetention({ store, clock, logger, settings: () => configuration.retention }),
    );
    const analyser = await createSqlAnalyser({ clock });
    cleanup.add('analyser', () => analyser.stop());
    const statuses = createStatusReader({ store, targets, clock });
    const shared = { store, targets, sealer, analyser, statuses, clock, random, logger };
    const commands = createMigrationCommands(shared);
    const health = createHealthChecks({
      store,
      tail,
      clock,
      version,
      configurationFault: () => configurationFault,
    });
    cleanup.add('health', () => health.stop());
    cleanup.add('hub', () => hub.close());

    const spool = { directory: path.join(stateDirectory, 'spool') };
    const dispatcher = await startDispatcher({
      ...shared,
      hub,
      replicaId,
      spool,
      onForgotten: register,
    });
    let closeHttp: () => Promise<void> = () => Promise.resolve();
    const stopServing = async (): Promise<void> => {
      await Promise.all([closeHttp(), dispatcher.stop()]);
    };
    cleanup.add('requests and runs', stopServing, 6000);

    const services: Services = {
      store,
      hub,
      clock,
      random,
      logger,
      statuses,
      commands,
      targetHealth: (name) => targets.get(name).health(),
      health: () => health.check(),
      streams: createStreamCounts(),
    };
    const { host, port, allowedOrigins } = environment;
    const server = createHttpServer({
      services,
      config: {
        host,
        port,
        allowedOrigins,
        limits: configuration.limits,
        timings: { stuckMs: configuration.limits.slowClientMs },
      },
    });
    closeHttp = () => server.close();
    const { url } = await server.listen();

    const watch = watchConfiguration({
      path: loaded.path,
      current: loaded.configuration,
      load: loaded.reload,
      onChange: async (next, hash) => {
        await configure(next, hash);
        configurationFault = null;
        logger.info({ databases: next.databases.length }, 'the configuration was reloaded');
      },
      onRestored: () => {
        configurationFault = null;
        logger.info({}, 'the configuration file is as it was again');
      },
      onFault: (error) => {
        configurationFault = tellFault(error);
        logger.error({ reason: configurationFault }, 'the configuration before stays in force');
      },
      clock,
      logger,
    });
    cleanup.add('configuration', () => watch.close());
    return { url, adminToken };
  };

  /** The key that seals what is secret at rest: the environment's, else one made here. */
  const findKey = async (): Promise<Uint8Array> => {
    if (environment.secretKey !== undefined) return environment.secretKey;
    const made = (): string => random.bytes(32).toString('base64');
    return Buffer.from(await ensureSecretFile(stateDirectory, 'secret-key', made), 'base64');
  };

  return {
    start: async () => {
      try {
        return await start();
      } catch (error) {
        await cleanup.unwind();
        throw error;
      }
    },
    stop: () => cleanup.unwind(),
  };
}

function tellFault(error: ConfigurationError | Error): string {
  return coerceError(error).message;
}

async function findStore(
  databaseUrl: string | undefined,
  embedded: EmbeddedPostgres | undefined,
): Promise<StoreAddress> {
  if (databaseUrl !== undefined) return databaseUrl;
  if (embedded === undefined) throw new Error('there is neither DATABASE_URL nor a server');
  await embedded.ensureDatabase(ownDatabase);
  return embedded.url(ownDatabase);
}

function declare(settings: TargetSettings) {
  const { name, environment, labels } = settings;
  return { name, environment, labels, engine: 'POSTGRESQL' };
}

/** Databases as the configuration names them; those of the embedded server are made there. */
async function resolveTargets(
  configuration: Configuration,
  embedded: EmbeddedPostgres | undefined,
): Promise<readonly TargetSettings[]> {
  const settings: TargetSettings[] = [];
  for (const database of configuration.databases) {
    const name = embeddedDatabaseName(database.url);
    if (name !== undefined) await embedded?.ensureDatabase(name);
    settings.push({
      name: database.name,
      environment: database.environment ?? null,
      labels: database.labels,
      url: name === undefined ? database.url : (embedded?.url(name) ?? 'postgres://127.0.0.1:1/'),
      unavailable:
        name !== undefined && embedded === undefined
          ? 'its URL names the embedded server, which is not used because DATABASE_URL is set'
          : null,
      sources: database.migrations.map((source) => ({
        ...source,
        baseline: source.baseline ?? null,
      })),
      locks: database.locks,
    });
  }
  return settings;
}
