// The keys of each kind of channel in `hawkwatch.yaml`. What is said of a wrong value never holds the value:
// most of them are secrets.
import { z } from 'zod';

import { channelKinds, type ChannelKindName } from '../../core/channels.ts';
import { duration, filled, named, section, whole } from '../forms.ts';

const minuteMs = 60_000;
const trueOrFalse = z.boolean('must be true or false');
const text = filled.max(2_000, 'must have 2000 characters at most');
const secret = text.regex(/^[\x21-\x7e]+$/, 'has characters that no secret of this kind has');
const line = text.regex(/^[^\r\n\0]*$/, 'must be one line');
const template = filled.max(20_000, 'must have 20000 characters at most').optional();
const listed = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

/** An address of the web; often a secret. */
export const url = text.refine((value) => {
  if (/\s/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return ['http:', 'https:'].includes(protocol) && hostname !== '';
}, 'must be a URL that begins with https:// or http://');

const withoutSlash = (value: string): string => value.replace(/\/+$/, '');
/** Of a service that has a usual address. */
const serviceUrl = (usual: string) => url.default(usual).transform(withoutSlash);

export const externalUrl = url
  .refine((value) => {
    if (!URL.canParse(value)) return true;
    const { username, password, search, hash } = new URL(value);
    return `${username}${password}${search}${hash}` === '';
  }, 'must have no login, no ? and no #: it is shown to everybody who is told something')
  .transform(withoutSlash)
  .optional();

/** How much a kind may be sent by default: what the service takes, where it says so. */
const common = <const Kind extends ChannelKindName>(kind: Kind, messages: number) => ({
  name: named,
  kind: z.literal(kind),
  title: template,
  body: template,
  timeout: duration(15_000, minuteMs * 60).refine(
    (ms) => ms >= 100 && ms <= 25_000,
    'must be 100ms to 25s',
  ),
  sendResolved: trueOrFalse.default(true),
  rate: section({
    messages: whole(1, messages),
    per: duration(minuteMs, 1_440 * minuteMs),
  }).prefault({}),
});

const webhookSecret = z.string().refine((value) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const bytes = base64 === undefined ? 0 : Buffer.from(base64, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}, 'must be whsec_ and 24 to 64 bytes in base64: make one with `echo whsec_$(openssl rand -base64 32)`');

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'is no name of a header');
const ownHeaders = new Set(
  (
    'connection content-length content-type host te transfer-encoding upgrade ' +
    'webhook-id webhook-timestamp webhook-signature'
  ).split(' '),
);
const headers = z
  .record(
    headerName.refine((name) => !ownHeaders.has(name.toLowerCase()), 'is set by hawkwatch itself'),
    z
      .string()
      .max(8_000, 'must have 8000 characters at most')
      .regex(/^[\t\x20-\x7e]*$/, 'has characters that no header may have'),
  )
  .refine((all) => Object.keys(all).length <= 50, 'has too many entries')
  .default({});

const webhook = section({
  ...common('webhook', 60_000),
  url,
  secrets: z.preprocess(listed, z.array(webhookSecret).max(5, 'has too many entries')).default([]),
  format: z
    .enum(['hawkwatch', 'alertmanager'], 'must be hawkwatch or alertmanager')
    .default('hawkwatch'),
  headers,
  contentType: line
    .regex(/^[\x20-\x7e]+$/, 'has characters that no header may have')
    .default('application/json'),
  maxAlerts: whole(1, 1_000).refine((value) => value <= 1_000, 'must be 1000 at most'),
});

const slack = section({
  ...common('slack', 60),
  url: url.optional(),
  token: secret.optional(),
  channel: line.optional(),
  updateInPlace: trueOrFalse.default(false),
  apiUrl: serviceUrl('https://slack.com/api'),
}).superRefine(({ url: hook, token, channel, updateInPlace }, context) => {
  const needed =
    (hook === undefined) === (token === undefined)
      ? 'needs url (of an incoming webhook), or token and channel (of a bot)'
      : undefined;
  const alone =
    token !== undefined && channel === undefined ? 'needs channel beside token' : undefined;
  const message = needed ?? alone;
  if (message !== undefined) context.addIssue(message);
  if (updateInPlace && token === undefined) {
    context.addIssue({
      code: 'custom',
      path: ['updateInPlace'],
      message: 'needs a bot (token and channel): incoming webhooks cannot change a message',
    });
  }
});

const portMessage = 'must be a port, 1 to 65535';
const port = z.int(portMessage).min(1, portMessage).max(65_535, portMessage);
const host = filled
  .max(255, 'must have 255 characters at most')
  .regex(/^[^\s/@?#]+$/, 'must be a host name or an address, without scheme and path');
const address = line
  .max(320, 'must have 320 characters at most')
  .regex(
    /^(?:[^<>@\s,;]+@[^<>@\s,;]+|[^<>@,;"]+<[^<>@\s,;]+@[^<>@\s,;]+>)$/,
    'must be an address as ops@example.com or Operations <ops@example.com>',
  );

const email = section({
  ...common('email', 30),
  host,
  port: port.default(587),
  security: z
    .enum(
      ['none', 'offered', 'required', 'implicit'],
      'must be none, offered, required or implicit',
    )
    .default('required'),
  user: line.optional(),
  password: text.optional(),
  from: address,
  to: z.preprocess(
    listed,
    z.array(address).min(1, 'must name an address').max(50, 'has too many entries'),
  ),
  tls: section({ verify: trueOrFalse.default(true), ca: filled.optional() }).prefault({}),
}).superRefine(({ user, password, security }, context) => {
  const wrong = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (user !== undefined && password === undefined) wrong('user', 'needs password beside it');
  if (user === undefined && password !== undefined) wrong('password', 'needs user beside it');
  if (user !== undefined && !['required', 'implicit'].includes(security)) {
    wrong(
      'security',
      'must be required or implicit: a login is not sent where others could read it',
    );
  }
});

const pagerduty = section({
  ...common('pagerduty', 120),
  routingKey: secret.regex(/^[A-Za-z0-9]{32}$/, 'must be an integration key of 32 characters'),
  url: serviceUrl('https://events.pagerduty.com'),
});

const telephone = z
  .string('must be a telephone number in quotes, as "+4930123456"')
  .regex(/^\+[1-9][0-9]{6,14}$/, 'must be a telephone number as "+4930123456"');

const sms = section({
  ...common('sms', 10),
  accountSid: secret.regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits'),
  apiKey: secret.optional(),
  authToken: secret,
  from: line.max(20, 'must have 20 characters at most').optional(),
  messagingServiceSid: secret.optional(),
  to: z.preprocess(
    listed,
    z.array(telephone).min(1, 'must name a number').max(10, 'has too many entries'),
  ),
  url: serviceUrl('https://api.twilio.com'),
}).refine(
  ({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined),
  'needs one of from and messagingServiceSid',
);

const teams = section({ ...common('teams', 60), url });
const discord = section({ ...common('discord', 30), url });

const telegram = section({
  ...common('telegram', 20),
  token: secret.regex(/^[0-9]+:[A-Za-z0-9_-]+$/, 'must be a token of a bot, as BotFather gives it'),
  chat: z
    .union([z.int().transform(String), line], 'must be the id of a chat, or @ and a channel name')
    .refine((value) => /^(?:-?[0-9]{1,20}|@\w{1,64})$/.test(value), {
      message: 'must be the id of a chat, or @ and a channel name',
    }),
  thread: z.int('must be a whole number').min(1, 'must be 1 at least').optional(),
  url: serviceUrl('https://api.telegram.org'),
});

const ntfy = section({
  ...common('ntfy', 60),
  topic: secret.regex(/^[-_A-Za-z0-9]{1,64}$/, 'must be a topic: letters, digits, - and _'),
  token: secret.optional(),
  user: line.optional(),
  password: text.optional(),
  url: serviceUrl('https://ntfy.sh'),
}).refine(
  ({ token, user, password }) =>
    (user === undefined) === (password === undefined) &&
    (token === undefined || user === undefined),
  'needs token, or user and password, or nothing of them',
);

const opsgenie = section({
  ...common('opsgenie', 120),
  apiKey: secret,
  tags: z.preprocess(listed, z.array(line).max(15, 'has too many entries')).default([]),
  url: serviceUrl('https://api.opsgenie.com'),
});

const dogstatsd = section({
  ...common('dogstatsd', 60_000),
  host: host.default('127.0.0.1'),
  port: port.default(8125),
  tags: z
    .record(z.string(), line)
    .refine((all) => Object.keys(all).length <= 50, 'has too many entries')
    .default({}),
});

const forms = [
  webhook,
  slack,
  email,
  pagerduty,
  sms,
  teams,
  discord,
  telegram,
  ntfy,
  opsgenie,
  dogstatsd,
] as const;

/** A channel of any kind; its key `kind` decides which others there are. */
export const channelForm = z.discriminatedUnion('kind', forms, {
  error: ({ code }) =>
    code === 'invalid_union' ? `must be one of ${channelKinds.join(', ')}` : undefined,
});
