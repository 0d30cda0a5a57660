// The dashboard's files, as `npm run build` wrote them: the page for every address that a browser opens
// and nothing else answers, and its hashed files, which browsers may keep for ever. No data is in them.
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

import type { RequestHandler } from 'sirv';

import { isPageRequest } from './page-request.ts';

export interface Dashboard {
  /** False: it was not built; `/` leads to GraphiQL then. */
  readonly isBuilt: boolean;
  /** Sends the page or one of its files; false when there is none for this request. */
  send(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

const builtFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));

// Nothing of the page is inline and nothing comes from elsewhere.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Handlers {
  /** When the page that they send was built. */
  readonly builtMs: number;
  readonly page: RequestHandler;
  readonly file: RequestHandler;
}

/** A name under this holds the hash of its content. */
function isHashed(path: string): boolean {
  return path.startsWith('/assets/');
}

/** What is said with a file, and with the answer that a browser has it already. */
function headersOf(path: string): Readonly<Record<string, string>> {
  return isHashed(path)
    ? { 'cache-control': 'public, max-age=31536000, immutable' }
    : { 'cache-control': 'no-cache', 'content-security-policy': policy };
}

async function load(folder: string, builtMs: number): Promise<Handlers> {
  const { default: sirv } = await import('sirv');
  const options = { etag: true, gzip: true, brotli: true };
  return { builtMs, page: sirv(folder, { ...options, single: true }), file: sirv(folder, options) };
}

/** The dashboard in a folder; by default the one that the build writes to. */
export function createDashboard(folder: string = builtFolder): Dashboard {
  const isBuilt = existsSync(`${folder}/index.html`);
  let loaded: Promise<Handlers | undefined> | undefined;
  // sirv knows the files that were there when it was made: after another build it has to be made anew.
  const handlersNow = async (isPage: boolean): Promise<Handlers | undefined> => {
    const known = await loaded;
    if (known !== undefined && !isPage) return known;
    const found = await stat(`${folder}/index.html`).catch(() => undefined);
    if (found === undefined) return known;
    if (known?.builtMs === found.mtimeMs) return known;
    loaded = load(folder, found.mtimeMs).catch(() => {
      // A build empties the folder while it is read: the next request looks again.
      loaded = undefined;
      return undefined;
    });
    return loaded;
  };
  return {
    isBuilt,
    send: async (request, response) => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (!isBuilt || !isRead) return false;
      const path = request.url ?? '/';
      // Also when a browser opens one as a page: what is not there is not the page, to be kept for ever.
      const isPage = isPageRequest(request) && !isHashed(path);
      const handlers = await handlersNow(isPage);
      if (handlers === undefined) return false;
      const handler = isPage ? handlers.page : handlers.file;
      let isSent = true;
      // Before sirv decides: with 304 it sends what is set by then, and the browser takes that over.
      const headers = { ...headersOf(path), vary: 'Accept-Encoding' };
      const before = Object.keys(headers).map((name) => [name, response.getHeader(name)] as const);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      // It says at once whether it has something, and sends it by and by.
      handler(request, response, () => {
        isSent = false;
        for (const [name, value] of before) {
          if (value === undefined) response.removeHeader(name);
          else response.setHeader(name, value);
        }
      });
      return isSent;
    },
  };
}
