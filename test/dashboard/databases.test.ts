// The list of databases and the matrix of environments, on the world; nothing here changes it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';

const world = inject('world');

const rowOf = (page: Page, name: string) =>
  page
    .getByRole('table', { name: 'Databases' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

describe('the list of databases', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('shows how each one is, its migrations, its drift, its size and how fast it answers', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases');
    const drifted = rowOf(page, 'billing-production');
    await drifted.getByText(/\bup$/).waitFor();
    await drifted.getByText('dbmate').waitFor();
    await drifted.getByText('production', { exact: true }).waitFor();
    await drifted.getByText(/\d+ objects?$/).waitFor();
    await drifted.getByText(/MiB$/).waitFor();
    await rowOf(page, 'shop-dev').getByText('dirty').waitFor();
    await rowOf(page, 'shop-dev').getByText('0 + 1 failed').waitFor();
    await rowOf(page, 'warehouse-production').getByText('down').waitFor();
    await rowOf(page, 'catalogue-edge').getByText('not migrated here').waitFor();
    // What needs somebody comes first.
    const names = await page
      .getByRole('table')
      .getByRole('row')
      .getByRole('link')
      .allTextContents();
    expect(names[0]).toBe('warehouse-production');
    await close();
  });

  it('keeps what it is narrowed to in the address, and begins so when one comes by it', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases?environment=staging&text=dbmate');
    await rowOf(page, 'billing-staging').waitFor();
    await page.getByText('1 of 9 databases').waitFor();
    await page.getByLabel('Name, tool or source').fill('shop');
    await rowOf(page, 'shop-staging').waitFor();
    expect(new URL(page.url()).search).toBe('?environment=staging&text=shop');
    await page.getByLabel('Environment').selectOption('any');
    await page.getByLabel('Migrations').selectOption('dirty');
    await page.getByText('1 of 9 databases').waitFor();
    await rowOf(page, 'shop-dev').waitFor();
    expect(new URL(page.url()).search).toBe('?text=shop&state=DIRTY');
    await page.getByLabel('Name, tool or source').fill('nothing is called so');
    await page.getByText('No database matches').waitFor();
    await close();
  });

  it('leads from a number to what is behind it', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases?drift=true');
    await rowOf(page, 'billing-production')
      .getByRole('link', { name: /objects?$/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'billing-production' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/schema$/);
    await close();
  });

  it('is gone through by keyboard', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases?text=shop&sort=name');
    await rowOf(page, 'shop-dev').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'shop-production' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/databases\/./);
    await close();
  });

  it('names databases that were found in containers; only an admin is offered to confirm them', async () => {
    const viewer = await visit(browser, world.url, { token: world.tokens.viewer });
    await viewer.open('/databases');
    await viewer.page.getByRole('heading', { name: 'Found in containers' }).waitFor();
    await viewer.page.getByText('an admin can confirm it').waitFor();
    expect(await viewer.page.getByRole('button', { name: /Confirm|Register/ }).count()).toBe(0);
    await viewer.close();

    const admin = await visit(browser, world.url, { token: world.tokens.admin });
    await admin.open('/databases');
    await admin.page.getByRole('button', { name: 'Confirm …' }).click();
    const dialog = admin.page.getByRole('dialog', { name: 'Watch shop-db' });
    await dialog.getByLabel('Role', { exact: true }).fill('hawkwatch');
    await dialog.getByLabel('Password').fill('not its password');
    await dialog.getByRole('button', { name: 'Try the connection' }).click();
    // Nobody listens there: it says so, and stays open.
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await admin.close();
  });
});

describe('the matrix of environments', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('has a column for each database from development to production, and what differs', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases');
    await page.getByRole('link', { name: 'Environment matrix' }).click();
    await page.getByLabel('Source').selectOption({ label: 'shop (3)' });
    const versions = page.getByRole('region', { name: 'Versions of shop' });
    await versions.getByRole('row').filter({ hasText: '0008' }).getByText('pending').waitFor();
    const heads = await versions.getByRole('columnheader').getByRole('link').allTextContents();
    expect(heads).toEqual(['shop-dev', 'shop-staging', 'shop-production']);
    expect(await versions.getByRole('rowheader', { name: '0001' }).count()).toBe(0);
    await page.getByLabel('also versions that are the same everywhere').check();
    await versions.getByRole('rowheader', { name: '0001' }).waitFor();
    await page.getByLabel('Compare with').selectOption('shop-production');
    await versions
      .getByRole('columnheader')
      .filter({ hasText: 'shop-production' })
      .getByText('compared with this one')
      .waitFor();
    expect(new URL(page.url()).searchParams.get('first')).toBe('shop-production');
    await close();
  });
});
