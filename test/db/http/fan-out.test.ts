import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { defineEvent } from '../../../src/core/events.ts';
import { insertAuditEntry } from '../../../src/store/audit.ts';
import { revokeToken } from '../../../src/store/tokens.ts';
import { until } from '../../support/until.ts';
import { startRun } from './runs.ts';
import { clock, random, startService, type TestService } from './service.ts';
import { recordProgress } from './stub-commands.ts';
import { openWire, openWireStream, type WireOperation } from './wire.ts';

const noted = defineEvent({
  type: 'test.noted',
  version: 1,
  audience: 'viewer',
  schema: z.object({ n: z.number() }),
});

/** The same subscription as different people write it. */
const spellings = (head: string): readonly WireOperation[] => [
  { query: 'subscription { events { type cursor payload } }' },
  { query: 'subscription{events{type,cursor,payload}}' },
  { query: '# mine\nsubscription {\n  events { type cursor # where\n payload } }' },
  { query: `subscription { events(after: "${head}") { type cursor payload } }` },
  {
    query: 'subscription ($after: Cursor) { events(after: $after) { type cursor payload } }',
    variables: { after: head, unused: 1 },
  },
  { query: 'subscription ($after: Cursor) { events(after: $after) { type cursor payload } }' },
];

describe('subscriptions that are the same', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const note = (...numbers: readonly number[]) =>
    service.store.transaction(({ append }) => {
      for (const n of numbers) {
        append(noted.create({ subject: 'test', occurredAt: clock.now(), payload: { n } }));
      }
      return Promise.resolve();
    });
  const members = (count: number): Promise<boolean> =>
    until(`${count} members`, () => service.fanOut.members === count);
  /** Nobody is left, not even in the hub: what remains there is hawkwatch's own. */
  const nothingLeft = async (): Promise<void> => {
    await until('everything to be cleaned up', () => {
      const { members: left, groups, lagging } = service.fanOut;
      return left === 0 && groups === 0 && lagging === 0 && service.hub.subscribers === 1;
    });
  };

  it('are executed once per event, and delivered to everybody', async () => {
    const { webSocketUrl, url, tokens, fanOut, hub } = service;
    const operations = spellings(hub.head);
    const sockets = await Promise.all(
      operations.map(async (operation) => {
        const socket = await openWire(webSocketUrl, tokens.viewer);
        socket.subscribe('1', operation);
        return socket;
      }),
    );
    const streams = await Promise.all(
      operations.map((operation) => openWireStream(url, tokens.viewer, operation)),
    );
    const count = 2 * operations.length;
    await members(count);
    expect(fanOut.groups).toBe(1);
    // One more for all of them, besides hawkwatch's own.
    expect(hub.subscribers).toBe(2);
    await until('all to be live', () => fanOut.lagging === 0);
    const before = { ...fanOut };
    await note(1);
    await note(2, 3);
    const everybody = [
      ...sockets.map((one) => () => one.texts('1')),
      ...streams.map((s) => s.texts),
    ];
    await until('three events everywhere', () => everybody.every((texts) => texts().length === 3));
    expect(fanOut.executions - before.executions).toBe(3);
    expect(fanOut.deliveries - before.deliveries).toBe(3 * count);
    for (const socket of sockets) expect(socket.texts('1')).toEqual(sockets[0]?.texts('1'));
    for (const stream of streams) expect(stream.texts()).toEqual(streams[0]?.texts());
    for (const one of [...sockets, ...streams]) one.terminate();
    await nothingLeft();
  });

  it('may be open several times on one socket, each with its own id and end', async () => {
    const socket = await openWire(service.webSocketUrl, service.tokens.viewer);
    const [operation] = spellings('');
    if (operation === undefined) throw new Error('no operation');
    for (const id of ['a', 'b', 'c']) socket.subscribe(id, operation);
    await members(3);
    await note(1);
    await until('the event', () => socket.texts('c').length === 1);
    socket.complete('b');
    await members(2);
    await note(2);
    await until('the next event', () => socket.texts('c').length === 2);
    expect(['a', 'b', 'c'].map((id) => socket.texts(id).length)).toEqual([2, 1, 2]);
    socket.terminate();
    await nothingLeft();
  });

  it('are not shared between roles: what is for admins never comes to others', async () => {
    const { webSocketUrl, url, tokens, store, fanOut } = service;
    const query = 'subscription { events { type payload } }';
    const open = async (token: string) => {
      const socket = await openWire(webSocketUrl, token);
      socket.subscribe('1', { query });
      const stream = await openWireStream(url, token, { query });
      return { socket, stream, texts: () => [...socket.texts('1'), ...stream.texts()] };
    };
    const [viewer, operator, admin] = [
      await open(tokens.viewer),
      await open(tokens.operator),
      await open(tokens.admin),
    ];
    await members(6);
    expect(fanOut.groups).toBe(3);
    const actor = { id: 'x', name: 'secret name', role: 'admin', origin: 'test' } as const;
    const entry = { actor, action: 'test', subject: 'test', result: 'ok', at: clock.now() };
    for (let n = 0; n < 10; n += 1) {
      await store.transaction(async (tx) => {
        await insertAuditEntry(tx, random, entry);
        tx.append(noted.create({ subject: 'test', occurredAt: clock.now(), payload: { n } }));
      });
    }
    await until('all events', () => admin.texts().length === 40);
    for (const { texts } of [viewer, operator]) {
      await until('what all may see', () => texts().length === 20);
      expect(texts().join('')).not.toContain('audit.');
    }
    expect(admin.texts().filter((text) => text.includes('secret name'))).toHaveLength(20);
    for (const one of [viewer, operator, admin]) {
      expect(one.texts().every((text) => text.includes('"data"'))).toBe(true);
      one.socket.terminate();
      one.stream.terminate();
    }
    await nothingLeft();
  });

  it('go on for others when one token is revoked, and end for it at once', async () => {
    const { webSocketUrl, url, store, fanOut } = service;
    const query = 'subscription { events { payload } }';
    const [revoked, kept] = [await service.addToken('viewer'), await service.addToken('viewer')];
    const sockets = [
      await openWire(webSocketUrl, revoked.text),
      await openWire(webSocketUrl, kept.text),
    ] as const;
    for (const socket of sockets) socket.subscribe('1', { query });
    const streams = [
      await openWireStream(url, revoked.text, { query }),
      await openWireStream(url, kept.text, { query }),
    ] as const;
    await members(4);
    expect(fanOut.groups).toBe(1);
    await note(1);
    const everybody = [
      ...sockets.map((one) => () => one.texts('1')),
      ...streams.map((s) => s.texts),
    ];
    await until('the event everywhere', () => everybody.every((texts) => texts().length === 1));
    // What follows in the very transaction of the revocation comes in the same moment.
    await store.transaction(async (tx) => {
      await revokeToken(tx, revoked.id, clock.now());
      for (let n = 2; n < 30; n += 1) {
        tx.append(noted.create({ subject: 'test', occurredAt: clock.now(), payload: { n } }));
      }
    });
    await note(30);
    await until('the rest for the other', () => {
      return sockets[1].texts('1').length === 30 && streams[1].texts().length === 30;
    });
    await until('the close', () => sockets[0].closeCode() === 4403 && streams[0].ended());
    expect(sockets[0].texts('1')).toHaveLength(1);
    expect(streams[0].texts().slice(1).join('\n')).toMatch(
      /^event: next\ndata: \{"errors":\[\{"message":"The token was revoked\.".+\nevent: complete/,
    );
    sockets[1].terminate();
    streams[1].terminate();
    await nothingLeft();
  });

  it('leave nothing behind, however they end', async () => {
    const { webSocketUrl, url, tokens, store } = service;
    const { run, globalId } = await startRun(service);
    const watching = { query: 'subscription { events { payload } }' };
    const progress = {
      query: 'subscription ($run: ID!) { migrationProgress(runId: $run) { kind } }',
      variables: { run: globalId },
    };
    const socket = await openWire(webSocketUrl, tokens.viewer);
    const stream = await openWireStream(url, tokens.viewer, progress);
    const other = await openWireStream(url, tokens.viewer, watching);
    socket.subscribe('progress', progress);
    socket.subscribe('events', watching);
    socket.subscribe('refused', { query: 'subscription { events(after: "x") { payload } }' });
    await members(4);
    // The run ends: its streams complete by themselves.
    await recordProgress(
      store,
      run,
      [{ kind: 'FINISHED', seq: 2, state: 'SUCCEEDED' }],
      clock.now(),
    );
    await until('the end of the progress', () => stream.ended());
    expect(socket.texts('progress').at(-1)).toBe('{"id":"progress","type":"complete"}');
    await members(2);
    socket.complete('events');
    await members(1);
    other.terminate();
    await nothingLeft();
    // Those that come and go before anything happens.
    for (let round = 0; round < 5; round += 1) {
      socket.subscribe(`${round}`, watching);
      socket.complete(`${round}`);
      (await openWireStream(url, tokens.viewer, watching)).terminate();
    }
    await nothingLeft();
    // Who comes then finds a group that lives.
    for (const name of ['x', 'y']) socket.subscribe(name, watching);
    await until('both to be live', () => {
      const { members: open, groups, lagging } = service.fanOut;
      return open === 2 && groups === 1 && lagging === 0;
    });
    socket.terminate();
    await nothingLeft();
  });
});
