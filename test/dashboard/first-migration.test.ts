// From the first start of the service to the first migration, watched to its end: once with the mouse only,
// once with the keyboard only.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask } from '../support/service.ts';
import { startBrowser, visit } from './browser.ts';
import { startQuickstart, type Quickstart } from './quickstart.ts';

async function stateOf({ graphql, token }: Quickstart): Promise<unknown> {
  const query = '{ migrationStatus { state counts { applied pending } } }';
  return (await ask<{ migrationStatus: unknown }>({ graphql }, token, query)).migrationStatus;
}

/** Presses a key until something has the focus; fails when it cannot be reached so. */
async function reach(page: Page, key: string, name: RegExp, most = 80): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      return `${activeElement?.tagName ?? ''} ${activeElement?.textContent ?? ''}`;
    });
    if (name.test(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${name} cannot be reached by ${key}`);
}

describe('from the first start to the first migration', () => {
  let browser: Browser;
  let services: readonly Quickstart[];
  beforeAll(async () => {
    [browser, ...services] = await Promise.all([
      startBrowser(),
      startQuickstart(),
      startQuickstart(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all((services ?? []).map(({ stop }) => stop()));
  });

  const service = (at: number): Quickstart => {
    const one = services[at];
    if (one === undefined) throw new Error('it was not started');
    return one;
  };

  it('leads the mouse', async () => {
    const { url, token } = service(0);
    const { page, open, close } = await visit(browser, url);
    await open('/');
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: 'Databases' })
      .click();
    await page.getByRole('link', { name: 'shop', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'shop' }).waitFor();
    await page.getByRole('button', { name: 'Run …', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Run migrations on shop' });
    // What it would do is shown first.
    await dialog.getByText(/risk/i).first().waitFor();
    const deed = dialog.getByRole('button', { name: 'Run', exact: true });
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type shop to confirm').fill('shop');
    await deed.click();
    const progress = page.getByRole('progressbar', { name: 'Progress of the run' });
    await progress.waitFor();
    await page.getByText('10 of 10 migrations applied').waitFor({ timeout: 60_000 });
    expect(await progress.getAttribute('aria-valuenow')).toBe('100');
    expect(await stateOf(service(0))).toEqual({
      state: 'UP_TO_DATE',
      counts: { applied: 10, pending: 0 },
    });
    await close();
  });

  it('leads the keyboard', async () => {
    const { url, token } = service(1);
    const { page, open, close } = await visit(browser, url, { token });
    await open('/');
    await page.locator('[data-stream="live"]').waitFor();
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('g', 'd');
    await page.getByRole('heading', { level: 1, name: 'Databases' }).waitFor();
    await page.getByRole('link', { name: 'shop', exact: true }).first().waitFor();
    await press('j', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'shop' }).waitFor();
    await page.getByRole('button', { name: 'Run …', exact: true }).waitFor();
    await reach(page, 'Tab', /^BUTTON Run …$/);
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Run migrations on shop' });
    await dialog.waitFor();
    await page.keyboard.type('shop');
    expect(await dialog.getByLabel('Type shop to confirm').inputValue()).toBe('shop');
    await dialog.getByRole('button', { name: 'Run', exact: true, disabled: false }).waitFor();
    await press('Enter');
    await page.getByRole('progressbar', { name: 'Progress of the run' }).waitFor();
    await page.getByText('10 of 10 migrations applied').waitFor({ timeout: 60_000 });
    await close();
  });
});
