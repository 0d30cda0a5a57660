// From an accepted alert to the webhook that tells it: the real service beside Debian's Alertmanager, one
// after the other in the same run, with the same pushes, the same receiver, a group for each alert and no
// group wait (`alerts/*.yml`). Ours has written to disk what it answers for; the peer keeps it in memory.
// Ratios: `alertmanager_p99` is our 99th percentile over the peer's, `alertmanager_p99_failing` the same
// while the receiver fails 5 % of the posts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { findFreePort } from '../test/support/free-port.ts';
import { until } from '../test/support/until.ts';
import { runLoad, startReceiver, type LoadResult, type Receiver } from './alerts/load.ts';
import { cpuMs } from './processes.ts';
import { percentile, publish, round, show } from './report.ts';
import { startBenchServer } from './server.ts';
import { startService } from './service.ts';

const count = Number(process.env['HAWKWATCH_BENCH_ALERTS'] ?? 10_000);
const perSecond = 167;
const warmUp = 500;
const failingPart = 0.05;

interface Peer {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

const configured = async (file: string, receiver: Receiver): Promise<string> =>
  (await readFile(path.join(import.meta.dirname, 'alerts', file), 'utf8')).replaceAll(
    '${RECEIVER}',
    JSON.stringify(receiver.url),
  );

async function startHawkwatch(receiver: Receiver): Promise<Peer> {
  const bench = await startBenchServer();
  await bench.server.ensureDatabase('own');
  const configuration = path.join(bench.directory, 'hawkwatch.yaml');
  await writeFile(configuration, await configured('hawkwatch.yml', receiver));
  const service = await startService({
    directory: bench.directory,
    configuration,
    databaseUrl: bench.server.url('own'),
    env: { NODE_ENV: 'production' },
  });
  return {
    name: 'hawkwatch',
    url: new URL('/intake/bench/api/v2/alerts', service.url).href,
    headers: { authorization: 'Bearer bench-token-of-the-intake' },
    pids: [service.child.pid ?? 0],
    stop: async () => {
      await service.stop();
      await bench.close();
    },
  };
}

async function startAlertmanager(receiver: Receiver): Promise<Peer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-bench-'));
  const file = path.join(directory, 'alertmanager.yml');
  await writeFile(file, await configured('alertmanager.yml', receiver));
  const port = await findFreePort();
  const child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${file}`,
      `--storage.path=${path.join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await until('Alertmanager to be ready', () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    name: 'Alertmanager',
    url: `${url}/api/v2/alerts`,
    headers: {},
    pids: [child.pid ?? 0],
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const used = (peer: Peer): number => peer.pids.reduce((sum, pid) => sum + cpuMs(pid), 0);

async function measure(
  start: (receiver: Receiver) => Promise<Peer>,
  failing: number,
): Promise<{ name: string; result: LoadResult; cpu: number }> {
  const receiver = await startReceiver();
  const peer = await start(receiver);
  try {
    const load = { ...peer, receiver, perSecond, waitMs: 60_000 };
    receiver.begin(0);
    await runLoad({ ...load, count: warmUp, prefix: 'warm' });
    receiver.begin(failing);
    const before = used(peer);
    const result = await runLoad({ ...load, count, prefix: 'bench' });
    return { name: peer.name, result, cpu: used(peer) - before };
  } finally {
    await peer.stop();
    await receiver.stop();
  }
}

const rows: Record<string, string | number>[] = [];
const p99: Record<string, number> = {};
for (const failing of [0, failingPart]) {
  for (const start of [startHawkwatch, startAlertmanager]) {
    const { name, result, cpu } = await measure(start, failing);
    if (result.missing > 0 || result.doubled > 0) {
      throw new Error(`${name}: ${result.missing} are missing, ${result.doubled} came twice`);
    }
    const of = (rank: number): number => percentile(result.afterAccepted, rank);
    p99[`${name} ${failing}`] = of(99);
    rows.push({
      what: name,
      'receiver fails': failing === 0 ? 'never' : `${failing * 100} % of the posts`,
      alerts: result.pushed,
      'failed posts': result.failed,
      'p50 ms': round(of(50), 1),
      'p99 ms': round(of(99), 1),
      'most ms': round(Math.max(...result.afterAccepted), 1),
      'p50 ms from the push': round(percentile(result.afterSent, 50), 1),
      'p99 ms from the push': round(percentile(result.afterSent, 99), 1),
      'CPU ms an alert': round(cpu / result.pushed, 2),
    });
  }
}
const ratio = (failing: number): number =>
  round((p99[`hawkwatch ${failing}`] ?? 0) / (p99[`Alertmanager ${failing}`] ?? Number.NaN));
const report = {
  name: 'alerts',
  rows,
  ratios: { alertmanager_p99: ratio(0), alertmanager_p99_failing: ratio(failingPart) },
};
// A trial run is only shown.
if (count < 10_000) show(report);
else await publish(report);
