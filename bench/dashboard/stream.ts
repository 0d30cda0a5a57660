// The Now screen while 200 events come each second, for five minutes (`HAWKWATCH_BENCH_STREAM_S`): how busy
// the page's main thread is, what its memory grows by, and whether each event reached it once. It runs on
// a service and a PostgreSQL of its own. Deployments are written through the store's
// event log, and alerts come and go through an intake, so that lists are read anew all the time.
// The peer is the same page in the same run while nothing is written.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';

import type { CDPSession, Page } from 'playwright-core';

import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { deploymentRecorded, insertDeployment } from '../../src/store/deployments.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createDatabase } from '../../test/support/databases.ts';
import { round } from '../report.ts';
import { startBenchServer } from '../server.ts';
import { startService } from '../service.ts';
import type { DashboardBench, PartResult } from './part.ts';

const seconds = Number(process.env['HAWKWATCH_BENCH_STREAM_S'] ?? 300);
const idleSeconds = Math.min(60, seconds);
const warmSeconds = Math.min(20, seconds);
const perSecond = 200;
const tickMs = 100;
const alertsToggled = 20;
const aims = { busyPercent: 30, growthMb: 20 };
const intakeToken = 'token-of-the-benchs-intake';
const configuration = `intakes: [{ name: bench, token: ${intakeToken} }]
`;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Writer {
  /** Of each deployment that was written. */
  readonly ids: readonly string[];
  stop(): Promise<void>;
}

/** Writes so many deployments a second, and lets alerts come and go, until it is stopped. */
function startWriting(store: Store, serviceUrl: string): Writer {
  const ids: string[] = [];
  const began = performance.now();
  let isStopped = false;
  const write = async (): Promise<void> => {
    while (!isStopped) {
      const due = Math.floor(((performance.now() - began) / 1_000) * perSecond) - ids.length;
      const batch = Array.from({ length: Math.min(due, 100) }, () => randomUUID());
      await store.transaction(async (tx) => {
        for (const [index, id] of batch.entries()) {
          const deployment = {
            service: `service-${index % 20}`,
            version: `1.${ids.length}.${index}`,
            environment: 'production',
            databases: [],
            status: 'SUCCEEDED' as const,
            url: null,
          };
          const at = new Date();
          // One of each batch is also a row of the list; so many rows are not what is measured.
          if (index === 0) {
            const more = { at, recordedBy: 'bench', clientMutationId: null };
            await insertDeployment(tx, { id, ...deployment, ...more });
          } else {
            const payload = { deploymentId: id, by: 'bench', ...deployment };
            const subject = `service:${deployment.service}`;
            tx.append(deploymentRecorded.create({ subject, occurredAt: at, payload }));
          }
        }
      });
      ids.push(...batch);
      await pause(tickMs);
    }
  };
  const toggle = async (): Promise<void> => {
    for (let round_ = 0; !isStopped; round_ += 1) {
      const alerts = Array.from({ length: alertsToggled }, (_, n) => ({
        name: `bench-${n}`,
        title: `Something of the bench, number ${n}`,
        severity: ['critical', 'error', 'warning', 'info'][n % 4],
        status: (round_ + n) % 2 === 0 ? 'firing' : 'resolved',
      }));
      // A connection that is closed just when it is used again costs a round of alerts, no more.
      const answer = await fetch(new URL('/intake/bench', serviceUrl), {
        method: 'POST',
        headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ alerts }),
      }).catch(() => undefined);
      if (answer?.ok === false) throw new Error(`the intake answered ${answer.status}`);
      await pause(2_000);
    }
  };
  const running = Promise.all([write(), toggle()]);
  running.catch(() => undefined);
  return {
    ids,
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

interface Figures {
  readonly taskSeconds: number;
  readonly heapMb: number;
}

async function read(session: CDPSession): Promise<Figures> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const valueOf = (name: string): number =>
    metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { taskSeconds: valueOf('TaskDuration'), heapMb: valueOf('JSHeapUsedSize') / 2 ** 20 };
}

/** Counts what comes over the page's socket: each deployment by its id, and all events. */
function countEvents(page: Page): {
  readonly seen: Map<string, number>;
  readonly all: () => number;
} {
  const seen = new Map<string, number>();
  let all = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const text = payload.toString();
      if (!text.includes('"events"')) return;
      all += 1;
      const id = /"deploymentId":"([^"]+)"/.exec(text)?.[1];
      if (id !== undefined) seen.set(id, (seen.get(id) ?? 0) + 1);
    });
  });
  return { seen, all: () => all };
}

/** How many events the page itself says that it took. */
async function shownEvents(page: Page): Promise<number> {
  const title = await page.locator('[title$="since this page was opened"]').getAttribute('title');
  return Number(/^\d+/.exec(title ?? '')?.[0]);
}

async function measure(session: CDPSession, whileS: number) {
  const before = await read(session);
  const beganMs = performance.now();
  await pause(whileS * 1_000);
  const tookS = (performance.now() - beganMs) / 1_000;
  const after = await read(session);
  return {
    busyPercent: ((after.taskSeconds - before.taskSeconds) / tookS) * 100,
    growthMb: after.heapMb - before.heapMb,
    heapMb: after.heapMb,
    tookS,
  };
}

/** Measures the page while nothing comes and while much does. */
export async function measureStream({
  browser,
}: Pick<DashboardBench, 'browser'>): Promise<PartResult> {
  const endings: (() => Promise<unknown>)[] = [];
  try {
    const { server, directory, close } = await startBenchServer();
    endings.push(close);
    const file = path.join(directory, 'hawkwatch.yaml');
    await writeFile(file, configuration);
    const { url: address } = await createDatabase(server.url('postgres'), 'dashboard_stream');
    const service = await startService({ directory, configuration: file, databaseUrl: address });
    endings.push(service.stop);
    const store = createStore({
      address,
      clock: createSystemClock(),
      random: createSystemRandom(),
      maxTransactions: 1,
    });
    endings.push(() => store.close());
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    endings.push(() => context.close());
    const page = await context.newPage();
    const { seen, all } = countEvents(page);
    await page.goto(`${new URL('/', service.url).href}#token=${service.token}`);
    await page.locator('[data-stream="live"]').waitFor({ timeout: 120_000 });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await pause(warmSeconds * 500);
    const idle = await measure(session, idleSeconds);
    const writer = startWriting(store, service.url);
    await pause(warmSeconds * 1_000);
    const from = all();
    const busy = await measure(session, seconds);
    const rate = (all() - from) / busy.tookS;
    await writer.stop();
    // What was written last needs its time; what has not come then is missed.
    for (let waits = 0; waits < 100 && seen.size < writer.ids.length; waits += 1) await pause(100);
    await pause(1_000);
    const missed = writer.ids.filter((id) => !seen.has(id)).length;
    const twice = [...seen.values()].filter((times) => times > 1).length;
    const unseen = all() - (await shownEvents(page));
    const row = (mode: string, figures: typeof busy, eventsPerSecond: number) => ({
      mode,
      'events/s': Math.round(eventsPerSecond),
      seconds: Math.round(figures.tookS),
      'main thread busy %': round(figures.busyPercent, 1),
      'heap MB': round(figures.heapMb, 1),
      'heap growth MB': round(figures.growthMb, 1),
      'missed events': missed + twice + unseen,
    });
    return {
      rows: [row('Now screen, nothing written', idle, 0), row('Now screen, a storm', busy, rate)],
      ratios: { stream_busy_idle: round(busy.busyPercent / idle.busyPercent) },
      wrong: [
        ...(missed + twice + unseen > 0
          ? [`of the events ${missed} were missed, ${twice} came twice, ${unseen} were not taken`]
          : []),
        ...(busy.busyPercent > aims.busyPercent
          ? [`the main thread was busy for ${round(busy.busyPercent, 1)} % of the time`]
          : []),
        ...(busy.growthMb > aims.growthMb
          ? [`the page's memory grew by ${round(busy.growthMb, 1)} MB`]
          : []),
        ...(rate < perSecond * 0.9
          ? [`only ${Math.round(rate)} events a second came: this machine is too busy to tell`]
          : []),
      ],
    };
  } finally {
    for (const end of endings.toReversed()) await end();
  }
}
