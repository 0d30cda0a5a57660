// The history of runs in the world: what it shows, its filters in the address, and what it says when there is
// nothing. Nothing is changed here.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';

const world = inject('world');
const rowsOf = (page: Page) => page.getByRole('table', { name: 'Runs, the newest first' });

describe('the history of runs', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('shows each run with its state and why it failed, and leads to its page', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/runs?database=shop-dev');
    const failed = rowsOf(page).getByRole('row').filter({ hasText: 'could not create' }).first();
    await failed.getByText('failed', { exact: false }).first().waitFor();
    await failed.getByRole('link', { name: 'shop-dev' }).click();
    await page.getByRole('heading', { level: 1, name: 'Migration of shop-dev' }).waitFor();
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/runs\/./);
    await close();
  });

  it('opens the row that was chosen by the keyboard', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/runs?database=shop-production&state=SUCCEEDED');
    await rowsOf(page).getByRole('link').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /shop-production/ }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/runs\/./);
    await close();
  });

  it('keeps its filters in the address, and shows them again from there', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/runs');
    await rowsOf(page).waitFor();
    await page.getByRole('button', { name: 'failed' }).click();
    await page.getByLabel('Database').fill('shop-dev');
    // A name that somebody types is not whole because there is such a database.
    expect(new URL(page.url()).searchParams.get('database')).toBeNull();
    await page.keyboard.press('Enter');
    await page.getByLabel('Asked for').selectOption({ label: 'Last 24 hours' });
    await expect.poll(() => new URL(page.url()).search).toContain('since=24h');
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('state'), searchParams.get('database')]).toEqual([
      'FAILED',
      'shop-dev',
    ]);
    await page.reload();
    await rowsOf(page).getByText('failed').first().waitFor();
    const pressed = page.getByRole('button', { name: 'failed', pressed: true });
    await pressed.waitFor();
    expect(await page.getByLabel('Database').inputValue()).toBe('shop-dev');
    expect(await rowsOf(page).getByText('succeeded').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await rowsOf(page).getByText('succeeded').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  it('says what to do when no run is like that', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/runs?state=REJECTED&by=nobody');
    await page.getByText('No run is like that').waitFor();
    await page.getByRole('link', { name: 'all runs' }).click();
    await rowsOf(page).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  it('says so when the database of the address is not known', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/runs?database=no-such-database');
    const told = page.getByRole('alert').filter({ hasText: 'no-such-database' });
    await told.waitFor();
    expect(await rowsOf(page).count()).toBe(0);
    await close();
  });

  it('fits a phone', async () => {
    const { page, open, close } = await visit(browser, world.url, {
      token: world.tokens.viewer,
      device: 'phone',
    });
    await open('/runs');
    await rowsOf(page).getByRole('link').first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBe(0);
    await close();
  });
});
