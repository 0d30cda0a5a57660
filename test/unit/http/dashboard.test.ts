// How the dashboard's files are sent, from a folder of a test.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createDashboard } from '../../../src/http/dashboard.ts';

describe('the files of a dashboard', () => {
  let folder: string;
  let server: http.Server;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-dashboard-'));
    await mkdir(path.join(folder, 'assets'));
    await writeFile(path.join(folder, 'assets', 'main-abc.js'), '// main');
    await writeFile(path.join(folder, 'index.html'), '<p>page</p>');
    const dashboard = createDashboard(folder);
    server = http.createServer((request, response) => {
      dashboard.send(request, response).then(
        (isSent) => isSent || response.writeHead(404).end(),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  /** Opens an address as a browser does. */
  const open = (address: string): Promise<Response> => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${address}`, { headers: { accept: 'text/html' } });
  };

  it('are the page for every address, but not for that of a hashed file that is not there', async () => {
    const page = await open('/alerts');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const script = await open('/assets/main-abc.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const missing = await open('/assets/main-old.js');
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, null]);
  });

  it('are sent again after they could not be read while they were built', async () => {
    const gone = path.join(folder, 'assets', 'gone.js');
    await symlink(path.join(folder, 'nowhere'), gone);
    expect((await open('/')).status).toBe(404);
    await rm(gone);
    const page = await open('/');
    expect([page.status, await page.text()]).toEqual([200, '<p>page</p>']);
  });
});
