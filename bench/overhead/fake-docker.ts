// Answers as a Docker daemon with sleeping containers does: list, inspect, stats, an event stream in which
// nothing happens. For machines where no daemon can be started.
import http from 'node:http';
import path from 'node:path';

import type { BenchDaemon } from './docker.ts';

const started = '2026-01-01T00:00:00.000000000Z';

export async function startFakeDocker(directory: string, count: number): Promise<BenchDaemon> {
  const socket = path.join(directory, 'docker.sock');
  const ids = Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, 'a'));
  const streams = new Set<http.ServerResponse>();
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://docker');
    const target = pathname.replace(/^\/v[0-9.]+/, '');
    response.setHeader('api-version', '1.41');
    response.setHeader('content-type', 'application/json');
    if (target === '/events') {
      streams.add(response);
      response.once('close', () => streams.delete(response));
      response.flushHeaders();
      return;
    }
    const id = /^\/containers\/([0-9a-f]{64})\/(json|stats)$/.exec(target);
    if (id?.[2] === 'stats' && searchParams.get('stream') === '1') {
      response.end();
      return;
    }
    response.end(JSON.stringify(answer(target, id?.[1], id?.[2], ids)));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    how: 'a server that answers as a Docker daemon',
    socket,
    close: () =>
      new Promise((resolve) => {
        for (const stream of streams) stream.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(
  target: string,
  id: string | undefined,
  what: string | undefined,
  ids: readonly string[],
): unknown {
  if (target === '/_ping') return 'OK';
  if (target === '/version')
    return { ApiVersion: '1.41', Version: '20.10.24', MinAPIVersion: '1.12' };
  if (target === '/info') {
    return { ID: 'BENCH', ServerVersion: '20.10.24', SystemTime: new Date().toISOString() };
  }
  if (target === '/containers/json') return ids.map((one) => listed(one, ids.indexOf(one)));
  if (id !== undefined && what === 'json') return inspected(id, ids.indexOf(id));
  if (id !== undefined) return stats(id);
  return {};
}

function listed(id: string, index: number): unknown {
  return {
    Id: id,
    Names: [`/bench-${index}`],
    Image: 'bench/busybox:1',
    ImageID: `sha256:${'b'.repeat(64)}`,
    Command: 'sleep 3600',
    Created: 1_767_225_600,
    State: 'running',
    Status: 'Up 2 hours',
    Ports: [],
    Labels: {},
    HostConfig: { NetworkMode: 'none' },
    NetworkSettings: { Networks: {} },
    Mounts: [],
  };
}

function inspected(id: string, index: number): unknown {
  return {
    Id: id,
    Name: `/bench-${index}`,
    Created: started,
    Image: `sha256:${'b'.repeat(64)}`,
    RestartCount: 0,
    State: {
      Status: 'running',
      Running: true,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: 1000 + index,
      ExitCode: 0,
      Error: '',
      StartedAt: started,
      FinishedAt: '0001-01-01T00:00:00Z',
    },
    Config: { Image: 'bench/busybox:1', Env: ['PATH=/bin'], Labels: {}, Cmd: ['sleep', '3600'] },
    HostConfig: {
      RestartPolicy: { Name: '', MaximumRetryCount: 0 },
      Memory: 0,
      NetworkMode: 'none',
    },
    NetworkSettings: { Networks: {}, Ports: {} },
    Mounts: [],
  };
}

function stats(id: string): unknown {
  const nowNs = Math.round(performance.now() * 1e6);
  const usage = {
    total_usage: Math.round(nowNs / 1000),
    usage_in_kernelmode: 0,
    usage_in_usermode: 0,
  };
  const cpu = { cpu_usage: usage, system_cpu_usage: nowNs, online_cpus: 2 };
  return {
    id,
    read: new Date().toISOString(),
    preread: started,
    cpu_stats: cpu,
    precpu_stats: cpu,
    memory_stats: { usage: 1_048_576, limit: 1_073_741_824, stats: { inactive_file: 0 } },
    pids_stats: { current: 1 },
    blkio_stats: { io_service_bytes_recursive: [] },
    networks: {},
  };
}
