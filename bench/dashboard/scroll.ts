// Scrolling through 10,000 alerts and through 1,000 databases as a wheel does it: first while the pages are
// loaded as their end comes near, then over all of them. Beside each, as the peer, a page of as many plain
// lines that has no script: what the machine can draw at all.
import type { BrowserContext, Page } from 'playwright-core';

import { round } from '../report.ts';
import type { DashboardBench, PartResult } from './part.ts';
import { openAlerts, openDatabases, type LongList, type Opener } from './long-lists.ts';
import { measureTurn, rowHeight } from './wheel.ts';

const aimedFps = 50;
/** Pixels a second: hard turning of a wheel, and pulling the bar down. */
const speeds = { wheel: 4_000, fast: 20_000 };

/** As many lines of text, and nothing else. */
async function openPlainPage(context: BrowserContext, rows: number): Promise<Page> {
  const page = await context.newPage();
  const lines = Array.from({ length: rows }, (_, at) => `<p>Line ${at} of a plain page</p>`);
  await page.setContent(`<style>p { height: ${rowHeight}px; margin: 0 }</style>
    <div role="region" aria-label="Plain" style="height: 600px; overflow: auto">${lines.join('')}</div>`);
  return page;
}

/** All pages are loaded by going to the end again and again. */
async function loadAll(page: Page, { label, rows }: LongList): Promise<number> {
  const beganMs = performance.now();
  await page.waitForFunction(
    ([begin, wanted]) => {
      const table = document.querySelector(`[role="region"][aria-label^="${begin}"]`);
      if (table === null) return false;
      table.scrollTop = table.scrollHeight;
      return table.scrollHeight >= wanted;
    },
    [label, rows * rowHeight] as const,
    { timeout: 300_000, polling: 50 },
  );
  return performance.now() - beganMs;
}

async function measureList(context: BrowserContext, list: LongList): Promise<PartResult> {
  const { label, what, rows, page } = list;
  const { wheel, fast } = speeds;
  const turn = (speed: number, turned: 1 | -1) => measureTurn(page, { label, rows, speed, turned });
  const loading = await turn(wheel, 1);
  const loadedMs = await loadAll(page, list);
  const slowly = await turn(wheel, -1);
  await loadAll(page, list);
  const named = { 'while it loads': loading, 'by wheel': slowly, fast: await turn(fast, -1) };
  await page.close();
  const plainPage = await openPlainPage(context, rows);
  const plain = await measureTurn(plainPage, { label: 'Plain', rows, speed: wheel, turned: 1 });
  await plainPage.close();
  const peer = plain['frames/s'];
  // Names of the parts, as they were before there was a second list.
  const part = what === 'alerts' ? 'scroll' : `scroll ${what}`;
  const wrong = Object.entries(named).flatMap(([name, figures]) =>
    figures['frames/s'] >= aimedFps
      ? []
      : [
          `scrolling ${rows} ${what} ${name}: ${figures['frames/s']} frames/s, less than ${aimedFps}` +
            (peer >= aimedFps ? '' : ` (the machine draws a plain page at ${peer}: it is busy)`),
        ],
  );
  return {
    rows: [
      ...Object.entries({ ...named, 'a plain page': plain }).map(([name, figures]) => ({
        part: `${part} ${name}`,
        [what]: rows,
        ...figures,
      })),
      { part: `${part} to the end`, [what]: rows, ms: Math.round(loadedMs) },
    ],
    ratios: Object.fromEntries(
      Object.entries(named).map(([name, figures]) => [
        `${part} ${name}: frames of a plain page's`,
        round(figures['frames/s'] / peer),
      ]),
    ),
    wrong,
  };
}

async function measureOpened(context: BrowserContext, open: Opener): Promise<PartResult> {
  const list = await open(context);
  try {
    return await measureList(context, list);
  } finally {
    await list.close();
  }
}

/** Measures both; the services with their lists are started for this and ended. */
export async function measureScroll({ browser }: DashboardBench): Promise<PartResult> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const alerts = await measureOpened(context, openAlerts);
    const databases = await measureOpened(context, openDatabases);
    return {
      rows: [...alerts.rows, ...databases.rows],
      ratios: { ...alerts.ratios, ...databases.ratios },
      wrong: [...alerts.wrong, ...databases.wrong],
    };
  } finally {
    await context.close();
  }
}
