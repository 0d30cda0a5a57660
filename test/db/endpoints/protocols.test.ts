// DNS, SMTP, Redis, TCP and PostgreSQL, each against a real server on this machine, good ones and bad ones.
import tls from 'node:tls';

import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import { createAuthority, type Authority } from '../../support/certificates.ts';
import { startDnsServer, type DnsServer } from '../../support/dns-server.ts';
import {
  type TestServer,
  closeServers,
  listen,
  look,
  serveLines,
  serveTcp,
} from '../../support/probe-rig.ts';

let authority: Authority;
const servers: TestServer[] = [];

beforeAll(() => {
  authority = createAuthority();
});
afterAll(() => authority.remove());
afterEach(() => closeServers(servers));

async function kept(starting: Promise<TestServer>): Promise<TestServer> {
  const server = await starting;
  servers.push(server);
  return server;
}

describe('DNS', () => {
  let dns: DnsServer;
  beforeAll(async () => {
    dns = await startDnsServer({
      'shop.test': { addresses: ['10.1.2.3', '10.1.2.4'] },
      'text.test': { texts: ['v=spf1 -all'] },
      'refused.test': { code: 5 },
      'broken.test': { code: 2 },
      'silent.test': 'silent',
      'garbage.test': 'garbage',
    });
  });
  afterAll(() => dns.close());

  const ask = (name: string, more: object = {}, timeoutMs = 20_000) =>
    look({ dns: { name, server: `127.0.0.1:${dns.port}`, ...more } }, { timeoutMs });

  it('finds records, and the expected ones among them', async () => {
    expect(await ask('shop.test')).toMatchObject({ ok: true, reason: null });
    expect(await ask('shop.test', { expect: '10.1.2.4' })).toMatchObject({ ok: true });
    expect((await ask('shop.test', { expect: ['10.1.2.4', '10.9.9.9'] })).reason).toBe(
      'the answer (10.1.2.3, 10.1.2.4) lacks 10.9.9.9',
    );
    expect(await ask('text.test', { type: 'TXT', expect: 'v=spf1 -all' })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['unknown.test', 'there is no such name'],
    ['refused.test', 'the DNS server refuses to answer (REFUSED)'],
    ['broken.test', 'the DNS server failed (SERVFAIL)'],
  ])('says what %s is', async (name, reason) => {
    expect(await ask(name)).toMatchObject({ ok: false, reason });
  });

  it.each(['silent.test', 'garbage.test'])('gives %s up at the deadline', async (name) => {
    const found = await ask(name, {}, 600);
    expect(found.ok).toBe(false);
    expect(found.reason).toMatch(/no answer within 600 ms|the DNS server did not answer|no DNS/);
  });

  it('of the system that knows no such name is the reason of what needs it', async () => {
    const found = await look({ tcp: { host: 'nowhere.test', port: 80 } }, { names: {} });
    expect(found.reason).toBe('the name nowhere.test cannot be resolved: DNS knows no such name');
  });

  it('of the system that is silent is given up at the deadline', async () => {
    const found = await look(
      { tcp: { host: 'nowhere.test', port: 80 } },
      { ask: () => new Promise(() => undefined), timeoutMs: 300 },
    );
    expect(found.reason).toBe('no answer within 300 ms, while resolving its name');
  });
});

describe('SMTP', () => {
  const good = {
    '': '220-mail.test ESMTP\r\n220 ready\r\n',
    EHLO: '250-mail.test\r\n250-SIZE 100\r\n250 HELP\r\n',
    QUIT: '221 bye\r\n',
  };

  it('greets and answers EHLO', async () => {
    const { port } = await kept(serveLines(good));
    const smtp = { host: '127.0.0.1', port };
    expect(await look({ smtp })).toMatchObject({ ok: true, reason: null });
    expect((await look({ smtp: { ...smtp, security: 'required' } })).reason).toBe(
      'it does not offer STARTTLS',
    );
  });

  it.each([
    ['is not ready', { ...good, '': '554 go away\r\n' }, /answers its banner with 554 go away/],
    ['refuses EHLO', { ...good, EHLO: '502 what\r\n' }, /answers EHLO with 502 what/],
    ['is none', { '': 'SSH-2.0-x\r\n' }, /does not speak SMTP/],
    ['never ends its banner', { '': '220-a\r\n'.repeat(200) }, /does not speak SMTP/],
    ['talks without end', { '': 'x'.repeat(100_000) }, /says more than 65536 bytes/],
  ])('that %s says so', async (_what, answers, reason) => {
    const { port } = await kept(serveLines(answers));
    expect((await look({ smtp: { host: '127.0.0.1', port } })).reason).toMatch(reason);
  });

  it('is silent: the deadline ends it', async () => {
    const { port } = await kept(serveLines({}));
    expect((await look({ smtp: { host: '127.0.0.1', port } }, { timeoutMs: 300 })).reason).toBe(
      'no answer within 300 ms, while waiting for the banner',
    );
  });

  it('uses STARTTLS where it is offered, and takes nothing said before it', async () => {
    const { certificate, key } = authority.sign('IP:127.0.0.1', 90);
    let injected = '';
    const server = await kept(
      serveTcp((socket) => {
        socket.write('220 mail.test\r\n');
        socket.once('data', () => {
          socket.write('250-mail.test\r\n250 STARTTLS\r\n');
          socket.once('data', () => {
            socket.removeAllListeners('data');
            socket.write(`220 go on\r\n${injected}`);
            const secure = new tls.TLSSocket(socket, { isServer: true, cert: certificate, key });
            secure.on('error', () => undefined);
            secure.on('data', () => secure.write('250 mail.test\r\n'));
          });
        });
      }),
    );
    const smtp = { host: '127.0.0.1', port: server.port, tls: { ca: authority.file } };
    const found = await look({ smtp });
    expect(found).toMatchObject({ ok: true, reason: null });
    expect(found.certificates).toHaveLength(2);
    expect((await look({ smtp: { ...smtp, tls: {} } })).reason).toMatch(/not accepted/);
    injected = '250 injected\r\n';
    expect((await look({ smtp })).reason).toBe('the server said something nobody asked for');
  });
});

describe('Redis', () => {
  it('answers PING, with AUTH before it', async () => {
    const { port } = await kept(serveLines({ PING: '+PONG\r\n', AUTH: '', geheim: '+OK\r\n' }));
    expect(await look({ redis: { url: `redis://127.0.0.1:${port}` } })).toMatchObject({ ok: true });
    const found = await look({ redis: { url: `redis://me:geheim@127.0.0.1:${port}/0` } });
    expect(found).toMatchObject({ ok: true, reason: null });
  });

  it.each([
    [
      '-NOAUTH Authentication required.\r\n',
      'it refuses PING: it wants a password: put it into the URL',
    ],
    ['-LOADING Redis is loading\r\n', 'it refuses PING: it is still loading its data'],
    ['-ERR max clients\r\n', 'it refuses PING: -ERR max clients'],
    ['HTTP/1.1 400\r\n', 'it does not speak the protocol of Redis'],
  ])('that says %s', async (answer, reason) => {
    const { port } = await kept(serveLines({ PING: answer }));
    expect(await look({ redis: { url: `redis://127.0.0.1:${port}` } })).toMatchObject({
      ok: false,
      reason,
    });
  });

  it('never shows the password', async () => {
    const { port } = await kept(serveLines({ AUTH: '-ERR who is s3cr3t-word?\r\n' }));
    const found = await look({ redis: { url: `redis://:s3cr3t-word@127.0.0.1:${port}` } });
    expect(found.reason).toBe('it refuses AUTH: -ERR who is ***?');
  });

  it('speaks TLS', async () => {
    const { certificate, key } = authority.sign('IP:127.0.0.1', 90);
    const server = await kept(
      listen(
        tls.createServer({ cert: certificate, key }, (socket) => {
          socket.on('error', () => undefined);
          socket.on('data', () => socket.write('+PONG\r\n'));
        }),
      ),
    );
    const url = `rediss://127.0.0.1:${server.port}`;
    expect(await look({ redis: { url, tls: { ca: authority.file } } })).toMatchObject({ ok: true });
    expect((await look({ redis: { url } })).reason).toMatch(/not accepted/);
  });

  it('is silent, or closes: an answer in time, and words', async () => {
    const silent = await kept(serveTcp(() => undefined));
    const silentUrl = `redis://127.0.0.1:${silent.port}`;
    expect((await look({ redis: { url: silentUrl } }, { timeoutMs: 300 })).reason).toBe(
      'no answer within 300 ms, while waiting for the answer to PING',
    );
    const closing = await kept(serveTcp((socket) => socket.end()));
    expect((await look({ redis: { url: `redis://127.0.0.1:${closing.port}` } })).reason).toMatch(
      /closed the connection/,
    );
  });
});

describe('TCP', () => {
  it('is up when the connection is accepted, and tries every address', async () => {
    const { port } = await kept(serveTcp(() => undefined));
    expect(await look({ tcp: { host: '127.0.0.1', port } })).toMatchObject({ ok: true });
    const names = { 'two.test': ['127.0.0.9', '127.0.0.1'] };
    expect(await look({ tcp: { host: 'two.test', port } }, { names })).toMatchObject({ ok: true });
  });
});

describe('PostgreSQL', () => {
  const url = inject('serverUrl');
  const ask = (query: string, expectation: object = {}, timeoutMs = 20_000) =>
    look({ postgres: { url, query, expect: expectation } }, { timeoutMs });

  it('gives the rows and the value that are expected', async () => {
    expect(await ask('select 1')).toMatchObject({ ok: true, reason: null });
    expect(await ask('select 1 + 1', { value: 2 })).toMatchObject({ ok: true });
    expect(await ask('select n from generate_series(1, 3) n', { rows: 3 })).toMatchObject({
      ok: true,
    });
    expect((await ask("select 'x'", { value: 'y' })).reason).toBe('the query gives "x", not "y"');
    expect((await ask('select null', { value: 'y' })).reason).toBe('the query gives null, not "y"');
    expect((await ask('select 1 where false', { rows: 1 })).reason).toBe(
      'the query gives 0 rows, not 1',
    );
  });

  it('reads no more rows than a bound', async () => {
    const found = await ask('select generate_series(1, 100000000)', { rows: 7 });
    expect(found.reason).toBe('the query gives more than 1000 rows, not 7');
  });

  it('may not write', async () => {
    expect((await ask('create table public.never (n int)')).reason).toMatch(
      /read-only transaction/,
    );
  });

  it('takes one statement only', async () => {
    expect((await ask('select 1; select 2')).reason).toMatch(/multiple commands/);
  });

  it('that takes too long is ended', async () => {
    const found = await ask('select pg_sleep(60)', {}, 700);
    expect(found.ok).toBe(false);
    expect(found.reason).toMatch(/no answer within 700 ms, while waiting for the query|timeout/);
  });

  it('that is not there, or refuses the password, says so without it', async () => {
    const closed = await serveTcp(() => undefined);
    await closed.close();
    const refused = await look({
      postgres: { url: `postgres://a:s3cr3t-word@127.0.0.1:${closed.port}/x` },
    });
    expect(refused.reason).toMatch(/refused the connection: nothing listens there/);
    const wrong = new URL(url);
    wrong.password = 's3cr3t-word';
    const found = await look({ postgres: { url: wrong.href } });
    expect(JSON.stringify(found)).not.toContain('s3cr3t-word');
  });

  it('that hangs after the connection is given up', async () => {
    const server = await kept(serveTcp(() => undefined));
    const found = await look(
      { postgres: { url: `postgres://a:b@127.0.0.1:${server.port}/x` } },
      { timeoutMs: 500 },
    );
    expect(found.reason).toMatch(/no answer within 500 ms, while connecting/);
  });
});
