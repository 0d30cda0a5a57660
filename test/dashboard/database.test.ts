// A database's page on the world, for those who look; nothing here changes it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit, type Visit, type VisitOptions } from './browser.ts';

const world = inject('world');

describe("a database's page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const openDatabase = async (
    name: string,
    options: VisitOptions = { token: world.tokens.viewer },
  ): Promise<Visit> => {
    const visited = await visit(browser, world.url, options);
    await visited.open(`/databases?text=${name}`);
    await visited.page.getByRole('table').getByRole('link', { name, exact: true }).click();
    await visited.page.getByRole('heading', { level: 1, name }).waitFor();
    return visited;
  };

  it('shows the migrations with their state, and what the pending ones would do and why', async () => {
    const { page, close } = await openDatabase('shop-production');
    const table = page.getByRole('table', { name: 'Migrations of shop' });
    const pending = table.getByRole('row').filter({ hasText: 'money_to_bigint' });
    await pending.getByText('pending').waitFor();
    await pending.getByText(/risk$/).waitFor();
    const findings = page.getByRole('list', { name: 'Findings' });
    await findings.getByText(/written anew while nobody can use it/).waitFor();
    await findings
      .getByText(/^Because public\.orders has/)
      .first()
      .waitFor();
    await findings.getByText('Safer:').first().waitFor();
    // What is to be done comes first.
    expect(await table.getByRole('row').nth(1).textContent()).toContain('note_length');
    await page.getByLabel('Find a migration').fill('sample');
    await page.getByText('1 of 8 migrations').waitFor();
    await close();
  });

  it('says why the last run failed, and what stands half done', async () => {
    const { page, close } = await openDatabase('shop-dev');
    const run = page.getByRole('article', { name: 'Run of shop' });
    await run.getByRole('alert').getByText('could not create unique index').waitFor();
    await page
      .getByRole('list', { name: 'Migrations that need somebody' })
      .getByText('0005')
      .waitFor();
    await run.getByRole('button', { name: 'Put away' }).click();
    await run.waitFor({ state: 'detached' });
    expect(await page.getByRole('article').count()).toBe(0);
    await close();
  });

  it('offers nothing to a viewer that a viewer may not do', async () => {
    const { page, close } = await openDatabase('invoices-production');
    await page.getByText('An operator can approve or reject it.').waitFor();
    await page.getByRole('table', { name: 'Migrations of invoices' }).waitFor();
    const offered = /Run|Dry run|Roll back|Check again|Approve|Reject|Mark|Back to|Retry|Cancel/;
    expect(await page.getByRole('button', { name: offered }).count()).toBe(0);
    await close();
  });

  it('shows an operator the assessment and asks for the name before it is approved', async () => {
    const { page, close } = await openDatabase('invoices-production', {
      token: world.tokens.operator,
    });
    const run = page.getByRole('article');
    await run.getByText('Data would be gone').waitFor();
    await run.getByRole('button', { name: 'Approve …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve the run on invoices-production' });
    const deed = dialog.getByRole('button', { name: 'Approve', exact: true });
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type invoices-production to confirm').fill('invoices-productio');
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type invoices-production to confirm').fill('invoices-production');
    expect(await deed.isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Marking as applied is for admins.
    expect(await page.getByRole('button', { name: /^Mark applied/ }).count()).toBe(0);
    await close();
  });

  it('lists its runs, narrowed by state, and leads to each', async () => {
    const { page, close } = await openDatabase('shop-production');
    await page.getByRole('link', { name: 'History' }).click();
    const table = page.getByRole('table', { name: 'Runs on shop-production' });
    await table.getByRole('row').filter({ hasText: 'dry run' }).getByText('succeeded').waitFor();
    await page.getByLabel('State').selectOption('failed');
    await page.getByText('No run is in that state').waitFor();
    await page.getByLabel('State').selectOption('any');
    await table.getByRole('row').nth(1).getByRole('link').click();
    await page.waitForURL(/\/runs\//);
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  it('tells how it is reached, what it uses and where it was declared', async () => {
    const { page, close } = await openDatabase('shop-production');
    await page.getByRole('link', { name: 'About' }).click();
    await page.getByRole('heading', { level: 2, name: 'Health' }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Sessions and locks' }).waitFor();
    await page.getByText(/^\d+ of \d+$/).waitFor();
    await page.getByText('in hawkwatch.yaml, where it is changed').waitFor();
    await page.getByText('team=orders').waitFor();
    expect(await page.getByRole('button', { name: /Unregister|Change/ }).count()).toBe(0);
    await close();
  });

  it('says what to do where there are no migrations, and at an address that leads nowhere', async () => {
    const { page, open, close } = await openDatabase('catalogue-edge');
    await page.getByText('Its schema is watched, its migrations are not').waitFor();
    await open('/databases/nobody');
    await page.getByText('There is no such database').waitFor();
    expect(await page.getByRole('link', { name: 'History' }).count()).toBe(0);
    await close();
  });
});
