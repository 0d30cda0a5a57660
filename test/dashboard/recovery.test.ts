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
    service = await start();
    await lost.waitFor({ state: 'detached', timeout: 30_000 });
    await report(service, { name: 'after', title: 'The cellar is full' });
    await row('The cellar is full').waitFor();
    expect(await row('It rains in').count()).toBe(1);
    expect(await row('The cellar is full').count()).toBe(1);
    await close();
  });
});
