// How the service hands out the dashboard's files: the policy of the page, what browsers may keep, what is
// compressed, and that nothing of it needs a token or holds data.
import { mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, inject, it } from 'vitest';

import { createDashboard } from '../../src/http/dashboard.ts';

const { url } = inject('world');
const asBrowser = { accept: 'text/html', 'sec-fetch-dest': 'document' };
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${url}${path}`, { headers });

describe('the files of the dashboard', () => {
  it('come with a policy that allows nothing inline and nothing from elsewhere', async () => {
    const policy = (await get('/', asBrowser)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
  });

  it('come with the same policy when the browser has the page already', async () => {
    const first = await get('/alerts', asBrowser);
    const etag = first.headers.get('etag') ?? '';
    const again = await get('/alerts', { ...asBrowser, 'if-none-match': etag });
    expect(again.status).toBe(304);
    for (const name of ['content-security-policy', 'cache-control', 'vary']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
  });

  it('are kept for ever when their name holds their hash, and asked for again otherwise', async () => {
    const page = await get('/databases/some-id', asBrowser);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const [script = ''] = /\/assets\/[\w-]+\.js/.exec(await page.text()) ?? [];
    const asset = await get(script, { 'accept-encoding': 'br' });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
  });

  it('are not taken for what the API answers', async () => {
    const answer = await get('/assets/no-such-file.js');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a dashboard that is built anew while the service runs', () => {
  it('is served as it is now, whole', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-built-'));
    const build = async (text: string, atS: number): Promise<void> => {
      await mkdir(path.join(folder, 'assets'), { recursive: true });
      await writeFile(path.join(folder, 'assets', `${text}.js`), `// ${text}`);
      await writeFile(path.join(folder, 'index.html'), `<p>${text}</p>`);
      await utimes(path.join(folder, 'index.html'), atS, atS);
    };
    await build('first', 1_000);
    const dashboard = createDashboard(folder);
    const server = http.createServer((request, response) => {
      void dashboard.send(request, response).then((isSent) => {
        if (!isSent) response.writeHead(404).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const read = async (address: string): Promise<string> => {
      const answer = await fetch(`${base}${address}`, { headers: asBrowser });
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await read('/')).toBe('200 <p>first</p>');
    await build('second, and longer', 2_000);
    expect(await read('/')).toBe('200 <p>second, and longer</p>');
    const script = await fetch(`${base}/assets/second, and longer.js`);
    expect(await script.text()).toBe('// second, and longer');
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });
});
