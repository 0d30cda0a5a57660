// The schema of a database, on a service of its own: its objects, changes by hand as they happen, what one can
// do about drift, the schema trigger, and the comparison with the migrations. The steps build on each other.
import { mkdir, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createPlace, startService, type Place, type Service } from '../support/service.ts';
import { startBrowser, visit, type Visit } from './browser.ts';

describe('the schema of a database', () => {
  let browser: Browser;
  let place: Place;
  let service: Service;
  let visited: Visit;
  let page: Page;
  let file: string;

  const byHand = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  const openSchema = async (name: string): Promise<void> => {
    await visited.open(`/databases?text=${name}`);
    await page.getByRole('table').getByRole('link', { name, exact: true }).click();
    await page.getByRole('link', { name: 'Schema', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Schema', exact: true }).waitFor();
  };
  const dialog = (name: string): Locator => page.getByRole('dialog', { name });
  const row = (table: string, text: string): Locator =>
    page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });

  beforeAll(async () => {
    place = await createPlace();
    file = path.join(place.directory, 'notes.db');
    byHand(`create table notes (id integer primary key, title text not null);
      create index notes_title on notes (title);`);
    await mkdir(path.join(place.directory, 'migrations'));
    await writeFile(
      path.join(place.directory, 'migrations', '1_accounts.sql'),
      'create table accounts (id bigint primary key, name text not null);',
    );
    await place.writeConfiguration(`databases:
  - { name: notes, url: 'sqlite:${file}', schema: { interval: 1s } }
  - { name: orders, url: 'embedded:orders', migrations: { folder: ./migrations }, schema: { interval: 1s } }
`);
    [browser, service] = await Promise.all([
      startBrowser(),
      startService({ stateDirectory: place.stateDirectory, env: place.env, startMs: 90_000 }),
    ]);
    visited = await visit(browser, service.url, { token: place.token });
    ({ page } = visited);
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await place.remove();
  });

  it('is a list of objects, found by name and kind, with all that is known of each', async () => {
    await openSchema('notes');
    await page.getByText('None: it has what its migrations made').waitFor();
    await page.getByText('Nothing has changed yet').waitFor();
    await row('Objects of the schema', 'title').first().waitFor();
    await page.getByLabel('Kind').selectOption('index');
    await row('Objects of the schema', 'column').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /notes_title/ }).click();
    await dialog('notes_title').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByLabel('Find an object').fill('no-such-object');
    await page.getByText('No object is called so').waitFor();
    expect(page.url()).toContain('object=no-such-object');
  });

  it('tells a change by hand as it happens, and what of it is not as it should be', async () => {
    await openSchema('notes');
    byHand('alter table notes add column done integer;');
    await page.getByRole('heading', { name: 'Drift: 1 by no migration' }).waitFor();
    const drift = page.getByRole('list', { name: 'What differs from what it should be' });
    await drift.getByText(/notes\.done was added/).waitFor();
    await row('Changes of the schema', 'done').getByText('by hand').waitFor();
    await row('Schemas it was seen with', 'what it should be').getByRole('link').click();
    await page.getByRole('heading', { level: 2, name: '1 difference' }).waitFor();
    await page.getByText('not there').waitFor();
    expect(new URL(page.url()).searchParams.get('b')).toBe('notes');
  });

  it('has drift that is acknowledged, and accepted once its name was typed', async () => {
    await openSchema('notes');
    await page.getByRole('button', { name: 'Acknowledge …' }).click();
    const know = dialog('Acknowledge the drift of notes');
    await know.getByLabel('Comment').fill('a quick fix');
    await know.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page.getByText('a quick fix').waitFor();
    await page.getByText('acknowledged by').waitFor();
    await page.getByRole('button', { name: 'Accept …' }).click();
    const accept = dialog('Accept the drift of notes');
    const deed = accept.getByRole('button', { name: 'Accept', exact: true });
    await accept.getByLabel('Type notes to confirm').fill('notes');
    expect(await deed.isDisabled()).toBe(true);
    await accept.getByLabel('Why').fill('it stays');
    await deed.click();
    await page.getByText('None: it has what its migrations made').waitFor();
  });

  it('has rules of what is no drift, which can be taken back', async () => {
    await openSchema('notes');
    byHand('create table tmp_import (id integer);');
    await page.getByRole('heading', { name: /^Drift: \d/ }).waitFor();
    await page.getByRole('button', { name: 'Ignore …' }).click();
    const ignore = dialog('Ignore changes of objects in notes');
    await ignore.getByLabel('Objects').fill('TABLE *tmp_*');
    await ignore.getByLabel('Why').fill('scratch tables');
    await ignore.getByRole('button', { name: 'Ignore', exact: true }).click();
    await page.getByText('None: it has what its migrations made').waitFor();
    await page.getByRole('button', { name: 'Tell of it again …' }).click();
    await dialog('Remove the rule').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('heading', { name: /^Drift: \d/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Tell of it again …' }).count()).toBe(0);
  });

  it('has a trigger that is installed after its statements were shown and the name was typed', async () => {
    await openSchema('orders');
    await page.getByRole('button', { name: 'Install …' }).click();
    const install = dialog('Install the schema trigger in orders');
    await install.getByText('create schema if not exists hawkwatch').waitFor();
    await install.getByLabel('Type orders to confirm').fill('orders');
    await install.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('button', { name: 'Remove …' }).click();
    const remove = dialog('Remove the schema trigger from orders');
    await remove.getByLabel('Type orders to confirm').fill('orders');
    await remove.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('button', { name: 'Install …' }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove …' }).count()).toBe(0);
  });

  it('is compared with what its migrations make, side by side', async () => {
    await openSchema('orders');
    await page.getByRole('link', { name: 'Compare with its migrations' }).click();
    await page.getByRole('button', { name: 'Compare now' }).click();
    await page.getByRole('heading', { level: 2, name: /differences?$/ }).waitFor();
    const table = page.getByRole('table', { name: /^migrations of .* and orders$/ });
    const cells = table.getByRole('row').filter({ hasText: 'table public.accounts' });
    expect(await cells.getByRole('cell').allTextContents()).toEqual(['there', 'not there']);
    await visited.close();
  });
});
