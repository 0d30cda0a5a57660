// An alert from its first report to its end, seen by two at once: an operator who acts and a viewer who
// only watches. Nobody reloads anything.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { alertOf, report } from './world/client.ts';

const world = inject('world');
/** A world that is kept knows the alerts of the last time. */
const runId = Date.now() % 100_000;

const needsYou = (page: Page): Locator => page.getByRole('list', { name: 'What needs you' });
/** A state is a sign and a word. */
const stateOn = (page: Page, state: string): Locator =>
  page
    .getByRole('main')
    .getByText(new RegExp(`^\\W*${state}$`))
    .first();

describe('the life of an alert', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const look = (as: 'operator' | 'viewer') =>
    visit(browser, world.url, { token: world.tokens[as] });

  it('is raised, acknowledged and resolved before the eyes of two', async () => {
    const rule = `mail-queue-stuck-${runId}`;
    const title = `The queue of e-mails ${runId} is stuck`;
    const [operator, viewer] = await Promise.all([look('operator'), look('viewer')]);
    await Promise.all([operator.open('/'), viewer.open('/')]);
    await Promise.all(
      [operator, viewer].map(({ page }) => page.locator('[data-stream="live"]').waitFor()),
    );
    await report(world, { name: rule, title, severity: 'critical', labels: { queue: 'mail' } });
    for (const { page } of [operator, viewer]) {
      await needsYou(page).getByRole('link', { name: title }).waitFor();
    }
    await operator.page.getByRole('button', { name: `Acknowledge: ${title}` }).click();
    for (const { page } of [operator, viewer]) {
      await needsYou(page).getByRole('link', { name: title }).waitFor({ state: 'detached' });
    }

    const id = await alertOf(world, world.tokens.viewer, rule);
    const path = `/alerts/${encodeURIComponent(id)}`;
    await Promise.all([operator.open(path), viewer.open(path)]);
    for (const { page } of [operator, viewer]) {
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await stateOn(page, 'acknowledged').waitFor();
    }
    await operator.page.getByRole('button', { name: 'Resolve', exact: true }).click();
    const dialog = operator.page.getByRole('dialog', { name: 'Resolve this alert?' });
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    for (const { page } of [operator, viewer]) await stateOn(page, 'resolved').waitFor();
    expect(await operator.page.getByRole('button', { name: 'Resolve', exact: true }).count()).toBe(
      0,
    );
    await operator.close();
    await viewer.close();
  });

  it('is acknowledged by the keyboard alone', async () => {
    const rule = `archive-silent-${runId}`;
    const title = `The archive ${runId} is not written`;
    await report(world, { name: rule, title, severity: 'critical' });
    const { page, open, close } = await look('operator');
    await open('/');
    await needsYou(page).getByRole('link', { name: title }).waitFor();
    const entries = needsYou(page).getByRole('listitem');
    const count = await entries.count();
    for (let presses = 0; presses < count; presses += 1) {
      await page.keyboard.press('j');
      const chosen = await needsYou(page).locator('[aria-current="true"]').textContent();
      if (chosen?.includes(title)) break;
    }
    await page.keyboard.press('a');
    await needsYou(page).getByRole('link', { name: title }).waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').count()).toBe(0);
    await report(world, { name: rule, status: 'resolved' });
    await close();
  });

  it('gives a viewer nothing to act with', async () => {
    const { page, open, settled, close } = await look('viewer');
    const id = await alertOf(world, world.tokens.viewer, 'checkout-errors');
    for (const path of ['/', '/alerts', `/alerts/${encodeURIComponent(id)}`]) {
      await open(path);
      await settled();
      const deeds = /^(?:Acknowledge|Resolve|Silence|Assign|Approve|Reject|Escalate|Send again)/;
      expect(await page.getByRole('main').getByRole('button', { name: deeds }).count()).toBe(0);
    }
    await close();
  });
});
