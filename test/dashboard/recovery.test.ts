// The service is killed and started again while the page is open: the page says so, comes back by itself, and
// shows what happened before and after exactly once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findFreePort } from '../support/free-port.ts';
import { createPlace, startService, type Place, type Service } from '../support/service.ts';
import { startBrowser, visit } from './browser.ts';
import { report } from './world/client.ts';
import { intakeToken } from './world/configuration.ts';

describe('a page while its service is killed', () => {
  let browser: Browser;
  let place: Place;
  let service: Service;
  const start = (): Promise<Service> =>
    startService({ stateDirectory: place.stateDirectory, env: place.env, startMs: 90_000 });
  beforeAll(async () => {
    place = await createPlace({ HAWKWATCH_PORT: String(await findFreePort()) });
    await place.writeConfiguration(
      `databases: []\nintakes: [{ name: prometheus, token: ${intakeToken} }]\n`,
    );
    [browser, service] = await Promise.all([startBrowser(), start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await place.remove();
  });

  it('says that the connection is lost, and goes on by itself when it is back', async () => {
    const { page, open, close } = await visit(browser, service.url, {
      token: place.token,
      isServiceCut: true,
    });
    await open('/alerts');
    await page.locator('[data-stream="live"]').waitFor();
    const row = (title: string) => page.getByRole('main').getByRole('link', { name: title });
    await report(service, { name: 'before', title: 'It rains in' });
    await row('It rains in').waitFor();
    const lost = page.getByText('The connection to hawkwatch was lost');
    await service.kill();
    await lost.waitFor();
    await page.locator('[data-stream="reconnecting"]').waitFor();
    // What was seen stays, and is marked as old.
    expect(await row('It rains in').count()).toBe(1);
    // What is asked meanwhile fails, and is there when the service is, though nothing happens.
    await page.evaluate(() => history.pushState(null, '', '/alerts?state=any'));
    const failed = page.getByRole('main').getByText('hawkwatch does not answer');
    await failed.waitFor();
    service = await start();
    await lost.waitFor({ state: 'detached', timeout: 30_000 });
    await row('It rains in').waitFor();
    await failed.waitFor({ state: 'detached' });
    await report(service, { name: 'after', title: 'The cellar is full' });
    await row('The cellar is full').waitFor();
    expect(await row('It rains in').count()).toBe(1);
    expect(await row('The cellar is full').count()).toBe(1);
    await close();
  });

  it('keeps the menu when a screen cannot be loaded, and says what to do', async () => {
    const { page, open, context } = await visit(browser, service.url, {
      token: place.token,
      isServiceCut: true,
    });
    await open('/alerts');
    await page.locator('[data-stream="live"]').waitFor();
    await service.kill();
    await page.locator('[data-stream="reconnecting"]').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    const told = page.getByRole('alert').filter({ hasText: 'It could not be loaded' });
    await told.waitFor();
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: 'Alerts' })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await page.goBack();
    await told.waitFor();
    service = await start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Performance' }).waitFor();
    await context.close();
  });
});
