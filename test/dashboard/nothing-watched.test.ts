// A service that watches no container, endpoint or file says how it can; a newcomer starts with this.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';

import { startBrowser, visit } from './browser.ts';
import { startQuickstart, type Quickstart } from './quickstart.ts';

describe('where nothing is watched', () => {
  let browser: Browser;
  let service: Quickstart;
  beforeAll(async () => {
    [browser, service] = await Promise.all([startBrowser(), startQuickstart()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it.each([
    ['/containers', 'No Docker daemon is watched', 'containers:'],
    ['/endpoints', 'No endpoint is watched yet', 'endpoints:'],
    ['/files', 'No file is watched yet', 'files:'],
    ['/files?view=files', 'No file is watched yet', 'files:'],
  ])('%s says what to write into the configuration', async (address, title, section) => {
    const { page, open, close } = await visit(browser, service.url, { token: service.token });
    await open(address);
    await page.getByText(title).waitFor();
    await page.locator('pre').filter({ hasText: section }).waitFor();
    await close();
  });
});
