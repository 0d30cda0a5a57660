// Certificates that are not as they should be, on real TLS servers: expired, not valid yet, self-signed, of
// an unknown authority, for another host. Each has its reason, and nothing is sent to whoever shows it.
import https from 'node:https';
import tls from 'node:tls';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createAuthority, type Authority, type Certificate } from '../../support/certificates.ts';
import { createDatedAuthority, type DatedAuthority } from '../../support/dated-certificates.ts';
import { type TestServer, closeServers, listen, look, serveTcp } from '../../support/probe-rig.ts';

let authority: Authority;
let dated: DatedAuthority;
const servers: TestServer[] = [];
let requests = 0;

beforeAll(() => {
  authority = createAuthority();
  dated = createDatedAuthority();
});
afterAll(() => {
  authority.remove();
  dated.remove();
});
afterEach(() => closeServers(servers));

async function serve({ certificate, key }: Certificate): Promise<TestServer> {
  requests = 0;
  const server = await listen(
    https.createServer({ cert: certificate, key }, (_request, response) => {
      requests += 1;
      response.end('ok');
    }),
  );
  servers.push(server);
  return server;
}

const names = { 'shop.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] };

const lookAt = (server: TestServer, host: string, ca?: string, more: object = {}) =>
  look(
    {
      http: {
        url: `https://${host}:${server.port}/`,
        headers: { 'x-key': 'a-secret' },
        tls: { ...(ca === undefined ? {} : { ca }), ...more },
      },
    },
    { names },
  );

describe('a certificate', () => {
  it('that is good is told of with its chain, and the phases are measured', async () => {
    const server = await serve(authority.sign('DNS:shop.test', 90));
    const found = await lookAt(server, 'shop.test', authority.file);
    expect(found).toMatchObject({ ok: true, degraded: false, reason: null, status: 200 });
    expect(found.certificates.map(({ subject }) => subject)).toEqual([
      'CN=db',
      'O=Hawks, CN=Test Authority',
    ]);
    expect(Object.keys(found.phases).toSorted()).toEqual(['connect', 'dns', 'firstByte', 'tls']);
  });

  it('for an address is good for that address', async () => {
    const server = await serve(authority.sign('IP:127.0.0.1', 90));
    expect(await lookAt(server, '127.0.0.1', authority.file)).toMatchObject({ ok: true });
  });

  it('that ends soon makes it DEGRADED', async () => {
    const server = await serve(dated.sign('DNS:shop.test', -80, 5));
    const found = await lookAt(server, 'shop.test', dated.file);
    expect(found).toMatchObject({ ok: true, degraded: true });
    expect(found.reason).toMatch(/^the certificate ends in 4 days, on \d{4}-\d\d-\d\d$/);
    expect(await lookAt(server, 'shop.test', dated.file, { warnDays: 3 })).toMatchObject({
      ok: true,
      degraded: false,
    });
  });

  it('that has expired is refused', async () => {
    const server = await serve(dated.sign('DNS:shop.test', -90, -3));
    const found = await lookAt(server, 'shop.test', dated.file);
    expect(found.reason).toMatch(/^the certificate is not accepted: it has expired on [\d-]{10}$/);
    expect(found.ok).toBe(false);
    expect(found.certificates).toHaveLength(2);
    expect(requests).toBe(0);
  });

  it('that is not valid yet is refused', async () => {
    const server = await serve(dated.sign('DNS:shop.test', 3, 90));
    const found = await lookAt(server, 'shop.test', dated.file);
    expect(found.reason).toMatch(/not accepted: it is not valid before [\d-]{10}$/);
    expect(requests).toBe(0);
  });

  it('that signed itself is refused', async () => {
    const server = await serve(authority.signItself('DNS:shop.test'));
    const found = await lookAt(server, 'shop.test');
    expect(found.reason).toBe('the certificate is not accepted: it is self-signed');
    expect(requests).toBe(0);
  });

  it('of an authority that is not known is refused', async () => {
    const server = await serve(authority.sign('DNS:shop.test', 90));
    const found = await lookAt(server, 'shop.test', dated.file);
    expect(found.reason).toMatch(/not accepted: its issuer is not known/);
    expect(requests).toBe(0);
  });

  it('for another host is refused', async () => {
    const server = await serve(authority.sign('DNS:shop.test', 90));
    const found = await lookAt(server, 'other.test', authority.file);
    expect(found.reason).toBe(
      'the certificate is not accepted: it is for another host than other.test',
    );
    expect(requests).toBe(0);
  });

  it('with several faults is told with all of them', async () => {
    const server = await serve(dated.sign('DNS:shop.test', -90, -3));
    expect((await lookAt(server, 'other.test', dated.file)).reason).toMatch(
      /it has expired on [\d-]{10}; it is for another host than other\.test$/,
    );
  });

  it('is taken as it is where it is not to be verified', async () => {
    const server = await serve(authority.signItself('DNS:shop.test'));
    expect(await lookAt(server, 'other.test', undefined, { verify: false })).toMatchObject({
      ok: true,
      status: 200,
    });
  });

  it('is looked at without a request, by another name than the host', async () => {
    const server = await serve(authority.sign('DNS:shop.test', 90));
    const certificate = { host: '127.0.0.1', port: server.port, servername: 'shop.test' };
    const found = await look({ certificate: { ...certificate, tls: { ca: authority.file } } });
    expect(found).toMatchObject({ ok: true });
    expect(found.certificates).toHaveLength(2);
    expect(requests).toBe(0);
  });
});

describe('a handshake', () => {
  it('with what speaks no TLS says so', async () => {
    const server = await serveTcp((socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    servers.push(server);
    expect((await lookAt(server, 'shop.test')).reason).toBe(
      `shop.test:${server.port} does not speak TLS at that port`,
    );
  });

  it('that never ends is ended', async () => {
    const server = await serveTcp(() => undefined);
    servers.push(server);
    const certificate = { host: '127.0.0.1', port: server.port };
    expect((await look({ certificate }, { timeoutMs: 300 })).reason).toBe(
      'no answer within 300 ms, while shaking hands for TLS',
    );
  });

  it('that is broken off says so', async () => {
    const server = await serveTcp((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    servers.push(server);
    expect((await lookAt(server, 'shop.test')).reason).toMatch(/closed the connection/);
  });

  it('with a server of old versions only says so', async () => {
    const { certificate, key } = authority.sign('DNS:shop.test', 90);
    const server = await listen(
      tls.createServer({
        cert: certificate,
        key,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
    );
    servers.push(server);
    expect((await lookAt(server, 'shop.test', authority.file)).reason).toMatch(
      /speaks only versions of TLS that are too old|has no TLS cipher|closed the connection/,
    );
  });

  it('names the file of authorities that cannot be read', async () => {
    const server = await serve(authority.sign('DNS:shop.test', 90));
    expect((await lookAt(server, 'shop.test', '/does/not/exist.pem')).reason).toBe(
      'the file of tls.ca cannot be read (ENOENT)',
    );
  });
});
