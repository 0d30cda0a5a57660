// What all dialogs have in common, and the keyboard: where the focus goes, what is said of a deed that failed, and
// keys that are switched off.
import { randomUUID } from 'node:crypto';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit, type Visit } from './browser.ts';
import { act, alertOf, report } from './world/client.ts';

const world = inject('world');

/** What has the focus, in words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement;
    return `${active?.tagName.toLowerCase()} ${active?.textContent.trim() ?? ''}`;
  });

describe('dialogs and keys', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const visitAs = (role: 'operator' | 'admin', isServiceCut = false): Promise<Visit> =>
    visit(browser, world.url, { token: world.tokens[role], isServiceCut });

  /** Reports alerts of a suite of their own, and gives their ids and the address of their list. */
  async function raise(...names: string[]): Promise<{ path: string; ids: string[] }> {
    const suite = `suite-${randomUUID().slice(0, 8)}`;
    await report(
      world,
      ...names.map((name) => ({
        name: `${suite}-${name}`,
        title: `${name} of ${suite}`,
        severity: 'warning' as const,
        labels: { suite, part: name },
      })),
    );
    const ids = await Promise.all(
      names.map((name) => alertOf(world, world.tokens.admin, `${suite}-${name}`)),
    );
    return { path: `/alerts?label=${encodeURIComponent(`suite=${suite}`)}`, ids };
  }

  it('give the focus back to what opened them, however they are closed', async () => {
    const { ids } = await raise('one');
    const { page, open, close, settled } = await visitAs('operator');
    await open(`/alerts/${encodeURIComponent(ids[0] ?? '')}`);
    const dialog = page.getByRole('dialog');
    const help = page.getByRole('button', { name: 'Keys' });
    await help.click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toContain('button Keys');

    const resolve = page.getByRole('button', { name: 'Resolve' });
    await resolve.click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('button Resolve');
    await resolve.click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('button Resolve');

    await page.getByRole('button', { name: 'Assign' }).click();
    await dialog.getByRole('button', { name: 'Assign to nobody' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('button Assign');
    await settled();

    await open('/settings/silences');
    await page.getByRole('button', { name: 'New silence …' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('button New silence …');
    await close();
  });

  it('give the focus to the heading when what opened them is gone', async () => {
    const { path } = await raise('one');
    const { page, open, close } = await visitAs('operator');
    await open(path);
    await page
      .getByRole('row', { name: /one of suite-/ })
      .getByLabel('Mark')
      .check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toContain('h1 Alerts');
    await close();
  });

  it('say why a deed failed, with what was typed still there, and close when it is done', async () => {
    const { ids } = await raise('one');
    const { page, context, open, close } = await visitAs('operator', true);
    await open(`/alerts/${encodeURIComponent(ids[0] ?? '')}`);
    await page.getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Comment').fill('the disk was full');
    await context.setOffline(true);
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Comment').inputValue()).toBe('the disk was full');
    // It is said once, where it can be read.
    expect(await page.getByRole('button', { name: 'Dismiss', includeHidden: true }).count()).toBe(
      0,
    );
    await context.setOffline(false);
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('the disk was full').first().waitFor();
    await close();
  });

  it('stay open while the deed is under way', async () => {
    const { ids } = await raise('one');
    const { page, open, close } = await visitAs('operator');
    await open(`/alerts/${encodeURIComponent(ids[0] ?? '')}`);
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('resolveAlert') === true) await held;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.getByRole('button', { name: 'Resolve …' }).waitFor();
    // Browsers ask a page only once whether it wants to keep a dialog.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await dialog.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
    letGo();
    await dialog.waitFor({ state: 'detached' });
    await close();
  });

  it('keep marked what was not done', async () => {
    const { path } = await raise('one', 'two');
    const { page, context, open, close } = await visitAs('operator', true);
    await open(path);
    await page.getByLabel('Mark all that are loaded').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Resolve 2 alerts?' });
    await dialog.getByLabel('Comment').fill('a test');
    await context.setOffline(true);
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Comment').inputValue()).toBe('a test');
    await context.setOffline(false);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('toolbar').getByText('2 marked').waitFor();
    await close();
  });

  it('leave a heading with the focus when a screen is opened for the first time', async () => {
    const { page, open, close } = await visitAs('operator');
    await open('/');
    for (const [letter, title] of [
      ['d', 'Databases'],
      ['f', 'Files'],
      ['d', 'Databases'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.locator('h1:focus').filter({ hasText: title }).waitFor();
    }
    await close();
  });

  it('do nothing with single keys where they are switched off, until they are switched on', async () => {
    const { page, open, close, settled } = await visitAs('operator');
    await open('/');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByLabel('Single keys do something').uncheck();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await settled();
    for (const key of ['?', '/', 'g', 'd']) await page.keyboard.press(key);
    await settled();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/');

    await page.getByRole('button', { name: 'Keys' }).click();
    await help.getByLabel('Single keys do something').check();
    await help.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { level: 1, name: 'Databases' }).waitFor();
    await close();
  });

  it('choose the row that has the focus, also after a mark was set by mouse', async () => {
    const { path } = await raise('one', 'two', 'three');
    const { page, open, close, settled } = await visitAs('operator');
    await open(path);
    const rows = page.locator('[role="row"][data-index]');
    await rows.nth(2).waitFor();
    await settled();
    await rows.nth(0).getByLabel('Mark').click();
    await page.keyboard.press('j');
    await page.locator('[role="row"][data-index="1"]:focus[aria-current="true"]').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('[role="row"][data-index="2"]:focus[aria-current="true"]').waitFor();
    await page.keyboard.press('k');
    await page.locator('[role="row"][data-index="1"]:focus[aria-current="true"]').waitFor();
    await close();
  });

  it('take back what was chosen and marked when it leaves the list, and say so', async () => {
    const { path, ids } = await raise('one', 'two', 'three');
    const { page, open, close, settled } = await visitAs('operator');
    await open(`${path}&state=FIRING`);
    const rows = page.locator('[role="row"][data-index]');
    await rows.nth(2).waitFor();
    await settled();
    await page.getByLabel('Mark all that are loaded').check();
    const chosen = page.getByRole('row', { name: /two of suite-/ });
    await chosen.getByLabel('Mark').focus();
    const bar = page.getByRole('toolbar');
    await bar.getByText('3 marked').waitFor();
    await act(world, world.tokens.admin, `acknowledgeAlert(id: ${JSON.stringify(ids[1])})`);
    await bar.getByText('2 marked').waitFor();
    await bar.getByText('1 that was marked left the list').waitFor();
    await bar.getByRole('button', { name: 'Unmark all' }).click();
    // Nothing is chosen: there is nothing to acknowledge.
    expect(await page.locator('[role="row"][aria-current]').count()).toBe(0);
    await page.keyboard.press('a');
    await settled();
    expect(await rows.count()).toBe(2);
    await close();
  });
});
