// What stands around every screen: signing in and out, the menu, the keyboard, the state of the stream.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';

const world = inject('world');

describe('the dashboard', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('takes the token out of the address before anything else, and keeps it in the tab', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open('/');
    expect(page.url()).toBe(`${world.url}/`);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await close();
  });

  it('says what to do about a token that does not work, and lets in with one that does', async () => {
    const { page, faults, open, context } = await visit(browser, world.url);
    await open('/');
    await page.getByLabel('Token').fill('no-such-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'That token does not work' }).waitFor();
    await page.getByLabel('Token').fill(world.tokens.viewer);
    await page.getByLabel('Token').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await page.getByText('vera · viewer').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    // Chromium tells of every answer 401.
    expect(faults).toEqual([expect.stringContaining('401')]);
    await context.close();
  });

  it('signs in with a token that is pasted into the address of an open tab, and leaves no trace', async () => {
    const { page, context } = await visit(browser, world.url);
    await page.goto(world.url);
    await page.getByLabel('Token').waitFor();
    await page.evaluate((token) => {
      location.hash = `token=${token}`;
    }, world.tokens.viewer);
    await page.getByText('vera · viewer').waitFor();
    expect(page.url()).toBe(`${world.url}/`);
    await context.close();
  });

  it('takes no other answer of whoever stands before the service for an accepted token', async () => {
    const { page, context } = await visit(browser, world.url);
    await page.goto(world.url);
    await page.route('**/graphql', (route) => route.fulfill({ status: 503, body: 'Bad gateway' }));
    await page.getByLabel('Token').fill(world.tokens.viewer);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'hawkwatch does not answer' }).waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('vera · viewer').waitFor();
    await context.close();
  });

  it('gives up what hangs, says what hangs, and goes on when one tries again', async () => {
    const { page, context } = await visit(browser, world.url);
    const hanging = { requests: true, stream: true };
    await page.route('**/graphql', (route) =>
      hanging.requests ? new Promise(() => undefined) : route.continue(),
    );
    await page.routeWebSocket('**/graphql', (socket) => {
      if (!hanging.stream) socket.connectToServer();
    });
    await page.goto(`${world.url}/#token=${world.tokens.viewer}`);
    await page.getByText('hawkwatch cannot be reached').waitFor();
    hanging.requests = false;
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByText('The stream of hawkwatch cannot be opened').waitFor();
    // Lists are read all the same.
    await page.getByText('vera · viewer').waitFor();
    hanging.stream = false;
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.locator('[data-stream="live"]').waitFor();
    await context.close();
  });

  it('finds what the service finds, and says when there is nothing', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/');
    await page.keyboard.press('/');
    const search = page.getByRole('dialog', { name: 'Search' });
    await search.getByRole('combobox').fill('import');
    await search.getByRole('option', { name: /importer.*Container/ }).waitFor();
    await search.getByRole('combobox').fill('no such thing');
    await search.getByText('Nothing is called so.').waitFor();
    await search.getByRole('combobox').fill('shop-production');
    await search.getByRole('option', { name: /shop-production.*Database/ }).waitFor();
    await search.getByRole('combobox').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'shop-production' }).waitFor();
    await close();
  });

  it('keeps a blank in the field of a list while one goes on typing', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/containers');
    const field = page.getByLabel('Name or image');
    await field.pressSequentially('order ');
    await page.waitForURL(/text=order$/);
    await field.pressSequentially('items');
    await page.waitForURL(/text=order(\+|%20)items$/);
    expect(await field.inputValue()).toBe('order items');
    await close();
  });

  it('leads to every screen by `g` and a letter, and lists the keys', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open('/');
    await page.locator('[data-stream="live"]').waitFor();
    const menu = page.getByRole('navigation', { name: 'Screens' });
    for (const [letter, title] of Object.entries({
      d: 'Databases',
      r: 'Runs',
      a: 'Alerts',
      c: 'Containers',
      e: 'Endpoints',
      f: 'Files',
      p: 'Performance',
      s: 'Settings',
      n: 'Now',
    })) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(
        await menu.getByRole('link', { name: title, exact: true }).getAttribute('aria-current'),
      ).toBe('page');
    }
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Go to Databases').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await close();
  });
});
