// Deliveries over the API: lists, attempts, channels, what operators may do, and the live list.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import {
  startDeliveries,
  type Deliveries,
} from '../../../src/notifications/delivery/deliveries.ts';
import { enqueue, newDelivery, notifiedAlert, webhookChannel } from '../../support/delivery-rig.ts';
import { until } from '../../support/until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';
import { at, connect, send } from '../http/clients.ts';
import { clock, random, startService, type TestService } from '../http/service.ts';

const secret = 's3cr3t-in-the-path';
let receiver: WebhookReceiver;
let service: TestService;
let deliveries: Deliveries | undefined;
let answer = 200;

const own = (): Deliveries => {
  if (deliveries === undefined) throw new Error('deliveries are started before the tests');
  return deliveries;
};

beforeAll(async () => {
  receiver = await startWebhookReceiver(() => ({ status: answer, body: 'thank you' }));
  service = await startService({
    deliveries: () => ({
      commands: {
        redeliver: (...given) => own().commands.redeliver(...given),
        redeliverMany: (...given) => own().commands.redeliverMany(...given),
        testChannel: (...given) => own().commands.testChannel(...given),
        enableChannel: (...given) => own().commands.enableChannel(...given),
      },
      channels: {
        list: () => own().channels.list(),
        find: (name) => own().channels.find(name),
      },
    }),
  });
  const channels = [webhookChannel(`${receiver.url}/${secret}`)];
  deliveries = await startDeliveries({
    store: service.store,
    clock,
    random,
    logger: silentLogger,
    replica: 'replica-1',
    channels: {
      list: () => channels,
      find: (name) => channels.find(({ settings }) => settings.name === name),
    },
  });
});
afterAll(async () => {
  await deliveries?.stop();
  await service.close();
  await receiver.close();
});

const call = (
  query: string,
  role: 'viewer' | 'operator' | 'admin' = 'operator',
  variables: Record<string, unknown> = {},
) => send(service.url, service.tokens[role], query, variables);

const deliver = async (n: number): Promise<string> => {
  const [id = ''] = await enqueue(
    service.store,
    own(),
    [newDelivery(notifiedAlert(n))],
    clock.now(),
  );
  await until('its end', async () => {
    const answered = await call(`{ delivery(id: "${id}") { endedAt } }`);
    return at(answered, 'data.delivery.endedAt') !== null;
  });
  return id;
};

const toldOf = (n: number) =>
  receiver.received.filter(({ content }) => content.alerts[0]?.fingerprint === `f${n}`);

async function auditOf(action: string): Promise<unknown[]> {
  const rows = await service.store.raw<Record<string, unknown>[]>`
    select subject, result, detail from hawkwatch_store.audit_log
    where action = ${action} and result = 'ok' order by at`;
  return [...rows];
}

describe('deliveries over the API', () => {
  it('are listed with their attempts and content, newest first', async () => {
    const first = await deliver(1);
    const second = await deliver(2);
    const answered = await call(
      `{ deliveries(first: 2) { edges { node { deliveryId state channel route reason attemptCount
        status content alertCount nextTryAt attempts { attempt ok status body durationMs replica } } }
        pageInfo { hasNextPage } } }`,
      'viewer',
    );
    expect(at(answered, 'data.deliveries.edges')).toMatchObject([
      { node: { deliveryId: second, state: 'DELIVERED', reason: 'FIRST_NOTIFICATION' } },
      {
        node: {
          deliveryId: first,
          channel: 'hook',
          route: 'default',
          attemptCount: 1,
          status: 200,
          alertCount: 1,
          nextTryAt: null,
          content: { alerts: [{ title: 'alert 1' }] },
          attempts: [{ attempt: 1, ok: true, status: 200, body: null }],
        },
      },
    ]);
    const body = await call(`{ delivery(id: "${first}") { attempts { body } } }`);
    expect(at(body, 'data.delivery.attempts')).toEqual([{ body: 'thank you' }]);
    expect(JSON.stringify(answered)).not.toContain(secret);
  });

  it('that tell of an event are there for those who may see the event', async () => {
    const told = newDelivery(notifiedAlert(900));
    const event = { type: 'x.seen', at: '2026-01-01T00:00:00Z', subject: 'x', payload: { n: 1 } };
    const [id = ''] = await enqueue(
      service.store,
      own(),
      [
        {
          ...told,
          alertIds: [],
          audience: 'admin',
          notification: { ...told.notification, kind: 'EVENT', reason: 'EVENT', alerts: [], event },
        },
      ],
      clock.now(),
    );
    await until('its end', async () => {
      const answered = await call(`{ delivery(id: "${id}") { endedAt } }`, 'admin');
      return at(answered, 'data.delivery.endedAt') !== null;
    });
    const globalId = at(
      await call(`{ delivery(id: "${id}") { id } }`, 'admin'),
      'data.delivery.id',
    );
    const query = `query ($id: ID!) { delivery(id: "${id}") { content } node(id: $id) { id }
      deliveries(filter: { reasons: [EVENT] }) { edges { node { deliveryId } } } }`;
    for (const role of ['viewer', 'operator'] as const) {
      expect(await call(query, role, { id: globalId })).toMatchObject({
        data: { delivery: null, node: null, deliveries: { edges: [] } },
      });
    }
    expect(await call(query, 'admin', { id: globalId })).toMatchObject({
      data: { delivery: { content: { event } }, node: { id: globalId } },
    });
    const events = await service.store.raw<{ audience: string }[]>`
      select audience from hawkwatch_store.events
      where type = 'delivery.delivered' and payload ->> 'deliveryId' = ${id}`;
    expect([...events]).toEqual([{ audience: 'admin' }]);
    const refused = await call(
      'mutation ($id: ID!) { redeliver(id: $id) { ... on Error { message } } }',
      'operator',
      { id: globalId },
    );
    expect(JSON.stringify(refused)).toContain('There is no such delivery');
  });

  it('are filtered by channel, state, reason, alert and time', async () => {
    const id = await deliver(3);
    const ids = async (filter: string): Promise<unknown> =>
      at(
        await call(`{ deliveries(filter: { ${filter} }) { edges { node { deliveryId } } } }`),
        'data.deliveries.edges',
      );
    const found = [{ node: { deliveryId: id } }];
    expect(await ids(`alert: "${notifiedAlert(3).id}"`)).toEqual(found);
    expect(await ids(`alert: "${notifiedAlert(3).id}", channels: ["hook"]`)).toEqual(found);
    expect(await ids(`alert: "${notifiedAlert(3).id}", states: [DEAD]`)).toEqual([]);
    expect(await ids(`alert: "nonsense"`)).toEqual([]);
    expect(await ids(`reasons: [DIGEST]`)).toEqual([]);
    expect(await ids(`since: "2100-01-01T00:00:00Z"`)).toEqual([]);
    expect(await ids(`channels: ["another"]`)).toEqual([]);
  });

  it('are sent again by operators, as new ones with the same content', async () => {
    const id = await deliver(4);
    const globalId = at(await call(`{ delivery(id: "${id}") { id } }`), 'data.delivery.id');
    const mutation = `mutation ($id: ID!) { redeliver(id: $id) {
      ... on Delivery { deliveryId reason redeliveryOf { deliveryId } } ... on Error { message } } }`;
    const refused = await call(mutation, 'viewer', { id: globalId });
    expect(JSON.stringify(refused)).toContain('may not use');
    const answered = await call(mutation, 'operator', { id: globalId });
    expect(at(answered, 'data.redeliver')).toMatchObject({
      reason: 'REDELIVERY',
      redeliveryOf: { deliveryId: id },
    });
    const repeated = at(answered, 'data.redeliver.deliveryId');
    const again = await until('the repetition', () =>
      receiver.received.find((one) => one.id === repeated),
    );
    expect(again.content).toEqual(receiver.received.find((one) => one.id === id)?.content);
    const unknown = await call(mutation, 'operator', { id: 'nothing' });
    expect(at(unknown, 'data.redeliver.message')).toContain('no such delivery');
  });

  it('are sent again many at a time, and what cannot be is said of each', async () => {
    const [first, second] = [await deliver(30), await deliver(31)];
    const globalId = async (id: string): Promise<unknown> =>
      at(await call(`{ delivery(id: "${id}") { id } }`), 'data.delivery.id');
    const ids = [await globalId(second), 'nothing', await globalId(first), await globalId(first)];
    const mutation = `mutation ($ids: [ID!]) { redeliverMany(ids: $ids) {
      ... on RedeliveryOutcomes { hasMore outcomes { deliveryId refusal
        delivery { deliveryId reason alertCount redeliveryOf { deliveryId } } } }
      ... on Error { message } } }`;
    expect(JSON.stringify(await call(mutation, 'viewer', { ids }))).toContain('may not use');
    const answered = await call(mutation, 'operator', { ids });
    const again = { reason: 'REDELIVERY', alertCount: 1 };
    expect(at(answered, 'data.redeliverMany')).toMatchObject({
      hasMore: false,
      outcomes: [
        {
          deliveryId: ids[0],
          refusal: null,
          delivery: { ...again, redeliveryOf: { deliveryId: second } },
        },
        { delivery: null, refusal: expect.stringContaining('no such delivery') as unknown },
        {
          deliveryId: ids[2],
          refusal: null,
          delivery: { ...again, redeliveryOf: { deliveryId: first } },
        },
      ],
    });
    for (const n of [30, 31]) {
      await until('the repetition', () => toldOf(n).length === 2);
      expect(toldOf(n)[1]?.content).toEqual(toldOf(n)[0]?.content);
    }
    expect(await auditOf('redeliverMany')).toMatchObject([
      { subject: 'deliveries', result: 'ok', detail: { deliveries: [second, first], refused: 1 } },
    ]);
    const tooMany = await call(mutation, 'operator', { ids: Array(201).fill('x') });
    expect(at(tooMany, 'data.redeliverMany.message')).toContain('Nothing is sent again');
    const neither = await call(mutation, 'operator', {});
    expect(at(neither, 'data.redeliverMany.message')).toContain('Nothing is sent again');
  });

  it('of a channel that were given up are sent again together, each once', async () => {
    const since = clock.now().toISOString();
    answer = 400;
    const lost = [await deliver(40), await deliver(41), await deliver(42)];
    answer = 200;
    await deliver(43);
    const mutation = `mutation ($filter: RedeliveryFilter) { redeliverMany(filter: $filter) {
      ... on RedeliveryOutcomes { hasMore outcomes { refusal delivery { redeliveryOf { deliveryId } } } }
      ... on Error { message } ... on InvalidInputError { issues { path } } } }`;
    const redeliver = (filter: Record<string, unknown>) => call(mutation, 'operator', { filter });
    expect(at(await redeliver({ channel: 'hook', since: '2100-01-01T00:00:00Z' }), 'data')).toEqual(
      {
        redeliverMany: { hasMore: false, outcomes: [] },
      },
    );
    expect(await redeliver({ channel: 'hook', since })).toMatchObject({
      data: {
        redeliverMany: {
          hasMore: false,
          outcomes: lost.map((id) => ({
            refusal: null,
            delivery: { redeliveryOf: { deliveryId: id } },
          })),
        },
      },
    });
    for (const n of [40, 41, 42]) await until('the repetition', () => toldOf(n).length === 2);
    // What was sent again is not sent once more.
    expect(at(await redeliver({ channel: 'hook', since }), 'data.redeliverMany.outcomes')).toEqual(
      [],
    );
    const merged = await redeliver({ channel: 'hook', states: ['DEAD', 'MERGED'] });
    expect(at(merged, 'data.redeliverMany.issues')).toEqual([{ path: 'filter.states' }]);
    const unknown = await redeliver({ channel: 'nothing' });
    expect(at(unknown, 'data.redeliverMany.message')).toContain('no such channel');
  });

  it('that were refused as a whole show their parts, and are not sent again as they were', async () => {
    const id = await deliver(50);
    const part = await deliver(51);
    await service.store.raw`update hawkwatch_store.deliveries set state = 'SPLIT' where id = ${id}`;
    await service.store.raw`
      update hawkwatch_store.deliveries set part_of = ${id}::uuid where id = ${part}`;
    const answered = await call(`{ delivery(id: "${id}") { id state parts { deliveryId partOf {
      deliveryId } } } }`);
    expect(at(answered, 'data.delivery')).toMatchObject({
      state: 'SPLIT',
      parts: [{ deliveryId: part, partOf: { deliveryId: id } }],
    });
    const refused = await call(
      'mutation ($id: ID!) { redeliver(id: $id) { ... on Error { message } } }',
      'operator',
      { id: at(answered, 'data.delivery.id') },
    );
    expect(at(refused, 'data.redeliver.message')).toContain('its `parts` were sent instead');
  });

  it('cannot be listed with so many contents that the answer has no bound', async () => {
    const list = (first: number, field: string) =>
      call(`{ deliveries(first: ${first}) { edges { node { ${field} } } } }`, 'viewer');
    expect(at(await list(20, 'content'), 'data.deliveries.edges.0.node.content.kind')).toBe(
      'ALERTS',
    );
    expect(JSON.stringify(await list(100, 'content'))).toContain('cost');
    expect((await list(100, 'deliveryId failure alertCount')).errors).toBeUndefined();
  });

  it('are told live as attempts end, and replayed after a cursor', async () => {
    const client = connect(service.webSocketUrl, service.tokens.viewer);
    const subscription = `subscription ($after: Cursor) {
      deliveriesChanged(after: $after, filter: { channels: ["hook"] }) {
        cursor outcome channel attempt status delivery { deliveryId state } } }`;
    await deliver(5);
    // From a position on, so that nothing depends on when the subscription is there.
    const head = at(await call('{ deliveries(first: 1) { asOf } }'), 'data.deliveries.asOf');
    const first = client.subscribe(subscription, { after: head });
    const id = await deliver(6);
    const [live] = await first.count(1);
    expect(at(live, 'data.deliveriesChanged')).toMatchObject({
      outcome: 'DELIVERED',
      channel: 'hook',
      attempt: 1,
      status: 200,
      delivery: { deliveryId: id, state: 'DELIVERED' },
    });
    first.stop();
    const next = await deliver(7);
    const after = at(live, 'data.deliveriesChanged.cursor');
    const second = client.subscribe(subscription, { after });
    const [replayed] = await second.count(1);
    expect(at(replayed, 'data.deliveriesChanged.delivery.deliveryId')).toBe(next);
    client.dispose();
  });
});

describe('channels over the API', () => {
  const channelQuery = `{ channels { name kind target state failures waiting lastDeliveredAt
    disabledReason lastFailure } }`;

  it('tell how they are, and nothing secret', async () => {
    await deliver(10);
    const answered = await call(channelQuery, 'viewer');
    expect(at(answered, 'data.channels')).toMatchObject([
      { name: 'hook', kind: 'webhook', state: 'OK', failures: 0, waiting: 0 },
    ]);
    expect(JSON.stringify(answered)).not.toContain(secret);
  });

  it('are tried now, and the answer tells what came of it', async () => {
    const mutation = `mutation { testChannel(name: "hook") {
      ... on Delivery { reason state status failure attempts { ok body } } ... on Error { message } } }`;
    expect(at(await call(mutation), 'data.testChannel')).toMatchObject({
      reason: 'TEST',
      state: 'DELIVERED',
      status: 200,
      attempts: [{ ok: true, body: 'thank you' }],
    });
    answer = 500;
    expect(at(await call(mutation), 'data.testChannel')).toMatchObject({
      state: 'DEAD',
      status: 500,
      failure: 'The receiver answered 500.',
    });
    answer = 200;
    const unknown = await call(mutation.replace('"hook"', '"nothing"'));
    expect(at(unknown, 'data.testChannel.message')).toContain('no such channel');
    expect(JSON.stringify(await call(mutation, 'viewer'))).toContain('may not use');
  });

  it('that were disabled are used again when somebody says so, and nothing was lost', async () => {
    answer = 410;
    await deliver(20);
    expect(at(await call(channelQuery), 'data.channels')).toMatchObject([
      { state: 'DISABLED', disabledReason: 'The receiver answered 410.' },
    ]);
    answer = 200;
    const [id] = await enqueue(service.store, own(), [newDelivery(notifiedAlert(21))], clock.now());
    expect(at(await call(channelQuery), 'data.channels')).toMatchObject([{ waiting: 1 }]);
    const mutation = `mutation { enableChannel(name: "hook") {
      ... on Channel { name state disabledReason } ... on Error { message } } }`;
    expect(at(await call(mutation), 'data.enableChannel')).toMatchObject({
      name: 'hook',
      state: 'OK',
      disabledReason: null,
    });
    await until('what waited', () => receiver.received.some((one) => one.id === id));
  });
});
