// The dashboard's subscriptions: whatever happens to the connection, each event is seen once and in
// order, and what cannot be resumed ends with a reason.
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';

import { defineEvent } from '../../../src/core/events.ts';
import {
  subscribeResumably,
  type ResumeHooks,
  type StreamResult,
} from '../../../src/dashboard/client/resume.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import { clock, startService, type TestService } from './service.ts';

const numbered = defineEvent({
  type: 'test.numbered',
  version: 1,
  audience: 'viewer',
  schema: z.object({ number: z.number() }),
});

const query = `subscription ($after: Cursor) {
  events(filter: { types: ["${numbered.type}"] }, after: $after) { cursor payload } }`;

const numberOf = ({ data }: StreamResult): number =>
  (data as { events: { payload: { number: number } } }).events.payload.number;

describe('a subscription of the dashboard', () => {
  let service: TestService;
  const sockets = new Set<WebSocket>();
  const clients: Client[] = [];

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    await service.close();
  });

  // A socket that can be cut off from outside.
  class KnownSocket extends WebSocket {
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      sockets.add(this);
      this.once('close', () => sockets.delete(this));
    }
  }

  const connect = (token: string): Client => {
    const client = createClient({
      url: service.webSocketUrl,
      webSocketImpl: KnownSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      shouldRetry: () => false,
    });
    clients.push(client);
    return client;
  };
  const hooks = (onRefused: () => void = () => undefined): ResumeHooks => ({
    onRefused,
    setPause: (ms, again) => clock.setTimer(Math.min(ms, 20), again),
  });
  const append = (from: number, count: number): Promise<unknown> =>
    service.store.transaction(async (tx) => {
      for (let number = from; number < from + count; number += 1) {
        const payload = { number };
        tx.append(numbered.create({ subject: 'test', occurredAt: clock.now(), payload }));
      }
    });
  const head = (): string => service.hub.cursorOf(service.hub.position);

  it('sees every event once and in order while its connections are cut at any time', async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    const seen: number[] = [];
    let failure: unknown;
    const leave = subscribeResumably(
      connect(service.tokens.viewer),
      { query, variables: { after: head() } },
      {
        next: (result) => seen.push(numberOf(result)),
        error: (error) => (failure = error),
        complete: () => (failure = 'completed'),
      },
      hooks(),
    );
    const total = 400;
    let cuts = 0;
    for (let written = 0; written < total;) {
      const size = Math.min(total - written, 1 + random.integer(5));
      await append(written, size);
      written += size;
      if (random.integer(4) > 0) continue;
      // Some are cut while they are opened, some after they told of a few events.
      const wanted = seen.length + random.integer(Math.max(1, written - seen.length));
      if (random.integer(2) === 0) await until('some events', () => seen.length >= wanted);
      cuts += sockets.size;
      for (const socket of sockets) {
        // As a proxy does that ends what is open for long.
        if (socket.readyState === WebSocket.OPEN && random.integer(2) === 0) socket.close(1000);
        else socket.terminate();
      }
    }
    await until('all events', () => seen.length >= total || failure !== undefined);
    leave();
    const note = `seed ${seed}, ${cuts} cuts`;
    expect(failure, note).toBeUndefined();
    expect(seen, note).toEqual(Array.from({ length: total }, (_, number) => number));
    // While it is not connected yet, there is nothing to cut: on a busy machine there are fewer.
    expect(cuts, note).toBeGreaterThan(2);
  });

  it('ends with the reason when the service does not know its cursor', async () => {
    const failures: unknown[] = [];
    subscribeResumably(
      connect(service.tokens.viewer),
      { query, variables: { after: 'not-a-cursor' } },
      {
        next: ({ errors }) => errors !== undefined && failures.push(errors),
        error: (error) => failures.push(error),
        complete: () => undefined,
      },
      hooks(),
    );
    await until('the failure', () => failures.length > 0);
    expect(JSON.stringify(failures[0])).toContain('ursor');
  });

  it('pauses before it connects again, also when the connection was closed as usual', async () => {
    const pauses: number[] = [];
    const seen: number[] = [];
    const leave = subscribeResumably(
      connect(service.tokens.viewer),
      { query, variables: { after: head() } },
      {
        next: (result) => seen.push(numberOf(result)),
        error: () => undefined,
        complete: () => undefined,
      },
      { ...hooks(), setPause: (ms, again) => (pauses.push(ms), clock.setTimer(20, again)) },
    );
    await append(1, 1);
    await until('the first event', () => seen.length === 1);
    for (const socket of sockets) socket.close(1000);
    await append(2, 1);
    await until('the second event', () => seen.length >= 2);
    leave();
    expect({ pauses, seen }).toEqual({ pauses: [250], seen: [1, 2] });
  });

  it('does not try again with a token that is refused', async () => {
    let refusals = 0;
    const failures: unknown[] = [];
    subscribeResumably(
      connect('no-token-of-ours'),
      { query, variables: {} },
      { next: () => undefined, error: (error) => failures.push(error), complete: () => undefined },
      hooks(() => (refusals += 1)),
    );
    await until('the refusal', () => refusals > 0);
    expect({ refusals, failures: failures.length }).toEqual({ refusals: 1, failures: 1 });
  });
});
