// What is particular to a service: what Slack's bot changes, what PagerDuty's incidents do, how Twilio is
// asked whether a message was sent, which mentions nobody hears.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ChannelKindName, ChannelKindSettings } from '../../src/core/channels.ts';
import type { SendContext } from '../../src/notifications/channel.ts';
import type { Notification } from '../../src/core/notifications.ts';
import { channelRigs, rigChannel } from '../support/channel-rigs.ts';
import {
  createChannelService,
  type ChannelService,
  type ReceivedRequest,
  type ServiceAnswer,
} from '../support/channel-service.ts';
import {
  resolvedAlert,
  sampleAlert,
  sampleKinds,
  sampleNotification,
  weirdNotification,
  weirdTexts,
} from '../support/sample-notifications.ts';
import { deliveryId, failureOf, sendBy } from '../support/send-by.ts';
import { until } from '../support/until.ts';

let service: ChannelService;
beforeAll(async () => {
  service = await createChannelService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.received.length = 0;
});

const json = (value: unknown, status = 200): ServiceAnswer => ({
  status,
  body: JSON.stringify(value),
});

async function send(
  kind: ChannelKindName,
  notification: Notification,
  context: Partial<SendContext> = {},
  more = '',
) {
  const rig = channelRigs[kind];
  if (rig.transport === 'http') service.manner = (request) => rig.well(request);
  await sendBy(rigChannel(kind, { origin: service.origin }, more), notification, context);
  const request = service.received.at(-1);
  if (request === undefined) throw new Error('nothing was sent');
  return { ...request, data: JSON.parse(request.body) as Record<string, unknown> };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const resolved = sampleNotification({
  reason: 'ALL_RESOLVED',
  status: 'resolved',
  alerts: [resolvedAlert()],
});

describe('Slack by an incoming webhook', () => {
  const post = (answer: ServiceAnswer) => {
    service.manner = () => answer;
    return sendBy(rigChannel('slack', { origin: service.origin }), sampleNotification());
  };

  it.each(['invalid_payload', 'no_service', 'channel_is_archived'])(
    'gives up when 200 says %s',
    async (body) => {
      const error = await failureOf(post({ status: 200, body }));
      expect(error).toMatchObject({ permanent: true, reason: 'CLIENT_ERROR' });
      expect(error.message).toContain(body);
    },
  );

  it.each(['', '<html>Sign in</html>', 'OK'])('may try again when 200 says %j', async (body) => {
    expect(await failureOf(post({ status: 200, body }))).toMatchObject({ permanent: false });
  });

  it('keeps to the limits of blocks, and always has a text', async () => {
    for (const notification of [
      ...Object.values(sampleKinds),
      weirdNotification('🔥'.repeat(9_000)),
    ]) {
      const { data } = await send('slack', notification);
      const { blocks, text } = data as {
        blocks: { type: string; text?: { text: string } }[];
        text: string;
      };
      expect(text).toMatch(/\S/);
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(blocks).length).toBeLessThan(20_000);
      for (const { type, text: shown } of blocks) {
        expect(shown?.text ?? 'none').toMatch(/\S/);
        expect(shown?.text.length ?? 0).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
      }
    }
  });

  it('calls nobody, whatever stands in an alert or in a template’s values', async () => {
    const mentions = weirdNotification(weirdTexts['mentions'] ?? '');
    const own = "body: 'see <https://example.com|this>: {{ alerts[0].message }}'";
    for (const [more, link] of [
      ['', '<https://hawkwatch.example.com|hawkwatch>'],
      [own, '<https://example.com|this>'],
    ]) {
      const { body } = await send('slack', mentions, {}, more);
      expect(body).not.toMatch(/<[!@]|<users/);
      expect(body).toContain('&lt;!channel&gt;');
      expect(body).toContain(link);
    }
  });
});

describe('Slack by a bot', () => {
  const place = () => {
    const one = rigChannel('slack', { origin: service.origin });
    const settings: ChannelKindSettings = {
      kind: 'slack',
      token: 'xoxb-s3cr3t',
      channel: '#ops',
      updateInPlace: true,
      apiUrl: `${service.origin}/api`,
    };
    return { ...one, settings };
  };
  const post = (notification: Notification, handle: unknown, answers: Record<string, unknown>) => {
    service.received.length = 0;
    service.manner = ({ path }) => json(answers[path.replace('/api/', '')] ?? { ok: false });
    return sendBy(place(), notification, { handle });
  };
  const posted = { 'chat.postMessage': { ok: true, channel: 'C1', ts: '1.5' } };
  const paths = () => service.received.map(({ path }) => path.replace('/api/', ''));

  it('writes a message, and changes that one later', async () => {
    const first = await post(sampleNotification(), null, posted);
    expect(first.handle).toEqual({ channel: 'C1', ts: '1.5', open: true });
    expect(service.received[0]?.headers.authorization).toBe('Bearer xoxb-s3cr3t');
    const update = { 'chat.update': { ok: true, channel: 'C1', ts: '1.5' } };
    const last = await post(resolved, first.handle, update);
    expect(paths()).toEqual(['chat.update']);
    expect(JSON.parse(service.received[0]?.body ?? '')).toMatchObject({ channel: 'C1', ts: '1.5' });
    expect(last.handle).toEqual({ channel: 'C1', ts: '1.5', open: false });
    await post(sampleNotification(), last.handle, posted);
    expect(paths()).toEqual(['chat.postMessage']);
  });

  it.each([
    ['whole', 40_000, { handle: { channel: 'C1', ts: '1.5', open: true } }],
    ['longer than anything that is read', 300_000, { status: 200 }],
  ])('takes a message that comes back %s for one that was sent', async (_what, size, result) => {
    const echo = { ok: true, channel: 'C1', ts: '1.5', message: { text: 'x'.repeat(size) } };
    const sent = await post(sampleNotification(), null, { 'chat.postMessage': echo });
    expect(sent).toMatchObject(result);
    expect(paths()).toEqual(['chat.postMessage']);
  });

  it('writes another one when the first cannot be changed any more', async () => {
    const handle = { channel: 'C1', ts: '1.0', open: true };
    const answers = { 'chat.update': { ok: false, error: 'message_not_found' }, ...posted };
    expect((await post(sampleNotification(), handle, answers)).handle).toMatchObject({ ts: '1.5' });
    expect(paths()).toEqual(['chat.update', 'chat.postMessage']);
  });

  it.each([
    ['invalid_auth', 'AUTH_ERROR', true],
    ['channel_not_found', 'CLIENT_ERROR', true],
    ['ratelimited', 'RATE_LIMITED', false],
    ['internal_error', 'SERVER_ERROR', false],
  ])('tells what %s means', async (error, reason, permanent) => {
    const answers = { 'chat.postMessage': { ok: false, error } };
    const failed = await failureOf(post(sampleNotification(), null, answers));
    expect(failed).toMatchObject({ reason, permanent });
    expect(failed.message).toContain(error);
  });

  it('bears a handle of whatever form', async () => {
    for (const handle of [undefined, 7, 'x', {}, { channel: 1, ts: null }]) {
      await post(sampleNotification(), handle, posted);
      expect(paths()).toEqual(['chat.postMessage']);
    }
  });
});

describe('PagerDuty', () => {
  it.each([
    ['one alert', '/v2/enqueue', 'trigger'],
    ['a group that is resolved', '/v2/enqueue', 'resolve'],
    ['a group that somebody took on', '/v2/enqueue', 'acknowledge'],
    ['an escalation', '/v2/enqueue', 'trigger'],
    ['a test', '/v2/enqueue', 'trigger'],
    ['an event', '/v2/change/enqueue', undefined],
  ])('takes %s by %s as %s', async (what, path, action) => {
    const { data, path: asked } = await send(
      'pagerduty',
      sampleKinds[what] ?? sampleNotification(),
    );
    expect([asked, data['event_action']]).toEqual([path, action]);
    expect(data['routing_key']).toBe('s3cr3tRoutingKeyOfThirtyTwoSigns');
  });

  it('ends the incident it began, and keeps to the limits', async () => {
    const begun = await send('pagerduty', sampleNotification());
    const ended = await send('pagerduty', resolved);
    expect(begun.data['dedup_key']).toMatch(/^[0-9a-f]{64}$/);
    expect(ended.data['dedup_key']).toBe(begun.data['dedup_key']);
    expect(begun.data['payload']).toMatchObject({
      severity: 'critical',
      source: 'database:shop-1',
    });
    const long = await send('pagerduty', weirdNotification('x'.repeat(100_000)));
    const { summary } = long.data['payload'] as { summary: string };
    expect(summary.length).toBeLessThanOrEqual(1_024);
    expect(Buffer.byteLength(long.body)).toBeLessThan(512_000);
  });
});

describe('Opsgenie', () => {
  it('creates, acknowledges and closes by the alias of the group', async () => {
    const { data, path, headers } = await send('opsgenie', sampleNotification());
    expect([path, headers.authorization]).toEqual(['/v2/alerts', 'GenieKey s3cr3t-genie-key']);
    expect(data).toMatchObject({ priority: 'P1', tags: ['databases', 'hawkwatch', 'critical'] });
    const alias = String(data['alias']);
    const closed = await send('opsgenie', resolved);
    expect(closed.path).toBe(`/v2/alerts/${alias}/close?identifierType=alias`);
    const taken = sampleKinds['a group that somebody took on'] ?? resolved;
    expect((await send('opsgenie', taken)).path).toContain(`/${alias}/acknowledge?`);
  });

  it('keeps to the limits', async () => {
    for (const one of [...Object.values(sampleKinds), weirdNotification('<b>'.repeat(30_000))]) {
      const { data } = await send('opsgenie', one);
      expect(textOf(data['message']).length).toBeLessThanOrEqual(130);
      expect(textOf(data['description']).length).toBeLessThanOrEqual(15_000);
      expect(textOf(data['description'])).not.toContain('<');
    }
  });
});

describe('SMS by Twilio', () => {
  const channel = () => rigChannel('sms', { origin: service.origin });
  const sent = (requests: readonly ReceivedRequest[]) =>
    requests.filter(({ method }) => method === 'POST').map(({ body }) => new URLSearchParams(body));
  const withList = (messages: readonly object[], status = 200) => {
    service.manner = ({ method }) =>
      method === 'GET' ? json({ messages }, status) : json({ sid: 'SM2' }, 201);
  };

  it('is short, valid for a quarter of an hour, and keeps the id of the message', async () => {
    withList([]);
    for (const one of [
      ...Object.values(sampleKinds),
      weirdNotification('🔥“…”\u00a0'.repeat(999)),
    ]) {
      service.received.length = 0;
      const result = await sendBy(channel(), one);
      const [form] = sent(service.received);
      expect(form?.get('Body')?.length).toBeLessThanOrEqual(300);
      expect(form?.get('Body')).toMatch(/ #0000abcd$/);
      expect(form?.get('ValidityPeriod')).toBe('900');
      expect(result.handle).toEqual({ '…678': 'SM2' });
    }
    const [request] = service.received;
    expect(request?.path).toBe(
      '/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json',
    );
    const login = Buffer.from('AC0123456789abcdef0123456789abcdef:s3cr3t-auth-token');
    expect(request?.headers.authorization).toBe(`Basic ${login.toString('base64')}`);
  });

  it('has only the signs that a telephone writes in one byte, where the alert has', async () => {
    withList([]);
    await sendBy(channel(), sampleKinds['300 alerts'] ?? resolved);
    // oxlint-disable-next-line no-control-regex
    expect(sent(service.received)[0]?.get('Body')).toMatch(/^[\x00-\x7f]+$/);
  });

  it('asks first when an attempt is repeated, and does not send what was sent', async () => {
    const body = 'Sent from your trial account - CRITICAL #0000abcd';
    withList([{ sid: 'SM7', body, status: 'delivered' }]);
    const result = await sendBy(channel(), sampleNotification(), { attempt: 2 });
    expect(service.received.map(({ method }) => method)).toEqual(['GET']);
    expect(service.received[0]?.path).toContain('To=%2B4915112345678');
    expect(result.handle).toEqual({ '…678': 'SM7' });
  });

  it.each([
    ['there is another one', [{ sid: 'SM7', body: 'CRITICAL #0000ffff', status: 'sent' }], 200],
    ['it failed', [{ sid: 'SM7', body: 'x #0000abcd', status: 'failed' }], 200],
    ['it may not be asked for', [], 403],
  ])('sends it again when %s', async (_why, messages, status) => {
    withList(messages, status);
    await sendBy(channel(), sampleNotification(), { attempt: 2 });
    expect(service.received.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('does not send again while it cannot be told whether it was sent', async () => {
    withList([], 503);
    const error = await failureOf(sendBy(channel(), sampleNotification(), { attempt: 2 }));
    expect(error).toMatchObject({ permanent: false, reason: 'SERVER_ERROR' });
    expect(service.received.map(({ method }) => method)).toEqual(['GET']);
  });

  it('reaches the other numbers when one is refused', async () => {
    const { settings, ...rest } = channel();
    const to = ['+15005550001', '+15005550009'];
    service.manner = ({ body }) =>
      body.includes('5550001') ? json({ code: 21_211 }, 400) : json({ sid: 'SM2' }, 201);
    const several = { ...rest, settings: { ...settings, to } as ChannelKindSettings };
    expect(await failureOf(sendBy(several, sampleNotification()))).toMatchObject({
      permanent: true,
      // Those that were reached get no digest in parts.
      whole: true,
    });
    expect(service.received).toHaveLength(2);
  });
});

describe('Discord, Teams, Telegram and ntfy', () => {
  it('write what Discord hears as no mention and shows as no link', async () => {
    for (const text of [weirdTexts['mentions'] ?? '', weirdTexts['Markdown'] ?? '']) {
      const { data, path } = await send('discord', weirdNotification(text));
      expect(path).toContain('?wait=true');
      expect(data['allowed_mentions']).toEqual({ parse: [] });
      const [embed] = data['embeds'] as { title: string; description: string }[];
      expect(`${embed?.title} ${embed?.description}`).not.toMatch(/@everyone|@here|(^|[^\\])\]\(/);
      expect(embed?.title.length).toBeLessThanOrEqual(256);
      expect(embed?.description.length).toBeLessThanOrEqual(4_096);
    }
  });

  it('keep a thread of Discord', async () => {
    const one = rigChannel('discord', { origin: `${service.origin}` });
    service.manner = () => json({ id: '1' });
    const url = `${service.origin}/api/webhooks/1/secret?thread_id=77`;
    await sendBy({ ...one, settings: { kind: 'discord', url } }, sampleNotification());
    expect(service.received[0]?.path).toContain('thread_id=77&wait=true');
  });

  it('write a card of 28 KB at most for Teams, whose values are no markup', async () => {
    for (const one of [...Object.values(sampleKinds), weirdNotification('🔥"\\'.repeat(9_000))]) {
      const { body, data } = await send('teams', one);
      expect(Buffer.byteLength(body)).toBeLessThan(28_000);
      const [attachment] = data['attachments'] as {
        content: { type: string; body: { type: string }[] };
      }[];
      expect(attachment?.content.type).toBe('AdaptiveCard');
      for (const block of attachment?.content.body ?? []) expect(block.type).toBe('RichTextBlock');
    }
  });

  it('see what Teams hides behind 200', async () => {
    service.manner = () => ({
      status: 200,
      body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429',
    });
    const failed = sendBy(rigChannel('teams', { origin: service.origin }), sampleNotification());
    expect(await failureOf(failed)).toMatchObject({ reason: 'RATE_LIMITED', permanent: false });
  });

  it('write HTML for Telegram whose values are none', async () => {
    for (const one of [
      ...Object.values(sampleKinds),
      weirdNotification(weirdTexts['HTML'] ?? ''),
    ]) {
      const { data } = await send('telegram', one);
      const { text } = data as { text: string };
      expect(text.length).toBeLessThanOrEqual(4_096);
      expect(text.replaceAll(/<\/?b>|<a href="https:[^"<>]*">|<\/a>/g, '')).not.toMatch(/[<>]/);
      expect(data).toMatchObject({ chat_id: '-100200300', parse_mode: 'HTML' });
    }
  });

  it('send Telegram the usual text when it does not take that of a template', async () => {
    service.manner = ({ body }) =>
      body.includes('<blink>')
        ? json({ ok: false, description: "Bad Request: can't parse entities" }, 400)
        : json({ ok: true });
    const one = rigChannel('telegram', { origin: service.origin }, "body: '<blink>{{ title }}'");
    await sendBy(one, sampleNotification());
    expect(service.received).toHaveLength(2);
    expect(service.received[1]?.body).toContain("The channel's body template failed");
    expect(service.received[1]?.body).toContain('Migration 001 failed');
  });

  it('keep ntfy’s messages messages', async () => {
    for (const one of [...Object.values(sampleKinds), weirdNotification('🔥'.repeat(9_000))]) {
      const { data, headers } = await send('ntfy', one);
      const { message, title } = data as { message: string; title: string };
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
      expect(Buffer.byteLength(title)).toBeLessThanOrEqual(250);
      expect(headers.authorization).toBe('Bearer tk_s3cr3tNtfyToken');
    }
  });
});

describe('a DogStatsD event', () => {
  it('is one datum with the lengths it says, whatever stands in it', async () => {
    const agent = createSocket('udp4');
    const datagrams: Buffer[] = [];
    agent.on('message', (message) => datagrams.push(message));
    agent.bind(0, '127.0.0.1');
    await once(agent, 'listening');
    const texts = Object.values(weirdTexts).map(weirdNotification);
    for (const one of [...Object.values(sampleKinds), ...texts]) {
      datagrams.length = 0;
      await sendBy(rigChannel('dogstatsd', { port: agent.address().port }), one);
      const datagram = await until('the datagram', () => datagrams[0]);
      const text = datagram.toString('utf8');
      expect(datagram.length).toBeLessThanOrEqual(8_192);
      expect(text).not.toContain('\n');
      const [, titleBytes, textBytes] = /^_e\{(\d+),(\d+)\}:/.exec(text) ?? [];
      const begin = datagram.indexOf(':') + 1;
      const afterTitle = begin + Number(titleBytes);
      const afterText = afterTitle + 1 + Number(textBytes);
      expect(datagram.toString('latin1', afterTitle, afterTitle + 1)).toBe('|');
      const rest = datagram.toString('utf8', afterText);
      expect(rest).toMatch(
        /^\|d:1795773630\|k:[^|]+\|t:\w+\|s:hawkwatch\|#team:orders,route:[^|#,]*$/,
      );
    }
    agent.close();
  });

  it('may be tried again when the host is not known', async () => {
    const one = rigChannel('dogstatsd', { port: 8125 });
    const settings = { ...one.settings, host: 'nobody.invalid' } as ChannelKindSettings;
    const error = await failureOf(sendBy({ ...one, settings }, sampleNotification()));
    expect(error).toMatchObject({ reason: 'NETWORK', permanent: false });
  });
});

describe('connections', () => {
  it('are kept, and one that has ended meanwhile costs no attempt', async () => {
    const other = await createChannelService();
    const channel = rigChannel('webhook', { origin: other.origin });
    for (let sent = 0; sent < 20; sent += 1) await sendBy(channel, sampleNotification());
    expect(other.received).toHaveLength(20);
    expect(other.connections()).toBe(1);
    await other.close();
  });

  it.each([
    ['webhook', 2],
    ['sms', 0],
  ] as const)('that end meanwhile cost %s no attempt', async (kind, requestsOnFirst) => {
    const perSocket = new Map<unknown, number>();
    const bodies: string[] = [];
    const flaky = createServer((request, response) => {
      const count = (perSocket.get(request.socket) ?? 0) + 1;
      perSocket.set(request.socket, count);
      // As a server that has just given up the connection.
      if (count > 1) return request.socket.resetAndDestroy();
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.writeHead(201).end('{"sid":"SM1"}'));
      return undefined;
    });
    flaky.listen(0, '127.0.0.1');
    await once(flaky, 'listening');
    const { port } = flaky.address() as AddressInfo;
    const channel = rigChannel(kind, { origin: `http://127.0.0.1:${port}` });
    await sendBy(channel, sampleNotification());
    await sendBy(channel, sampleNotification());
    expect(bodies).toHaveLength(2);
    const [first = 0] = perSocket.values();
    // What must not be sent twice takes a new connection from the beginning.
    expect(first).toBe(Math.max(1, requestsOnFirst));
    flaky.closeAllConnections();
    flaky.close();
  });

  it('carry what belongs to one delivery', async () => {
    const many = Array.from(
      { length: 200 },
      (_, index) => `${deliveryId.slice(0, -4)}${1000 + index}`,
    );
    service.manner = () => ({ status: 200 });
    const channel = rigChannel('webhook', { origin: service.origin });
    await Promise.all(
      many.map((id, index) =>
        sendBy(channel, sampleNotification({ alerts: [sampleAlert(index)] }), { deliveryId: id }),
      ),
    );
    expect(new Set(service.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(many),
    );
  });
});
