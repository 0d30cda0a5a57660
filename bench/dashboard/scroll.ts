// Scrolling through 10,000 alerts as a wheel does it: first while the pages are loaded as their end comes near,
// then over all of them. Counted are the frames that the page drew, and those in which rows were not there yet.
// Beside it, as the peer, a page of as many plain lines that has no script: what the machine can draw at all.
import type { BrowserContext, CDPSession, Page } from 'playwright-core';

import { createPlace, startService, type Service } from '../../test/support/service.ts';
import { report } from '../../test/dashboard/world/client.ts';
import { intakeToken } from '../../test/dashboard/world/configuration.ts';
import { percentile, round } from '../report.ts';
import type { DashboardBench, PartResult } from './part.ts';

const alertCount = Number(process.env['HAWKWATCH_BENCH_ALERTS'] ?? 10_000);
const perReport = 500;
const rowHeight = 40;
const aimedFps = 50;
/** Pixels a second: hard turning of a wheel, and pulling the bar down. */
const speeds = { wheel: 4_000, fast: 20_000 };
const scrolledMs = 5_000;

const configuration = `intakes:
  - { name: prometheus, token: ${intakeToken} }
`;

interface Frames {
  readonly times: readonly number[];
  /** Frames in which a part of the table's window had no rows. */
  readonly blank: number;
}

interface Recorder {
  stop(): Frames;
}

/** In the page: notes when each frame is drawn, until it is told to stop. */
function record(): void {
  const times: number[] = [];
  let blank = 0;
  let isOver = false;
  const table = document.querySelector('[role="region"][aria-label^="Alerts"]');
  const tick = (at: number): void => {
    if (isOver) return;
    times.push(at);
    const rows = table?.querySelectorAll('[aria-rowindex]') ?? [];
    const first = Number(rows[0]?.getAttribute('aria-rowindex') ?? 0) - 2;
    const top = Math.floor((table?.scrollTop ?? 0) / 40);
    const seen = Math.floor((table?.clientHeight ?? 0) / 40) - 1;
    const last = first + rows.length - 1;
    const end = Math.floor((table?.scrollHeight ?? 0) / 40) - 2;
    if (rows.length > 0 && (first > top || last < Math.min(top + seen, end) - 1)) blank += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  Object.assign(globalThis, {
    frames: {
      stop: () => {
        isOver = true;
        return { times, blank };
      },
    } satisfies Recorder,
  });
}

async function scrolled(
  page: Page,
  session: CDPSession,
  { distance, speed }: { readonly distance: number; readonly speed: number },
): Promise<Frames & { readonly seconds: number; readonly busy: number }> {
  const box = await page.getByRole('region', { name: /^Alerts/ }).boundingBox();
  if (box === null) throw new Error('the table is not in the page');
  const busySeconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busySeconds();
  await page.evaluate(record);
  await session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -distance,
    speed,
    preventFling: true,
    gestureSourceType: 'mouse',
  });
  const frames = await page.evaluate(() =>
    (globalThis as unknown as { frames: { stop(): Frames } }).frames.stop(),
  );
  const seconds = ((frames.times.at(-1) ?? 0) - (frames.times[0] ?? 0)) / 1_000;
  return { ...frames, seconds, busy: (await busySeconds()) - before };
}

/** As many lines of text, and nothing else. */
async function openPlainPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const lines = Array.from({ length: alertCount }, (_, at) => `<p>Line ${at} of a plain page</p>`);
  await page.setContent(`<style>p { height: ${rowHeight}px; margin: 0 }</style>
    <div role="region" aria-label="Alerts" style="height: 600px; overflow: auto">${lines.join('')}</div>`);
  return page;
}

/** All pages are loaded by going to the end again and again. */
async function loadAll(page: Page): Promise<number> {
  const beganMs = performance.now();
  await page.waitForFunction(
    (wanted) => {
      const table = document.querySelector('[role="region"][aria-label^="Alerts"]');
      if (table === null) return false;
      table.scrollTop = table.scrollHeight;
      return table.scrollHeight >= wanted;
    },
    alertCount * rowHeight,
    { timeout: 300_000, polling: 50 },
  );
  return performance.now() - beganMs;
}

/** The figures of one gesture. */
async function measure(page: Page, speed: number, turned: 1 | -1) {
  const session = await page.context().newCDPSession(page);
  // Of the thread, not of the clock: other processes' share of the machine does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const distance = (turned * speed * scrolledMs) / 1_000;
  const { times, seconds, blank, busy } = await scrolled(page, session, { distance, speed });
  await session.detach();
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    'frames/s': round(gaps.length / seconds, 1),
    'gap p95 ms': round(percentile(gaps, 95), 1),
    'gap max ms': round(Math.max(...gaps), 1),
    'frames with blanks %': round((100 * blank) / times.length, 1),
    'main thread ms a frame': round((1_000 * busy) / times.length, 1),
    'main thread busy %': round((100 * busy) / seconds, 1),
  };
}

async function raiseAlerts(service: Service): Promise<void> {
  const severities = ['critical', 'error', 'warning', 'info'] as const;
  for (let from = 0; from < alertCount; from += perReport) {
    const some = Array.from({ length: Math.min(perReport, alertCount - from) }, (_, index) => ({
      name: `bench-${(from + index) % 40}`,
      severity: severities[(from + index) % severities.length] ?? 'info',
      title: `Number ${from + index} of many that are wrong at the same time`,
      labels: { number: String(from + index) },
    }));
    await report(service, ...some);
  }
}

async function openAlerts(context: BrowserContext, url: string, token: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript((text) => {
    sessionStorage.setItem('hawkwatch.token', text);
  }, token);
  await page.goto(`${url}/alerts`);
  const row = page.getByRole('row', { name: /of many that are wrong/ });
  await row.first().waitFor();
  return page;
}

/** Measures it; the service with its alerts is started for this and ended. */
export async function measureScroll({ browser }: DashboardBench): Promise<PartResult> {
  const place = await createPlace();
  await place.writeConfiguration(configuration);
  const service = await startService({ ...place, startMs: 120_000 });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    await raiseAlerts(service);
    const page = await openAlerts(context, service.url, place.token);
    const loading = await measure(page, speeds.wheel, 1);
    const loadedMs = await loadAll(page);
    const turned = await measure(page, speeds.wheel, -1);
    const fast = await measure(page, speeds.fast, -1);
    await page.close();
    const plain = await measure(await openPlainPage(context), speeds.wheel, 1);
    const named = { 'while it loads': loading, 'by wheel': turned, fast };
    const peer = plain['frames/s'];
    const wrong = Object.entries(named).flatMap(([name, figures]) =>
      figures['frames/s'] >= aimedFps
        ? []
        : [
            `scrolling ${alertCount} alerts ${name}: ${figures['frames/s']} frames/s, less than ${aimedFps}` +
              (peer >= aimedFps ? '' : ` (the machine draws a plain page at ${peer}: it is busy)`),
          ],
    );
    return {
      rows: [
        ...Object.entries({ ...named, 'a plain page': plain }).map(([name, figures]) => ({
          part: `scroll ${name}`,
          alerts: alertCount,
          ...figures,
        })),
        { part: 'scroll to the end', alerts: alertCount, ms: Math.round(loadedMs) },
      ],
      ratios: Object.fromEntries(
        Object.entries(named).map(([name, figures]) => [
          `scroll ${name}: frames of a plain page's`,
          round(figures['frames/s'] / peer),
        ]),
      ),
      wrong,
    };
  } finally {
    await context.close();
    await service.stop();
    await place.remove();
  }
}
