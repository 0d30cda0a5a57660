// The history of runs from its first moment on, on a service of its own: empty, then live; and a wave, which
// an operator stops.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { startRunsService, type RunsService } from './runs-service.ts';

const endless = { '1_wait.sql': 'create table waited (id int);\nselect pg_sleep(600);' };

describe('the history of runs', () => {
  let browser: Browser;
  let service: RunsService;
  beforeAll(async () => {
    [browser, service] = await Promise.all([
      startBrowser(),
      startRunsService({
        quick: { '1_quick.sql': 'create table quick (id int);' },
        first: endless,
        second: endless,
      }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it('says what to do first, and shows a run and what becomes of it by itself', async () => {
    const { page, open, close } = await visit(browser, service.url, {
      token: service.tokens.viewer,
    });
    await open('/runs');
    await page.getByText('No migration has run yet').waitFor();
    await page.getByRole('link', { name: 'the databases' }).waitFor();
    const id = await service.trigger('quick');
    const row = page.getByRole('table').getByRole('row').filter({ hasText: 'quick' });
    await row.getByText('succeeded').waitFor({ timeout: 30_000 });
    await row.getByRole('link', { name: 'quick' }).click();
    await page.getByRole('heading', { level: 1, name: 'Migration of quick' }).waitFor();
    expect(decodeURIComponent(page.url())).toContain(id);
    await close();
  });

  it('shows a wave with each database, and lets an operator stop it', async () => {
    await service.startWave(['first', 'second']);
    const viewer = await visit(browser, service.url, { token: service.tokens.viewer });
    await viewer.open('/runs');
    const members = viewer.page.getByRole('list', { name: 'Databases of the wave of main' });
    await members.getByRole('link', { name: 'first' }).waitFor();
    await members
      .getByRole('listitem')
      .filter({ hasText: 'second' })
      .getByText('waiting')
      .waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Stop the wave' }).count()).toBe(0);

    const { page, open, close } = await visit(browser, service.url, {
      token: service.tokens.operator,
    });
    await open('/runs');
    await page.getByRole('button', { name: 'Stop the wave' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop the wave of main?' });
    await dialog.getByLabel('Cancel the runs that execute too').check();
    await dialog.getByLabel('Why').fill('the wrong release');
    await dialog.getByLabel('Type main to confirm').fill('main');
    await dialog.getByRole('button', { name: 'Stop the wave' }).click();
    await page.getByText('The wave was stopped.').waitFor();
    // A run of it leads to it, also when it is none of the newest.
    await page.getByRole('list', { name: 'Waves' }).getByRole('link', { name: 'first' }).click();
    await page.getByRole('link', { name: /^main to / }).click();
    await page.waitForURL((url) => url.pathname === '/runs' && url.searchParams.has('wave'));
    await page.getByRole('list', { name: 'Databases of the wave of main' }).waitFor();
    // Whoever else looks sees it as well.
    await members
      .getByRole('listitem')
      .filter({ hasText: 'second' })
      .getByText('skipped')
      .waitFor({ timeout: 30_000 });
    await close();
    await viewer.close();
  });
});
