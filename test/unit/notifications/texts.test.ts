// Texts as they may leave: bounded, well-formed, without secrets; and that whatever is not shown is counted.
import { describe, expect, it } from 'vitest';

import {
  cleanText,
  cutBytes,
  cutText,
  quietMentions,
} from '../../../src/notifications/sending/clean-text.ts';
import { escapeMarkdown, markdown } from '../../../src/notifications/sending/markdown.ts';
import { describeNotification } from '../../../src/notifications/sending/message.ts';
import { boundTexts } from '../../../src/notifications/sending/plain-data.ts';
import {
  redact,
  secretsOfHeader,
  secretsOfUrl,
} from '../../../src/notifications/sending/secrets.ts';
import { writeWebhookBody } from '../../../src/notifications/sending/webhook-body.ts';
import { plainMarkup, writeItems } from '../../../src/notifications/sending/write-items.ts';
import { parseTemplate } from '../../../src/templates/template.ts';
import { sampleAlert, sampleNotification, weirdTexts } from '../../support/sample-notifications.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const rounds = 500;
const pieces = [
  'a',
  '🔥',
  'é',
  '\n',
  ' ',
  '@everyone',
  '<!channel>',
  '\ud83d',
  '\u0000',
  '*',
  '](',
  'ß',
];

it('cuts to any length, and no character in its middle', () => {
  const seed = chooseSeed();
  const seeded = createSeeded(seed);
  for (let round = 0; round < rounds; round += 1) {
    const length = seeded.integer(60);
    const text = Array.from({ length }, () => pieces[seeded.integer(pieces.length)]).join('');
    const longest = seeded.integer(50);
    const clean = cleanText(text, longest);
    const told = `seed ${seed}: ${JSON.stringify({ text, longest, clean })}`;
    expect(clean.length, told).toBeLessThanOrEqual(longest);
    expect(clean.isWellFormed(), told).toBe(true);
    expect(clean, told).not.toContain('\u0000');
    const bytes = cutBytes(clean, longest);
    expect(Buffer.byteLength(bytes), told).toBeLessThanOrEqual(Math.max(3, longest));
    expect(bytes, told).not.toContain('\ufffd\u2026');
    expect(escapeMarkdown(clean), told).not.toMatch(/@everyone|(?:^|[^\\])\]\(/);
  }
});

it('shows as many items as there is room for, and counts the others', () => {
  const seed = chooseSeed();
  const seeded = createSeeded(seed);
  for (let round = 0; round < rounds; round += 1) {
    const count = 1 + seeded.integer(80);
    const alerts = Array.from({ length: count }, (_, index) => {
      const long = (): string =>
        'ab *🔥* '.repeat(seeded.integer(seeded.integer(2) === 0 ? 4 : 400));
      return sampleAlert(index, {
        title: `T${index} ${long()}`,
        message: long(),
        suspects: [long()],
      });
    });
    const { items } = describeNotification(sampleNotification({ alerts }), { externalUrl: null });
    const size = 300 + seeded.integer(9_000);
    const most = 1 + seeded.integer(60);
    const markup = seeded.integer(2) === 0 ? plainMarkup : markdown;
    const measure = seeded.integer(2) === 0 ? Buffer.byteLength : undefined;
    const written = writeItems(items, markup, { items: most, size, measure });
    const whole = [...written.items, ...(written.more === null ? [] : [written.more])].join('\n\n');
    const told = `seed ${seed}: ${JSON.stringify({ count, size, most, shown: written.items.length })}`;
    expect(measure?.(whole) ?? whole.length, told).toBeLessThanOrEqual(size);
    expect(written.items.length, told).toBeGreaterThan(0);
    expect(written.items.length, told).toBeLessThanOrEqual(most);
    const left = Number(/^and (\d+) more/.exec(written.more ?? '')?.[1] ?? 0);
    expect(written.items.length + left, told).toBe(count);
  }
});

it('says of 10,000 alerts how many there are of each kind', () => {
  const alerts = Array.from({ length: 10_000 }, (_, index) =>
    sampleAlert(index, { severity: index < 4_000 ? 'CRITICAL' : 'WARNING' }),
  );
  const message = describeNotification(sampleNotification({ alerts }), { externalUrl: null });
  expect(message.title).toBe(
    '10000 firing (CRITICAL): Migration 000 failed on shop-0 and 9999 more',
  );
  const { items, more } = writeItems(message.items, plainMarkup, { items: 10, size: 5_000 });
  expect(items).toHaveLength(10);
  expect(more).toBe('and 9990 more (3990 CRITICAL, 6000 WARNING)');
});

describe('where not all fit', () => {
  const mixed = (count: number, own: Parameters<typeof sampleAlert>[1] = {}) => [
    ...Array.from({ length: count }, (_, n) => sampleAlert(n, own)),
    ...Array.from({ length: count }, (_, n) =>
      sampleAlert(count + n, { ...own, status: 'resolved', state: 'RESOLVED' }),
    ),
  ];
  const resolvedOf = (texts: readonly string[]) =>
    texts.filter((text) => text.startsWith('RESOLVED')).length;

  it('shows what fires and what is resolved by turns, and as many as may be shown', () => {
    const message = describeNotification(sampleNotification({ alerts: mixed(60) }), {
      externalUrl: null,
    });
    const { items, more } = writeItems(message.items, plainMarkup, { items: 25, size: 4_000 });
    expect(items).toHaveLength(25);
    expect(resolvedOf(items)).toBe(12);
    expect(more).toContain('48 RESOLVED');
  });

  it('shows both in a webhook and to templates', () => {
    const settings = {
      kind: 'webhook',
      url: 'https://example.com',
      secrets: [],
      format: 'hawkwatch',
      headers: {},
      contentType: 'text/plain',
      maxAlerts: 500,
    } as const;
    const told = sampleNotification({ alerts: mixed(500) });
    const { body } = writeWebhookBody(settings, told, null);
    const { data } = JSON.parse(body) as {
      data: { alerts: { status: string }[]; truncatedAlerts: number };
    };
    expect(data.alerts.length + data.truncatedAlerts).toBe(1_000);
    const resolved = data.alerts.filter(({ status }) => status === 'resolved').length;
    expect(resolved).toBe(Math.floor(data.alerts.length / 2));
    const own = { ...settings, maxAlerts: 10, body: '{{ firing.size }} {{ resolved.size }}' };
    expect(writeWebhookBody(own, told, null).body).toBe('5 5');
  });
});

it('keeps mentions quiet, and addresses as they are', () => {
  expect(quietMentions('@here ops@example.com (@all)')).toBe(
    '@\u200bhere ops@example.com (@\u200ball)',
  );
  expect(cutText('🔥🔥', 2)).toBe('…');
});

it('takes secrets out of what others wrote, in any form they may have', () => {
  const url = 'https://user:p%40ssw0rd@hooks.example/services/T0001/s3cr3tPath?sig=a%2Fb%2Fsig';
  const basic = Buffer.from('token-123456').toString('base64');
  const text = `POST ${url} p@ssw0rd s3cr3tPath a/b/sig a%2Fb%2Fsig token-123456 ${basic} fine`;
  const shown = redact(text, ['token-123456', ...secretsOfUrl(url)], 1_000);
  expect(shown).toBe('POST *** *** *** *** *** *** *** fine');
});

it('bounds data in depth, length and count, and keeps its form', () => {
  let deep: unknown = 'x';
  for (let depth = 0; depth < 50; depth += 1) deep = { deep };
  expect(JSON.stringify(boundTexts(deep, 10)).length).toBeLessThan(200);
  expect(boundTexts({ a: [1, true, null, 'b'.repeat(20)] }, 5)).toEqual({
    a: [1, true, null, 'bbbb…'],
  });
  expect(
    boundTexts(
      Array.from({ length: 5_000 }, () => 1),
      5,
    ),
  ).toHaveLength(1_000);
  for (const text of Object.values(weirdTexts)) {
    expect(String(boundTexts(text, 100)).length).toBeLessThanOrEqual(100);
  }
});

it('lets no address end its link before its end', () => {
  const url = 'https://ok.example/)**[click](https://evil.example/x';
  expect(markdown.link('more', url)).toBe(
    '[more](https://ok.example/%29%2A%2A%5Bclick%5D%28https://evil.example/x)',
  );
});

it('bounds what a template’s json may make', () => {
  const value = '\\'.repeat(10_000);
  const rendered = (filters: string) =>
    parseTemplate(`{{ s ${filters} | size }}`).render({ s: value });
  expect(rendered('| json')).toBe('20002');
  expect(() => rendered('| json | json | json | json')).toThrow('more than 100000 characters');
  const loop = '{% for i in (1..200) %}{% assign t = s | json %}{% endfor %}';
  expect(() => parseTemplate(loop).render({ s: value })).toThrow('memory alloc limit exceeded');
});

it('takes out of what others wrote every part of a header', () => {
  const login = `Basic ${Buffer.from('hawkwatch-user:p4ss:w0rd').toString('base64')}`;
  const secrets = ['Bearer s3cr3t-token', login].flatMap(secretsOfHeader);
  const text = `bad token s3cr3t-token, of hawkwatch-user with p4ss:w0rd, ${login}`;
  expect(redact(text, secrets, 1_000)).toBe('bad token ***, of *** with ***, ***');
});
