// The dashboard in a real Chromium on the world that its tests look at: what the first load weighs and how
// soon it can be used, and how a long list scrolls. Rows of parts; `HAWKWATCH_BENCH_ONLY=load` runs some of them and writes no results.
import { startBrowser } from '../test/dashboard/browser.ts';
import { buildDashboard } from '../test/dashboard/build.ts';
import { openWorld } from '../test/dashboard/world/open-world.ts';
import { measureLoad } from './dashboard/load.ts';
import type { DashboardPart, PartResult } from './dashboard/part.ts';
import { measureStream } from './dashboard/stream.ts';
import { measureScroll } from './dashboard/scroll.ts';
import { publish, show } from './report.ts';

const parts: Readonly<Record<string, DashboardPart>> = {
  load: measureLoad,
  stream: measureStream,
  scroll: measureScroll,
};

const only = process.env['HAWKWATCH_BENCH_ONLY']?.split(',');
await buildDashboard();
const { world, close } = await openWorld();
const browser = await startBrowser(['--enable-precise-memory-info']);
const results: PartResult[] = [];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || only.includes(name)) results.push(await measure({ browser, world }));
  }
} finally {
  await browser.close();
  await close();
}
const report = {
  name: 'dashboard',
  rows: results.flatMap(({ rows }) => rows),
  ratios: Object.fromEntries(results.flatMap(({ ratios }) => Object.entries(ratios))),
};
if (only === undefined) await publish(report);
else show(report);
const wrong = results.flatMap((result) => result.wrong);
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exitCode = 1;
}
