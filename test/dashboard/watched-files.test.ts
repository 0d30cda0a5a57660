// Watched files: changes as they come, with their difference and what it means, and the files themselves.
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { findObjects, pick } from './world/objects.ts';

const world = inject('world');
const { files } = await findObjects(world);
const pathOf = (name: string): string => `/files/${encodeURIComponent(pick(files, name))}`;

const rowOf = (page: Page, name: string) =>
  page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

describe('watched files', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('have their changes listed with their risk and what they mean', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/files');
    const row = rowOf(page, 'database.tf').first();
    await row.getByText('changed').waitFor();
    await row.getByText(/risk$/).waitFor();
    await row.getByRole('link', { name: 'shop-production' }).waitFor();
    await rowOf(page, 'redis.conf').getByText('added').waitFor();
    await row.getByRole('link', { name: 'database.tf' }).click();
    await page.getByRole('heading', { level: 1, name: 'database.tf' }).waitFor();
    await close();
  });

  it('are narrowed by what the address says, which says what is chosen', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/files?change=ADDED&watch=configuration&path=redis');
    await rowOf(page, 'redis.conf').waitFor();
    await page.getByRole('combobox', { name: 'Change' }).selectOption('any');
    await page.getByLabel('Path').fill('pgbouncer');
    await rowOf(page, 'pgbouncer.ini').waitFor();
    expect(new URL(page.url()).search).toBe('?watch=configuration&path=pgbouncer');
    await page.getByLabel('Path').fill('nothing is called so');
    await page.getByText('No change is like that').waitFor();
    await close();
  });

  it('are those of the last days still, when the page has been open for long', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await page.clock.install();
    await open('/files?since=30d');
    await rowOf(page, 'redis.conf').waitFor();
    await page.clock.fastForward(40 * 86_400_000);
    await page.getByText('No change is like that').waitFor();
    await close();
  });

  it('show what became of each line, with signs besides the colours, and no secret', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open(pathOf('pgbouncer.ini'));
    const difference = page.getByRole('region', { name: /^Difference of .*pgbouncer\.ini$/ });
    const removed = difference.getByRole('row').filter({ hasText: 'pool_mode = session' });
    expect(await removed.first().textContent()).toContain('−');
    const added = difference.getByRole('row').filter({ hasText: 'pool_mode = transaction' });
    expect(await added.first().textContent()).toContain('+');
    await page.getByText('+1', { exact: true }).waitFor();
    await open(pathOf('database.tf'));
    const settings = page.getByRole('list', { name: 'Settings of databases that it changes' });
    await settings.getByText('aws_db_instance.shop.deletion_protection').waitFor();
    await settings.getByText('true → false').waitFor();
    await page.getByLabel('Text of the file').waitFor();
    expect(await page.locator('body').textContent()).not.toContain('never-shown-anywhere');
    await close();
  });

  it('show changes as they happen, in the list and on the page of the file', async () => {
    // A world may outlive a run of the tests.
    const name = `followed-${process.pid}.conf`;
    const file = path.join(world.directory, 'etc', name);
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    try {
      await open(`/files?path=${name}`);
      await page.locator('[data-stream="live"]').waitFor();
      await writeFile(file, 'work_mem = 4MB\n');
      await rowOf(page, name).getByText('added').waitFor({ timeout: 45_000 });
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      // The link names the change; by its own address the page opens the newest one.
      await open(new URL(page.url()).pathname);
      await page.getByText('work_mem = 4MB').first().waitFor();
      await writeFile(file, 'work_mem = 64MB\n');
      const changes = page.getByRole('list', { name: 'Changes of this file, the newest first' });
      const changed = changes.getByRole('button', { name: /changed/ });
      await changed.waitFor({ timeout: 45_000 });
      // What one reads stays open, and what came meanwhile waits.
      expect(await changed.getAttribute('aria-expanded')).toBe('false');
      const added = changes.getByRole('button', { name: /added/ });
      expect(await added.getAttribute('aria-expanded')).toBe('true');
      await rm(file);
      await page.getByText(/^It is gone since/).waitFor({ timeout: 45_000 });
    } finally {
      await rm(file, { force: true });
    }
    await close();
  }, 180_000);

  it('are listed, with what is known of each', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/files');
    await page.getByRole('link', { name: 'Watched files' }).click();
    const row = rowOf(page, 'postgresql.conf');
    await row.getByText(/watched$/).waitFor();
    await row.getByText('configuration').first().waitFor();
    await page.getByLabel('Kind').selectOption('Terraform');
    await rowOf(page, 'database.tf').waitFor();
    expect(await rowOf(page, 'postgresql.conf').count()).toBe(0);
    await close();
  });
});
