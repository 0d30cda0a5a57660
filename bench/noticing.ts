// How long after the commit of a DDL statement a subscriber's WebSocket tells of it: the real service
// with PostgreSQL with the schema trigger, PostgreSQL without it (then most of it is the poll interval),
// SQLite and DuckDB. Beside it, as the peer, a client that listens to the trigger's notifications with
// nothing in between. Ratio `notification`: our median over that of the bare notification, both from the
// moment the statement is sent, because a notification may come before the client knows of its commit.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createClient } from 'graphql-ws';
import postgres from 'postgres';
import { WebSocket } from 'ws';

import { channel } from '../src/databases/postgres/ddl-trigger/recorder.ts';
import { installStatements } from '../src/databases/postgres/ddl-trigger/statements.ts';
import { runDuckdb, runSqlite } from '../test/support/database-files.ts';
import { percentile, publish, round, show } from './report.ts';
import { startBenchServer } from './server.ts';
import { startService, type Service } from './service.ts';

const changes = Number(process.env['HAWKWATCH_BENCH_CHANGES'] ?? 200);
const fewer = Math.ceil(changes / 10);
/** Changes until the process is warm; they have a row of their own. */
const coldChanges = 30;
const intervalMs = 2_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Told {
  readonly schemaChanged: {
    readonly kind: string;
    readonly set: {
      readonly database: { readonly name: string };
      readonly changes: readonly { readonly name: string }[];
    };
  };
}

/** Waits for what a subscriber is told: a key is `database table`. */
function listen(service: Service) {
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.token}` },
    retryAttempts: 0,
  });
  const waiting = new Map<string, () => void>();
  const query =
    'subscription { schemaChanged { kind set { database { name } changes { name } } } }';
  client.subscribe<Told>(
    { query },
    {
      next: ({ data }) => {
        if (!data) throw new Error('an answer without data');
        const { kind, set } = data.schemaChanged;
        if (kind !== 'CHANGED') return;
        for (const { name } of set.changes) waiting.get(`${set.database.name} ${name}`)?.();
      },
      error: (error) => {
        throw error;
      },
      complete: () => undefined,
    },
  );
  return {
    told: (key: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${key} was not told`)), 60_000);
        waiting.set(key, () => {
          clearTimeout(late);
          waiting.delete(key);
          resolve();
        });
      }),
    stop: () => void client.dispose(),
  };
}

type Change = (table: string) => Promise<void>;

interface Latencies {
  /** Milliseconds from the end of each change until it was told. */
  readonly afterCommit: readonly number[];
  /** The same from its beginning. */
  readonly fromStart: readonly number[];
}

/** Makes changes one after the other, each once the one before has been told. */
async function measure(
  count: number,
  told: (table: string) => Promise<void>,
  change: Change,
  prefix = 't',
): Promise<Latencies> {
  const afterCommit: number[] = [];
  const fromStart: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const table = `${prefix}_${n}`;
    const heard = told(table);
    const started = performance.now();
    await change(table);
    const committed = performance.now();
    await heard;
    const now = performance.now();
    afterCommit.push(now - committed);
    fromStart.push(now - started);
    // At another moment of the poll each time.
    await pause(Math.random() * 300);
  }
  return { afterCommit, fromStart };
}

function rowOf(what: string, { afterCommit: found }: Latencies) {
  return {
    what,
    changes: found.length,
    'p50 ms': round(percentile(found, 50), 0),
    'p99 ms': round(percentile(found, 99), 0),
    'most ms': round(Math.max(...found), 0),
  };
}

const bench = await startBenchServer();
try {
  for (const name of ['own', 'triggered', 'polled', 'bare']) {
    await bench.server.ensureDatabase(name);
  }
  const files = path.join(bench.directory, 'files');
  await mkdir(files);
  const sqlite = path.join(files, 'shop.db');
  const duckdb = path.join(files, 'shop.duckdb');
  await runSqlite(sqlite, 'create table first (id int)');
  await runDuckdb(duckdb, 'create table first (id int)');
  const open = (name: string): postgres.Sql =>
    postgres(bench.server.url(name), {
      max: 1,
      onnotice: () => undefined,
      connection: { search_path: 'public' },
    });
  const [triggered, polled, bare] = [open('triggered'), open('polled'), open('bare')];
  for (const statement of installStatements()) {
    await triggered.unsafe(statement);
    await bare.unsafe(statement);
  }
  const configuration = path.join(bench.directory, 'hawkwatch.yaml');
  const database = (name: string, url: string, interval: string): string =>
    `  - { name: ${name}, url: ${JSON.stringify(url)}, schema: { interval: ${interval} } }\n`;
  await writeFile(
    configuration,
    'databases:\n' +
      database('triggered', bench.server.url('triggered'), '15s') +
      database('polled', bench.server.url('polled'), `${intervalMs}ms`) +
      database('sqlite', `sqlite:${sqlite}`, '15s') +
      database('duckdb', `duckdb:${duckdb}`, '15s'),
  );
  const service = await startService({
    directory: bench.directory,
    configuration,
    databaseUrl: bench.server.url('own'),
    env: { NODE_ENV: 'production' },
  });
  try {
    const listener = listen(service);
    // First looks, and the process is warm.
    await pause(8_000);
    const pg =
      (sql: postgres.Sql): Change =>
      async (table) => {
        await sql.unsafe(`create table ${table} (id int)`);
      };
    const of = (name: string, qualified: string) => (table: string) =>
      listener.told(`${name} ${qualified}${table}`);
    const heardOf = of('triggered', 'public.');
    const cold = await measure(coldChanges, heardOf, pg(triggered), 'cold');
    const withTrigger = await measure(changes, heardOf, pg(triggered));
    const withoutTrigger = await measure(fewer, of('polled', 'public.'), pg(polled));
    const ofSqlite = await measure(fewer, of('sqlite', ''), (table) =>
      runSqlite(sqlite, `create table ${table} (id int)`),
    );
    const ofDuckdb = await measure(fewer, of('duckdb', 'main.'), (table) =>
      runDuckdb(duckdb, `create table ${table} (id int)`),
    );
    listener.stop();
    const ears = open('bare');
    let hear: () => void = () => undefined;
    await ears.listen(channel, () => hear());
    const notifications = await measure(
      changes,
      () => new Promise((resolve) => (hear = resolve)),
      pg(bare),
    );
    await ears.end();
    const report = {
      name: 'noticing',
      rows: [
        rowOf(`PostgreSQL with the schema trigger, the first ${coldChanges}`, cold),
        rowOf('PostgreSQL with the schema trigger', withTrigger),
        rowOf(`PostgreSQL, polled each ${intervalMs} ms`, withoutTrigger),
        rowOf('SQLite', ofSqlite),
        rowOf('DuckDB', ofDuckdb),
        rowOf('a bare notification', notifications),
      ],
      ratios: {
        notification: round(
          percentile(withTrigger.fromStart, 50) / percentile(notifications.fromStart, 50),
        ),
        'trigger p99 ms': round(percentile(withTrigger.afterCommit, 99), 0),
        'beyond the poll interval, most ms': round(
          Math.max(...withoutTrigger.afterCommit) - intervalMs,
          0,
        ),
        'sqlite most ms': round(Math.max(...ofSqlite.afterCommit), 0),
        'duckdb most ms': round(Math.max(...ofDuckdb.afterCommit), 0),
      },
    };
    // A trial run is only shown.
    if (changes < 200) show(report);
    else await publish(report);
  } finally {
    await service.stop();
    await Promise.all([triggered, polled, bare].map((sql) => sql.end({ timeout: 1 })));
  }
} finally {
  await bench.close();
}
