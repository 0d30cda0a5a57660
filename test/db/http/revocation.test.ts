import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { revokeToken } from '../../../src/store/tokens.ts';
import { until } from '../../support/until.ts';
import { ask, codeOf, connect, send, stream, textAt } from './clients.ts';
import { clock, startService, type Replica, type TestService } from './service.ts';

const watching = 'subscription { events { id } }';

describe('a token that stops working', () => {
  let service: TestService;
  let second: Replica;
  beforeAll(async () => {
    service = await startService();
    second = await service.addReplica();
  });
  afterAll(() => service.close());

  const openOn = async (replica: Replica, token: string) => {
    const socket = connect(replica.webSocketUrl, token);
    const onSocket = socket.subscribe(watching);
    const onStream = stream(replica.url, token, watching);
    const before = replica.subscribers();
    await until('two subscriptions', () => replica.subscribers() >= before + 2);
    return { socket, onSocket, onStream };
  };

  it('closes its WebSockets and event streams on every replica within two seconds', async () => {
    const revoked = await service.addToken('viewer');
    const kept = await service.addToken('viewer');
    const open = await Promise.all([openOn(service, revoked.text), openOn(second, revoked.text)]);
    const other = await openOn(second, kept.text);
    const startMs = performance.now();
    await ask(
      service.url,
      service.tokens.admin,
      'mutation ($id: ID!) { revokeToken(id: $id) { __typename } }',
      { id: revoked.id },
    );
    for (const { socket, onStream } of open) {
      expect(await socket.closed()).toEqual({ code: 4403, reason: 'The token was revoked.' });
      const results = await onStream.ended();
      expect(results.at(-1)?.errors?.[0]?.message).toBe('The token was revoked.');
      expect(onStream.state()).toBe('completed');
    }
    expect(performance.now() - startMs).toBeLessThan(2000);
    for (const replica of [service, second]) {
      await until('the token to be refused', async () => {
        return (await send(replica.url, revoked.text, '{ head }')).status === 401;
      });
    }
    expect(other.socket.closeCode()).toBeUndefined();
    expect(other.onStream.state()).toBe('open');
    for (const { socket, onStream } of [...open, other]) {
      socket.dispose();
      onStream.stop();
    }
  });

  it('closes them when it expires', async () => {
    const expiring = await service.addToken('viewer', new Date(clock.now().getTime() + 1500));
    const { socket, onStream } = await openOn(second, expiring.text);
    expect((await socket.closed()).code).toBe(4403);
    expect(codeOf((await onStream.ended()).at(-1) ?? {})).toBe('FORBIDDEN');
    expect((await send(second.url, expiring.text, '{ head }')).status).toBe(401);
    socket.dispose();
  });

  it('lets nobody in who connects while it is being revoked', async () => {
    for (let round = 0; round < 10; round += 1) {
      const token = await service.addToken('viewer');
      const sockets = Array.from({ length: 4 }, (_, n) => {
        return connect((n % 2 === 0 ? service : second).webSocketUrl, token.text);
      });
      await service.store.transaction((tx) => revokeToken(tx, token.id, clock.now()));
      for (const socket of sockets) expect((await socket.closed()).code).toBe(4403);
      for (const socket of sockets) socket.dispose();
    }
  });

  it('is made and shown once by an admin', async () => {
    const made = await ask(
      service.url,
      service.tokens.admin,
      `mutation { createToken(input: { name: "ci", role: OPERATOR }) {
        ... on CreatedToken { text token { id name role } } } }`,
    );
    const text = textAt(made, 'createToken.text');
    const viewer = await ask(second.url, text, '{ viewer { name role } }');
    expect(viewer).toEqual({ viewer: { name: 'ci', role: 'OPERATOR' } });
    const tables = await service.store.raw`
      select (select string_agg(t::text, '') from hawkwatch_store.tokens t)
        || (select string_agg(e::text, '') from hawkwatch_store.events e)
        || (select string_agg(a::text, '') from hawkwatch_store.audit_log a) as everything`;
    expect(JSON.stringify(tables)).not.toContain(text);
  });
});
