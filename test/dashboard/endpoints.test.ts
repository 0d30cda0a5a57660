// Endpoints: the list, a page that follows an endpoint down and up again, checks by hand, registering and
// removing. What is made to fail here is a server of this test's own.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { act } from './world/client.ts';

const world = inject('world');

const rowOf = (page: Page, name: string) =>
  page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

describe('endpoints', () => {
  let browser: Browser;
  let status = 200;
  const server = http.createServer((_request, response) => response.writeHead(status).end());
  let address = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are listed with their state, their uptime and their last day', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/endpoints');
    const payments = rowOf(page, 'payments');
    await payments.getByText(/down$/).waitFor();
    await payments.getByRole('img', { name: /^Checks failed in \d+ of the \d+ hours/ }).waitFor();
    await payments.getByText(/^\d+\.\d\d %$/).waitFor();
    await rowOf(page, 'legacy-portal').getByText('paused').waitFor();
    expect(await page.getByRole('button', { name: 'Register an endpoint …' }).count()).toBe(0);
    await close();
  });

  it('are not said to be unchecked when what was measured cannot be read', async () => {
    const visitor = await visit(browser, world.url, {
      token: world.tokens.viewer,
      isServiceCut: true,
    });
    const { page, open, close } = visitor;
    await page.route('**/graphql', (route) =>
      /SeriesWindow|EndpointChecksPage/.test(route.request().postData() ?? '')
        ? route.abort()
        : route.continue(),
    );
    await open('/endpoints/payments');
    const panel = (name: string) =>
      page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
    const uptime = panel('Uptime');
    await uptime.getByRole('alert').waitFor();
    expect(await uptime.getByText('Not checked').count()).toBe(0);
    const latency = panel('Latency');
    await latency.getByRole('alert').waitFor();
    expect(await latency.getByText('No check has gone well').count()).toBe(0);
    await close();
  });

  it('are narrowed by what the address says, which says what is chosen', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/endpoints?environment=staging');
    await rowOf(page, 'orders-query').waitFor();
    expect(await rowOf(page, 'checkout').count()).toBe(0);
    await page.getByLabel('Kind').selectOption('TCP');
    await page.getByText('No endpoint is like that').waitFor();
    expect(new URL(page.url()).search).toBe('?environment=staging&kind=TCP');
    await page.getByLabel('Environment').selectOption('any');
    await rowOf(page, 'broker').waitFor();
    await close();
  });

  it('have a page that says why they are down, how fast they answer and how often they did', async () => {
    const { page, open, settled, close } = await visit(browser, world.url, {
      token: world.tokens.viewer,
    });
    await open('/endpoints/flapping');
    await page.getByRole('heading', { level: 1, name: 'flapping' }).waitFor();
    await page.getByText('95th percentile').waitFor();
    await page.getByRole('img', { name: 'A check of flapping' }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Checks' }).waitFor();
    await settled();
    // A viewer looks.
    expect(await page.getByRole('button', { name: 'Check now' }).count()).toBe(0);
    await open('/endpoints/payments');
    await page.getByText('it answers with status 503').first().waitFor();
    await page.getByText('down now').waitFor();
    await close();
  });

  it('are followed down and up again, without a reload', async () => {
    // A world may outlive a run of the tests.
    const name = `followed-${process.pid}`;
    status = 200;
    await act(
      world,
      world.tokens.admin,
      `registerEndpoint(input: { name: "${name}", everyMs: 5000, retries: 0, timeoutMs: 4000, http: { url: "${address}" } })`,
    );
    try {
      const { page, open, close } = await visit(browser, world.url, {
        token: world.tokens.operator,
      });
      await open(`/endpoints/${name}`);
      const shown = page.locator('main [data-state="UP"]');
      await shown.waitFor({ timeout: 45_000 });
      status = 503;
      await page.getByText('down now').waitFor({ timeout: 45_000 });
      await page.locator('main [data-state="DOWN"]').first().waitFor();
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText(/^Checked: it failed \(status 503/).waitFor();
      status = 200;
      const outages = page.getByRole('list', { name: 'Outages, the newest first' });
      await outages.getByText(/over$/).waitFor({ timeout: 45_000 });
      // An operator may not remove it.
      expect(await page.getByRole('button', { name: 'Remove …' }).count()).toBe(0);
      await close();
    } finally {
      await act(world, world.tokens.admin, `removeEndpoint(endpoint: "${name}")`);
    }
  }, 180_000);

  it('are registered by an admin, and removed when the name is typed', async () => {
    status = 200;
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.admin });
    await open('/endpoints');
    await page.getByRole('button', { name: 'Register an endpoint …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Register an endpoint' });
    await dialog.getByLabel('Name', { exact: true }).fill('typed-in');
    await dialog.getByLabel('Kind').selectOption('TCP');
    await dialog.getByLabel('Host').waitFor();
    await dialog.getByLabel('Kind').selectOption('HTTP');
    // What the service refuses, it says; what was typed stays.
    await dialog.getByLabel('URL').fill('not-a-url');
    await dialog.getByRole('button', { name: 'Register' }).click();
    await dialog.getByRole('alert').filter({ hasText: /url/i }).waitFor();
    await dialog.getByLabel('URL').fill(address);
    await dialog.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { level: 1, name: 'typed-in' }).waitFor();
    await page.getByText('Registered over the API').waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/^Checked: it is as it should be \(status 200/).waitFor();
    await page.getByRole('button', { name: 'Remove …' }).click();
    const question = page.getByRole('dialog', { name: 'Remove typed-in?' });
    await question.getByLabel('Type typed-in to confirm').fill('typed-in');
    await question.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('typed-in is not checked any more.').waitFor();
    await page.getByLabel('retired ones').check();
    await rowOf(page, 'typed-in').getByText('retired').waitFor();
    await close();
  });

  it('that are not there lead to the list', async () => {
    const { page, open, close } = await visit(browser, world.url, { token: world.tokens.viewer });
    await open('/endpoints/no-such-endpoint');
    await page.getByText('There is no such endpoint').waitFor();
    await close();
  });
});
