// The list of alerts: its filters in the address, what comes live, what is done with many at a time by keyboard
// and by mouse, and incidents. Each test has alerts of its own, told apart by a label.
import { randomUUID } from 'node:crypto';

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { ask } from '../support/service.ts';
import { startBrowser, visit } from './browser.ts';
import { alertOf, eventually, report, type Report } from './world/client.ts';

const world = inject('world');

interface Suite {
  /** The list of the suite's alerts. */
  readonly path: string;
  /** Reports an alert of the suite. */
  raise(name: string, more?: Partial<Report>): Promise<void>;
  /** Waits until the alert of that name is in the store, and gives these fields of it. */
  wait<Fields>(
    name: string,
    fields: string,
    isSo: (alert: Fields) => boolean,
  ): Promise<Fields | undefined>;
}

function startSuite(): Suite {
  const suite = `suite-${randomUUID().slice(0, 8)}`;
  const rule = (name: string): string => `${suite}-${name}`;
  return {
    path: `/alerts?label=${encodeURIComponent(`suite=${suite}`)}`,
    raise: (name, more = {}) =>
      report(world, {
        name: rule(name),
        title: `${name} of ${suite}`,
        severity: 'warning',
        labels: { suite, part: name },
        ...more,
      }),
    wait: async (name, fields, isSo) => {
      const id = await alertOf(world, world.tokens.admin, rule(name));
      return eventually(`${name} to be as it should`, async () => {
        const { alert } = await ask<{ alert: never }>(
          world,
          world.tokens.admin,
          `query ($id: ID!) { alert(id: $id) { ${fields} } }`,
          { id },
        );
        return isSo(alert) ? alert : undefined;
      });
    },
  };
}

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row', { name: new RegExp(`\\b${name} of suite-`) });

describe('the list of alerts', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('shows what the address says, and what comes while one looks', async () => {
    const suite = startSuite();
    await suite.raise('one', { severity: 'critical' });
    await suite.raise('two');
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open(suite.path);
    await rowOf(page, 'one').getByText('critical').waitFor();
    await rowOf(page, 'two').waitFor();
    await page.getByText('2 alerts', { exact: true }).waitFor();
    await page.locator('[data-stream="live"]').waitFor();

    await suite.raise('three', { severity: 'error' });
    await rowOf(page, 'three').waitFor();
    await suite.raise('two', { status: 'resolved' });
    await page.getByText('2 alerts', { exact: true }).waitFor();

    const severity = page.getByRole('group', { name: 'Severity' });
    await severity.getByRole('button', { name: 'error' }).click();
    await rowOf(page, 'one').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.getAll('severity')).toEqual(['ERROR']);
    await page.reload();
    await page.getByText('1 alert', { exact: true }).waitFor();
    expect(await severity.getByRole('button', { name: 'error' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await severity.getByRole('button', { name: 'error' }).click();
    const states = page.getByRole('group', { name: 'State' });
    await states.getByRole('button', { name: 'resolved' }).click();
    await rowOf(page, 'two').getByText('resolved').waitFor();
    await page.getByRole('button', { name: 'Label suite=', exact: false }).click();
    await page.getByText('Checkout answers 500', { exact: false }).first().waitFor();
    await close();
  });

  it('is worked through by keyboard: j, x, a, Enter', async () => {
    const suite = startSuite();
    for (const name of ['one', 'two', 'three']) await suite.raise(name);
    await suite.wait('three', 'state', ({ state }: { state: string }) => state === 'FIRING');
    const { page, open, close, settled } = await visit(browser, world.url, {
      token: world.tokens.operator,
    });
    await open(suite.path);
    await rowOf(page, 'one').waitFor();
    await settled();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 marked').waitFor();
    await page.keyboard.press('a');
    await page.getByText('2 alerts acknowledged.').waitFor();
    await page.getByText('2 marked').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.getByRole('row').filter({ hasText: 'acknowledged' }).count())
      .toBe(2);
    const chosen = page.locator('[aria-current="true"][role="row"]');
    const title = (await chosen.getByRole('link').textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await close();
  });

  it('takes keys that follow each other faster than the page is drawn', async () => {
    const suite = startSuite();
    await suite.raise('one');
    const { page, open, close, settled } = await visit(browser, world.url, {
      token: world.tokens.operator,
    });
    await open(suite.path);
    await rowOf(page, 'one').waitFor();
    await settled();
    const marked = await page.evaluate(() => {
      for (const key of ['j', 'x']) dispatchEvent(new KeyboardEvent('keydown', { key }));
      return document.querySelectorAll('[role="cell"] input:checked').length;
    });
    expect(marked).toBe(1);
    await close();
  });

  it('resolves, silences and assigns what is marked', async () => {
    const suite = startSuite();
    for (const name of ['one', 'two', 'three']) await suite.raise(name);
    await suite.wait('three', 'state', ({ state }: { state: string }) => state === 'FIRING');
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.operator });
    await open(suite.path);
    const mark = (name: string): Promise<void> => rowOf(page, name).getByLabel('Mark').check();
    const bar = page.getByRole('toolbar', { name: 'What to do with the marked alerts' });

    await mark('one');
    await bar.getByRole('button', { name: 'Assign' }).click();
    const assign = page.getByRole('dialog', { name: 'Assign this alert' });
    await assign.getByRole('button', { name: 'ada (on call)' }).click();
    await assign.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('1 alert assigned.').waitFor();
    await rowOf(page, 'one').getByText('ada').waitFor();

    await mark('one');
    await mark('two');
    await bar.getByRole('button', { name: 'Silence' }).click();
    const silence = page.getByRole('dialog', { name: 'Silence 2 alerts?' });
    await silence.getByLabel('For how long').selectOption('4 hours');
    await silence.getByLabel('Why').fill('known since Monday');
    await silence.getByRole('button', { name: 'Silence' }).click();
    await page.getByText('2 alerts silenced.').waitFor();
    await rowOf(page, 'two').getByText('silent').waitFor();

    await page.getByLabel('Mark all that are loaded').check();
    await bar.getByText('3 marked').waitFor();
    await bar.getByRole('button', { name: 'Resolve' }).click();
    const resolve = page.getByRole('dialog', { name: 'Resolve 3 alerts?' });
    await resolve.getByLabel('Comment').fill('was a test');
    await resolve.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('3 alerts resolved.').waitFor();
    await page.getByText('No alert fits the filters').waitFor();
    const found = await suite.wait(
      'two',
      'state resolvedBy suppressions { reason }',
      ({ state }: { state: string; resolvedBy: string }) => state === 'RESOLVED',
    );
    expect(found?.resolvedBy).toBe('olga');
    await page.getByRole('link', { name: 'Clear them' }).click();
    await page.getByText('Checkout answers 500', { exact: false }).first().waitFor();
    await close();
  });

  it('gives viewers nothing to act with', async () => {
    const suite = startSuite();
    await suite.raise('one');
    const { page, open, close, settled } = await visit(browser, world.url, {
      token: world.tokens.viewer,
    });
    await open(suite.path);
    await rowOf(page, 'one').waitFor();
    await settled();
    expect(await page.getByLabel('Mark').count()).toBe(0);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('a');
    await settled();
    expect(await page.getByRole('toolbar').count()).toBe(0);
    await rowOf(page, 'one').getByText('firing').waitFor();
    await close();
  });

  it('says what a matcher must be like when one is none', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/alerts');
    await page.getByLabel('Label', { exact: true }).fill('no matcher');
    await page.getByLabel('Label', { exact: true }).press('Enter');
    await page.getByRole('alert').getByText('must be a matcher as', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('region', { name: 'Alerts, worst first' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  it('leads to the incidents and their alerts', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/alerts');
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByRole('link', { name: 'Container importer is in a crash loop' }).click();
    await page.getByRole('heading', { level: 1, name: /^Incident: Container importer/ }).waitFor();
    const alerts = page.getByRole('list', { name: 'Alerts of this incident' });
    await alerts.getByRole('link', { name: 'Container importer was restarted' }).waitFor();
    const timeline = page.getByRole('list', { name: 'What happened, the newest first' });
    await timeline.getByText('It fires').first().waitFor();
    expect(await page.getByRole('button', { name: /^Acknowledge/ }).count()).toBe(0);
    await alerts.getByRole('link', { name: 'Container importer is in a crash loop' }).click();
    await page
      .getByRole('heading', { level: 1, name: 'Container importer is in a crash loop' })
      .waitFor();
    await close();
  });
});
