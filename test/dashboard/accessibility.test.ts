// Every screen with real data, light and dark, on a desktop and on a phone: axe finds nothing serious, and
// on a phone no page is wider than the phone.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, viewports, visit } from './browser.ts';
import { listScreens, listTabs, type ShownScreen } from './screens.ts';

const world = inject('world');
const screens = await listScreens(world);
const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that another theme can change of a page that was looked at already. */
const colours = ['color-contrast', 'link-in-text-block'];

/** What axe finds on the page as it is now; only what keeps people from using it. */
async function findFaults(page: Page, runOnly: readonly string[] = standards): Promise<string[]> {
  const { violations } = await page.evaluate(
    async (only) => {
      const { axe: runner } = globalThis as unknown as { axe: typeof axe };
      return runner.run(document, { resultTypes: ['violations'], runOnly: only });
    },
    [...runOnly],
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary = '' }) => {
        const why = failureSummary.split('\n').slice(1).join(' ').trim();
        return `${id}: ${html.slice(0, 160)} — ${why}`;
      }),
    );
}

async function widerThanThePhone(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('main *, nav *')].filter(
      (one) => one.getBoundingClientRect().right > width + 1,
    );
    return [`${document.documentElement.scrollWidth} px wide`].concat(
      wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)),
    );
  });
}

async function inspect(
  page: Page,
  settled: () => Promise<void>,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const device of ['desktop', 'phone'] as const) {
    await page.setViewportSize(viewports[device]);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await settled();
      const isSeen = device === 'phone' && theme === 'dark';
      const faults = await findFaults(page, isSeen ? colours : standards);
      if (faults.length > 0) found[`${device}, ${theme}`] = faults;
    }
    const wide = device === 'phone' ? await widerThanThePhone(page) : [];
    if (wide.length > 0) found['too wide'] = wide;
  }
  await page.setViewportSize(viewports.desktop);
  return found;
}

describe('axe finds nothing serious', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('unless there is something: a picture without words is found', async () => {
    const { page, open, close } = await visit(browser, world.url);
    await page.addInitScript(axeSource);
    await open('/');
    await page.evaluate(() =>
      document.querySelector('main')?.append(document.createElement('img')),
    );
    expect(await findFaults(page)).toEqual([expect.stringMatching(/^image-alt: <img>/)]);
    await close();
  });

  it('on the page that asks for a token', async () => {
    const { page, open, settled, close } = await visit(browser, world.url);
    await page.addInitScript(axeSource);
    await open('/');
    expect(await inspect(page, settled)).toEqual({});
    await close();
  });

  // A screen with twelve tabs is looked at fifty times.
  it.each(screens)('on $name', { timeout: 300_000 }, async (screen) => {
    const { page, open, settled, close } = await visit(browser, world.url, {
      token: world.tokens.admin,
    });
    await page.addInitScript(axeSource);
    const found: Record<string, unknown> = {};
    const look = async ({ name, path }: ShownScreen): Promise<void> => {
      await open(path);
      await settled();
      const faults = await inspect(page, settled);
      if (Object.keys(faults).length > 0) found[name] = faults;
    };
    await look(screen);
    for (const tab of await listTabs(page, screen)) await look(tab);
    expect(found).toEqual({});
    await close();
  });
});
