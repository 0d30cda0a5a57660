// What every kind of channel must do, over real sockets. A kind without an example in `channel-rigs.ts` does
// not compile.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { channelKinds, type AnyChannelKind } from '../../src/notifications/channels/registry.ts';
import { DeliveryError, type SendContext } from '../../src/notifications/channel.ts';
import { channelKinds as kindNames, type ChannelKindName } from '../../src/core/channels.ts';
import type { Notification } from '../../src/core/notifications.ts';
import { channelRigs, rigChannel, type HttpRig } from '../support/channel-rigs.ts';
import { channelKindsTable, committedChannelKindsTable } from '../support/channel-kinds-table.ts';
import {
  createChannelService,
  type ChannelService,
  type ReceivedRequest,
} from '../support/channel-service.ts';
import { createMailbox, type Mailbox } from '../support/mailbox.ts';
import {
  sampleKinds,
  sampleNotification,
  weirdNotification,
  weirdTexts,
} from '../support/sample-notifications.ts';
import { until } from '../support/until.ts';

const at = new Date('2026-11-27T10:00:30.500Z');

function contextOf(changes: Partial<SendContext> = {}): SendContext {
  return {
    deliveryId: '0199a000-0000-7000-8000-00000000abcd',
    attempt: 1,
    at,
    signal: AbortSignal.timeout(15_000),
    externalUrl: 'https://hawkwatch.example.com',
    handle: null,
    ...changes,
  };
}

let service: ChannelService;
let mailbox: Mailbox;
let agent: Socket;
let datagrams: string[] = [];
beforeAll(async () => {
  service = await createChannelService();
  mailbox = await createMailbox({ user: 'hawk', password: 's3cr3t-password' });
  agent = createSocket('udp4');
  agent.on('message', (message) => datagrams.push(message.toString('utf8')));
  agent.bind(0, '127.0.0.1');
  await once(agent, 'listening');
});
afterAll(async () => {
  await Promise.all([service.close(), mailbox.close()]);
  agent.close();
});
beforeEach(() => {
  service.received.length = 0;
  mailbox.received.length = 0;
  datagrams = [];
});

const ports = () => ({ smtp: mailbox.port, udp: agent.address().port });

function example(kind: ChannelKindName, more = '', origin = service.origin) {
  const rig = channelRigs[kind];
  const place = rig.transport === 'http' ? { origin } : { port: ports()[rig.transport] };
  if (rig.transport === 'http') service.manner = (request) => rig.well(request);
  const channel: AnyChannelKind = channelKinds[kind];
  const settings: unknown = channel.parseSettings(rigChannel(kind, place, more).settings);
  return {
    settings,
    describe: () => channel.describeTarget(settings),
    send: (notification: Notification, changes: Partial<SendContext> = {}) =>
      channel.send(settings, notification, contextOf(changes)),
  };
}

/** All that reached the service, as text. */
async function arrived(kind: ChannelKindName): Promise<string> {
  const { transport } = channelRigs[kind];
  if (transport === 'udp') await until('the datagram', () => datagrams.length > 0);
  const mails = mailbox.received.map(({ raw }) => raw);
  return [...service.received.map(bodyOf), ...mails, ...datagrams].join('\n');
}

const bodyOf = ({ body, headers }: ReceivedRequest): string =>
  headers['content-type'] === 'application/x-www-form-urlencoded'
    ? (new URLSearchParams(body).get('Body') ?? '')
    : body;

async function failure(work: Promise<unknown>): Promise<DeliveryError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeliveryError)) throw new Error('no DeliveryError', { cause: thrown });
  return thrown;
}

function expectNoSecret(kind: ChannelKindName, value: unknown): void {
  const text =
    value instanceof Error
      ? [
          value.message,
          value.stack,
          String(value.cause),
          JSON.stringify(Object.entries(value)),
        ].join('\n')
      : JSON.stringify(value);
  for (const secret of channelRigs[kind].secrets) expect(text).not.toContain(secret);
}

it('stands in the documentation (node test/support/channel-kinds-table.ts writes it)', () => {
  expect(committedChannelKindsTable()).toBe(channelKindsTable());
});

describe.each([...kindNames])('a channel of the kind %s', (kind) => {
  const channel: AnyChannelKind = channelKinds[kind];

  it('is called in the registry as it calls itself, and says what it does', () => {
    expect(channel.kind).toBe(kind);
    expect(channel.description).toMatch(/^[A-Z].{10,150}\.$/);
    expect(channel.maxAlerts).toBeGreaterThan(0);
  });

  it.each([undefined, null, 7, 'text', {}, { kind: 'nonsense' }, { kind }])(
    'refuses settings such as %j with words that say what is missing',
    (bad) => {
      expect(() => channel.parseSettings(bad)).toThrow(/settings of a channel|needs/);
    },
  );

  it.each(Object.entries(sampleKinds))('tells %s with one message', async (_what, notification) => {
    const { send } = example(kind);
    const result = await send(notification);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    const text = await arrived(kind);
    expect(service.received.length + mailbox.received.length + datagrams.length).toBe(1);
    expect(text).toMatch(/\S/);
    expectNoSecret(kind, result);
  });

  it('says how many more there are when it cannot show all', async () => {
    const { send } = example(kind);
    await send(sampleKinds['300 alerts'] ?? sampleNotification());
    const text = await arrived(kind);
    const shown = new Set(text.match(/Migration 00\d+ failed/g));
    expect(shown.size).toBeGreaterThan(0);
    const isCounted = /and \d+ more|"truncatedAlerts":[1-9]/.test(text);
    expect(shown.size === 300 || isCounted).toBe(true);
    // No service takes more than this, most take far less.
    expect(text.length).toBeLessThan(600_000);
  });

  it('names what changed just before', async () => {
    const { send } = example(kind);
    await send(sampleNotification());
    expect((await arrived(kind)).replaceAll(/=\r?\n/g, '')).toContain('deployment of shop 4.2');
  });

  it('describes its target without a secret', () => {
    const { describe: target } = example(kind);
    expect(target()).toMatch(/\S/);
    expectNoSecret(kind, target());
  });

  it.each(Object.entries(weirdTexts))('bears %s', async (_what, text) => {
    const { send } = example(kind);
    await send(weirdNotification(text));
    const told = await arrived(kind);
    expect(told.length).toBeLessThan(600_000);
    expect(told.isWellFormed()).toBe(true);
    expect(told).not.toContain('\u0000');
  });

  it('sends the usual text when a template fails, and says so', async () => {
    const more = "body: '{% for a in (1..100000000) %}{{ a }}{% endfor %}'";
    const { send } = example(kind, more);
    await send(sampleNotification());
    const told = (await arrived(kind)).replaceAll(/=\r?\n/g, '').replaceAll('\\', '');
    expect(told).toMatch(
      /The channel's body template failed|The channel&#39;s body template failed/,
    );
    expect(told).toContain('Migration 001 failed');
  });

  it('ends at once when it was ended before', async () => {
    const { send } = example(kind);
    const error = await failure(send(sampleNotification(), { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ reason: 'TIMEOUT', permanent: false });
    expect(service.received).toEqual([]);
  });
});

const httpKinds = kindNames.filter((kind) => channelRigs[kind].transport === 'http');

describe.each(httpKinds)('a channel over HTTP of the kind %s', (kind) => {
  const rig = channelRigs[kind] as HttpRig;
  const reveal = (): string => rig.secrets.join(' and ');
  const answering = (status: number, headers: Record<string, string> = {}) => {
    const one = example(kind);
    service.manner = () => ({ status, headers, body: `no: ${reveal()}` });
    return one.send(sampleNotification());
  };

  it.each([
    [400, 'CLIENT_ERROR'],
    [401, 'AUTH_ERROR'],
    [403, 'AUTH_ERROR'],
    [404, 'CLIENT_ERROR'],
    [410, 'GONE'],
    [413, 'CLIENT_ERROR'],
    [422, 'CLIENT_ERROR'],
  ])('gives up after %i', async (status, reason) => {
    const error = await failure(answering(status));
    expect(error).toMatchObject({ reason, permanent: true, status });
    expectNoSecret(kind, error);
    expect(error.body).toContain('***');
  });

  it.each([
    [500, 'SERVER_ERROR'],
    [502, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [504, 'SERVER_ERROR'],
    [429, 'RATE_LIMITED'],
    [408, 'TIMEOUT'],
  ])('may be tried again after %i', async (status, reason) => {
    const error = await failure(answering(status));
    expect(error).toMatchObject({ reason, permanent: false, status });
    expect(error.retryAfterMs).toBeUndefined();
    expectNoSecret(kind, error);
  });

  it.each([
    ['7', 7_000],
    ['0.25', 250],
    ['Fri, 27 Nov 2026 10:01:00 GMT', 29_500],
    ['Fri, 27 Nov 2020 10:01:00 GMT', 0],
    ['99999999999', 86_400_000],
    ['soon', undefined],
  ])('passes on Retry-After: %s', async (header, expected) => {
    for (const status of [429, 503]) {
      const error = await failure(answering(status, { 'retry-after': header }));
      expect(error.retryAfterMs).toBe(expected);
    }
  });

  it.each([301, 302, 307, 308])('follows no redirect (%i)', async (status) => {
    const error = await failure(answering(status, { location: `${service.origin}/elsewhere` }));
    expect(error).toMatchObject({ reason: 'REFUSED', permanent: true, status });
    expect(service.received).toHaveLength(1);
  });

  it.each(['reset', 'half'] as const)(
    'may be tried again after a %s connection',
    async (manner) => {
      const { send } = example(kind);
      service.manner = manner;
      const error = await failure(send(sampleNotification()));
      expect(error).toMatchObject({ reason: 'NETWORK', permanent: false });
      expectNoSecret(kind, error);
    },
  );

  it('may be tried again when nobody listens', async () => {
    const closed = await createChannelService();
    const { send } = example(kind, '', closed.origin);
    await closed.close();
    const error = await failure(send(sampleNotification()));
    expect(error).toMatchObject({ reason: 'NETWORK', permanent: false });
    expect(error.message).toContain('ECONNREFUSED');
    expectNoSecret(kind, error);
  });

  it('ends within 100 ms of the signal', async () => {
    const took: number[] = [];
    while (took.length < 5 && !took.some((ms) => ms < 100)) {
      const { send } = example(kind);
      service.manner = 'hang';
      service.received.length = 0;
      const ended = new AbortController();
      const sent = failure(send(sampleNotification(), { signal: ended.signal }));
      await until('the request', () => service.received.length > 0);
      const begun = performance.now();
      ended.abort();
      expect(await sent).toMatchObject({ reason: 'TIMEOUT', permanent: false });
      took.push(performance.now() - begun);
    }
    expect(Math.min(...took)).toBeLessThan(100);
  });

  it('reads no more of an answer than it needs', async () => {
    const { send } = example(kind);
    service.manner = () => ({ status: 404, body: 'z'.repeat(5_000_000) });
    const error = await failure(send(sampleNotification()));
    expect(error.status).toBe(404);
    expect(error.body?.length).toBeLessThanOrEqual(1_000);
  });

  it('shows nothing secret of an answer of success', async () => {
    const { send } = example(kind);
    service.manner = (request) => {
      const { status, headers, body = '' } = rig.well(request);
      return { status, headers, body: kind === 'slack' ? body : `${body} ${reveal()}` };
    };
    const result = await send(sampleNotification());
    expect(service.received).toHaveLength(1);
    expectNoSecret(kind, result);
  });
});

describe('a channel of the kind email', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterAll(() => silent.close());

  it('ends within 100 ms of the signal', async () => {
    const { port } = silent.address() as AddressInfo;
    const channel: AnyChannelKind = channelKinds.email;
    const { settings } = rigChannel('email', { port });
    const took: number[] = [];
    while (took.length < 5 && !took.some((ms) => ms < 100)) {
      const ended = new AbortController();
      const context = contextOf({ signal: ended.signal });
      const sent = failure(channel.send(settings, sampleNotification(), context));
      await once(silent, 'connection');
      const begun = performance.now();
      ended.abort();
      expect(await sent).toMatchObject({ reason: 'TIMEOUT', permanent: false });
      took.push(performance.now() - begun);
    }
    expect(Math.min(...took)).toBeLessThan(100);
  });
});
