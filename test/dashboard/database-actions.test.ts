// From nothing to a database that is migrated and rolled back, by mouse and by keyboard, on a service of
// its own. The steps build on each other.
import { mkdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPlace, startService, type Place, type Service } from '../support/service.ts';
import { startBrowser, visit, type Visit } from './browser.ts';

const files: Readonly<Record<string, string>> = {
  '1_accounts.sql': 'create table accounts (id bigint primary key, name text not null);',
  '1_accounts.down.sql': 'drop table accounts;',
  '2_entries.sql':
    'insert into accounts select n, n::text from generate_series(1, 1000) n;\nselect pg_sleep(1);',
  '2_entries.down.sql': 'delete from accounts;',
  '3_unique.sql': 'alter table accounts add constraint accounts_name unique (name);',
  '3_unique.down.sql': 'alter table accounts drop constraint accounts_name;',
};

const configuration = `statuses: { interval: 2s }
databases:
  - name: orders
    url: embedded:orders
    environment: staging
    migrations: { folder: ./migrations }
`;

describe('databases on a service that has none yet', () => {
  let browser: Browser;
  let place: Place;
  let service: Service;
  let visited: Visit;
  let page: Page;
  beforeAll(async () => {
    place = await createPlace();
    await mkdir(path.join(place.directory, 'migrations'));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(place.directory, 'migrations', name), text);
    }
    await place.writeConfiguration('databases: []\n');
    [browser, service] = await Promise.all([
      startBrowser(),
      startService({ stateDirectory: place.stateDirectory, env: place.env, startMs: 90_000 }),
    ]);
    visited = await visit(browser, service.url, { token: place.token });
    ({ page } = visited);
    await visited.open('/databases');
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await place.remove();
  });

  const row = (name: string) => page.getByRole('table').getByRole('row').filter({ hasText: name });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const migration = (name: string) =>
    page.getByRole('table', { name: 'Migrations of main' }).getByRole('row').filter({
      hasText: name,
    });

  it('are declared or registered, as the empty list says', async () => {
    await page.getByText('No database is watched yet').waitFor();
    const file = path.join(place.directory, 'notes.db');
    new DatabaseSync(file).exec('create table notes (id integer primary key)');
    await page.getByRole('button', { name: 'Register a database …' }).click();
    const form = dialog('Register a database');
    await form.getByLabel('Name').fill('notes');
    await form.getByLabel('URL:').fill(`sqlite:${file}`);
    await form.getByLabel('Environment').fill('development');
    await form.getByRole('button', { name: 'Try the connection' }).click();
    await form.getByText(/answered in/).waitFor();
    await form.getByRole('button', { name: 'Register', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await row('notes').getByText('development').waitFor();
    expect(await row('notes').count()).toBe(1);
  });

  it('appear by themselves when the configuration has them', async () => {
    await place.writeConfiguration(configuration);
    await row('orders').getByText('uninitialised').waitFor();
    const pending = row('orders').getByRole('link', { name: '3', exact: true });
    await pending.waitFor();
    expect(await pending.count()).toBe(1);
  });

  it('are unregistered when their name is typed', async () => {
    await row('notes').getByRole('link', { name: 'notes' }).click();
    await page.getByRole('link', { name: 'About' }).click();
    await page.getByText('registered over the API').waitFor();
    await page.getByRole('button', { name: 'Unregister …' }).click();
    await page.keyboard.type('notes');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Databases' }).waitFor();
    await row('orders').waitFor();
    await row('notes').waitFor({ state: 'detached' });
    expect(await row('orders').count()).toBe(1);
  });

  it('are tried first: a dry run shows what it would do, and leaves nothing behind', async () => {
    await row('orders').getByRole('link', { name: 'orders' }).click();
    await page.getByRole('button', { name: 'Dry run …' }).click();
    const question = dialog('Dry run on orders');
    await question.getByText(/3 files read, nothing executed/).waitFor();
    await question.getByRole('button', { name: 'Dry run', exact: true }).click();
    const run = page.getByRole('article', { name: 'Dry run of main' });
    await run.getByText('succeeded').first().waitFor();
    await run.getByRole('button', { name: 'Put away' }).click();
    await migration('accounts').locator('[data-state=PENDING]').waitFor();
    expect(await migration('accounts').locator('[data-state=APPLIED]').count()).toBe(0);
  });

  it('are migrated by keyboard, up to a version, and watched to the end in place', async () => {
    const button = migration('entries').getByRole('button', { name: 'Run to here: 2' });
    await button.focus();
    await page.keyboard.press('Enter');
    await dialog('Run migrations on orders')
      .getByText(/2 files read/)
      .waitFor();
    await page.keyboard.type('orders');
    await page.keyboard.press('Enter');
    const run = page.getByRole('article', { name: 'Run of main to 2' });
    await run.getByText('running').first().waitFor();
    await run.getByText('succeeded').first().waitFor();
    await migration('entries').locator('[data-state=APPLIED]').waitFor();
    await migration('unique').locator('[data-state=PENDING]').waitFor();
    expect(await migration('unique').locator('[data-state=APPLIED]').count()).toBe(0);
    await run.getByRole('button', { name: 'Put away' }).click();
  });

  it('stay as they are while the name is wrong', async () => {
    await page.getByRole('button', { name: 'Run …', exact: true }).click();
    const question = dialog('Run migrations on orders');
    await question.getByLabel('Type orders to confirm').fill('order');
    expect(await question.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(
      true,
    );
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
  });

  it('are marked as applied without running anything', async () => {
    await migration('unique').getByRole('button', { name: 'Mark applied: 3' }).click();
    await dialog('Mark 3 as applied on orders').getByLabel('Type orders to confirm').fill('orders');
    await page.keyboard.press('Enter');
    await migration('unique').getByText('marked').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
  });

  it('are rolled back, with what would be gone shown first', async () => {
    await migration('accounts').getByRole('button', { name: 'Back to here: 1' }).click();
    const question = dialog('Roll back migrations of orders');
    const undone = question.getByRole('list', { name: 'Undone, in this order' });
    await undone.getByText('2_entries.down.sql').waitFor();
    await question.getByLabel('The version that stays').selectOption('0');
    await undone.getByText('1_accounts.down.sql').waitFor();
    await question.getByText('Data would be gone').waitFor();
    await question.getByLabel('The version that stays').selectOption('2');
    await undone.getByText('3_unique.down.sql').waitFor();
    await undone.getByText('1_accounts.down.sql').waitFor({ state: 'detached' });
    await question.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Roll back …' }).click();
    await question.getByLabel('The version that stays').selectOption('1');
    await undone.getByText('2_entries.down.sql').waitFor();
    await question.getByLabel(/^Emergency/).check();
    await question.getByLabel('Why', { exact: true }).fill('the release is taken back');
    await question.getByLabel('Type orders to confirm').fill('orders');
    await question.getByRole('button', { name: 'Roll back', exact: true }).click();
    const run = page.getByRole('article', { name: 'Emergency roll-back of main to 1' });
    // The constraint was never there: the roll-back says so, and nothing is left half done.
    await run
      .getByRole('alert')
      .getByText(/does not exist/)
      .waitFor();
    const retry = run.getByRole('button', { name: 'Retry …' });
    await retry.waitFor();
    expect(await retry.isEnabled()).toBe(true);
  });

  it('have it all in their history, and nothing went wrong in the page', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    const runs = page.getByRole('table', { name: 'Runs on orders' });
    await runs.getByText('emergency roll-back').waitFor();
    await runs.getByText('dry run').waitFor();
    // The heads, a dry run, a run, a roll-back.
    expect(await runs.getByRole('row').count()).toBe(4);
    await visited.close();
  });
});
