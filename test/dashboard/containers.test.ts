// Containers: the list and what it is narrowed to, a container's page with live figures, its restart.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { findObjects, pick } from './world/objects.ts';

const world = inject('world');
const { containers } = await findObjects(world);
const pathOf = (name: string): string =>
  `/containers/${encodeURIComponent(pick(containers, name))}`;

const rowOf = (page: Page, name: string) =>
  page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

describe('containers', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('are listed with their state, their image and the database in them', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/containers');
    const row = rowOf(page, 'shop-db-1');
    await row.getByText('running').waitFor();
    await row.getByText('postgres:18').waitFor();
    await row.getByRole('link', { name: 'shop-db', exact: true }).waitFor();
    await rowOf(page, 'old-reports').getByText('ended').waitFor();
    await row.getByRole('link', { name: 'shop-db-1' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop-db-1' }).waitFor();
    await close();
  });

  it('are narrowed by what the address says, which says what is chosen', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/containers?state=exited');
    await rowOf(page, 'old-reports').waitFor();
    expect(await rowOf(page, 'shop-db-1').count()).toBe(0);
    await page.getByLabel('State').selectOption('any');
    await page.getByLabel('Name or image').fill('redis');
    await rowOf(page, 'shop-cache-1').waitFor();
    await page.getByText('1 matches').waitFor();
    expect(new URL(page.url()).search).toBe('?text=redis');
    await page.getByLabel('Name or image').fill('nothing is called so');
    await page.getByText('No container is like that').waitFor();
    await close();
  });

  it('have their events in a list of their own, each end with a verdict', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/containers');
    await page.getByRole('link', { name: 'Restarts and events' }).click();
    const end = page.getByRole('row').filter({ hasText: 'ended by itself with exit code 1' });
    await end.first().getByText('unplanned').waitFor();
    await page.getByLabel('Verdict').selectOption('completed');
    await page.getByText('No such event').waitFor();
    await close();
  });

  it('show what they use, once a second, and what they used', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open(pathOf('shop-cache-1'));
    await page.getByRole('img', { name: 'Memory of shop-cache-1' }).waitFor();
    await page.getByText(/% of 1\.0 GiB/).waitFor();
    await page.getByRole('button', { name: '24 hours' }).click();
    await page.getByText('Average').waitFor();
    await page.getByRole('img', { name: 'Network of shop-cache-1' }).waitFor();
    expect(new URL(page.url()).search).toBe('?span=24h');
    await close();
  });

  it('can be restarted by an admin who types the name; what follows shows by itself', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open(pathOf('shop-web-1'));
    await page.locator('[data-stream="live"]').waitFor();
    await page.getByRole('button', { name: 'Restart …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restart shop-web-1?' });
    const deed = dialog.getByRole('button', { name: 'Restart', exact: true });
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type shop-web-1 to confirm').fill('shop-web-1');
    await deed.click();
    await page.getByText('shop-web-1 was restarted.').waitFor();
    const events = page.getByRole('table', { name: 'Events of this container, the newest first' });
    await events
      .getByText(/\bplanned$/)
      .first()
      .waitFor();
    await close();
  });

  it('cannot be restarted by others', async () => {
    const { page, open, settled, close } = await visit(browser, world.url, {
      token: world.tokens.operator,
    });
    await open(pathOf('shop-db-1'));
    await page.getByRole('heading', { level: 1, name: 'shop-db-1' }).waitFor();
    await settled();
    expect(await page.getByRole('button', { name: 'Restart …' }).count()).toBe(0);
    await close();
  });

  it('that are not there lead to the list', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    const none = Buffer.from('Container:00000000-0000-4000-8000-000000000000').toString(
      'base64url',
    );
    await open(`/containers/${none}`);
    await page.getByText('There is no such container').waitFor();
    await page.getByRole('link', { name: 'in the list' }).click();
    await rowOf(page, 'importer').waitFor();
    await close();
  });
});
