// A real Chromium for tests of the dashboard. Whatever a page does that it must not, fails the test that
// opened it: errors on the console, uncaught errors, violations of its policy, requests to elsewhere.
import { existsSync } from 'node:fs';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { watchSettling, type Settling } from './settled.ts';

/** Where Chromium is; throws with what to do when there is none. */
export function chromiumPath(): string {
  const file = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (existsSync(file)) return file;
  throw new Error(
    `there is no Chromium at ${file}: install it (apt-get install chromium), or say in CHROMIUM where it is`,
  );
}

export async function startBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
  });
}

export interface VisitOptions {
  /** Without it nobody is signed in. */
  readonly token?: string | undefined;
  readonly theme?: 'light' | 'dark';
  /** `phone` is 390 pixels wide. */
  readonly device?: 'desktop' | 'phone';
  /**
   * The service is stopped or killed on purpose: that the browser tells of connections that fail is no fault.
   */
  readonly isServiceCut?: boolean;
}

export interface Visit extends Settling {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page did that it must not do. */
  readonly faults: readonly string[];
  /** Goes to a path of the dashboard, and waits until its heading is there. */
  open(path: string): Promise<void>;
  /** Ends the visit; throws when there are faults. */
  close(): Promise<void>;
}

/** Sizes of the devices that the dashboard is looked at on. */
export const viewports = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** What Chromium itself writes when a connection fails, which no page can keep it from. */
const cutMessage = /WebSocket connection to .* failed|Failed to load resource: net::ERR_/;

/** A visitor with a browser profile of their own. */
export async function visit(
  browser: Browser,
  url: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const { token, theme = 'light', device = 'desktop', isServiceCut = false } = options;
  const context = await browser.newContext({
    viewport: viewports[device],
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(30_000);
  const faults: string[] = [];
  const { host } = new URL(url);
  const watch = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      if (isServiceCut && cutMessage.test(message.text())) return;
      faults.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const asked = new URL(request.url());
      if (asked.host !== host) faults.push(`a request left the host: ${request.url()}`);
    });
    page.on('websocket', (socket) => {
      const asked = new URL(socket.url());
      if (asked.host !== host) faults.push(`a socket left the host: ${socket.url()}`);
    });
  };
  context.on('page', watch);
  await context.exposeBinding('tellViolation', (_, what: string) => {
    faults.push(`against the policy: ${what}`);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { tellViolation } = globalThis as unknown as {
        tellViolation(what: string): Promise<void>;
      };
      void tellViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  const { settled } = watchSettling(page);
  let isSignedIn = false;
  return {
    page,
    context,
    faults,
    settled,
    open: async (path) => {
      const fragment = token === undefined || isSignedIn ? '' : `#token=${token}`;
      isSignedIn = true;
      await page.goto(`${url}${path}${fragment}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    close: async () => {
      await context.close();
      if (faults.length > 0) throw new Error(`the page misbehaved:\n${faults.join('\n')}`);
    },
  };
}
