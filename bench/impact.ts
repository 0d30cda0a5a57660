// Assessing 1,000 migration files of mixed style for a live database, beside the plain parse of the
// same files by libpg-query. Ratio `parse`: our time over the parser's, median of paired rounds. The
// event loop must not be held up for more than 50 ms: `block ms` is the longest gap between two ticks
// of a timer, `idle block ms` the same while nothing is done (other processes' turns), and `block cpu
// ms` the most processor time that this thread had in any one gap.
import { createSystemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { createTargets } from '../src/databases/targets.ts';
import { createLiveAssessor } from '../src/migrations/impact/live-assessor.ts';
import { loadSqlParser, parseSql } from '../src/sql/parse.ts';
import postgres from 'postgres';

import { liveTables, migrationText } from './impact-files.ts';
import { median, publish, round } from './report.ts';
import { startBenchServer } from './server.ts';
import { schemaSettings } from '../test/support/target-settings.ts';

const count = Number(process.env['HAWKWATCH_BENCH_FILES'] ?? 1000);
const repetitions = Number(process.env['HAWKWATCH_BENCH_REPETITIONS'] ?? 5);

interface Blocks {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Watches the event loop until the returned function is called. */
function watchEventLoop(): () => Blocks {
  let wallMs = 0;
  let cpuMs = 0;
  let lastTick = performance.now();
  let lastCpu = process.threadCpuUsage();
  const look = (): void => {
    const now = performance.now();
    const used = process.threadCpuUsage(lastCpu);
    wallMs = Math.max(wallMs, now - lastTick);
    cpuMs = Math.max(cpuMs, (used.user + used.system) / 1000);
    lastTick = now;
    lastCpu = process.threadCpuUsage();
  };
  const timer = setInterval(look, 1);
  return () => {
    look();
    clearInterval(timer);
    return { wallMs, cpuMs };
  };
}

const clock = createSystemClock();
const files = Array.from({ length: count }, (_, n) => ({
  version: String(n).padStart(5, '0'),
  file: `${String(n).padStart(5, '0')}_step.sql`,
  bytes: Buffer.from(migrationText(n)),
}));
const texts = files.map(({ bytes }) => bytes.toString());

function parseAll(): number {
  const started = performance.now();
  for (const text of texts) {
    const outcome = parseSql(text);
    if (!outcome.ok) throw new Error(`a file of the bench does not parse: ${outcome.message}`);
  }
  return performance.now() - started;
}

const { server, close } = await startBenchServer();
const targets = createTargets({ clock });
const assessor = await createLiveAssessor({
  targets,
  // Nothing pending is asked for here.
  statuses: {
    read: () => Promise.reject(new Error('the bench has no sources')),
    recognise: () => Promise.resolve([]),
  },
  openFiles: () => Promise.reject(new Error('the bench has no sources')),
  clock,
  logger: silentLogger,
});
try {
  await server.ensureDatabase('shop');
  const url = server.url('shop');
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(liveTables).simple();
  await sql.end();
  await targets.replace([
    {
      name: 'shop',
      environment: null,
      labels: {},
      url,
      unavailable: null,
      sources: [],
      locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000 },
      automatic: null,
      fourEyes: false,
      engine: 'POSTGRESQL',
      schema: schemaSettings({ watch: false }),
      foreign: { watch: false, intervalMs: 5000 },
    },
  ]);
  await loadSqlParser();
  const rows: Record<string, string | number>[] = [];
  const ratios: number[] = [];
  const seconds: number[] = [];
  for (let round_ = 0; round_ <= repetitions; round_ += 1) {
    const parseMs = parseAll();
    const stopIdling = watchEventLoop();
    await clock.sleep(1000);
    const idle = stopIdling();
    const stopWatching = watchEventLoop();
    const started = performance.now();
    const assessment = await assessor.assessFiles({ databaseName: 'shop', files });
    const ms = performance.now() - started;
    const { wallMs, cpuMs } = stopWatching();
    if (assessment.files.length !== count) throw new Error('files are missing');
    rows.push({
      // The first one starts the worker and compiles; it is shown, but not part of the ratio.
      round: round_ === 0 ? 'cold' : round_,
      s: round(ms / 1000),
      'parse s': round(parseMs / 1000),
      'block ms': round(wallMs, 1),
      'idle block ms': round(idle.wallMs, 1),
      'block cpu ms': round(cpuMs, 1),
      findings: assessment.findings.length,
    });
    if (round_ === 0) continue;
    ratios.push(ms / parseMs);
    seconds.push(ms / 1000);
  }
  await publish({
    name: 'impact',
    rows,
    ratios: { parse: round(median(ratios)), seconds: round(median(seconds)) },
  });
} finally {
  await assessor.stop();
  await targets.close();
  await close();
}
