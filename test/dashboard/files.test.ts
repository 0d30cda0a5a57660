// How the service hands out the dashboard's files: the policy of the page, what browsers may keep, what is
// compressed, and that nothing of it needs a token or holds data.
import { describe, expect, inject, it } from 'vitest';

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
