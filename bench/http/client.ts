// The HTTP load client's process. Every answer is checked: the first and every hundredth are parsed
// and held against the rows, the others must be equal to the first one, byte for byte.
import { serveLoad } from '../load.ts';
import { cpuMs } from '../processes.ts';
import { percentile } from '../report.ts';
import { openConnection, requestOf, type Connection } from './connection.ts';
import type { HttpJob, HttpResult } from './job.ts';
import { checkBody, query } from './rows.ts';

const parsedOf = 100;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function createCheck(rows: number): (data: Buffer, start: number, end: number) => number {
  let known: Buffer | undefined;
  let count = 0;
  return (data, start, end) => {
    if (known === undefined || count % parsedOf === 0) {
      checkBody(data.toString('utf8', start, end), rows);
      known ??= Buffer.from(data.subarray(start, end));
    }
    count += 1;
    if (data.compare(known, 0, known.length, start, end) === 0) return known.length;
    throw new Error(`another answer: ${data.toString('utf8', start, end)}`);
  };
}

async function run(job: HttpJob, onFailure: (error: unknown) => void): Promise<HttpResult> {
  const url = new URL(job.url);
  const request = requestOf(url, query, job.token);
  const check = createCheck(job.rows);
  const [latencies, connections]: [number[], Connection[]] = [[], []];
  const open = new Set<Connection>();
  let [answers, bytes, running, kept] = [0, 0, true, false];
  for (let i = 0; i < job.connections; i += 1) {
    let sent = performance.now();
    const connection = openConnection({
      url,
      request,
      onFailure,
      onBody: (data, start, end) => {
        bytes = check(data, start, end);
        const now = performance.now();
        if (kept) latencies.push(now - sent);
        sent = now;
        answers += 1;
        if (!running) open.delete(connection);
        return running;
      },
    });
    connections.push(connection);
    open.add(connection);
    connection.start();
  }
  const sample = () => ({
    ms: performance.now(),
    answers,
    cpu: cpuMs(job.pid),
    own: process.cpuUsage(),
  });
  await sleep(job.warmUpMs);
  kept = true;
  const first = sample();
  await sleep(job.measureMs);
  const last = sample();
  running = false;
  while (open.size > 0) await sleep(5);
  for (const connection of connections) connection.destroy();

  const [ms, requests] = [last.ms - first.ms, last.answers - first.answers];
  const own = last.own.user + last.own.system - first.own.user - first.own.system;
  return {
    perSecond: (requests / ms) * 1000,
    cpuMicroseconds: ((last.cpu - first.cpu) / requests) * 1000,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    bytes,
    clientPercent: own / ms / 10,
  };
}

serveLoad(run);
