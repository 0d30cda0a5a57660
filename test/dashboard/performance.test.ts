// The figures of a database and of hawkwatch itself, on the world.
import { readFile } from 'node:fs/promises';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { until } from '../support/until.ts';
import { startBrowser, visit } from './browser.ts';

const world = inject('world');

describe('figures along time', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('are drawn for a database, for as long as the address says', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases/shop-production/metrics');
    await page.getByRole('heading', { name: 'The last 24 hours' }).waitFor();
    await page.getByRole('img', { name: /^Size of shop-production: size .* MiB to/ }).waitFor();
    await page.getByRole('img', { name: /^Sessions of shop-production: idle/ }).waitFor();
    await page.getByRole('button', { name: '7 days' }).click();
    await page.getByRole('heading', { name: 'The last 7 days' }).waitFor();
    expect(page.url()).toContain('span=7d');
    await page.getByRole('region', { name: 'Trends' }).getByText('latency').waitFor();
    await page.getByRole('heading', { name: 'What is usual' }).waitFor();
    await page.getByText('They are not counted').waitFor();
    await open('/databases/warehouse-production/metrics');
    await page.getByText('Nothing was measured in this time').waitFor();
    await close();
  });

  it('are told of hawkwatch each second, with its hosts', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/performance');
    const line = page.getByRole('img', { name: 'Memory of the process, the last two minutes' });
    await line.waitFor();
    const pathOf = (): Promise<string | null> => line.locator('path').getAttribute('d');
    const before = await pathOf();
    await until('another second', async () => (await pathOf()) !== before, 15_000);
    await page.getByRole('meter', { name: 'Memory used' }).first().waitFor();
    const course = page.getByRole('img', { name: /^Duration of operations of hawkwatch/ });
    await course.waitFor();
    expect(await course.getAttribute('aria-label')).toMatch(/95 % below .* to .*, last /);
    await close();
  });

  it('are a report that leads to the databases, and is downloaded as a file', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/performance');
    const runs = page.getByRole('region', { name: 'Runs by database' });
    await runs.getByRole('link', { name: 'shop-production' }).waitFor();
    await page.getByLabel('Format of the file').selectOption('Markdown');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^hawkwatch-operations-.*\.md$/);
    expect(await readFile(await download.path(), 'utf8')).toContain('shop-production');
    await runs.getByRole('link', { name: 'shop-production' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop-production' }).waitFor();
    await close();
  });
});
