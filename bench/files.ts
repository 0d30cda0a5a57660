// How long after a file was written a subscriber's WebSocket tells of it, less the time it has to be
// left alone: the real service with 10,000 watched files. Beside it, as the peer, chokidar alone on the
// same folder in this process, with nothing in between. Then what 10,000 watched files cost at rest, and
// how long 5,000 changes at once take until all are told. Exit 1 when a change is late or missing.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { watch } from 'chokidar';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { cpuMs, residentKiB } from './processes.ts';
import { percentile, publish, round, show } from './report.ts';
import { startBenchServer } from './server.ts';
import { startService, type Service } from './service.ts';

const changes = Number(process.env['HAWKWATCH_BENCH_CHANGES'] ?? 100);
const restMs = Number(process.env['HAWKWATCH_BENCH_REST_MS'] ?? 30_000);
const settleMs = 300;
const burst = 5_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Told {
  readonly fileChanges: {
    readonly path: string | null;
    readonly burst: { readonly count: number } | null;
  };
}

interface Ears {
  heard(file: string): Promise<void>;
  /** Changes told so far. */
  count(): number;
  stop(): void;
}

function listen(service: Service): Ears {
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.token}` },
    retryAttempts: 0,
  });
  const waiting = new Map<string, () => void>();
  let told = 0;
  client.subscribe<Told>(
    { query: 'subscription { fileChanges { path burst { count } } }' },
    {
      next: ({ data }) => {
        if (!data) throw new Error('an answer without data');
        const { path: file, burst: many } = data.fileChanges;
        told += many?.count ?? 1;
        if (file !== null) waiting.get(file)?.();
      },
      error: (error) => {
        throw error;
      },
      complete: () => undefined,
    },
  );
  return {
    heard: (file) => new Promise((resolve) => waiting.set(file, resolve)),
    count: () => told,
    stop: () => void client.dispose(),
  };
}

async function fileCount(service: Service): Promise<number> {
  const response = await fetch(service.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        '{ monitors(first: 50) { edges { node { kind state } } } watchedFiles(filter: { path: "d99/f99." }) { edges { node { path } } } }',
    }),
  });
  const { data } = (await response.json()) as {
    data?: { watchedFiles: { edges: readonly unknown[] } };
  };
  return data?.watchedFiles.edges.length ?? 0;
}

async function waitFor(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = performance.now() + 120_000; !(await isTrue()); await pause(20)) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
  }
}

const bench = await startBenchServer();
try {
  await bench.server.ensureDatabase('own');
  const folder = path.join(bench.directory, 'watched');
  const fileOf = (n: number): string =>
    path.join(folder, `d${n % 100}`, `f${Math.floor(n / 100)}.conf`);
  for (let n = 0; n < 100; n += 1) await mkdir(path.join(folder, `d${n}`), { recursive: true });
  for (let n = 0; n < 10_000; n += 1) await writeFile(fileOf(n), `n = ${n}\n`);
  const configuration = path.join(bench.directory, 'hawkwatch.yaml');
  await writeFile(
    configuration,
    `files:\n  - { name: bench, paths: [${JSON.stringify(folder)}], settle: ${settleMs}ms }\n`,
  );
  const service = await startService({
    directory: bench.directory,
    configuration,
    databaseUrl: bench.server.url('own'),
    env: { NODE_ENV: 'production' },
  });
  try {
    const ears = listen(service);
    const began = performance.now();
    await waitFor('the first look', async () => (await fileCount(service)) > 0);
    const firstLookMs = performance.now() - began;
    await pause(5_000);
    const pid = service.child.pid ?? 0;
    const cpuBefore = cpuMs(pid);
    await pause(restMs);
    const restPercent = ((cpuMs(pid) - cpuBefore) / restMs) * 100;

    const ours: number[] = [];
    for (let n = 0; n < changes; n += 1) {
      const heard = ears.heard(fileOf(n));
      await writeFile(fileOf(n), `changed = ${n}\n`);
      const written = performance.now();
      await Promise.race([heard, pause(30_000).then(() => Promise.reject(new Error('not told')))]);
      ours.push(performance.now() - written - settleMs);
      await pause(Math.random() * 100);
    }
    const before = ears.count();
    const burstBegan = performance.now();
    await Promise.all(
      Array.from({ length: burst }, (_, n) => writeFile(fileOf(9_999 - n), `burst = ${n}\n`)),
    );
    const burstWritten = performance.now();
    await waitFor('the burst', () => ears.count() - before >= burst);
    const burstToldMs = performance.now() - burstWritten;
    ears.stop();

    let hear: (file: string) => void = () => undefined;
    const peer = watch(folder, { ignoreInitial: true, atomic: false });
    await new Promise<void>((resolve) => peer.once('ready', () => resolve()));
    peer.on('all', (_event, file) => hear(file));
    const bare: number[] = [];
    for (let n = 0; n < changes; n += 1) {
      const heard = new Promise<void>((resolve) => {
        hear = (file) => {
          if (file === fileOf(n)) resolve();
        };
      });
      await writeFile(fileOf(n), `again = ${n}\n`);
      const written = performance.now();
      await heard;
      bare.push(performance.now() - written);
      await pause(Math.random() * 100);
    }
    await peer.close();

    const row = (what: string, found: readonly number[]) => ({
      what,
      changes: found.length,
      'p50 ms': round(percentile(found, 50), 1),
      'p99 ms': round(percentile(found, 99), 1),
      'most ms': round(Math.max(...found), 1),
    });
    const report = {
      name: 'files',
      rows: [
        row('from settling to the socket', ours),
        row('chokidar alone, without settling', bare),
        {
          what: `${burst} changes at once, from the last write until all are told`,
          changes: burst,
          'written in ms': round(burstWritten - burstBegan, 0),
          'most ms': round(burstToldMs, 0),
        },
        {
          what: '10,000 files at rest',
          'CPU %': round(restPercent, 2),
          'RSS MiB': round(residentKiB(pid) / 1024, 0),
          'first look ms': round(firstLookMs, 0),
        },
      ],
      ratios: {
        'over chokidar, p50': round(percentile(ours, 50) / Math.max(percentile(bare, 50), 0.1)),
        'settled to socket p99 ms': round(percentile(ours, 99), 1),
        'burst told ms': round(burstToldMs, 0),
        'CPU % at rest': round(restPercent, 2),
      },
    };
    if (Math.max(...ours) > 1000) process.exitCode = 1;
    // A trial run is only shown.
    if (changes < 100) show(report);
    else await publish(report);
  } finally {
    await service.stop();
  }
} finally {
  await bench.close();
}
