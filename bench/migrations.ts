// 1,000 small migrations through the real service, a WebSocket subscriber receiving every
// statement, beside one psql process that runs the same files on the same server, each in its own
// transaction with one history row. Ratio `psql`: our time over psql's, median of paired runs.
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { median, publish, round } from './report.ts';
import { startBenchServer } from './server.ts';
import { startService } from './service.ts';

const migrations = Number(process.env['HAWKWATCH_BENCH_MIGRATIONS'] ?? 1000);
const repetitions = Number(process.env['HAWKWATCH_BENCH_REPETITIONS'] ?? 5);

function migrationText(n: number): string {
  const table = `item_${n - (n % 4)}`;
  switch (n % 4) {
    case 0:
      return `create table ${table} (id int primary key, name text not null);\n`;
    case 1:
      return `insert into ${table} select i, 'name ' || i from generate_series(1, 20) i;\n`;
    case 2:
      return `alter table ${table} add column price int not null default 0;\n`;
    default:
      return `create index ${table}_name on ${table} (name);\n`;
  }
}

async function writeFiles(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const names: string[] = [];
  for (let n = 0; n < migrations; n += 1) {
    const name = `${String(n + 1).padStart(5, '0')}_step.sql`;
    await writeFile(path.join(folder, name), migrationText(n));
    names.push(name);
  }
  return names;
}

function runPsql(url: string, script: string): number {
  const started = performance.now();
  const result = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script, url], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`psql failed: ${result.stderr}`);
  return performance.now() - started;
}

interface Finished {
  readonly ms: number;
  readonly statements: number;
}

type Client = ReturnType<typeof createClient>;

async function ask<T>(client: Client, query: string): Promise<T> {
  for await (const result of client.iterate<T>({ query })) {
    if (result.errors !== undefined) throw new Error(JSON.stringify(result.errors));
    if (result.data != null) return result.data;
  }
  throw new Error('no answer');
}

async function runHawkwatch(client: Client, database: string): Promise<Finished> {
  const started = performance.now();
  const { triggerMigration: run } = await ask<{
    triggerMigration: { id: string; cursor: string; message?: string };
  }>(
    client,
    `mutation { triggerMigration(input: { database: "${database}" }) {
       ... on MigrationRun { id cursor } ... on Error { message } } }`,
  );
  if (run.message !== undefined) throw new Error(run.message);
  const query = `subscription { migrationProgress(runId: "${run.id}", after: "${run.cursor}") {
    kind percent statement { index text rows durationMs } } }`;
  let statements = 0;
  for await (const result of client.iterate<{
    migrationProgress: { kind: string };
  }>({ query })) {
    const progress = result.data?.migrationProgress;
    if (progress === undefined) throw new Error(JSON.stringify(result.errors));
    if (progress.kind === 'STATEMENT_FINISHED') statements += 1;
  }
  const ms = performance.now() - started;
  const { migrationRun } = await ask<{ migrationRun: { state: string } }>(
    client,
    `{ migrationRun(id: "${run.id}") { state } }`,
  );
  const { state } = migrationRun;
  if (state !== 'SUCCEEDED' || statements !== migrations) {
    throw new Error(`wrong result: ${state}, ${statements} of ${migrations} statements seen`);
  }
  return { ms, statements };
}

const { server, directory, close } = await startBenchServer();
try {
  const folder = path.join(directory, 'migrations');
  const names = await writeFiles(folder);
  const databases = Array.from({ length: repetitions + 1 }, (_, i) => `bench_${i}`);
  const script = path.join(directory, 'all.sql');
  const history = `create schema hawkwatch; create table hawkwatch.migrations (source text,
    version text, name text, checksum text, applied_at timestamptz, primary key (source, version));`;
  const steps = names.map(
    (name) => `begin;\n\\i ${path.join(folder, name)}
insert into hawkwatch.migrations values ('main', '${name}', '${name}', '${'0'.repeat(64)}', now());
commit;\n`,
  );
  await writeFile(script, `${history}\n${steps.join('')}`);
  for (const name of databases) {
    await server.ensureDatabase(name);
    await server.ensureDatabase(`${name}_psql`);
  }
  await server.ensureDatabase('own');
  const configuration = path.join(directory, 'hawkwatch.yaml');
  const declared = databases.map(
    (name) =>
      `  - { name: ${name}, url: '${server.url(name)}', migrations: { folder: ${folder} } }`,
  );
  await writeFile(configuration, `databases:\n${declared.join('\n')}\n`);
  const databaseUrl = server.url('own');
  const service = await startService({ directory, configuration, databaseUrl });
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.token}` },
    lazy: false,
  });
  const rows: Record<string, string | number>[] = [];
  const ratios: number[] = [];
  // The first pair warms up both and is not counted.
  for (const [i, name] of databases.entries()) {
    const peer = runPsql(server.url(`${name}_psql`), script);
    const ours = await runHawkwatch(client, name);
    if (i === 0) continue;
    ratios.push(ours.ms / peer);
    rows.push({
      pair: i,
      'hawkwatch ms': round(ours.ms, 0),
      'psql ms': round(peer, 0),
      ratio: round(ours.ms / peer),
      'statements seen': ours.statements,
    });
  }
  await client.dispose();
  await service.stop();
  await publish({ name: 'migrations', rows, ratios: { psql: round(median(ratios)) } });
} finally {
  await close();
}
