// How long after a container's event a subscriber's WebSocket tells of it: the real service on a real Docker
// daemon (root, docker.io and busybox-static are needed). Beside it, as the peer, a raw reader of the same
// daemon's event stream, as `docker events` is one. Milliseconds are counted from the daemon's own time of
// the event. Ratio `raw stream`: our median over the raw reader's.
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import {
  startDockerDaemon,
  whyNoDocker,
  type DockerDaemon,
} from '../test/support/docker-daemon.ts';
import { cpuMs } from './processes.ts';
import { percentile, publish, round, show } from './report.ts';
import { startBenchServer } from './server.ts';
import { startService, type Service } from './service.ts';

const rounds = Number(process.env['HAWKWATCH_BENCH_CHANGES'] ?? 50);
const warmRounds = 10;
const quietMs = 20_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const now = (): number => performance.timeOrigin + performance.now();

/** `action name` to when it was heard, and when it was by the daemon's time. */
type Heard = Map<string, { readonly atMs: number; readonly eventMs?: number }>;

function readRaw(socketPath: string): { heard: Heard; stop(): void } {
  const heard: Heard = new Map();
  const filters = encodeURIComponent('{"type":["container"]}');
  const request = http.get({ socketPath, path: `/events?filters=${filters}` }, (response) => {
    let text = '';
    response.on('error', () => undefined);
    response.on('data', (chunk: Buffer) => {
      const atMs = now();
      text += chunk.toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const { Action, Actor, timeNano } = JSON.parse(line) as {
          Action: string;
          Actor: { Attributes: { name: string } };
          timeNano: number;
        };
        heard.set(`${Action} ${Actor.Attributes.name}`, { atMs, eventMs: timeNano / 1e6 });
      }
    });
  });
  request.on('error', () => undefined);
  return { heard, stop: () => request.destroy() };
}

const actions: Readonly<Record<string, string>> = {
  'container.started': 'start',
  'container.stopped': 'die',
};

interface Told {
  readonly events: { readonly type: string; readonly payload: { readonly key: string } };
}

function subscribe(service: Service): { heard: Heard; stop(): void } {
  const heard: Heard = new Map();
  const client = createClient({
    url: service.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.token}` },
    retryAttempts: 0,
  });
  client.subscribe<Told>(
    { query: 'subscription { events { type payload } }' },
    {
      next: ({ data }) => {
        if (!data) throw new Error('an answer without data');
        const { type, payload } = data.events;
        const action = actions[type];
        if (action !== undefined) heard.set(`${action} ${payload.key}`, { atMs: now() });
      },
      error: (error) => {
        throw error;
      },
      complete: () => undefined,
    },
  );
  return { heard, stop: () => void client.dispose() };
}

async function waitFor(what: string, isSo: () => boolean): Promise<void> {
  for (const end = now() + 60_000; !isSo(); await pause(2)) {
    if (now() > end) throw new Error(`${what} was not told`);
  }
}

/** Runs and kills containers one after the other, each end once its start has been told. */
async function live(
  docker: DockerDaemon,
  prefix: string,
  count: number,
  told: Heard,
): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const name = `${prefix}-${n}`;
    const id = await docker.run({ name, command: ['sleep', '1000'] });
    await waitFor(`the start of ${name}`, () => told.has(`start ${name}`));
    await docker.kill(id);
    await waitFor(`the end of ${name}`, () => told.has(`die ${name}`));
    await docker.remove(id);
  }
}

function rowOf(what: string, latencies: readonly number[]) {
  return {
    what,
    events: latencies.length,
    'p50 ms': round(percentile(latencies, 50), 1),
    'p99 ms': round(percentile(latencies, 99), 1),
    'most ms': round(Math.max(...latencies), 1),
  };
}

const reason = await whyNoDocker();
if (reason !== undefined) throw new Error(`this bench needs a Docker daemon: ${reason}`);
const docker = await startDockerDaemon();
const bench = await startBenchServer();
try {
  await bench.server.ensureDatabase('own');
  const configuration = path.join(bench.directory, 'hawkwatch.yaml');
  const daemon = `{ name: bench, socket: ${JSON.stringify(docker.socket)} }`;
  await writeFile(configuration, `containers: { daemons: [${daemon}] }\n`);
  const service = await startService({
    directory: bench.directory,
    configuration,
    databaseUrl: bench.server.url('own'),
    env: { NODE_ENV: 'production' },
  });
  try {
    const raw = readRaw(docker.socket);
    const told = subscribe(service);
    await pause(5_000);
    await live(docker, 'warm', warmRounds, told.heard);
    await live(docker, 'bench', rounds, told.heard);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (const [key, { atMs, eventMs }] of raw.heard) {
      const own = told.heard.get(key);
      if (!/^(?:start|die) bench-/.test(key) || eventMs === undefined) continue;
      if (own === undefined) throw new Error(`${key} was not told`);
      ours.push(own.atMs - eventMs);
      theirs.push(atMs - eventMs);
    }
    for (let n = 0; n < 20; n += 1) {
      await docker.run({ name: `idle-${n}`, command: ['sleep', '1000'], health: 'true' });
    }
    await pause(5_000);
    const { pid = 0 } = service.child;
    const before = cpuMs(pid) ?? 0;
    await pause(quietMs);
    const used = ((cpuMs(pid) ?? 0) - before) / quietMs;
    raw.stop();
    told.stop();
    const report = {
      name: 'containers',
      rows: [rowOf("a subscriber's WebSocket", ours), rowOf('a raw reader of the stream', theirs)],
      ratios: {
        'raw stream': round(percentile(ours, 50) / percentile(theirs, 50)),
        'p99 ms': round(percentile(ours, 99), 1),
        'percent of a core, 20 quiet containers': round(used * 100),
      },
    };
    if (ours.length < 2 * rounds) throw new Error('events are missing');
    // A trial run is only shown.
    if (rounds < 50) show(report);
    else await publish(report);
  } finally {
    await service.stop();
  }
} finally {
  await bench.close();
  await docker.close();
}
