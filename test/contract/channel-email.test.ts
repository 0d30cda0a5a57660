// E-mail as a real SMTP server takes it (STARTTLS, login), read by a public MIME parser.
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ChannelConfiguration, EmailSettings } from '../../src/core/channels.ts';
import { rigChannel } from '../support/channel-rigs.ts';
import { createMailbox, type Mailbox } from '../support/mailbox.ts';
import {
  sampleAlert,
  sampleKinds,
  sampleNotification,
  weirdNotification,
  weirdTexts,
} from '../support/sample-notifications.ts';
import { deliveryId, failureOf, sendBy } from '../support/send-by.ts';
import { until } from '../support/until.ts';

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await createMailbox({ user: 'hawk', password: 's3cr3t-password' });
});
afterAll(() => mailbox.close());
beforeEach(() => {
  mailbox.received.length = 0;
  mailbox.refuse = () => undefined;
});

function channel(changes: Partial<EmailSettings> = {}, more = ''): ChannelConfiguration {
  const one = rigChannel('email', { port: mailbox.port }, more);
  const trusted = { tls: { verify: true, ca: mailbox.authority } };
  return { ...one, settings: { ...one.settings, ...trusted, ...changes } as EmailSettings };
}

async function mailed(notification = sampleNotification(), more = '') {
  await sendBy(channel({}, more), notification);
  const [mail] = mailbox.received.splice(0);
  if (mail === undefined) throw new Error('no mail came');
  return { ...mail, parsed: await simpleParser(mail.raw) };
}

describe('an e-mail', () => {
  it('comes by TLS and login to everybody it is for', async () => {
    const { from, to, secure, user, parsed } = await mailed();
    expect({ from, to, secure, user }).toEqual({
      from: 'hawkwatch@example.com',
      to: ['ops@example.com', 'dba@example.com'],
      secure: true,
      user: 'hawk',
    });
    expect(parsed.from?.text).toBe('"hawkwatch" <hawkwatch@example.com>');
    expect(parsed.subject).toBe('CRITICAL: Migration 001 failed on shop-1');
    for (const text of [parsed.text, parsed.html]) {
      expect(text).toContain('Migration 001 failed on shop-1');
      expect(text).toContain('changed just before: deployment of shop 4.2 by ci');
      expect(text).toContain('https://hawkwatch.example.com');
    }
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('has the id of its delivery, and the thread of its group', async () => {
    const first = await mailed();
    const again = await mailed(sampleNotification({ reason: 'REPEAT' }));
    const other = await mailed(sampleNotification({ groupKey: 'another' }));
    expect(first.parsed.messageId).toBe(`<${deliveryId}@example.com>`);
    expect(first.parsed.inReplyTo).toMatch(/^<group\.[0-9a-f]{32}@example\.com>$/);
    expect(first.parsed.references).toBe(first.parsed.inReplyTo);
    expect(again.parsed.references).toBe(first.parsed.references);
    expect(other.parsed.references).not.toBe(first.parsed.references);
  });

  it.each(Object.entries(sampleKinds))('tells %s', async (_what, notification) => {
    const { parsed } = await mailed(notification);
    expect(parsed.subject).toMatch(/\S/);
    expect(parsed.text).toMatch(/\S/);
  });

  it('names 200 of 300 alerts and counts the others', async () => {
    const { parsed } = await mailed(sampleKinds['300 alerts']);
    expect(parsed.text?.match(/Migration 00\d+ failed on/g)?.length).toBeGreaterThanOrEqual(200);
    expect(parsed.text).toContain('and 100 more (100 CRITICAL)');
    expect(parsed.html).toContain('and 100 more (100 CRITICAL)');
  });

  it.each(Object.entries(weirdTexts))(
    'neither runs nor forges anything: %s',
    async (_what, text) => {
      const { parsed, to } = await mailed(weirdNotification(text));
      expect(parsed.html).not.toMatch(/<(?:img|script)|javascript:/i);
      expect(parsed.bcc).toBeUndefined();
      expect(to).toEqual(['ops@example.com', 'dba@example.com']);
      expect([...parsed.headers.keys()]).not.toContain('bcc');
    },
  );

  it('is written by templates, whose values are escaped in HTML', async () => {
    const templates = `title: 'own {{ alerts[0].database }}'
    body: '<h1>{{ alerts[0].message }}</h1><p>{{ totalAlerts }} in all</p>'`;
    const one = sampleNotification({ alerts: [sampleAlert(1, { message: '<b>x</b> & y' })] });
    const { parsed } = await mailed(one, templates);
    expect(parsed.subject).toBe('own shop-1');
    expect(parsed.html).toContain('<h1>&lt;b&gt;x&lt;/b&gt; &amp; y</h1>');
    expect(parsed.text).toContain('<b>x</b> & y\n1 in all');
  });

  it('leaves no connection open', async () => {
    await mailed();
    await until('the connection to end', () => mailbox.connections() === 0);
    expect(mailbox.connections()).toBe(0);
  });
});

describe('an e-mail that is refused', () => {
  it('for its login is given up, and the password is not shown', async () => {
    const error = await failureOf(
      sendBy(channel({ password: 'wr0ng-secret' }), sampleNotification()),
    );
    expect(error).toMatchObject({ reason: 'AUTH_ERROR', permanent: true, status: 535 });
    expect(JSON.stringify([error.message, error.body])).not.toContain('wr0ng-secret');
  });

  it('for all its addresses for good is given up; for now it is tried again', async () => {
    mailbox.refuse = () => ({ code: 550, text: 'no such user' });
    expect(await failureOf(sendBy(channel(), sampleNotification()))).toMatchObject({
      permanent: true,
      reason: 'CLIENT_ERROR',
    });
    mailbox.refuse = () => ({ code: 451, text: 'greylisted' });
    expect(await failureOf(sendBy(channel(), sampleNotification()))).toMatchObject({
      permanent: false,
      reason: 'SERVER_ERROR',
      status: 451,
    });
  });

  it('for one address for good reaches the others; for now it is tried again', async () => {
    mailbox.refuse = (address) =>
      address.startsWith('dba') ? { code: 550, text: 'no such user' } : undefined;
    const result = await sendBy(channel(), sampleNotification());
    expect(result.body).toContain('1 of 2 addresses were refused for good');
    expect(mailbox.received[0]?.to).toEqual(['ops@example.com']);
    mailbox.refuse = (address) =>
      address.startsWith('dba') ? { code: 450, text: 'later' } : undefined;
    mailbox.received.length = 0;
    const failed = await failureOf(sendBy(channel(), sampleNotification()));
    expect(failed).toMatchObject({ permanent: false });
    expect(JSON.stringify(failed.handle)).not.toContain('example.com');
    mailbox.refuse = () => undefined;
    const again = { attempt: 2, handle: failed.handle };
    await sendBy(channel(), sampleNotification(), again);
    expect(mailbox.received.map(({ to }) => to)).toEqual([
      ['ops@example.com'],
      ['dba@example.com'],
    ]);
    await sendBy(channel(), sampleNotification(), { ...again, deliveryId: 'another' });
    expect(mailbox.received.at(-1)?.to).toEqual(['ops@example.com', 'dba@example.com']);
  });

  it('by a server without TLS is not sent at all', async () => {
    const plain = await createMailbox({ user: 'x', password: 'y', withoutTls: true });
    const one = channel({ port: plain.port, user: undefined, password: undefined });
    const error = await failureOf(sendBy(one, sampleNotification()));
    expect(error).toMatchObject({ reason: 'NETWORK', permanent: false });
    expect(plain.received).toEqual([]);
    const open = { port: plain.port, user: undefined, security: 'none' as const };
    await sendBy(channel(open), sampleNotification());
    expect(plain.received).toHaveLength(1);
    await plain.close();
  });

  it('by a certificate that nobody known has signed is tried again', async () => {
    const error = await failureOf(sendBy(channel({ tls: { verify: true } }), sampleNotification()));
    expect(error).toMatchObject({ reason: 'NETWORK', permanent: false });
    expect(mailbox.received).toEqual([]);
  });

  it.each(['421 busy\r\n', '554 go away\r\n', 'HTTP/1.1 400 what\r\n', ''])(
    'by a server that begins with %j has a reason',
    async (greeting) => {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.end(greeting);
      });
      server.listen(0, 'localhost');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const error = await failureOf(sendBy(channel({ port }), sampleNotification()));
      expect(error.message).toContain(`localhost:${port}`);
      expect(error.permanent).toBe(greeting.startsWith('554'));
      server.close();
    },
  );
});
