// Heartbeats over real sockets: who may report, with which methods, and what the API tells of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  createHeartbeats,
  type HeartbeatsPart,
} from '../../../src/alerts/heartbeats/heartbeats.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Store } from '../../../src/store/store.ts';
import { ask } from '../../support/service.ts';
import { clock, random, startService, type TestService } from './service.ts';

const token = 'token-of-a-test-heartbeat';

let service: TestService;
let part: HeartbeatsPart;
let isAway = false;

const leaving = (store: Store): Store => ({
  ...store,
  transaction: (work) =>
    isAway ? Promise.reject(new Error('the store is away')) : store.transaction(work),
});

beforeAll(async () => {
  service = await startService({
    heartbeats: ({ store }) => {
      part = createHeartbeats({
        store: leaving(store),
        clock,
        random,
        logger: silentLogger,
        settings: [
          { name: 'backup', everyMs: 3_600_000, graceMs: 60_000, token },
          { name: 'other', everyMs: 60_000, graceMs: 60_000, token: `${token}-other` },
        ],
      });
      return part.service;
    },
  });
  await part.start();
});
afterAll(async () => {
  await part.stop();
  await service.close();
});

function send(name: string, init: RequestInit = {}, by = `Bearer ${token}`): Promise<Response> {
  return fetch(new URL(`/heartbeat/${name}`, service.url), {
    ...init,
    headers: { authorization: by },
  });
}

interface Listed {
  readonly heartbeats: readonly { name: string; state: string; count: number }[];
}
const list = async (role: 'operator' | 'admin') => {
  const { heartbeats } = await ask<Listed>(
    { graphql: service.url },
    service.tokens[role],
    '{ heartbeats { name everyMs graceMs lastAt dueAt state missingSince count } }',
  );
  return heartbeats;
};

describe('/heartbeat/<name>', () => {
  it('takes its own token only, and answers all others alike', async () => {
    const answers = await Promise.all(
      [
        send('backup', {}, 'Bearer wrong'),
        send('backup', {}, ''),
        send('other'),
        send('nobody'),
        send('backup', {}, `Bearer ${service.tokens.admin}`),
      ].map(async (sent) => {
        const response = await sent;
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 /);
    expect(await list('operator')).toMatchObject([
      { name: 'backup', state: 'WAITING', count: 0, everyMs: 3_600_000, graceMs: 60_000 },
      { name: 'other', state: 'WAITING', count: 0 },
    ]);
  });

  it('takes GET, HEAD and POST, whatever the body', async () => {
    const inits: RequestInit[] = [
      { method: 'GET' },
      { method: 'HEAD' },
      { method: 'POST' },
      { method: 'POST', body: '{"not": json' },
    ];
    for (const init of inits) expect((await send('backup', init)).status).toBe(200);
    expect(await list('admin')).toMatchObject([{ name: 'backup', state: 'OK', count: 4 }, {}]);
    const put = await send('backup', { method: 'PUT', body: 'x' });
    expect(put.status).toBe(405);
    expect(put.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await send('backup', { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
    expect(await list('admin')).toMatchObject([{ count: 4 }, {}]);
  });

  it('answers 503 while the store is away', async () => {
    isAway = true;
    const away = await send('backup');
    isAway = false;
    expect(away.status).toBe(503);
    expect(away.headers.get('retry-after')).toBe('5');
    expect((await send('backup')).status).toBe(200);
  });

  it('is shown to operators, not to viewers', async () => {
    await expect(
      ask({ graphql: service.url }, service.tokens.viewer, '{ heartbeats { name } }'),
    ).rejects.toThrow(/FORBIDDEN/);
  });
});
