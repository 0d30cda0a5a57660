// Two schemas side by side, on the world.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';

const world = inject('world');

describe('the comparison of schemas', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('is chosen by name, stands in the address and is turned around', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/compare');
    await page.getByText('Choose what to compare').waitFor();
    await page.getByRole('group', { name: 'From' }).getByLabel('Database').fill('billing-staging');
    await page.getByRole('group', { name: 'To' }).getByLabel('Database').fill('billing-production');
    await page.getByRole('button', { name: 'Compare' }).click();
    const rowOf = (name: string, other: string) =>
      page
        .getByRole('table', { name: `${name} and ${other}` })
        .getByRole('row')
        .filter({ hasText: 'column public.payments.refunded' })
        .getByRole('cell');
    const there = rowOf('billing-staging', 'billing-production');
    await there.first().waitFor();
    const [left, right] = await there.allTextContents();
    expect(left).toBe('not there');
    expect(right).toMatch(/boolean/);
    await page.getByRole('button', { name: 'Swap' }).click();
    const back = rowOf('billing-production', 'billing-staging');
    await back.first().waitFor();
    expect((await back.allTextContents())[1]).toBe('not there');
    expect(new URL(page.url()).searchParams.get('a')).toBe('billing-production');
    await page.getByLabel('Find an object').fill('nothing of that name');
    await page.getByText('No difference is called so').waitFor();
    await close();
  });

  it('says when two are alike, and what went wrong when one is not there', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/compare?a=billing-staging&b=billing-staging');
    await page.getByRole('heading', { level: 2, name: 'No difference' }).waitFor();
    await open('/compare?a=billing-staging&b=nobody');
    await page
      .getByRole('alert')
      .getByText(/nobody/)
      .waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await close();
  });

  it('lets a viewer compare what was read, and not make scratch databases', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/compare?a=shop-staging&b=migrations:');
    await page.getByText('An operator can compare a database with its migrations').waitFor();
    expect(await page.getByRole('button', { name: 'Compare now' }).count()).toBe(0);
    await close();
  });

  it('is offered on the page of a database with drift, where a viewer cannot act', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/databases/billing-production/schema');
    await page.getByRole('heading', { name: 'Drift: 2 by no migration' }).waitFor();
    const acts = /Acknowledge|Accept|Ignore|Install|Remove|Tell of it again/;
    expect(await page.getByRole('button', { name: acts }).count()).toBe(0);
    await page.getByRole('link', { name: 'Compare with what it should be' }).click();
    await page
      .getByRole('table', {
        name: 'billing-production, as it should be and billing-production now',
      })
      .getByText('public.payments_account', { exact: true })
      .waitFor();
    await open('/databases/warehouse-production/schema');
    await page.getByText('Its objects and changes are listed here once it was read').waitFor();
    await close();
  });
});
