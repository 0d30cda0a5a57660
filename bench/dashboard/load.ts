// The first load of the Now screen with nothing cached: how much JavaScript it is, and how soon one can use
// it, at the machine's own speed and with a processor four times as slow. Beside it, as the peer, GraphiQL
// as the same service serves it in the same run. The ratio says how much of the peer's time we take.
import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { Page } from 'playwright-core';

import { median, round } from '../report.ts';
import type { DashboardBench, PartResult } from './part.ts';
import { readTrace, traceCategories, type LoadFigures } from './trace.ts';

const rounds = Number(process.env['HAWKWATCH_BENCH_LOADS'] ?? 7);
const aims = { gzipKb: 150, interactiveMs: 1_500 };

interface Case {
  readonly page: 'Now' | 'GraphiQL';
  readonly path: string;
  readonly slowDown: number;
}

const cases: readonly Case[] = [
  { page: 'Now', path: '/', slowDown: 1 },
  { page: 'Now', path: '/', slowDown: 4 },
  { page: 'GraphiQL', path: '/graphql', slowDown: 4 },
];

/** Marks the moment at which the page shows its data for the first time. */
function markShown(): void {
  const isShown = (): boolean => {
    if (document.querySelector('.graphiql-container .graphiql-editors') !== null) return true;
    const notes = [...document.querySelectorAll('main [role="status"]')];
    return (
      document.querySelector('main h1') !== null &&
      document.querySelector('main section h2') !== null &&
      notes.every((note) => !note.textContent.trim().endsWith('…'))
    );
  };
  const observer = new MutationObserver(() => {
    if (!isShown()) return;
    observer.disconnect();
    performance.mark('shown');
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

const hasMark = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => performance.getEntriesByName('shown').length > 0, undefined, {
    timeout: 60_000,
  });

interface Load extends LoadFigures {
  readonly gzipKb: number;
  readonly brotliKb: number;
}

async function load({ browser, world }: DashboardBench, one: Case): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript((token) => {
      sessionStorage.setItem('hawkwatch.token', token);
    }, world.tokens.admin);
    await page.addInitScript(markShown);
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      // What comes when the page is closed already is no part of the first load.
      scripts.push(response.body().catch(() => Buffer.alloc(0)));
    });
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: one.slowDown });
    await browser.startTracing(page, { categories: traceCategories });
    await page.goto(`${world.url}${one.path}`);
    await hasMark(page);
    // What comes in the second after it tells whether the page was free.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const figures = readTrace((await browser.stopTracing()).toString());
    const bodies = await Promise.all(scripts);
    const kb = (pack: (body: Buffer) => Buffer): number =>
      bodies.reduce((sum, body) => sum + pack(body).length, 0) / 1_000;
    return {
      ...figures,
      gzipKb: kb((body) => gzipSync(body, { level: 9 })),
      brotliKb: kb((body) => brotliCompressSync(body)),
    };
  } finally {
    await context.close();
  }
}

/** Measures the loads in turn, so that what else the machine does meets all of them. */
export async function measureLoad(bench: DashboardBench): Promise<PartResult> {
  const loads = cases.map((): Load[] => []);
  for (let round_ = 0; round_ <= rounds; round_ += 1) {
    for (const [index, one] of cases.entries()) {
      const result = await load(bench, one);
      // The first of each only warms the service up.
      if (round_ > 0) loads[index]?.push(result);
    }
  }
  const middle = (index: number, key: keyof Load): number =>
    median((loads[index] ?? []).map((one) => one[key]));
  const rows = cases.map(({ page, slowDown }, index) => ({
    mode: `first load of ${page}, CPU 1/${slowDown}`,
    'JavaScript gzip KB': round(middle(index, 'gzipKb'), 1),
    'brotli KB': round(middle(index, 'brotliKb'), 1),
    'first paint ms': Math.round(middle(index, 'firstPaintMs')),
    'largest paint ms': Math.round(middle(index, 'largestPaintMs')),
    'blocked ms': Math.round(middle(index, 'blockedMs')),
    'interactive ms': Math.round(middle(index, 'interactiveMs')),
  }));
  const gzipKb = middle(0, 'gzipKb');
  const interactiveMs = middle(1, 'interactiveMs');
  return {
    rows,
    ratios: {
      load_gzip_graphiql: round(gzipKb / middle(2, 'gzipKb')),
      load_interactive_graphiql: round(interactiveMs / middle(2, 'interactiveMs')),
    },
    wrong: [
      ...(gzipKb > aims.gzipKb ? [`${round(gzipKb)} KB of JavaScript are too many`] : []),
      ...(interactiveMs > aims.interactiveMs
        ? [`${Math.round(interactiveMs)} ms until it can be used are too many`]
        : []),
    ],
  };
}
