// The statuses of 100 databases with 300 migrations each, refreshed by hawkwatch (read, compared with
// the hashed files, recorded), beside one postgres.js loop that does no more than read the same history
// rows, a connection for each database. Ratio `plain_reading`: our time over the loop's, median of
// paired rounds in which nothing had changed. Wrong when a status is, when a database has more than two
// connections, or when a round takes ten seconds.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';

import { createHub } from '../src/bus/hub.ts';
import { startTail } from '../src/bus/tail.ts';
import { createSystemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { createSystemRandom } from '../src/core/random.ts';
import { createTargets } from '../src/databases/targets.ts';
import { checksumOf } from '../src/migrations/folder.ts';
import { createStatusReader } from '../src/migrations/status.ts';
import { startStatusRefresher } from '../src/migrations/statuses/refresher.ts';
import { updateDeclaredDatabases } from '../src/store/databases.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { createStore } from '../src/store/store.ts';
import { median, publish, round } from './report.ts';
import { startBenchServer } from './server.ts';
import { schemaSettings } from '../test/support/target-settings.ts';

const databases = Number(process.env['HAWKWATCH_BENCH_DATABASES'] ?? 100);
const migrations = Number(process.env['HAWKWATCH_BENCH_MIGRATIONS'] ?? 300);
const repetitions = Number(process.env['HAWKWATCH_BENCH_REPETITIONS'] ?? 5);
const limitMs = 10_000;

const clock = createSystemClock();
const random = createSystemRandom();
const names = Array.from({ length: databases }, (_, n) => `bench_${n}`);

interface Migration {
  readonly version: string;
  readonly name: string;
  readonly text: string;
}

function migration(n: number): Migration {
  const version = String(n + 1).padStart(5, '0');
  const text = `create table item_${n} (id bigint primary key, name text not null);\n`.repeat(10);
  return { version, name: `create_item_${n}`, text };
}

async function writeMigration(folder: string, { version, name, text }: Migration): Promise<void> {
  await writeFile(path.join(folder, `${version}_${name}.sql`), text);
}

/** A history of which everything was applied. */
async function fillHistory(url: string, applied: readonly Migration[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create schema hawkwatch; create table hawkwatch.migrations (
    source text, version text, name text, checksum text, state text, statements_done integer,
    statements_total integer, done_checksum text, intent jsonb, run_id text, applied_by text,
    started_at timestamptz, finished_at timestamptz, duration_ms double precision, error text,
    primary key (source, version))`);
  const rows = applied.map(({ version, name, text }) => ({
    version,
    name,
    checksum: checksumOf(Buffer.from(text)),
  }));
  await sql`insert into hawkwatch.migrations
    select 'main', version, name, checksum, 'applied', 10, 10, null, null, null, 'bench',
      now(), now(), 12.5, null
    from jsonb_to_recordset(${sql.json(rows)}) as r(version text, name text, checksum text)`;
  await sql.end();
}

async function readPlainly(urls: readonly string[]): Promise<number> {
  const started = performance.now();
  for (const url of urls) {
    const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
    const rows = await sql`select source, version, name, checksum, state, statements_done,
      statements_total, done_checksum, intent, run_id, applied_by, started_at, finished_at,
      duration_ms, error from hawkwatch.migrations where source = 'main'`;
    if (rows.length !== migrations) throw new Error(`the loop read ${rows.length} rows`);
    await sql.end();
  }
  return performance.now() - started;
}

const { server, directory, close } = await startBenchServer();
try {
  const folder = path.join(directory, 'migrations');
  await mkdir(folder);
  const files = Array.from({ length: migrations }, (_, n) => migration(n));
  for (const file of files) await writeMigration(folder, file);
  await server.ensureDatabase('template');
  await fillHistory(server.url('template'), files);
  await server.ensureDatabase('own');
  const admin = postgres(server.url('own'), { max: 1, onnotice: () => undefined });
  for (const name of names) await admin.unsafe(`create database ${name} template template`);

  const address = server.url('own');
  await migrateStore({ address });
  const store = createStore({ address, clock, random });
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger: silentLogger, listener: hub.listener });
  const targets = createTargets({ clock });
  const declared = names.map((name) => ({
    name,
    engine: 'POSTGRESQL',
    environment: 'bench',
    labels: {},
  }));
  await store.transaction((tx) => updateDeclaredDatabases(tx, declared, random, clock.now()));
  const source = { name: 'main', tool: 'sql', folder, git: null, manifest: false } as const;
  const rest = { table: null, command: null, baseline: null, outOfOrder: 'refuse' } as const;
  await targets.replace(
    names.map((name) => ({
      name,
      environment: 'bench',
      labels: {},
      url: server.url(name),
      unavailable: null,
      sources: [{ ...source, ...rest }],
      locks: { lockTimeoutMs: 5000, retries: 0, waitForRunMs: 0 },
      automatic: null,
      fourEyes: false,
      engine: 'POSTGRESQL',
      schema: schemaSettings({ watch: false }),
      foreign: { watch: false, intervalMs: 60_000 },
    })),
  );
  const reader = createStatusReader({ store, targets, clock, ownConnections: true });

  let mostOfOne = 0;
  let mostOfAll = 0;
  const sampling = new AbortController();
  const sampler = (async () => {
    while (!sampling.signal.aborted) {
      const counts = await admin<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
        where datname like 'bench%' and application_name = 'hawkwatch' group by datname`;
      mostOfOne = Math.max(mostOfOne, ...counts.map(({ n }) => n));
      mostOfAll = Math.max(
        mostOfAll,
        counts.reduce((sum, { n }) => sum + n, 0),
      );
      await clock.sleep(5);
    }
  })();

  /** Waits until every database was looked at since a moment, and stands as it should. */
  const settled = async (since: Date, state: string, pending: number): Promise<void> => {
    for (;;) {
      const [row] = await admin<{ done: number; right: number }[]>`
        select count(*)::int as done,
          (count(*) filter (where state = ${state} and pending = ${pending}
            and applied = ${migrations}))::int as right
        from hawkwatch_store.migration_statuses where checked_at >= ${since}`;
      if (row?.done === databases) {
        if (row.right === databases) return;
        throw new Error(`${databases - row.right} statuses are wrong`);
      }
      if (clock.now().getTime() - since.getTime() > 60_000) throw new Error('a round hangs');
      await clock.sleep(5);
    }
  };

  let since = clock.now();
  let started = performance.now();
  const refresher = startStatusRefresher({
    address,
    store,
    hub,
    targets,
    reader,
    clock,
    random,
    logger: silentLogger,
    intervalMs: () => 3_600_000,
  });
  const measure = async (state: string, pending: number): Promise<number> => {
    await settled(since, state, pending);
    const ms = performance.now() - started;
    if (ms > limitMs) throw new Error(`a round took ${round(ms, 0)} ms`);
    return ms;
  };
  const again = (state: string, pending: number): Promise<number> => {
    since = clock.now();
    started = performance.now();
    refresher.reconfigured();
    return measure(state, pending);
  };

  const first = await measure('UP_TO_DATE', 0);
  const rounds: number[] = [];
  const loops: number[] = [];
  const urls = names.map((name) => server.url(name));
  for (let n = 0; n <= repetitions; n += 1) {
    const [ours, plain] = [await again('UP_TO_DATE', 0), await readPlainly(urls)];
    // The first pair warms up both and is not counted.
    if (n === 0) continue;
    rounds.push(ours);
    loops.push(plain);
  }
  await writeMigration(folder, migration(migrations));
  const changed = await again('BEHIND', 1);

  const [events] = await admin<{ n: number }[]>`
    select count(*)::int as n from hawkwatch_store.events where type = 'migration_status.changed'`;
  if (events?.n !== databases * 2) throw new Error(`${events?.n} changes were told`);
  sampling.abort();
  await sampler;
  if (mostOfOne > 2) throw new Error(`a database had ${mostOfOne} connections`);
  await refresher.stop();
  hub.close();
  await tail.stop();
  await targets.close();
  await store.close();
  await admin.end();

  const about = `${databases} databases × ${migrations} migrations`;
  await publish({
    name: 'statuses',
    rows: [
      { case: `first time, ${about}, ms`, value: round(first, 0) },
      { case: 'nothing changed, ms (median)', value: round(median(rounds), 0) },
      { case: 'one new file, every status changes, ms', value: round(changed, 0) },
      { case: 'plain reading in one loop, ms (median)', value: round(median(loops), 0) },
      { case: 'connections of one database, most', value: mostOfOne },
      { case: 'connections of all databases, most', value: mostOfAll },
    ],
    ratios: {
      plain_reading: round(median(rounds.map((ms, n) => ms / (loops[n] ?? Number.NaN)))),
    },
  });
} finally {
  await close();
}
