// Composition root: the only file that sees every room. Start-up and shutdown share one clean-up
// stack: what was started is stopped in reverse order, also when a later step of the start fails.
import { hostname } from 'node:os';
import path from 'node:path';

import { createRemediationDoers } from './remediation-doers.ts';
import { createAlerting } from './alerting.ts';
import { createHub } from './bus/hub.ts';
import { startRetention } from './bus/retention.ts';
import { startTail } from './bus/tail.ts';
import type { Configuration } from './config/configuration.ts';
import type { ConfigurationError } from './config/configuration-error.ts';
import type { LoadedConfiguration } from './config/load.ts';
import { watchConfiguration } from './config/watch.ts';
import { createCleanupStack } from './core/cleanup-stack.ts';
import { createSystemClock, type Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import { createSystemRandom, type Random } from './core/random.ts';
import { unknownBecause } from './databases/target.ts';
import { createMonitoredDatabases } from './databases/monitored.ts';
import { createNeedsReader } from './databases/needs/needs-reader.ts';
import { createTargets } from './databases/targets.ts';
import { createDeclaredDatabases } from './declared-databases.ts';
import type { Services } from './graphql/services.ts';
import { createStreamCounts } from './graphql/stream-counts.ts';
import { createHealthChecks } from './health.ts';
import { databasesHealth, ownHealth } from './health-sources.ts';
import { createHttpServer } from './http/server.ts';
import { ensureAdminToken } from './installation/admin-token.ts';
import { takeOwnership } from './installation/ownership.ts';
import { ensureSecretFile } from './installation/secret-files.ts';
import { findStore } from './installation/store-address.ts';
import { createAutomation } from './migrations/automation.ts';
import { createMigrationCommands } from './migrations/commands.ts';
import { createGitFiles } from './migrations/files/git-files.ts';
import { createSourceOpener } from './migrations/files/open-source.ts';
import { createReadings } from './migrations/files/readings.ts';
import { createSessionCommands } from './migrations/foreign/terminate.ts';
import { startForeignWatcher } from './migrations/foreign/watcher.ts';
import { createLiveAssessor } from './migrations/impact/live-assessor.ts';
import { startDispatcher } from './migrations/runner/dispatcher.ts';
import { createMigrationComparer } from './migrations/scratch/compare.ts';
import { scratchSettings } from './migrations/scratch/scratch-server.ts';
import { createStatusReader } from './migrations/status.ts';
import { createStatusCommands } from './migrations/statuses/commands.ts';
import { startStatusRefresher } from './migrations/statuses/refresher.ts';
import { createSchemaComparer } from './monitors/schema/compare.ts';
import { createDriftCommands } from './monitors/schema/drift-commands.ts';
import { createRegistrations } from './monitors/registration/confirm.ts';
import { createNeedsChecker } from './monitors/schema/needs-check.ts';
import { createSchemaTriggerCommands } from './monitors/schema/trigger-commands.ts';
import { createMonitoring } from './monitoring.ts';
import { createSqlAnalyser } from './sql/analyser.ts';
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

const notHere = 'this replica has no configuration of it, or has not taken it over yet';
const deadReplicaMs = 24 * 60 * 60 * 1000;

/** Puts the service together; nothing happens before `start`. */
export function createApp(options: AppOptions): App {
  const { loaded, logger, embedded, version } = options;
  const { environment, stateDirectory } = loaded;
  const hostName = environment.hostName ?? hostname();
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
    const monitored = createMonitoredDatabases({ clock, random });
    cleanup.add('monitored databases', () => monitored.close());
    let configurationHash = loaded.hash;
    const register = (): Promise<void> =>
      store.transaction((tx) => {
        const replica = { id: replicaId, host: hostName, processId: String(process.pid) };
        return updateReplica(tx, { ...replica, configurationHash }, clock.now());
      });
    const declared = createDeclaredDatabases({
      store,
      sealer,
      embedded,
      replace: async (settings) => {
        await Promise.all([targets.replace(settings), monitored.replace(settings)]);
      },
      clock,
      random,
      logger,
    });
    const configure = async (next: Configuration, hash: string): Promise<void> => {
      await declared.configure(next, async () => {
        configurationHash = hash;
        await register();
      });
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
    const readings = createReadings(clock);
    const git = createGitFiles({
      directory: path.join(stateDirectory, 'git'),
      environment: loaded.gitEnvironment,
      clock,
      readings,
    });
    cleanup.add('git', () => git.close());
    void git.keep(gitLocations(configuration));
    const openFiles = createSourceOpener({ store, clock, git, readings });
    const reading = { store, targets, clock, openFiles };
    const statuses = createStatusReader(reading);
    const impact = await createLiveAssessor({ targets, statuses, openFiles, clock, logger });
    cleanup.add('impact', () => impact.stop());
    const shared = {
      store,
      targets,
      sealer,
      analyser,
      assessor: impact,
      statuses,
      clock,
      random,
      logger,
    };
    const commands = createMigrationCommands(shared);
    const automation = createAutomation({
      ...shared,
      hub,
      address,
      configured: () => configuration.automaticRuns,
    });
    await automation.obeyConfiguration();
    cleanup.add('hub', () => hub.close());
    const following = declared.follow(hub);
    cleanup.add('registered databases', () => following.stop());

    const spool = { directory: path.join(stateDirectory, 'spool') };
    const dispatcher = await startDispatcher({
      ...shared,
      hub,
      replicaId,
      spool,
      commandsDirectory: path.join(stateDirectory, 'commands'),
      mayStartAutomatically: (settings) => automation.mayStartAutomatically(settings),
      onForgotten: register,
    });
    const refresher = startStatusRefresher({
      ...shared,
      address,
      hub,
      reader: createStatusReader({ ...reading, ownConnections: true }),
      intervalMs: () => configuration.statuses.intervalMs,
    });
    cleanup.add('migration statuses', () => refresher.stop());
    const foreign = startForeignWatcher({ ...shared, address });
    cleanup.add('foreign migrations', () => foreign.stop());
    const needs = createNeedsReader({ clock });
    cleanup.add('application needs', () => needs.stop());
    const streams = createStreamCounts();
    const monitoring = await createMonitoring({
      ...shared,
      address,
      hub,
      streams,
      version,
      needs,
      databases: monitored,
      settings: configuration,
      host: hostName,
      replica: replicaId,
    });
    cleanup.add('monitors', () => monitoring.stop(), 4000);
    const alerting = await createAlerting({
      ...shared,
      address,
      hub,
      settings: configuration,
      samples: monitoring.samples,
      host: hostName,
      replica: replicaId,
      doers: createRemediationDoers(monitoring.services.containers, automation.commands),
    });
    cleanup.add('alerts', () => alerting.stop(), 4000);
    const health = createHealthChecks({
      ...shared,
      version,
      parts: [
        ...ownHealth({ ...shared, tail, stateDirectory, fault: () => configurationFault }),
        ...monitoring.health,
        ...alerting.health,
        databasesHealth(store, monitored),
      ],
    });
    cleanup.add('health', () => health.stop());
    automation.start();
    let closeHttp: () => Promise<void> = () => Promise.resolve();
    const stopServing = async (): Promise<void> => {
      await Promise.all([closeHttp(), dispatcher.stop(), automation.stop()]);
    };
    cleanup.add('requests and runs', stopServing, 6000);

    const comparer = createMigrationComparer({
      ...shared,
      monitored,
      openFiles,
      scratch: () => scratchSettings(configuration.scratch, embedded?.url('postgres')),
    });
    cleanup.add('comparisons', () => comparer.stop());

    const settingsOf = (name: string) => monitored.find(name)?.settings.schema;
    const comparisons = createSchemaComparer(shared);
    const services: Services = {
      store,
      hub,
      clock,
      random,
      logger,
      statuses,
      commands,
      statusCommands: createStatusCommands(shared),
      sessions: createSessionCommands(shared),
      schemaTriggers: createSchemaTriggerCommands(shared),
      migrationComparer: comparer,
      ...monitoring.services,
      ...alerting.services,
      ...createRegistrations({ ...shared, ...declared }),
      automation: automation.commands,
      drift: createDriftCommands({ ...shared, settingsOf }),
      schemas: comparisons,
      needs: createNeedsChecker({ schemas: comparisons, needs, settingsOf }),
      impact,
      targetHealth: async (name) =>
        (await monitored.find(name)?.health()) ?? unknownBecause(notHere),
      health: (depth) => health.check(depth),
      streams,
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
        refresher.reconfigured();
        monitoring.configure(next);
        await alerting.configure(next);
        void git.keep(gitLocations(next));
        await automation.obeyConfiguration();
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

function gitLocations(configuration: Configuration) {
  const sources = configuration.databases.flatMap((database) => database.migrations);
  return sources.flatMap(({ git }) => git ?? []);
}

function tellFault(error: ConfigurationError | Error): string {
  return coerceError(error).message;
}
