// TLS with a real server: what is found of its certificate, and what each sslmode makes of it.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { TargetHealth } from '../../../src/databases/target.ts';
import { createAuthority, type Authority } from '../../support/certificates.ts';
import { startDebianPostgres, type DebianPostgres } from '../../support/debian-postgres.ts';
import { findFreePort } from '../../support/free-port.ts';
import { openDatabase } from '../../support/snapshots.ts';
import { until } from '../../support/until.ts';

const hba = `local all all trust
hostssl shop all 127.0.0.1/32 scram-sha-256
host postgres all 127.0.0.1/32 trust
`;
const certificates = ['good', 'for-an-ip', 'ending', 'expired', 'lone', 'misnamed'] as const;
type Name = (typeof certificates)[number];

let authority: Authority;
let server: DebianPostgres;
let sql: postgres.Sql;
let port: number;
beforeAll(async () => {
  authority = createAuthority();
  const made: Record<Name, { certificate: string; key: string }> = {
    good: authority.sign('DNS:localhost', 60),
    'for-an-ip': authority.sign('IP:127.0.0.1', 60),
    ending: authority.sign('DNS:localhost', 5),
    expired: authority.sign('DNS:localhost', -1),
    lone: authority.signItself('DNS:localhost'),
    misnamed: authority.sign('DNS:db.example.com', 60),
  };
  const files = Object.entries(made).flatMap(([name, { certificate, key }]) => [
    [`${name}.crt`, certificate],
    [`${name}.key`, key],
  ]);
  port = await findFreePort();
  server = await startDebianPostgres(
    15,
    { listen_addresses: '127.0.0.1', port: String(port) },
    { ...Object.fromEntries(files), 'pg_hba.conf': hba },
  );
  sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  await sql`create database shop`;
  await sql`create role looker login password 'hush-hush'`;
});
afterAll(async () => {
  await sql.end();
  await server.stop();
  authority.remove();
});

/** Makes the server show another certificate, or speak no TLS at all. */
async function show(name: Name | undefined): Promise<void> {
  await sql.unsafe(`alter system set ssl = ${name === undefined ? 'off' : 'on'}`);
  await sql.unsafe(`alter system set ssl_cert_file = '${name ?? 'good'}.crt'`);
  await sql.unsafe(`alter system set ssl_key_file = '${name ?? 'good'}.key'`);
  await sql`select pg_reload_conf()`;
  await until('the server has read its configuration', async () => {
    const [row] = await sql<{ file: string; ssl: string }[]>`
      select current_setting('ssl_cert_file') as file, current_setting('ssl') as ssl`;
    return row?.file === `${name ?? 'good'}.crt` && row.ssl === (name === undefined ? 'off' : 'on');
  });
}

async function health(query: string, login = 'looker:hush-hush'): Promise<TargetHealth> {
  const url = `postgres://${login}@localhost:${port}/shop?${query}`;
  const connection = openDatabase(url, { connectTimeoutMs: 5000, statementTimeoutMs: 5000 });
  const found = await connection.health();
  await connection.close();
  expect(JSON.stringify(found)).not.toMatch(/hush/);
  return found;
}

const trusted = (): string => `sslrootcert=${encodeURIComponent(authority.file)}`;

describe('a server with TLS', () => {
  it('tells protocol, cipher and certificate', async () => {
    await show('good');
    const found = await health(`sslmode=verify-full&${trusted()}`);
    expect(found).toMatchObject({
      state: 'UP',
      reason: null,
      role: 'PRIMARY',
      tls: {
        encrypted: true,
        protocol: 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/),
        certificate: {
          subject: 'CN=db',
          issuer: 'O=Hawks, CN=Test Authority',
          verified: true,
          fault: null,
        },
      },
    });
    expect(found.sizeBytes).toBeGreaterThan(1_000_000);
    const left = found.tls?.certificate?.validTo.getTime() ?? 0;
    expect(left).toBeGreaterThan(Date.now() + 59 * 24 * 3_600_000);
  });

  it('is used without looking at the certificate where the mode says so, and that is told', async () => {
    await show('lone');
    expect(await health('sslmode=require')).toMatchObject({
      state: 'UP',
      tls: {
        encrypted: true,
        certificate: { verified: false, fault: expect.stringMatching(/self-signed/) },
      },
    });
    expect(await health('sslmode=prefer')).toMatchObject({ tls: { encrypted: true } });
  });

  it.each([
    ['lone', 'verify-full', /verify-full.*self-signed.*sslrootcert/],
    ['lone', 'verify-ca', /verify-ca.*self-signed/],
    ['expired', 'verify-full', /has expired: renew it/],
    ['misnamed', 'verify-full', /for another host/],
    ['for-an-ip', 'verify-full', /for another host/],
  ] as const)('with the certificate %s is DOWN under %s', async (name, mode, reason) => {
    await show(name);
    const found = await health(`sslmode=${mode}&${trusted()}`);
    expect(found).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(reason),
      latencyMs: null,
      tls: { encrypted: true, certificate: { verified: false } },
    });
  });

  it('is DOWN when nobody said which authority is trusted', async () => {
    await show('good');
    expect(await health('sslmode=verify-full')).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/authority is not known|authority is not trusted/),
    });
    expect(await health('sslmode=verify-full&sslrootcert=%2Fnowhere')).toMatchObject({
      state: 'DOWN',
      reason: 'the file that sslrootcert names cannot be read',
    });
  });

  it('may have a certificate for another host under verify-ca, and for an address', async () => {
    await show('misnamed');
    expect(await health(`sslmode=verify-ca&${trusted()}`)).toMatchObject({ state: 'UP' });
    await show('for-an-ip');
    const url = `postgres://looker:hush-hush@127.0.0.1:${port}/shop?sslmode=verify-full&${trusted()}`;
    const connection = openDatabase(url);
    expect(await connection.health()).toMatchObject({ state: 'UP', reason: null });
    await connection.close();
  });

  it('is DEGRADED while its certificate is about to end, and when it has ended unverified', async () => {
    await show('ending');
    expect(await health(`sslmode=verify-full&${trusted()}`)).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringMatching(/certificate expires on \d{4}-\d\d-\d\d/),
    });
    await show('expired');
    expect(await health('sslmode=require')).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringMatching(/certificate expired on/),
    });
  });

  it('has words for a wrong password, and for those who come without TLS', async () => {
    await show('good');
    expect(await health('sslmode=require', 'looker:hush-wrong')).toMatchObject({
      state: 'DOWN',
      reason: 'the server refuses the user or password',
    });
    expect(await health('sslmode=disable')).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/without TLS: add sslmode=require/),
      tls: { encrypted: false },
    });
  });

  it('keeps its snapshot and fingerprint behind TLS too', async () => {
    await show('good');
    const connection = openDatabase(
      `postgres://looker:hush-hush@localhost:${port}/shop?sslmode=verify-full&${trusted()}`,
    );
    const signal = new AbortController().signal;
    expect(await connection.readFingerprint(signal)).toMatch(/^[0-9a-f]{32}$/);
    expect(await connection.readSnapshot({ signal })).toMatchObject({ ok: true });
    await connection.close();
  });
});

describe('a server without TLS', () => {
  it('is DOWN for those who ask for it, and says what to do', async () => {
    await show(undefined);
    for (const mode of ['require', 'verify-full']) {
      expect(await health(`sslmode=${mode}`)).toMatchObject({
        state: 'DOWN',
        reason: expect.stringMatching(/does not speak TLS, which sslmode=.*turn on `ssl`/),
      });
    }
  });

  it('is used by those who only prefer it', async () => {
    await show(undefined);
    const url = `postgres://postgres@localhost:${port}/postgres?sslmode=prefer`;
    const connection = openDatabase(url);
    expect(await connection.health()).toMatchObject({ state: 'UP', tls: { encrypted: false } });
    await connection.close();
  });

  it('over a Unix socket has none, whatever the mode', async () => {
    const connection = openDatabase(`${inject('serverUrl')}?sslmode=verify-full`);
    expect(await connection.health()).toMatchObject({ tls: { encrypted: false } });
    await connection.close();
  });
});
