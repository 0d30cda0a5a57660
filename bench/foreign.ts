// Watching 20 databases for foreign migrations, each looked at once a second: what it costs the real
// service (CPU of its process with the watch, less without it), and how long after a session took a
// migration tool's lock a subscriber's WebSocket tells of it, five at a time (two locks before that
// warm the process up). Beside it the usual way to look (foreign-peer.ts). Ratio
// `foreign_peer_cpu`: the peer's CPU over hawkwatch's, for looking alone.
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createClient } from 'graphql-ws';
import postgres from 'postgres';
import { WebSocket } from 'ws';

import { startPeer } from './peers.ts';
import { cpuMs, moveToLoad } from './processes.ts';
import { percentile, publish, round, show } from './report.ts';
import { startBenchServer, type BenchServer } from './server.ts';
import { startService, type Service } from './service.ts';

const count = 20;
const seconds = Number(process.env['HAWKWATCH_BENCH_SECONDS'] ?? 60);
const names = Array.from({ length: count }, (_, index) => `bench_${index + 1}`);
// Migrations at a time, while the latency is measured.
const lanes = 5;
// Prisma, graphile-migrate, node-pg-migrate, goose.
const keys = ['72707369', '4727445306447283', '7241865325823964', '4097083626'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU time of the server's processes that are there, as they serve one application. */
function serverCpuMs(postmaster: number): number {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(fields[1]) === postmaster;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  return children.reduce((sum, pid) => sum + cpuMs(Number(pid)), 0);
}

interface Cost {
  /** Of one core, in percent. */
  readonly process: number;
  readonly server: number;
}

/** What a process and the server use while nothing happens. */
async function idleCost(pid: number, postmaster: number): Promise<Cost> {
  const [own, server] = [cpuMs(pid), serverCpuMs(postmaster)];
  const started = performance.now();
  await pause(seconds * 1_000);
  const elapsed = performance.now() - started;
  return {
    process: ((cpuMs(pid) - own) / elapsed) * 100,
    server: ((serverCpuMs(postmaster) - server) / elapsed) * 100,
  };
}

const configuration = (bench: BenchServer, watch: boolean): string =>
  [
    'databases:',
    ...names.flatMap((name) => [
      `  - name: ${name}`,
      `    url: ${JSON.stringify(bench.server.url(name))}`,
      `    foreign: { watch: ${watch}, interval: 1s }`,
    ]),
    '',
  ].join('\n');

type Listener = (name: string) => void;

interface Change {
  readonly migrationRunsChanged: {
    readonly kind: string;
    readonly run: { readonly database: { readonly name: string } };
  };
}

/** Tells of the changes of foreign runs as a subscriber hears of them. */
function subscribe(service: Service, on: { started: Listener; finished: Listener }): () => void {
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.token}` },
    retryAttempts: 0,
  });
  const query = 'subscription { migrationRunsChanged { kind run { database { name } } } }';
  client.subscribe<Change>(
    { query },
    {
      next: ({ data }) => {
        if (!data) throw new Error('an answer without data');
        const { kind, run } = data.migrationRunsChanged;
        if (kind === 'STARTED') on.started(run.database.name);
        if (kind === 'FINISHED') on.finished(run.database.name);
      },
      error: (error) => {
        throw error;
      },
      complete: () => undefined,
    },
  );
  return () => void client.dispose();
}

/** Takes and gives back locks in databases; how long each took to be heard of. */
async function latencies(bench: BenchServer, service: Service): Promise<readonly number[]> {
  const waiting = new Map<string, () => void>();
  const heard = (what: string) => (name: string) => waiting.get(`${what} ${name}`)?.();
  const wait = (what: string, name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${what} of ${name} was not told`)), 30_000);
      waiting.set(`${what} ${name}`, () => {
        clearTimeout(late);
        resolve();
      });
    });
  const stop = subscribe(service, { started: heard('start'), finished: heard('end') });
  await pause(1_000);
  const found: number[] = [];
  const one = async (name: string, key: string): Promise<void> => {
    const connection = { application_name: 'a deploy' };
    const sql = postgres(bench.server.url(name), { max: 1, connection });
    await sql`select 1`;
    await pause(Math.random() * 1_000);
    const started = wait('start', name);
    const taken = performance.now();
    await sql`select pg_advisory_lock(${key}::bigint)`;
    await started;
    found.push(performance.now() - taken);
    const ended = wait('end', name);
    await sql.end();
    await ended;
  };
  const keyOf = (n: number): string => keys[n % keys.length] ?? '';
  for (const n of [0, 1]) await one(names[n] ?? '', keyOf(n));
  found.length = 0;
  const end = performance.now() + seconds * 1_000;
  // Each lane goes through databases of its own.
  const follow = async (lane: number): Promise<void> => {
    for (let n = lane; performance.now() < end; n += lanes) {
      await one(names[n % names.length] ?? '', keyOf(n));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => follow(lane)));
  stop();
  return found;
}

async function measurePeer(bench: BenchServer, postmaster: number): Promise<Cost> {
  const file = path.join(import.meta.dirname, 'foreign-peer.ts');
  const urls = names.map((name) => bench.server.url(name));
  const peer = await startPeer(file, { BENCH_DATABASES: JSON.stringify(urls) });
  try {
    await pause(5_000);
    return await idleCost(peer.child.pid ?? 0, postmaster);
  } finally {
    await peer.stop();
  }
}

moveToLoad();
const bench = await startBenchServer();
try {
  for (const name of ['own', ...names]) await bench.server.ensureDatabase(name);
  const pidFile = readFileSync(path.join(bench.server.dataDirectory, 'postmaster.pid'), 'utf8');
  const postmaster = Number(pidFile.split('\n')[0]);
  const file = path.join(bench.directory, 'hawkwatch.yaml');
  await writeFile(file, configuration(bench, false));
  const service = await startService({
    directory: bench.directory,
    configuration: file,
    databaseUrl: bench.server.url('own'),
    place: 'server',
    env: { NODE_ENV: 'production' },
  });
  const pid = service.child.pid ?? 0;
  let [without, watching]: (Cost | undefined)[] = [];
  let found: readonly number[] = [];
  try {
    await pause(10_000);
    without = await idleCost(pid, postmaster);
    await writeFile(file, configuration(bench, true));
    await pause(10_000);
    watching = await idleCost(pid, postmaster);
    found = await latencies(bench, service);
  } finally {
    await service.stop();
  }
  const peer = await measurePeer(bench, postmaster);
  const cost = watching.process - without.process;
  const report = {
    name: 'foreign',
    rows: [
      {
        what: `the service, ${count} databases that are not watched`,
        'core %': round(without.process),
        'server core %': round(without.server),
      },
      {
        what: `the service, ${count} databases looked at each second`,
        'core %': round(watching.process),
        'server core %': round(watching.server),
      },
      {
        what: 'the watch alone',
        'core %': round(cost),
        'server core %': round(watching.server - without.server),
      },
      {
        what: 'a query per tool, database and second',
        'core %': round(peer.process),
        'server core %': round(peer.server),
      },
      {
        what: `lock to WebSocket, ${found.length} locks`,
        'p50 ms': round(percentile(found, 50), 0),
        'p99 ms': round(percentile(found, 99), 0),
        'most ms': round(Math.max(...found), 0),
      },
    ],
    ratios: { foreign_peer_cpu: round(peer.process / cost) },
  };
  // A trial run is only shown.
  if (seconds < 60) show(report);
  else await publish(report);
} finally {
  await bench.close();
}
