// What the configuration and the registrations mean to the rooms that reach databases: URLs resolved,
// everything said that a file leaves out. Never write one to a log: its URL holds a password.
import type {
  Configuration,
  DatabaseConfiguration,
  MigrationSourceConfiguration,
  SchemaConfiguration,
} from './config/configuration.ts';
import { configureDatabase } from './config/file.ts';
import { embeddedDatabaseName, fileDatabaseOf } from './core/database-url.ts';
import {
  engines,
  type Engine,
  type SchemaSettings,
  type SourceSettings,
  type TargetSettings,
} from './databases/target.ts';
import { openUrl } from './monitors/registration/sealed-url.ts';
import type { EmbeddedPostgres } from './store/embedded/start.ts';
import type { RegisteredRecord } from './store/registered-databases.ts';
import type { Sealer } from './store/sealing.ts';

function resolveSource(source: MigrationSourceConfiguration): SourceSettings {
  const { command } = source;
  return {
    name: source.name,
    tool: source.tool,
    folder: source.folder ?? null,
    git: source.git ?? null,
    manifest: source.manifest ?? false,
    table: source.table ?? null,
    command: command === undefined ? null : { ...command, rollback: command.rollback ?? null },
    baseline: source.baseline ?? null,
    outOfOrder: source.outOfOrder,
  };
}

function resolveSchema({ drift, queries, ...rest }: SchemaConfiguration): SchemaSettings {
  return { ...rest, ...drift, queries: queries ?? null };
}

/** Databases as the configuration names them; those of the embedded server are made there. */
export async function resolveTargets(
  configuration: Pick<Configuration, 'databases'>,
  embedded: EmbeddedPostgres | undefined,
): Promise<readonly TargetSettings[]> {
  const settings: TargetSettings[] = [];
  for (const database of configuration.databases) {
    const name = embeddedDatabaseName(database.url);
    if (name === undefined) {
      settings.push(resolveTarget(database, database.url, null));
    } else if (embedded === undefined) {
      settings.push(resolveTarget(database, nowhere, notEmbedded));
    } else {
      await embedded.ensureDatabase(name);
      settings.push(resolveTarget(database, embedded.url(name), null));
    }
  }
  return settings;
}

const notEmbedded =
  'its URL names the embedded server, which is not used because DATABASE_URL is set';

/** Where nobody answers: for what is not to be reached at all. */
const nowhere = 'postgres://127.0.0.1:1/';

function resolveTarget(
  database: DatabaseConfiguration,
  url: string,
  unavailable: string | null,
): TargetSettings {
  return {
    name: database.name,
    engine: fileDatabaseOf(database.url)?.engine ?? 'POSTGRESQL',
    environment: database.environment ?? null,
    labels: database.labels,
    url,
    unavailable,
    sources: database.migrations.map(resolveSource),
    locks: database.locks,
    automatic:
      database.automatic === undefined
        ? null
        : { ...database.automatic, hours: database.automatic.hours ?? null },
    fourEyes: database.review.fourEyes,
    foreign: database.foreign,
    schema: resolveSchema(database.schema),
    resources: database.resources,
  };
}

/** A registered database; one whose URL cannot be read is there, and says why it is DOWN. */
export function resolveRegistered(record: RegisteredRecord, sealer: Sealer): TargetSettings {
  const { name, labels, settings } = record;
  const environment = record.environment ?? undefined;
  const engine = engines.find((known) => known === record.engine) ?? 'POSTGRESQL';
  const opened = openUrl(sealer, record);
  const url = opened.url ?? nowhereOf[engine];
  const schema = {
    interval: settings.intervalMs === null ? undefined : `${settings.intervalMs}ms`,
    drift: { beforeRun: settings.beforeRun ?? undefined },
  };
  const database = configureDatabase({ name, url, environment, labels, schema });
  if (database !== undefined) return resolveTarget(database, url, opened.problem);
  // It was registered under other rules than this version has.
  const bare = configureDatabase({ name, url: nowhereOf[engine] });
  if (bare === undefined) throw new Error('a database of a name alone could not be configured');
  return resolveTarget(bare, bare.url, 'it is registered in a way that is not allowed any more');
}

const nowhereOf: Readonly<Record<Engine, string>> = {
  POSTGRESQL: nowhere,
  SQLITE: 'sqlite:/nowhere',
  DUCKDB: 'duckdb:/nowhere',
};
