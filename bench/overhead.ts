// What all of monitoring costs at rest: 20 containers, 20 databases, 20 endpoints and 10,000 watched files,
// as by default but for endpoints, which are asked each minute instead of every five. The real service in
// a process of its own, twice: with everything switched off, and with everything on. Told are CPU as a
// share of one core and memory, of the process and of the PostgreSQL that serves it. The aim is below 3 %
// and 150 MB. Exits with 1 when something was not watched, as the API tells.
//   HAWKWATCH_BENCH_SECONDS   how long each is measured; below 120 nothing is written
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { openContainers } from './overhead/containers.ts';
import { databaseLines, openDatabases } from './overhead/databases.ts';
import { openEndpoints } from './overhead/endpoints.ts';
import { openFiles } from './overhead/files.ts';
import { hasField, listAll, type Ask, type Part } from './overhead/part.ts';
import { cpuMs, moveToLoad, residentKiB } from './processes.ts';
import { median, publish, round, show } from './report.ts';
import { startBenchServer, type BenchServer } from './server.ts';
import { startService, type Service } from './service.ts';

const seconds = Number(process.env['HAWKWATCH_BENCH_SECONDS'] ?? 240);
const settleMs = Math.min(60, seconds) * 1000;
const seenWithinMs = 300_000;
const aim = { cpuPercent: 3, memoryMb: 150 };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function asker({ url, token }: Service): Ask {
  return async (query) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const answer = (await response.json()) as { data?: unknown; errors?: unknown };
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
}

/** A process and all that descend from it. */
function family(parent: number): readonly number[] {
  const parents = readdirSync('/proc').flatMap((name): [number, number][] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [[Number(name), Number(fields[1])]];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  const all = new Set([parent]);
  for (let size = 0; size !== all.size;) {
    size = all.size;
    for (const [pid, of] of parents) if (all.has(of)) all.add(pid);
  }
  return [...all];
}

const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (cpuMs(pid) || 0), 0);

interface Cost {
  readonly cpuPercent: number;
  /** Of those PostgreSQL processes that are there at both ends. */
  readonly serverPercent: number;
  readonly memoryMb: number;
}

/** What a service at rest costs. Children of the process are short-lived and seldom, and counted. */
async function measure(service: Service, postmaster: number): Promise<Cost> {
  const pid = service.child.pid ?? 0;
  const server = family(postmaster);
  const [before, beforeServer] = [cpuWithChildren(pid), cpuOf(server)];
  const started = performance.now();
  const memory: number[] = [];
  while (performance.now() - started < seconds * 1000) {
    await pause(1000);
    memory.push(family(pid).reduce((sum, one) => sum + (residentKiB(one) || 0), 0));
  }
  const elapsed = performance.now() - started;
  return {
    cpuPercent: (100 * (cpuWithChildren(pid) - before)) / elapsed,
    serverPercent: (100 * (cpuOf(server) - beforeServer)) / elapsed,
    memoryMb: median(memory) / 1024,
  };
}

/** Of a process and of those of its children that have ended. */
function cpuWithChildren(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ended = (Number(fields[13]) + Number(fields[14])) * 10;
  return cpuOf(family(pid)) + ended;
}

async function launch(bench: BenchServer, name: string, lines: string): Promise<Service> {
  const directory = path.join(bench.directory, name);
  await mkdir(directory, { recursive: true });
  const configuration = path.join(directory, 'hawkwatch.yaml');
  await writeFile(configuration, `${lines}\n`);
  await bench.server.ensureDatabase(name);
  const databaseUrl = bench.server.url(name);
  const env = { NODE_ENV: 'production' };
  return startService({ directory, configuration, databaseUrl, place: 'server', env });
}

/** The service with the same databases and nothing that watches. */
async function measureWithout(bench: BenchServer, postmaster: number): Promise<Cost> {
  const off = 'resources: { host: { watch: false }, databases: { watch: false } }';
  const quiet = `statuses: { interval: 1d }`;
  const service = await launch(
    bench,
    'without',
    [databaseLines(bench, false), off, quiet].join('\n'),
  );
  try {
    const ask = asker(service);
    await pause(5000);
    const monitors = (await hasField(ask, 'monitors')) ? await listAll(ask, 'monitors', 'id') : [];
    for (const { id } of monitors) {
      await ask(`mutation { pauseMonitor(id: ${JSON.stringify(id)}) { __typename } }`);
    }
    await pause(settleMs);
    return await measure(service, postmaster);
  } finally {
    await service.stop();
  }
}

interface Seen {
  readonly name: string;
  readonly count: number;
  seen: number;
  afterMs: number;
}

async function waitUntilSeen(parts: readonly Part[], ask: Ask): Promise<readonly Seen[]> {
  const started = performance.now();
  const seen = parts.map(({ name, count }): Seen => ({ name, count, seen: 0, afterMs: 0 }));
  for (;;) {
    for (const [index, part] of parts.entries()) {
      const one = seen[index];
      if (one === undefined || one.seen >= one.count) continue;
      one.seen = await part.seen(ask).catch((error: unknown) => {
        process.stderr.write(`${part.name}: ${String(error)}\n`);
        return 0;
      });
      one.afterMs = performance.now() - started;
    }
    const isDone = seen.every((one) => one.seen >= one.count);
    if (isDone || performance.now() - started > seenWithinMs) return seen;
    await pause(2000);
  }
}

moveToLoad();
const bench = await startBenchServer();
const parts: Part[] = [];
try {
  const pidFile = readFileSync(path.join(bench.server.dataDirectory, 'postmaster.pid'), 'utf8');
  const postmaster = Number(pidFile.split('\n')[0]);
  parts.push(await openDatabases(bench));
  const without = await measureWithout(bench, postmaster);

  const missing: string[] = [];
  const opened = {
    containers: await openContainers(bench.directory),
    endpoints: await openEndpoints(),
    files: await openFiles(bench.directory),
  };
  for (const [name, part] of Object.entries(opened)) {
    if (part === undefined) missing.push(name);
    else parts.push(part);
  }
  const lines = parts.map(({ configuration }) => configuration).join('\n');
  const service = await launch(bench, 'watching', lines);
  let seen: readonly Seen[] = [];
  let after: readonly Seen[] = [];
  let watching: Cost;
  try {
    const ask = asker(service);
    seen = await waitUntilSeen(parts, ask);
    await pause(settleMs);
    watching = await measure(service, postmaster);
    after = await waitUntilSeen(parts, ask);
  } finally {
    await service.stop();
  }
  const cost = {
    cpuPercent: watching.cpuPercent - without.cpuPercent,
    serverPercent: watching.serverPercent - without.serverPercent,
    memoryMb: watching.memoryMb - without.memoryMb,
  };
  const row = (what: string, { cpuPercent, serverPercent, memoryMb }: Cost) => ({
    what,
    'core %': round(cpuPercent),
    'memory MB': round(memoryMb, 0),
    'PostgreSQL core %': round(serverPercent),
  });
  const report = {
    name: 'overhead',
    rows: [
      row('everything switched off', without),
      row('everything watched', watching),
      row('monitoring', cost),
      ...after.map((one, index) => ({
        what: `${one.name}${one.name === 'containers' ? ` (${opened.containers?.how})` : ''}`,
        watched: one.seen,
        of: one.count,
        'seen after s': round((seen[index]?.afterMs ?? 0) / 1000, 1),
      })),
      ...missing.map((name) => ({ what: `${name}: not watched by this version`, watched: 0 })),
    ],
    ratios: {
      cpu_percent: round(cost.cpuPercent),
      memory_mb: round(cost.memoryMb, 0),
      cpu_of_aim: round(cost.cpuPercent / aim.cpuPercent),
      memory_of_aim: round(cost.memoryMb / aim.memoryMb),
    },
  };
  const unseen = after.filter((one) => one.seen < one.count);
  if (seconds < 120 || missing.length > 0) show(report);
  else await publish(report);
  if (unseen.length > 0 || missing.length > 0) {
    const names = [...unseen.map(({ name }) => name), ...missing].join(', ');
    process.stderr.write(`not everything was watched: ${names}\n`);
    process.exitCode = 1;
  }
} finally {
  for (const part of parts) await part.close();
  await bench.close();
}
