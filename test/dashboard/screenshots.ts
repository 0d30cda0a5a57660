// Writes a picture of every screen with the world's data, light and dark, on a desktop and on a phone:
// `npm run screenshots -- [FOLDER]`. They are there to be looked at.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { startBrowser, viewports, visit } from './browser.ts';
import { buildDashboard } from './build.ts';
import { listScreens, listTabs, type ShownScreen } from './screens.ts';
import { openWorld } from './world/open-world.ts';

const folder = path.resolve(process.argv[2] ?? 'screenshots');
const only = process.env['HAWKWATCH_SCREENSHOTS'];

await mkdir(folder, { recursive: true });
await buildDashboard();
const { world, close } = await openWorld();
const browser = await startBrowser();
const faults: string[] = [];
try {
  const visitor = await visit(browser, world.url, { token: world.tokens.admin });
  const { page, settled } = visitor;
  const take = async ({ name, path: address }: ShownScreen): Promise<void> => {
    await visitor.open(address);
    await settled();
    for (const [device, viewport] of Object.entries(viewports)) {
      await page.setViewportSize(viewport);
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await settled();
        // As high as the page, so that what sticks to the window stands where it belongs.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) });
        await settled();
        const file = path.join(folder, `${name}-${device}-${theme}.png`);
        await page.screenshot({ path: file });
        await page.setViewportSize(viewport);
      }
    }
    await page.setViewportSize(viewports.desktop);
    process.stdout.write(`${name}\n`);
  };
  const isWanted = ({ name }: ShownScreen): boolean => only === undefined || name.startsWith(only);
  for (const screen of (await listScreens(world)).filter(isWanted)) {
    await take(screen);
    for (const tab of await listTabs(page, screen)) await take(tab);
  }
  faults.push(...visitor.faults);
} finally {
  await browser.close();
  await close();
}
process.stdout.write(`The pictures are in ${folder}.\n`);
if (faults.length > 0) {
  process.stderr.write(`The pages misbehaved:\n${faults.join('\n')}\n`);
  process.exitCode = 1;
}
