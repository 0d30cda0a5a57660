// What a server is told by hawkwatch stands, whatever the URL and hawkwatch's own environment say.
import net from 'node:net';
import { once } from 'node:events';

import { afterEach, describe, expect, inject, it, vi } from 'vitest';

import { openSession } from '../../../src/databases/postgres/session.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a session on a monitored server', () => {
  it('has the name and the time limit that hawkwatch gives it', async () => {
    const options = encodeURIComponent(
      '-c statement_timeout=0 -c application_name=z -c default_transaction_read_only=on',
    );
    const query = `statement_timeout=0&application_name=x&APPLICATION_NAME=y&options=${options}`;
    const session = await openSession({
      url: `${inject('serverUrl')}?${query}`,
      applicationName: 'hawkwatch test',
      statementTimeoutMs: 1234,
    });
    const rows = await session.query<Record<string, string>>(
      `select current_setting('application_name') as name,
         current_setting('statement_timeout') as limit,
         current_setting('default_transaction_read_only') as other`,
    );
    await session.close();
    expect(rows[0]).toEqual({ name: 'hawkwatch test', limit: '1234ms', other: 'on' });
  });

  it('logs in as the URL says, never with what the environment holds', async () => {
    vi.stubEnv('PGPASSWORD', 'secret-of-the-store');
    vi.stubEnv('PGUSER', 'somebody');
    vi.stubEnv('PGUSERNAME', 'somebody');
    vi.stubEnv('PGDATABASE', 'elsewhere');
    // A server that asks for a password in clear text.
    const asking = net.createServer();
    asking.listen(0, '127.0.0.1');
    await once(asking, 'listening');
    const { port } = asking.address() as net.AddressInfo;
    const heard: Buffer[] = [];
    asking.on('connection', (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (data) => {
        heard.push(data);
        if (heard.length === 1) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
        else socket.destroy();
      });
    });
    const url = `postgres://127.0.0.1:${port}`;
    await expect(openSession({ url, applicationName: 'hawkwatch test' })).rejects.toThrow(/./);
    asking.close();
    const [startUp, password] = heard.map((each) => each.toString('latin1'));
    expect(startUp).toContain('user\0');
    expect(startUp).not.toMatch(/somebody|elsewhere/);
    expect(password).toBe('p\0\0\0\x05\0');
  });

  it('reaches the server as before with the URL as it was', async () => {
    vi.stubEnv('PGPASSWORD', 'wrong');
    const session = await openSession({ url: inject('serverUrl'), applicationName: 'hawkwatch' });
    expect(session.pid).toBeGreaterThan(0);
    await session.close();
  });
});
