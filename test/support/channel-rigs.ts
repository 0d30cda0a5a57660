// One example of each kind of channel, written as in `hawkwatch.yaml`, how its service answers when all is
// well, and what of it is secret. A new kind is covered by the contract as soon as it has an example here.
import type { ChannelConfiguration, ChannelKindName } from '../../src/core/channels.ts';
import { parseConfiguration } from '../../src/config/file.ts';
import type { ReceivedRequest, ServiceAnswer } from './channel-service.ts';

export interface HttpRig {
  readonly transport: 'http';
  /** The keys beside `name` and `kind`; ORIGIN stands for the service's. */
  readonly yaml: string;
  readonly secrets: readonly string[];
  well(request: ReceivedRequest): ServiceAnswer;
}

export interface OtherRig {
  readonly transport: 'smtp' | 'udp';
  /** PORT stands for the service's. */
  readonly yaml: string;
  readonly secrets: readonly string[];
}

export type ChannelRig = HttpRig | OtherRig;

const json = (status: number, value: unknown): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const webhookSecrets = [
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
] as const;

export const channelRigs: Readonly<Record<ChannelKindName, ChannelRig>> = {
  webhook: {
    transport: 'http',
    yaml: `url: ORIGIN/hooks/s3cr3t-path?key=s3cr3t-query
    secrets: [${webhookSecrets.join(', ')}]
    headers: { X-Token: s3cr3t-header }`,
    secrets: ['s3cr3t-path', 's3cr3t-query', 's3cr3t-header', ...webhookSecrets],
    well: () => ({ status: 204 }),
  },
  slack: {
    transport: 'http',
    yaml: 'url: ORIGIN/services/T0001/B0002/s3cr3tSlackPath',
    secrets: ['s3cr3tSlackPath'],
    well: () => ({ status: 200, body: 'ok' }),
  },
  email: {
    transport: 'smtp',
    yaml: `host: localhost
    port: PORT
    user: hawk
    password: s3cr3t-password
    from: hawkwatch <hawkwatch@example.com>
    to: [ops@example.com, dba@example.com]
    tls: { verify: false }`,
    secrets: ['s3cr3t-password'],
  },
  pagerduty: {
    transport: 'http',
    yaml: `routingKey: s3cr3tRoutingKeyOfThirtyTwoSigns
    url: ORIGIN`,
    secrets: ['s3cr3tRoutingKeyOfThirtyTwoSigns'],
    well: () => json(202, { status: 'success', message: 'Event processed', dedup_key: 'x' }),
  },
  sms: {
    transport: 'http',
    yaml: `accountSid: AC0123456789abcdef0123456789abcdef
    authToken: s3cr3t-auth-token
    from: '+15005550006'
    to: '+4915112345678'
    url: ORIGIN`,
    secrets: ['s3cr3t-auth-token', '+4915112345678', '4915112345678'],
    well: ({ method }) =>
      method === 'GET' ? json(200, { messages: [] }) : json(201, { sid: 'SM1', status: 'queued' }),
  },
  teams: {
    transport: 'http',
    yaml: 'url: ORIGIN/workflows/s3cr3tflow/triggers/manual?sig=s3cr3t-signature',
    secrets: ['s3cr3tflow', 's3cr3t-signature'],
    well: () => ({ status: 202 }),
  },
  discord: {
    transport: 'http',
    yaml: 'url: ORIGIN/api/webhooks/123456/s3cr3tDiscordToken',
    secrets: ['s3cr3tDiscordToken'],
    well: () => json(200, { id: '1' }),
  },
  telegram: {
    transport: 'http',
    yaml: `token: '123456:s3cr3tTelegramToken'
    chat: -100200300
    url: ORIGIN`,
    secrets: ['s3cr3tTelegramToken'],
    well: () => json(200, { ok: true, result: { message_id: 1 } }),
  },
  ntfy: {
    transport: 'http',
    yaml: `topic: s3cr3t-topic
    token: tk_s3cr3tNtfyToken
    url: ORIGIN`,
    secrets: ['s3cr3t-topic', 'tk_s3cr3tNtfyToken'],
    well: () => json(200, { id: 'x', event: 'message' }),
  },
  opsgenie: {
    transport: 'http',
    yaml: `apiKey: s3cr3t-genie-key
    tags: [databases]
    url: ORIGIN`,
    secrets: ['s3cr3t-genie-key'],
    well: () => json(202, { result: 'Request will be processed', requestId: 'x' }),
  },
  dogstatsd: {
    transport: 'udp',
    yaml: `host: 127.0.0.1
    port: PORT
    tags: { team: orders }`,
    secrets: [],
  },
};

export interface RigPlace {
  readonly origin?: string;
  readonly port?: number;
}

/** The example as the configuration file reads it, with more keys. */
export function rigChannel(
  kind: ChannelKindName,
  { origin = '', port = 0 }: RigPlace,
  more = '',
): ChannelConfiguration {
  const keys = channelRigs[kind].yaml.replaceAll('ORIGIN', origin).replaceAll('PORT', String(port));
  const text = `channels:\n  - name: example\n    kind: ${kind}\n    ${keys}\n    ${more}\n`;
  const [channel] = parseConfiguration(text, { path: '/etc/hawkwatch.yaml', env: {} }).channels;
  if (channel === undefined) throw new Error('the example has no channel');
  return channel;
}
