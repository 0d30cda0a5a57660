// Compares a database with what its migration files produce: the difference is what neither has from the
// other. It takes a server's resources, so it is for operators, on record, and one at a time.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { ConflictError, NotFoundError, UnavailableError } from '../../core/errors.ts';
import { createLine } from '../../core/line.ts';
import { requireRole } from '../../core/require-role.ts';
import type { SchemaDiff } from '../../core/schema-change.ts';
import type { MonitoredDatabases } from '../../databases/monitored.ts';
import { diffSnapshots } from '../../databases/schema/diff.ts';
import type { SnapshotReading } from '../../databases/schema/snapshot.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { describeFailure, type Target, type Targets } from '../../databases/targets.ts';
import { GivenUpError, within } from '../../databases/within.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { readCatalogue, splitTableName } from '../adapter-kit/catalogue.ts';
import { historyReaderOf } from '../adapter-kit/history-reader.ts';
import { findMigrationAdapter } from '../adapters/registry.ts';
import type { SourceOpener } from '../files/open-source.ts';
import { selectSources } from '../status.ts';
import type { SourceStatus, StatusReader } from '../status-words.ts';
import { listSome } from '../summarise.ts';
import type { FailedScript } from './apply-scripts.ts';
import { buildScratch, type BuildOptions } from './build-scratch.ts';
import { comparable, majorVersion, type TableName } from './comparable.ts';
import type { ScratchServer, ScratchSettings } from './scratch-server.ts';
import { readSourceScripts, type SourceScript } from './source-scripts.ts';

export interface MigrationComparison {
  readonly databaseName: string;
  /** The sources whose files were applied, in order. */
  readonly sources: readonly string[];
  /** From what the files produce to what the database has; empty when a file failed. */
  readonly diff: SchemaDiff;
  readonly failed: FailedScript | null;
  /** What to know when reading the difference. */
  readonly notes: readonly string[];
}

export interface MigrationComparer {
  /**
   * Compares with the files of one source, or of all in the order of the configuration.
   * @throws NotFoundError, ForbiddenError, UnavailableError; ConflictError that says what to do.
   */
  compareWithMigrations(
    actor: Actor,
    databaseName: string,
    sourceName?: string,
  ): Promise<MigrationComparison>;
  /** Ends what is under way, and drops its database. */
  stop(): Promise<void>;
}

export interface MigrationComparerOptions extends BuildOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly monitored: Pick<MonitoredDatabases, 'get'>;
  readonly statuses: StatusReader;
  readonly openFiles: SourceOpener;
  readonly clock: Clock;
  /** As it is configured now. */
  readonly scratch: () => ScratchSettings;
}

/** Longer than each of its statements may take on the server. */
const surroundingsTimeoutMs = 15_000;

const nothing: SchemaDiff = { changes: [], renames: [], risk: 'NONE' };

/** Creates the comparer; no server is looked for before it is needed. */
export function createMigrationComparer(options: MigrationComparerOptions): MigrationComparer {
  const line = createLine({
    maxWaiting: 4,
    tooMany: (inside) =>
      new ConflictError(
        `${inside} comparisons are under way or wait already: ask again when they have ended.`,
      ),
  });
  return {
    compareWithMigrations: async (actor, databaseName, sourceName) => {
      requireRole(actor, 'operator');
      const target = options.targets.get(databaseName);
      const sources = selectSources(target, sourceName);
      if (sources.length === 0) {
        throw new NotFoundError(
          `The database "${databaseName}" has no migration source: declare one under ` +
            '`migrations` in hawkwatch.yaml.',
        );
      }
      const server = requireServer(options.scratch());
      const comparison = await line.enter((signal) =>
        compare(options, { target, sources, server, signal }),
      );
      await record(options, actor, comparison);
      return comparison;
    },
    stop: () => line.stop(),
  };
}

function requireServer({ server }: ScratchSettings): ScratchServer {
  if (server !== null) return server;
  throw new ConflictError(
    'There is no server for scratch databases: hawkwatch has none of its own here (DATABASE_URL is ' +
      'set). Name a PostgreSQL whose role may create databases under `scratch.url` in ' +
      'hawkwatch.yaml.',
  );
}

async function record(
  { store, random, clock }: MigrationComparerOptions,
  actor: Actor,
  { databaseName, sources, failed }: MigrationComparison,
): Promise<void> {
  await store.transaction((tx) =>
    insertAuditEntry(tx, random, {
      actor,
      action: 'compareWithMigrations',
      subject: `database:${databaseName}`,
      result: 'ok',
      detail: { sources: [...sources], failed: failed?.version ?? null },
      at: clock.now(),
    }),
  );
}

interface CompareRequest {
  readonly target: Target;
  readonly sources: readonly SourceSettings[];
  readonly server: ScratchServer;
  readonly signal: AbortSignal;
}

async function compare(
  options: MigrationComparerOptions,
  { target, sources, server, signal }: CompareRequest,
): Promise<MigrationComparison> {
  const databaseName = target.settings.name;
  const { timeoutMs } = options.scratch();
  const about = { databaseName, sources: sources.map(({ name }) => name) };
  const statuses = await options.statuses.read(databaseName);
  const scripts: SourceScript[] = [];
  for (const source of sources) {
    const tool = statuses.find((status) => status.source === source.name)?.tool ?? source.tool;
    const files = await options.openFiles(databaseName, source);
    scripts.push(...(await readSourceScripts(source, tool, files)));
  }
  const actual = await readActual(options, databaseName, signal);
  const { searchPath, without } = await readSurroundings(options, { target, statuses, signal });
  try {
    const request = { scripts, searchPath, server, timeoutMs, signal };
    const { reading, failed, leftOut } = await buildScratch(request, options);
    const notes = [
      ...statuses.filter(({ source }) => about.sources.includes(source)).flatMap(pendingNote),
      ...(leftOut === 0
        ? []
        : [`${leftOut} statements about roles, owners, rights or the server were not run`]),
      ...actual.notes,
      ...(reading?.notes ?? []),
    ];
    if (reading === undefined) return { ...about, diff: nothing, failed, notes };
    const namesNotNull = [actual, reading].every(
      ({ serverVersion }) => majorVersion(serverVersion) >= 18,
    );
    const [expected, found] = [reading, actual].map(({ snapshot }) =>
      comparable(snapshot, { without, namesNotNull }),
    );
    if (expected === undefined || found === undefined) throw new Error('a snapshot is missing');
    return { ...about, diff: diffSnapshots(expected, found), failed, notes };
  } catch (error) {
    if (!(error instanceof GivenUpError)) throw error;
    if (signal.aborted) throw stopping();
    throw new ConflictError(
      `What the files produce was not there after ${timeoutMs / 1000} s. Raise \`scratch.timeout\` ` +
        'in hawkwatch.yaml, or look for a statement that waits.',
      { cause: error },
    );
  }
}

const stopping = (): UnavailableError =>
  new UnavailableError('The service stops: ask again after its restart.');

async function readActual(
  { monitored }: MigrationComparerOptions,
  databaseName: string,
  signal: AbortSignal,
): Promise<Extract<SnapshotReading, { ok: true }>> {
  const { connection, settings } = monitored.get(databaseName);
  const reading: SnapshotReading =
    settings.unavailable === null
      ? await connection.readSnapshot({ signal })
      : { ok: false, reason: settings.unavailable };
  if (reading.ok) return reading;
  if (signal.aborted) throw stopping();
  throw new ConflictError(
    `The schema of "${databaseName}" cannot be read: ${reading.reason}. Try again when it is back.`,
  );
}

interface SurroundingsRequest {
  readonly target: Target;
  readonly statuses: readonly SourceStatus[];
  readonly signal: AbortSignal;
}

interface Surroundings {
  readonly searchPath: string;
  readonly without: readonly TableName[];
}

/** What a scratch database must be like, and what of the database itself does not count. */
async function readSurroundings(
  { clock }: MigrationComparerOptions,
  { target, statuses, signal }: SurroundingsRequest,
): Promise<Surroundings> {
  const timing = { clock, timeoutMs: surroundingsTimeoutMs, signal, onGivenUp: () => undefined };
  try {
    // Its connection is closed also when it was given up.
    return await target.withOwnReader((own) =>
      within(timing, () => findSurroundings(own, statuses)),
    );
  } catch (error) {
    if (signal.aborted) throw stopping();
    throw new ConflictError(
      `"${target.settings.name}" cannot be looked at: ${describeFailure(error)}. Try again when it ` +
        'is back.',
      { cause: error },
    );
  }
}

async function findSurroundings(
  target: Target,
  statuses: readonly SourceStatus[],
): Promise<Surroundings> {
  const { sources } = target.settings;
  const reader = historyReaderOf(target.reader);
  const named = sources.flatMap(({ table }) => (table === null ? [] : splitTableName(table).name));
  const catalogue = await readCatalogue(reader, [
    ...named,
    ...named.map((table) => `${table}_lock`),
  ]);
  const without = sources.flatMap((source) => {
    const tool = statuses.find((status) => status.source === source.name)?.tool ?? source.tool;
    const found = findMigrationAdapter(tool)?.toolAdapter?.findHistory(catalogue, source.table);
    if (found === undefined) return [];
    return found.lock === undefined ? [found] : [found, found.lock];
  });
  // `"$user"` is another one on the scratch server. A role that is called as the schema of
  // hawkwatch's history makes its tables elsewhere.
  const [row] = await reader.read<{ path: string }>(`
      select pg_catalog.string_agg(case when part in ('"$user"', '$user')
          then pg_catalog.quote_ident(session_user) else part end, ', ' order by place) as path
      from pg_catalog.unnest(pg_catalog.regexp_split_to_array(
        pg_catalog.current_setting('search_path'), '\\s*,\\s*')) with ordinality parts (part, place)
      where part <> '' and not (part in ('"$user"', '$user') and session_user = 'hawkwatch')`);
  return { searchPath: row?.path ?? `''`, without };
}

const applied = new Set(['APPLIED', 'BASELINE', 'MARKED', 'EDITED', 'SUPERSEDED', 'IGNORED']);

function pendingNote({ source, migrations, state, reason }: SourceStatus): readonly string[] {
  if (state === 'UNREACHABLE') {
    return [
      `which files of "${source}" are applied is not known: ${reason ?? 'it does not answer'}`,
    ];
  }
  const pending = migrations.filter((entry) => !applied.has(entry.state));
  if (pending.length === 0) return [];
  const versions = listSome(pending.map(({ version }) => version));
  return [`files of "${source}" that are not applied were applied here: ${versions}`];
}
