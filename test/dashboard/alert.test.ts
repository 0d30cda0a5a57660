// An alert's page: what it tells, what is done from it, and that two people who look see the same.
import { randomUUID } from 'node:crypto';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { alertOf, report } from './world/client.ts';
import { findObjects, pick } from './world/objects.ts';

const world = inject('world');

interface Raised {
  readonly rule: string;
  readonly path: string;
}

/** An alert that no other test knows. */
async function raise(severity: 'error' | 'warning' = 'error'): Promise<Raised> {
  const rule = `page-${randomUUID().slice(0, 8)}`;
  const title = `Trouble of ${rule}`;
  await report(world, { name: rule, title, severity, labels: { part: rule, team: 'orders' } });
  const id = await alertOf(world, world.tokens.admin, rule);
  return { rule, path: `/alerts/${encodeURIComponent(id)}` };
}

describe('the page of an alert', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('tells why, what changed before, who was told and who is next', async () => {
    const { alerts } = await findObjects(world);
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open(`/alerts/${encodeURIComponent(pick(alerts, 'checkout-errors'))}`);
    const suspects = page.getByRole('list', { name: 'Suspected changes, most likely cause first' });
    await suspects.getByText('The deployment of checkout 2.4.1').waitFor();
    await suspects.getByRole('link', { name: 'The run' }).first().waitFor();
    const deliveries = page.getByRole('list', { name: 'Deliveries, the newest first' });
    await deliveries.getByText('pager').first().waitFor();
    await deliveries
      .getByText(/^\d attempts?$/)
      .first()
      .click();
    await deliveries.getByText('taken (200)').first().waitFor();
    const levels = page.getByRole('list', { name: 'Levels' });
    await levels.getByText('ada (on call in database-people) by pager').waitFor();
    const labels = page.getByRole('list', { name: 'Labels' });
    await labels.getByRole('link', { name: 'team=orders' }).waitFor();

    await open(`/alerts/${encodeURIComponent(pick(alerts, 'endpoint-down'))}`);
    await page.getByText('endpoint.state_changed with state = DOWN').waitFor();
    await page.getByText('docs/alerting.md#endpoint-down').waitFor();
    const others = page.getByRole('link', { name: 'All alerts of this rule' });
    expect(await others.getAttribute('href')).toBe('/alerts?rule=endpoint-down&state=any');
    await close();
  });

  it('is the same for two people: acknowledged, assigned, commented, given back, resolved', async () => {
    const { path, rule } = await raise();
    const one = await visit(browser, world.url, { token: world.tokens.operator });
    const other = await visit(browser, world.url, { token: world.tokens.viewer });
    await one.open(path);
    await other.open(path);
    await other.page.locator('[data-stream="live"]').waitFor();
    const seen = other.page.getByRole('list', { name: 'What happened, the newest first' });

    await one.page.keyboard.press('a');
    await one.page.getByText('You have taken it on').waitFor();
    await seen.getByText('olga acknowledged it').waitFor();

    await one.page.getByRole('button', { name: 'Assign' }).click();
    const assign = one.page.getByRole('dialog', { name: 'Assign this alert' });
    await assign.getByRole('button', { name: 'olga (you)' }).click();
    await assign.getByRole('button', { name: 'Assign', exact: true }).click();
    await seen.getByText('olga assigned it to olga').waitFor();

    await one.page.getByLabel('Comment').fill('the disk is <b>full</b>');
    await one.page.getByRole('button', { name: 'Add the comment' }).click();
    await seen.getByText('the disk is <b>full</b>').waitFor();
    await expect.poll(() => one.page.getByLabel('Comment').inputValue()).toBe('');

    await one.page.getByRole('button', { name: 'Give back' }).click();
    await seen.getByText('olga gave it back').waitFor();

    await one.page.getByRole('button', { name: 'Resolve' }).click();
    const resolve = one.page.getByRole('dialog', { name: 'Resolve this alert?' });
    await resolve.getByLabel('Comment').fill('cleaned up');
    await resolve.getByRole('button', { name: 'Resolve' }).click();
    await seen.getByText('olga resolved it').waitFor();
    await seen.getByText('cleaned up').waitFor();
    await other.page.getByText('no other alert opens until', { exact: false }).waitFor();
    await one.page.getByRole('button', { name: 'Resolve' }).waitFor({ state: 'detached' });

    await other.page.getByRole('link', { name: 'All alerts of this rule' }).click();
    await other.page.getByRole('link', { name: `Trouble of ${rule}` }).waitFor();
    await one.close();
    await other.close();
  }, 120_000);

  it('silences after it has shown what fits, and ends the silence', async () => {
    const { path, rule } = await raise('warning');
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open(path);
    await page.getByRole('button', { name: 'Silence' }).click();
    const dialog = page.getByRole('dialog', { name: 'Silence' });
    await dialog.getByText('1 open alert fits').waitFor();
    // With only the team left, the alert of the checkout fits, too.
    await dialog.getByLabel(`rule=${rule}`).uncheck();
    await dialog.getByLabel(`part=${rule}`).uncheck();
    const fitting = dialog.getByRole('list', { name: 'Alerts that fit' });
    await fitting.getByText('Checkout answers 500', { exact: false }).waitFor();
    await dialog.getByLabel('team=orders').uncheck();
    await dialog.getByText('Choose at least one').waitFor();
    expect(await dialog.getByRole('button', { name: 'Silence' }).isDisabled()).toBe(true);
    await dialog.getByLabel('And these', { exact: false }).fill(`part~${rule}*`);
    await dialog.getByRole('button', { name: 'See what fits' }).click();
    await dialog.getByText('1 open alert fits').waitFor();
    await dialog.getByLabel('For how long').selectOption('15 minutes');
    await dialog.getByLabel('Why').fill('is being repaired');
    await dialog.getByRole('button', { name: 'Silence' }).click();
    const reasons = page.getByRole('list', { name: 'Reasons why nobody is told' });
    await reasons.getByText('is being repaired', { exact: false }).waitFor();

    await reasons.getByRole('button', { name: 'End the silence' }).click();
    const end = page.getByRole('dialog', { name: 'End the silence?' });
    await end.getByRole('button', { name: 'End the silence' }).click();
    await page.getByText('The silence was ended.').waitFor();
    await reasons.waitFor({ state: 'detached' });
    await close();
  });

  it('tells the next level, and sends a delivery again', async () => {
    const { path } = await raise();
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open(path);
    const deliveries = page.getByRole('list', { name: 'Deliveries, the newest first' });
    const again = deliveries.getByRole('button', { name: 'Send again to ops' });
    await again.first().click();
    await page.getByText('It is sent once more.').waitFor();
    await deliveries.getByText('redelivery', { exact: false }).waitFor();

    await page.getByRole('button', { name: 'Tell the next level' }).click();
    const dialog = page.getByRole('dialog', { name: 'Tell the next level now?' });
    await dialog.getByRole('button', { name: 'Tell the next level' }).click();
    await page.getByText('Everybody was told').waitFor();
    const seen = page.getByRole('list', { name: 'What happened, the newest first' });
    await seen.getByText('olga told the next level').waitFor();
    const next = page.getByRole('button', { name: 'Tell the next level' });
    expect(await next.count()).toBe(0);
    await close();
  });

  it('has a remedy done by admins only, who type what it is done to', async () => {
    const rule = `importer-stuck-${randomUUID().slice(0, 8)}`;
    await report(world, { name: rule, severity: 'warning', labels: { container: 'importer' } });
    const path = `/alerts/${encodeURIComponent(await alertOf(world, world.tokens.admin, rule))}`;
    const admin = await visit(browser, world.url, { token: world.tokens.admin });
    await admin.open(path);
    await admin.page.getByRole('button', { name: 'Restart the container' }).click();
    const dialog = admin.page.getByRole('dialog', { name: 'Restart the container?' });
    const deed = dialog.getByRole('button', { name: 'Restart the container' });
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type importer to confirm').fill('importe');
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type importer to confirm').fill('importer');
    expect(await deed.isEnabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await admin.close();

    const viewer = await visit(browser, world.url, { token: world.tokens.viewer });
    await viewer.open(path);
    await viewer.page.getByText('Admins may do it.').waitFor();
    for (const button of ['Acknowledge', 'Resolve', 'Assign', 'Silence', 'Tell the next level']) {
      expect(await viewer.page.getByRole('button', { name: button, exact: true }).count()).toBe(0);
    }
    expect(await viewer.page.getByLabel('Comment').count()).toBe(0);
    await viewer.close();
  });

  it('says what to do when there is no such alert, and no such incident', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/alerts/00000000-0000-4000-8000-000000000000');
    await page.getByText('There is no such alert').waitFor();
    await open('/incidents/00000000-0000-4000-8000-000000000000');
    await page.getByText('There is no such incident').waitFor();
    await page.getByRole('link', { name: 'All incidents' }).click();
    await page.getByRole('region', { name: 'Incidents, newest first' }).waitFor();
    expect(new URL(page.url()).search).toBe('?view=incidents');
    await close();
  });
});
