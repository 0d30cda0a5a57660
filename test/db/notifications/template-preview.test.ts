// `previewTemplate`: what a template would write, for whom, over which alert.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { alerts } from '../../../src/store/schema/index.ts';
import { ask, at, codeOf, send } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';

const document = `query ($template: String!, $channel: String, $alertId: ID) {
  previewTemplate(template: $template, channel: $channel, alertId: $alertId) { text alert sample }
}`;
const id = '0199a000-0000-7000-8000-000000000001';

describe('previewTemplate', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
    const now = new Date('2026-11-27T10:00:00Z');
    await service.store.q.insert(alerts).values({
      id,
      fingerprint: 'f'.repeat(32),
      rule: 'disk',
      source: 'rule',
      type: 'DISK_FULL',
      severity: 'WARNING',
      state: 'FIRING',
      title: 'Disk of <shop> & co is full',
      message: 'See <!channel>',
      labels: { mount: '/data' },
      metadata: {},
      databaseName: 'shop',
      subject: 'database:shop',
      startedAt: now,
      observedAt: now,
      condition: true,
      forMs: 0,
      keepFiringForMs: 0,
      timesFired: 1,
      flips: [],
      suppressed: [],
      updatedAt: now,
    });
  });
  afterAll(() => service.close());

  const preview = async (variables: Record<string, unknown>) => {
    const { url, tokens } = service;
    return at(await ask(url, tokens.operator, document, variables), 'previewTemplate');
  };

  it('renders over a sample', async () => {
    const template = '{{ alerts[0].severity }} {{ title }} at {{ externalUrl }} {{ nothing }}';
    expect(await preview({ template })).toEqual({
      text: 'CRITICAL CRITICAL: Migration 0042 failed on shop at https://hawkwatch.example.com ',
      alert: 'Migration 0042 failed on shop',
      sample: true,
    });
  });

  it('renders over an alert, escaped as its channel needs it', async () => {
    const template = '<b>{{ firing[0].title }}</b> {{ firing[0].message }}';
    const alertId = encodeGlobalId('Alert', id);
    expect(await preview({ template, alertId })).toMatchObject({
      text: '<b>Disk of <shop> & co is full</b> See <!channel>',
      sample: false,
    });
    expect(await preview({ template, alertId, channel: 'email' })).toMatchObject({
      text: '<b>Disk of &lt;shop&gt; &amp; co is full</b> See &lt;!channel&gt;',
    });
    expect(await preview({ template, alertId: id, channel: 'slack' })).toMatchObject({
      text: '<b>Disk of &lt;shop&gt; &amp; co is full</b> See &lt;!channel&gt;',
    });
  });

  it.each([
    ['{% if %}', 'INVALID_INPUT'],
    ['{{ title | nothing }}', 'INVALID_INPUT'],
    ['x'.repeat(20_001), 'INVALID_INPUT'],
    ['{% for a in (1..100000000) %}{{ a }}{% endfor %}', 'INVALID_INPUT'],
    ["{% include '/etc/passwd' %}", 'INVALID_INPUT'],
  ])('says what is wrong with %j', async (template, code) => {
    const { url, tokens } = service;
    expect(codeOf(await send(url, tokens.operator, document, { template }))).toBe(code);
  });

  it('knows neither another channel nor another alert, and is for operators', async () => {
    const { url, tokens } = service;
    const tried = (token: string, variables: Record<string, unknown>) =>
      send(url, token, document, { template: 'x', ...variables });
    const unknown = await tried(tokens.operator, { channel: 'nobody' });
    expect(codeOf(unknown)).toBe('NOT_FOUND');
    expect(unknown.errors?.[0]?.message).toContain('"email", "slack"');
    expect(codeOf(await tried(tokens.operator, { alertId: 'x' }))).toBe('NOT_FOUND');
    expect(codeOf(await tried(tokens.viewer, {}))).toBe('FORBIDDEN');
  });
});
