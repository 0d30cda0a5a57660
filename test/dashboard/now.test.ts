// The Now screen: its numbers lead to their lists, what needs somebody is acted on in place, changes appear on
// the time line as they happen, and the time line is zoomed by buttons, keys and dragging.
import { randomUUID } from 'node:crypto';

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { ask } from '../support/service.ts';
import { until } from '../support/until.ts';
import { startBrowser, visit } from './browser.ts';
import { startQuickstart } from './quickstart.ts';
import { act, report } from './world/client.ts';

const world = inject('world');

const panel = (page: Page, title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
const needsYou = (page: Page): Locator => page.getByRole('list', { name: 'What needs you' });

describe('the Now screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const look = async (as: 'operator' | 'viewer', device: 'desktop' | 'phone' = 'desktop') => {
    const visitor = await visit(browser, world.url, { token: world.tokens[as], device });
    await visitor.open('/');
    await visitor.page.locator('[data-stream="live"]').waitFor();
    return visitor;
  };

  it('counts what fires, and each number leads to what it counts', async () => {
    const { page, close } = await look('viewer');
    const strip = page.getByRole('region', { name: 'How things stand' });
    await until('the count of critical alerts', async () => {
      const { alerts } = await ask<{ alerts: { totalCount: number } }>(
        world,
        world.tokens.viewer,
        '{ alerts(filter: { states: [FIRING, ACKNOWLEDGED], severities: [CRITICAL] }) { totalCount } }',
      );
      const shown = await strip.getByRole('link', { name: /critical/ }).textContent();
      return shown?.startsWith(String(alerts.totalCount));
    });
    const hrefs = await strip
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs.map((href) => href?.replace(/since=.*/, 'since='))).toEqual([
      '/alerts?state=FIRING&state=ACKNOWLEDGED&severity=CRITICAL',
      '/alerts?state=FIRING&state=ACKNOWLEDGED&severity=ERROR',
      '/alerts?state=FIRING&state=ACKNOWLEDGED&severity=WARNING',
      '/alerts?state=FIRING&state=ACKNOWLEDGED&severity=INFO',
      '/alerts?state=FIRING',
      '/runs?state=RUNNING',
      '/databases?drift=true',
      '/settings/deliveries?state=DEAD&since=',
    ]);
    await close();
  });

  it('silences an alert in place, for an hour', { timeout: 120_000 }, async () => {
    const title = 'The accounts of the evening are late';
    // A silence outlives the test, so the alert is another one each time.
    const labels = { report: randomUUID() };
    await report(world, { name: 'evening-accounts-late', title, severity: 'critical', labels });
    const { page, close } = await look('operator');
    await page.getByRole('button', { name: `Silence 1 h: ${title}` }).click();
    await page.getByText('Silenced for an hour.').waitFor();
    await needsYou(page).getByRole('link', { name: title }).waitFor({ state: 'detached' });
    const { alerts } = await ask<{
      alerts: { edges: { node: { state: string; suppressions: { kind: string }[] } }[] };
    }>(
      world,
      world.tokens.viewer,
      'query ($labels: [String!]) { alerts(filter: { labels: $labels }) { edges { node { state suppressions { kind } } } } }',
      { labels: [`report=${labels.report}`] },
    );
    expect(alerts.edges[0]?.node).toMatchObject({
      state: 'FIRING',
      suppressions: [{ kind: 'SILENCE' }],
    });
    await close();
  });

  it('opens what is chosen by the keyboard', async () => {
    const { page, close } = await look('operator');
    await needsYou(page).getByRole('listitem').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const href = await needsYou(page)
      .locator('[aria-current="true"]')
      .getByRole('link')
      .getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/');
    expect(new URL(page.url()).pathname).toBe(href);
    await close();
  });

  it('acknowledges what was chosen, and never what took its place', async () => {
    const labels = { report: randomUUID() };
    const names = ['till-one-is-late', 'till-two-is-late'];
    const tell = (name: string, status: 'firing' | 'resolved') =>
      report(world, {
        name,
        title: `${name} ${labels.report}`,
        severity: 'warning',
        status,
        labels,
      });
    for (const name of names) await tell(name, 'firing');
    const { page, settled, close } = await look('operator');
    const entryOf = (name: string): Locator =>
      needsYou(page)
        .getByRole('listitem')
        .filter({ hasText: `${name} ${labels.report}` });
    await Promise.all(names.map((name) => entryOf(name).waitFor()));
    await settled();
    const [gone = '', stays = ''] = names;
    await entryOf(gone).focus();
    await needsYou(page).locator(`[aria-current="true"]:has-text("${gone}")`).waitFor();
    await tell(gone, 'resolved');
    await entryOf(gone).waitFor({ state: 'detached' });
    expect(await needsYou(page).locator('[aria-current]').count()).toBe(0);
    await page.keyboard.press('a');
    await settled();
    expect(await page.getByText('Acknowledged: it is yours now.').count()).toBe(0);
    await page.keyboard.press('j');
    expect(await needsYou(page).locator('[aria-current="true"]:focus').count()).toBe(1);
    await tell(stays, 'resolved');
    await close();
  });

  it('shows the impact of a run before it is approved, and wants the name of its database', async () => {
    const { page, close } = await look('operator');
    await page.getByRole('button', { name: 'Approve … the run on invoices-production' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve the run on invoices-production' });
    await dialog.getByText('Data would be gone').waitFor();
    const approve = dialog.getByRole('button', { name: 'Approve and run' });
    expect(await approve.isDisabled()).toBe(true);
    await dialog.getByLabel('Type invoices-production to confirm').fill('invoices-production');
    expect(await approve.isEnabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Reject … the run on invoices-production' }).click();
    const reject = page.getByRole('dialog', { name: 'Reject the run on invoices-production' });
    expect(await reject.getByRole('button', { name: 'Reject' }).isDisabled()).toBe(true);
    await reject.getByLabel('Why').fill('not before the release');
    expect(await reject.getByRole('button', { name: 'Reject' }).isEnabled()).toBe(true);
    await reject.getByRole('button', { name: 'Cancel' }).click();
    await close();
  });

  it('shows a deployment on the time line as soon as it is told, also as a row of the table', async () => {
    const { page, close } = await look('viewer');
    const lane = panel(page, 'What changed');
    await lane.getByRole('button', { name: '1 h', exact: true }).click();
    expect(new URL(page.url()).searchParams.get('range')).toBe('1h');
    await lane.getByText('The same as a table').click();
    const row = lane.getByRole('row', { name: /Deployment.*mailer 9\.9\.1 to production failed/ });
    expect(await row.count()).toBe(0);
    await act(
      world,
      world.tokens.operator,
      'recordDeployment(input: { service: "mailer", version: "9.9.1", environment: "production", status: FAILED })',
    );
    await row.waitFor();
    const marks = lane.getByRole('group', { name: 'Deployments' });
    await marks.locator('button, a, [role="img"]').last().focus();
    await lane.getByText('mailer 9.9.1').first().waitFor();
    await close();
  });

  it('is zoomed by dragging, by keys and by buttons, and comes back to now', async () => {
    const { page, settled, close } = await look('viewer');
    await settled();
    const lane = panel(page, 'What changed');
    const back = lane.getByRole('button', { name: 'Back to now' });
    const bars = lane.getByRole('img', { name: /lerts? w/ });
    await bars.scrollIntoViewIfNeeded();
    const box = await bars.boundingBox();
    if (box === null) throw new Error('the bars are not there');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
    await page.mouse.up();
    await back.waitFor();
    await back.click();
    await back.waitFor({ state: 'detached' });
    await page.keyboard.press('+');
    await back.waitFor();
    await page.keyboard.press('-');
    await back.waitFor({ state: 'detached' });
    await lane.getByRole('button', { name: 'Earlier' }).click();
    await back.waitFor();
    await lane.getByRole('button', { name: 'Later' }).click();
    await back.waitFor({ state: 'detached' });
    expect(await lane.getByRole('button', { name: 'Later' }).isDisabled()).toBe(true);
    await close();
  });

  it('shows what is not well in the matrix, and leads to it', async () => {
    const { page, close } = await look('viewer');
    const table = panel(page, 'What is watched').getByRole('table');
    const cell = table
      .getByRole('row', { name: /Databases/ })
      .getByRole('cell')
      .first();
    await cell.getByRole('link', { name: /1 down/ }).click();
    await page.waitForURL((url) => url.pathname !== '/');
    expect(page.url()).toBe(`${world.url}/databases?state=DOWN&environment=production`);
    await page.getByText('warehouse-production').first().waitFor();
    await close();
  });

  it('says what to do while nothing has happened yet', { timeout: 180_000 }, async () => {
    const quickstart = await startQuickstart();
    const { url, token } = quickstart;
    const { page, open, close } = await visit(browser, url, { token });
    await open('/');
    await panel(page, 'Needs you').getByText('Nothing needs you').waitFor();
    await panel(page, 'Latest deliveries').getByText('Nobody was told anything yet').waitFor();
    const databases = panel(page, 'What is watched').getByRole('row', { name: /Databases/ });
    await databases.getByRole('link', { name: /^1 databases/ }).waitFor();
    await close();
    await quickstart.stop();
  });
});
