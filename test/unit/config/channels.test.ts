// The section `channels`: what it reads, and which line a fault is told with. No value is ever told.
import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';
import { channelKinds } from '../../../src/core/channels.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createConfiguredChannels } from '../../../src/notifications/configured-channels.ts';
import { templateFault } from '../../../src/templates/template.ts';

const path = '/etc/hawkwatch/hawkwatch.yaml';
const hookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const env = {
  WEBHOOK_SECRET: hookSecret,
  WEBHOOK_SECRET_OLD: hookSecret,
  WEBHOOK_TOKEN: 's3cr3t',
  SLACK_URL: 'https://hooks.slack.example/services/T/B/s3cr3t',
  SLACK_TOKEN: 'xoxb-s3cr3t',
  SMTP_PASSWORD: 's3cr3t',
  PAGERDUTY_KEY: 'A'.repeat(32),
  TWILIO_SID: `AC${'0'.repeat(32)}`,
  TWILIO_TOKEN: 's3cr3t',
  TEAMS_URL: 'https://teams.example/x?sig=s3cr3t',
  DISCORD_URL: 'https://discord.example/api/webhooks/1/s3cr3t',
  TELEGRAM_TOKEN: '1:s3cr3t',
  NTFY_TOPIC: 's3cr3t',
  OPSGENIE_KEY: 's3cr3t',
};
const parse = (text: string) => parseConfiguration(text, { path, env, templateFault });

function faultsOf(text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (error.message.includes('s3cr3t')) throw new Error('a value was told', { cause: error });
    return error.faults.map(({ where, line, message }) => `${line} ${where} ${message}`);
  }
}

it('reads every kind that docs/notifications.md shows, and the kinds take it', async () => {
  const page = await readFile(new URL('../../../docs/notifications.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)]
    .map(([, text = '']) => text)
    .filter((text) => text.includes('channels:'));
  const all = examples.map(parse);
  const kinds = new Set(all.flatMap(({ channels }) => channels.map(({ kind }) => kind)));
  expect([...kinds].toSorted()).toEqual(channelKinds.toSorted());
  for (const configuration of all)
    createConfiguredChannels({ logger: silentLogger }).configure(configuration);
});

describe('the section channels', () => {
  it('has defaults for all that is not said', () => {
    const { channels, externalUrl } = parse(`
externalUrl: https://hawkwatch.example.com/
channels:
  - { name: own, kind: webhook, url: https://example.com/hook, secrets: "\${WEBHOOK_SECRET}" }
  - name: mail
    kind: email
    host: mail.example.com
    from: hawkwatch@example.com
    to: ops@example.com
    tls: { ca: ca.pem }
    timeout: 20s
    sendResolved: false
    rate: { messages: 5, per: 1h }
`);
    expect(externalUrl).toBe('https://hawkwatch.example.com');
    expect(channels).toEqual([
      {
        name: 'own',
        kind: 'webhook',
        settings: {
          kind: 'webhook',
          url: 'https://example.com/hook',
          secrets: [hookSecret],
          format: 'hawkwatch',
          headers: {},
          contentType: 'application/json',
          maxAlerts: 1_000,
        },
        timeoutMs: 15_000,
        sendResolved: true,
        rate: { messages: 60_000, perMs: 60_000 },
      },
      {
        name: 'mail',
        kind: 'email',
        settings: {
          kind: 'email',
          host: 'mail.example.com',
          port: 587,
          security: 'required',
          from: 'hawkwatch@example.com',
          to: ['ops@example.com'],
          tls: { verify: true, ca: '/etc/hawkwatch/ca.pem' },
        },
        timeoutMs: 20_000,
        sendResolved: false,
        rate: { messages: 5, perMs: 3_600_000 },
      },
    ]);
  });

  const hook = 'kind: webhook, url: https://x/s3cr3t';
  it.each([
    ['{ name: a }', '2 channels[0].kind is missing'],
    ['{ name: a, kind: slak }', '2 channels[0].kind must be one of webhook, slack,'],
    ['{ kind: webhook, url: https://x/s3cr3t }', '2 channels[0].name is missing'],
    ['{ name: a, kind: webhook }', '2 channels[0].url is missing'],
    ['{ name: a, kind: webhook, url: s3cr3t }', '2 channels[0].url must be a URL'],
    [
      `{ name: a, ${hook}, formats: x }`,
      '2 channels[0].formats is not a known key; did you mean format?',
    ],
    [
      `{ name: a, ${hook}, token: x }`,
      '2 channels[0].token is not a known key; known here are name, kind',
    ],
    [`{ name: a, ${hook}, secrets: [s3cr3t] }`, '2 channels[0].secrets[0] must be whsec_'],
    [`{ name: a, ${hook}, format: xml }`, '2 channels[0].format must be hawkwatch or alertmanager'],
    [
      `{ name: a, ${hook}, headers: { Host: x } }`,
      '2 channels[0].headers.Host is set by hawkwatch',
    ],
    [`{ name: a, ${hook}, headers: { x: "s3cr3t\\n" } }`, '2 channels[0].headers.x has characters'],
    [`{ name: a, ${hook}, timeout: 30s }`, '2 channels[0].timeout must be 100ms to 25s'],
    [`{ name: a, ${hook}, rate: { messages: 0 } }`, '2 channels[0].rate.messages must be a whole'],
    [`{ name: a, ${hook}, title: "{{ title" }`, '2 channels[0].title The template is no template'],
    [`{ name: a, ${hook}, body: "{% nope %}" }`, '2 channels[0].body The template is no template'],
    ['{ name: a, kind: slack }', '2 channels[0] needs url (of an incoming webhook)'],
    ['{ name: a, kind: slack, token: xs3cr3t }', '2 channels[0] needs channel beside token'],
    [
      '{ name: a, kind: slack, url: https://x/s3cr3t, updateInPlace: true }',
      '2 channels[0].updateInPlace needs a bot',
    ],
    [
      '{ name: a, kind: email, host: h, from: a@b, to: a@b, security: offered, user: u, password: s3cr3t }',
      '2 channels[0].security must be required or implicit',
    ],
    [
      '{ name: a, kind: email, host: h, from: s3cr3t, to: a@b }',
      '2 channels[0].from must be an address',
    ],
    [
      '{ name: a, kind: pagerduty, routingKey: s3cr3t }',
      '2 channels[0].routingKey must be an integration',
    ],
    [
      '{ name: a, kind: sms, accountSid: "${TWILIO_SID}", authToken: s3cr3t, from: "+491234567", to: 4912345678 }',
      '2 channels[0].to must be a telephone number in quotes',
    ],
    [
      '{ name: a, kind: telegram, token: s3cr3t, chat: 1 }',
      '2 channels[0].token must be a token of a bot',
    ],
    ['{ name: a, kind: ntfy, topic: "s3cr3t/x" }', '2 channels[0].topic must be a topic'],
    ['{ name: a, kind: discord, url: "${NOWHERE}" }', '2 channels[0].url'],
    ['7', '2 channels[0] must be a section with keys of its own'],
  ])('tells what is wrong with %s, with its line and without its value', (entry, expected) => {
    const faults = faultsOf(`channels:\n  - ${entry}\n`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
  });

  it('wants names that stand once, and a URL that may be shown', () => {
    const two = `channels:\n  - { name: a, ${hook} }\n  - { name: a, ${hook} }\n`;
    expect(faultsOf(two)).toEqual([
      '3 channels[1].name must be unique: the channel on line 2 has the same name',
    ]);
    expect(faultsOf('externalUrl: https://me:s3cr3t@x/')[0]).toContain('must have no login');
  });
});
