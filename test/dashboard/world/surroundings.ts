// What stands around the world's service: web servers that are well, slow or ill, a receiver of webhooks
// that fails at times, and a Docker daemon that plays back what happened to five containers.
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

import {
  eventLine,
  inspectionOf,
  startFakeDaemon,
  type FakeDaemon,
} from '../../support/fake-daemon.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

export interface Surroundings {
  /** Answers `/well`, `/slow` and `/ill`, and whatever `answers` says. */
  readonly web: string;
  /** Status codes by path; tests make an endpoint fail and come back with it. */
  readonly answers: Map<string, number>;
  readonly tcpPort: number;
  /** A port on which nobody answers. */
  readonly deadPort: number;
  readonly receiver: WebhookReceiver;
  readonly daemon: FakeDaemon;
  close(): Promise<void>;
}

interface Shown {
  readonly name: string;
  readonly image: string;
  readonly compose?: string;
  readonly more?: Record<string, unknown>;
}

const containers: readonly Shown[] = [
  { name: 'shop-web-1', image: 'shop/web:2.4.1', compose: 'web' },
  { name: 'shop-db-1', image: 'postgres:18', compose: 'db' },
  { name: 'shop-cache-1', image: 'redis:8', compose: 'cache' },
  { name: 'importer', image: 'shop/importer:1.9.0' },
  {
    name: 'old-reports',
    image: 'shop/reports:0.3.2',
    more: {
      State: {
        Status: 'exited',
        Running: false,
        ExitCode: 0,
        OOMKilled: false,
        StartedAt: '2026-11-20T08:00:00Z',
        FinishedAt: '2026-11-25T18:30:00Z',
      },
    },
  },
];

const idOf = (index: number): string => String(index + 1).repeat(64);

function statsOf(index: number, tick: number): string {
  const now = Date.now();
  const busy = (2 + index) * 20_000_000 * (1 + Math.sin(tick / 5) / 2);
  const usage = (total: number, system: number) => ({
    cpu_usage: { total_usage: Math.round(total), usage_in_kernelmode: 0, usage_in_usermode: 0 },
    system_cpu_usage: system,
    online_cpus: 2,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  });
  return `${JSON.stringify({
    read: new Date(now).toISOString(),
    preread: new Date(now - 1_000).toISOString(),
    cpu_stats: usage(1e9 + busy * (tick + 1), 2e9 * (tick + 1)),
    precpu_stats: usage(1e9 + busy * tick, 2e9 * tick),
    memory_stats: {
      usage: (120 + index * 40 + (tick % 10)) * 1024 * 1024,
      limit: 1024 * 1024 * 1024,
      stats: { inactive_file: 1024 * 1024 },
    },
    networks: { eth0: { rx_bytes: tick * 4_000, tx_bytes: tick * 9_000 } },
    blkio_stats: { io_service_bytes_recursive: [] },
    pids_stats: { current: 7 + index },
  })}\n`;
}

function labelsOf(compose: string | undefined): Record<string, string> {
  if (compose === undefined) return {};
  return {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': compose,
    'com.docker.compose.container-number': '1',
  };
}

/** What a daemon tells when it was asked to restart a container. */
async function tellRestart(daemon: FakeDaemon, index: number): Promise<void> {
  const { name = '', image = '', compose } = containers[index] ?? {};
  const attributes = { name, image, ...labelsOf(compose) };
  const beganMs = Date.now();
  const steps = [
    ['kill', { signal: '15' }],
    ['die', { exitCode: '0' }],
    ['stop', {}],
    ['start', {}],
    ['restart', {}],
  ] as const;
  for (const [step, [action, more]] of steps.entries()) {
    const at = `${BigInt(beganMs + step) * 1_000_000n}`;
    await daemon.send(eventLine(idOf(index), action, at, { ...attributes, ...more }));
  }
}

async function startDaemon(): Promise<FakeDaemon> {
  const daemon = await startFakeDaemon();
  for (const [index, { name, image, compose, more = {} }] of containers.entries()) {
    const labels = labelsOf(compose);
    daemon.containers.set(
      idOf(index),
      inspectionOf(idOf(index), name, {
        Config: { Image: image, Env: [], Labels: labels },
        HostConfig: { RestartPolicy: { Name: 'always' } },
        ...more,
      }),
    );
  }
  let tick = 0;
  daemon.answer = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://docker');
    const restarted = /containers\/([^/]+)\/restart$/.exec(url.pathname)?.[1];
    if (request.method === 'POST' && restarted !== undefined) {
      response.writeHead(204).end();
      void tellRestart(daemon, Number(restarted[0]) - 1);
      return true;
    }
    const id = /^\/(?:v[\d.]+\/)?containers\/([^/]+)\/stats$/.exec(url.pathname)?.[1];
    if (id === undefined) return false;
    const index = Number(id[0]) - 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(statsOf(index, (tick += 1)));
    if (url.searchParams.get('stream') === 'false') {
      response.end();
      return true;
    }
    const timer = setInterval(() => response.write(statsOf(index, (tick += 1))), 1_000);
    response.on('close', () => clearInterval(timer));
    return true;
  };
  return daemon;
}

/** The importer ends with an error three times within a minute, which is a crash loop. */
export async function crashImporter(daemon: FakeDaemon): Promise<void> {
  const id = idOf(3);
  const names = { image: 'shop/importer:1.9.0', name: 'importer' };
  const at = (secondsAgo: number): string =>
    `${BigInt(Date.now() - secondsAgo * 1_000) * 1_000_000n}`;
  for (let times = 3; times > 0; times -= 1) {
    await daemon.send(eventLine(id, 'die', at(times * 10), { ...names, exitCode: '1' }));
    await daemon.send(eventLine(id, 'start', at(times * 10 - 1), names));
  }
}

/** Starts all of it. */
export async function startSurroundings(): Promise<Surroundings> {
  const answers = new Map<string, number>([
    ['/well', 200],
    ['/ill', 503],
  ]);
  const web = http.createServer((request, response) => {
    const reply = (): void => {
      const status = answers.get(request.url ?? '/') ?? 200;
      response.writeHead(status).end(status < 300 ? 'ok' : 'out of order');
    };
    if (request.url === '/slow') setTimeout(reply, 120);
    else reply();
  });
  const tcp = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end();
  });
  const dead = net.createServer();
  const listen = async (server: net.Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const webPort = await listen(web);
  const tcpPort = await listen(tcp);
  const deadPort = await listen(dead);
  await new Promise((resolve) => dead.close(resolve));
  // The pager answers only at the second try; the chat does not exist any more.
  const attempts = new Map<string, number>();
  const receiver = await startWebhookReceiver((_, { id, path }) => {
    if (path === '/chat') return 410;
    if (path !== '/pager') return 200;
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    return attempt === 1 ? 503 : 200;
  });
  const daemon = await startDaemon();
  return {
    web: `http://127.0.0.1:${webPort}`,
    answers,
    tcpPort,
    deadPort,
    receiver,
    daemon,
    close: async () => {
      web.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => web.close(resolve)),
        new Promise((resolve) => tcp.close(resolve)),
        receiver.close(),
        daemon.close(),
      ]);
    },
  };
}
