// The settings as they are looked at: each part with what the world has in it, its filters in the address, and
// what one may see of it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { act } from './world/client.ts';

const world = inject('world');

const tabsOf = (page: Page) => page.getByRole('navigation', { name: 'Parts of the settings' });

describe('the settings', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('begin with the channels, how they are and what they took last', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open('/settings');
    const chat = page.locator('section').filter({ hasText: 'chat' }).first();
    await chat.getByText('disabled').waitFor();
    await chat.getByText('answered 410').first().waitFor();
    await chat.getByRole('button', { name: 'Use it again' }).waitFor();
    const ops = page.locator('section').filter({ hasText: 'All deliveries of ops' });
    await ops
      .getByText(/^\W*delivered$/)
      .first()
      .waitFor();
    await ops.getByRole('link', { name: 'All deliveries of ops' }).click();
    await page.getByRole('table', { name: 'Deliveries, the newest first' }).waitFor();
    expect(new URL(page.url()).search).toBe('?channel=ops');
    expect(await page.getByLabel('Channel').inputValue()).toBe('ops');
    await close();
  });

  it('show a delivery whole: each attempt with its answer, and the alerts that it names', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open('/settings/deliveries?channel=pager');
    const table = page.getByRole('table', { name: 'Deliveries, the newest first' });
    await page.getByLabel('State').selectOption('DELIVERED');
    await expect.poll(() => new URL(page.url()).searchParams.get('state')).toBe('DELIVERED');
    await table.getByRole('link').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('HTTP 503').waitFor();
    await dialog.getByText('HTTP 200').waitFor();
    await dialog.getByRole('heading', { name: 'Alerts that it names' }).waitFor();
    // It has a place in the address, and the way back closes it.
    expect(new URL(page.url()).searchParams.get('delivery')).not.toBeNull();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('state')).toBe('DELIVERED');
    await page.getByLabel('Why it was sent').selectOption({ label: 'digest' });
    await page.getByText('No delivery is like that').waitFor();
    await close();
  });

  it('say who would be told of an alert', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/settings/routes');
    await page.getByRole('heading', { name: 'critical' }).waitFor();
    await page.getByLabel('Labels of an alert').fill('severity=ERROR\nrule=container-crash-loop');
    const button = page.getByRole('button', { name: 'Find the routes' });
    const ground = (): Promise<string> =>
      button.evaluate((shown) => getComputedStyle(shown).backgroundColor);
    const before = await ground();
    await button.click();
    // The pointer is still on it, and what it says can still be read.
    expect(await ground()).toBe(before);
    const found = page.getByRole('list', { name: 'Who would be told' }).getByRole('listitem');
    await expect
      .poll(() => found.allInnerTexts(), { timeout: 15_000 })
      .toEqual([
        expect.stringMatching(/^containers → chat/),
        expect.stringMatching(/^critical → ops, pager/),
      ]);
    await close();
  });

  it('show a rule of the file, and that it is changed only there', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open('/settings/rules?text=orders-stuck');
    await page.getByRole('link', { name: 'orders-stuck' }).click();
    const dialog = page.getByRole('dialog', { name: /orders-stuck/ });
    await dialog.getByText('it is changed only there').waitFor();
    await dialog.getByText('database.size_bytes').waitFor();
    expect(await dialog.getByRole('button').allInnerTexts()).toEqual([
      'Try it on the past',
      'Close',
    ]);
    await dialog.getByRole('button', { name: 'Try it on the past' }).click();
    await dialog.getByText('Nobody would have been told').waitFor();
    await close();
  });

  it('find rules by what the address says', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/settings/rules?origin=FILE');
    const table = page.getByRole('table', { name: 'Rules by name' });
    await table.getByRole('link', { name: 'orders-stuck' }).waitFor();
    await page.getByLabel('Name or description').fill('no rule has this text');
    await page.getByText('No rule is like that').waitFor();
    expect(new URL(page.url()).searchParams.get('text')).toBe('no rule has this text');
    await close();
  });

  it('say who is on call, and which alerts stand where in an escalation', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/settings/on-call');
    await page.getByText(/is on call until/).waitFor();
    const policy = page.locator('section').filter({ hasText: 'Escalation: standard' });
    await policy.getByText('who is on call in database-people').waitFor();
    await policy
      .getByText(/level \d|stopped: /)
      .first()
      .waitFor();
    await close();
  });

  it('list what reports that it lives, and where alerts are reported', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open('/settings/heartbeats');
    await page.getByRole('heading', { name: 'nightly-backup' }).waitFor();
    await page.getByText('POST /heartbeat/nightly-backup').waitFor();
    await page.getByText('POST /intake/prometheus').waitFor();
    await close();
  });

  it('say how hawkwatch is, part by part', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/settings/about');
    await page.getByRole('heading', { name: /^hawkwatch \d/ }).waitFor();
    const parts = page.getByRole('list', { name: 'Parts' });
    await parts.getByText('state directory').waitFor();
    await parts.getByText('1 of 9 are down: warehouse-production').waitFor();
    await page.getByText('Subscribers').waitFor();
    await close();
  });

  it('show in the audit log who asked for what', async () => {
    // Made now, so that it stands at the top, whatever else others ask for meanwhile.
    await act(
      world,
      world.tokens.operator,
      'createSilence(input: { matchers: ["rule=no-such-rule"], comment: "for the audit log", durationMinutes: 1 })',
    );
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open('/settings/audit');
    await page.getByRole('link', { name: 'createSilence' }).first().click();
    const dialog = page.getByRole('dialog', { name: /createSilence/ });
    await dialog.getByRole('heading', { name: 'What was asked for' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await close();
  });

  it('offer a viewer nothing that a viewer may not do or see', async () => {
    const { page, open, settled, close } = await visit(browser, world.url, {
      token: world.tokens.viewer,
    });
    await open('/settings');
    await tabsOf(page).waitFor();
    const offered = await tabsOf(page).getByRole('link').allInnerTexts();
    expect(offered).toEqual([
      'Channels',
      'Deliveries',
      'Routes',
      'Rules',
      'Silences',
      'Maintenance',
      'On call',
      'Monitors',
      'About',
    ]);
    // In the routes a question is asked, nothing is done.
    const buttons: Record<string, string[]> = {};
    for (const tab of offered) {
      await tabsOf(page).getByRole('link', { name: tab }).click();
      await tabsOf(page).locator('[aria-current="page"]').getByText(tab).waitFor();
      await settled();
      const names = await page.getByRole('main').getByRole('button').allInnerTexts();
      if (names.length > 0) buttons[tab] = names;
    }
    expect(buttons).toEqual({ Routes: ['Find the routes'] });
    for (const tab of ['tokens', 'audit', 'heartbeats']) {
      await open(`/settings/${tab}`);
      await page.getByText(/^This is for (?:admins|operators)$/).waitFor();
    }
    await open('/settings/no-such-part');
    await page.getByText('This address leads nowhere').waitFor();
    await close();
  });
});
