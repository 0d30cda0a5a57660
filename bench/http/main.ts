// HTTP: a list of 20 events with 8 fields each, read from PostgreSQL for every request, over 64
// connections that are kept. The real service with a token beside GraphQL Yoga and Mercurius, which
// send the same SQL through postgres.js to the same rows. Ratios are hawkwatch's requests per second
// over the peer's, medians of interleaved repetitions.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createStore } from '../../src/store/store.ts';
import { factOf, kinds } from '../fanout/client/events.ts';
import { startLoad } from '../load.ts';
import { startPeer } from '../peers.ts';
import { moveToLoad } from '../processes.ts';
import { median, publish, round, show } from '../report.ts';
import { startBenchServer, type BenchServer } from '../server.ts';
import { startService } from '../service.ts';
import type { HttpJob, HttpResult } from './job.ts';
import { form } from './rows.ts';

const modes = ['hawkwatch', 'yoga', 'mercurius'] as const;
type Mode = (typeof modes)[number];
type Target = Pick<HttpJob, 'url' | 'token' | 'pid'>;

const repetitions = Number(process.env['HAWKWATCH_BENCH_REPETITIONS'] ?? 3);
const rows = 1_000;
const common = { connections: 64, warmUpMs: 1_000, measureMs: 3_000, rows };

async function storeRows(address: string): Promise<void> {
  const [clock, random] = [createSystemClock(), createSystemRandom()];
  const store = createStore({ address, clock, random });
  await store.transaction(({ append }) => {
    for (let n = 0; n < rows; n += 1) append(kinds.measured.create(factOf(n, form)));
    return Promise.resolve();
  });
  await store.close();
}

interface Servers {
  readonly targets: Readonly<Record<Mode, Target>>;
  stop(): Promise<void>;
}

async function startServers({ server, directory }: BenchServer): Promise<Servers> {
  await server.ensureDatabase('own');
  const databaseUrl = server.url('own');
  const configuration = path.join(directory, 'hawkwatch.yaml');
  await writeFile(configuration, 'databases: []\n');
  const service = await startService({
    directory,
    configuration,
    databaseUrl,
    place: 'server',
    env: { NODE_ENV: 'production' },
  });
  const started: { stop(): Promise<void> }[] = [service];
  const stop = async (): Promise<void> => {
    for (const one of started) await one.stop();
  };
  try {
    await storeRows(databaseUrl);
    const peer = async (name: string): Promise<Target> => {
      const file = path.join(import.meta.dirname, `peers/${name}.mjs`);
      const {
        child,
        message,
        stop: end,
      } = await startPeer<{ url: string }>(file, {
        DATABASE_URL: databaseUrl,
      });
      started.push({ stop: end });
      return { url: message.url, pid: child.pid ?? 0 };
    };
    const { url, token, child } = service;
    const targets = {
      hawkwatch: { url, token, pid: child.pid ?? 0 },
      yoga: await peer('yoga'),
      mercurius: await peer('mercurius'),
    };
    return { targets, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function measure({ targets, stop }: Servers): Promise<Record<Mode, HttpResult[]>> {
  const results: Record<Mode, HttpResult[]> = { hawkwatch: [], yoga: [], mercurius: [] };
  const load = startLoad<HttpJob, HttpResult>(path.join(import.meta.dirname, 'client.ts'));
  try {
    for (let i = 0; i < repetitions; i += 1) {
      const at = i % modes.length;
      for (const mode of [...modes.slice(at), ...modes.slice(0, at)]) {
        results[mode].push(await load.run({ ...targets[mode], ...common }));
      }
    }
  } finally {
    await load.stop();
    await stop();
  }
  return results;
}

function rowOf(mode: Mode, results: readonly HttpResult[]): Record<string, string | number> {
  const middle = (pick: (result: HttpResult) => number, digits: number): number =>
    round(median(results.map(pick)), digits);
  const rates = results.map(({ perSecond }) => perSecond);
  return {
    mode,
    'requests/s': middle(({ perSecond }) => perSecond, 0),
    least: round(Math.min(...rates), 0),
    most: round(Math.max(...rates), 0),
    'server CPU µs': middle(({ cpuMicroseconds }) => cpuMicroseconds, 0),
    'p50 ms': middle(({ p50 }) => p50, 1),
    'p99 ms': middle(({ p99 }) => p99, 1),
    bytes: middle(({ bytes }) => bytes, 0),
    'client core %': middle(({ clientPercent }) => clientPercent, 0),
  };
}

moveToLoad();
const bench = await startBenchServer();
try {
  const servers = await startServers(bench);
  const results = await measure(servers);
  const over = (peer: Mode): number =>
    round(
      median(
        results.hawkwatch.map(({ perSecond }, i) => perSecond / (results[peer][i]?.perSecond ?? 0)),
      ),
    );
  const report = {
    name: 'http',
    rows: modes.map((mode) => rowOf(mode, results[mode])),
    ratios: { http_yoga: over('yoga'), http_mercurius: over('mercurius') },
  };
  // A trial run is only shown.
  if (repetitions < 3) show(report);
  else await publish(report);
} finally {
  await bench.close();
}
