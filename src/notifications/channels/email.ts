// E-mail by SMTP: one connection for one message, closed afterwards whatever happens. Messages of a group
// are one thread, and a repeated attempt has the same Message-ID.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';

import type { EmailSettings } from '../../core/channels.ts';
import type { FailureReason, Notification } from '../../core/notifications.ts';
import { DeliveryError, defineChannel, type SendContext, type SendResult } from '../channel.ts';
import { writeMail } from '../sending/mail-content.ts';
import { codeOf, endedError, networkError } from '../sending/outcome.ts';
import { redact } from '../sending/secrets.ts';
import { settingsOf } from '../sending/settings.ts';

const maxAlerts = 200;
const longestSubject = 200;

export const emailChannel = defineChannel<EmailSettings>({
  kind: 'email',
  description: 'Sends an e-mail, as text and HTML, by an SMTP server.',
  maxAlerts,
  values: { escaping: 'html' },
  parseSettings: (settings) => settingsOf('email', settings, ['host', 'port', 'from', 'to']),
  describeTarget: ({ host, to }) =>
    `${host}, to ${to.map((address) => address.replace(/^.*@/, '…@').replace(/>$/, '')).join(', ')}`,
  async send(settings, notification, context) {
    const { signal } = context;
    const target = `${settings.host}:${settings.port}`;
    if (signal.aborted) throw endedError(target);
    const raw = await compose(settings, notification, context);
    const ca = await authority(settings);
    if (signal.aborted) throw endedError(target);
    const connection = connectionTo(settings, ca);
    const ended = Promise.withResolvers<never>();
    const onAbort = (): void => ended.reject(endedError(target));
    signal.addEventListener('abort', onAbort, { once: true });
    connection.on('error', ended.reject);
    try {
      return await Promise.race([ended.promise, speak(connection, settings, raw, context)]);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      if (signal.aborted) throw endedError(target);
      // Who took it in an earlier attempt would get the parts as well.
      throw mailError(error, settings, { whole: reachedBefore(context).size > 0 });
    } finally {
      signal.removeEventListener('abort', onAbort);
      // Without waiting for anything the server may still want to say.
      connection.close();
    }
  },
});

async function authority({ tls, host }: EmailSettings): Promise<string | undefined> {
  if (tls.ca === undefined) return undefined;
  try {
    return await readFile(tls.ca, 'utf8');
  } catch (error) {
    throw new DeliveryError(
      `The file with the authority of ${host} cannot be read (${codeOf(error)}): look at tls.ca.`,
      { reason: 'OTHER', permanent: false },
    );
  }
}

function connectionTo(
  { host, port, security, tls }: EmailSettings,
  ca: string | undefined,
): SMTPConnection {
  // The attempt's own time-out is shorter; these are for whoever forgets it.
  const timeouts = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 30_000 };
  return new SMTPConnection({
    host,
    port,
    secure: security === 'implicit',
    ignoreTLS: security === 'none',
    requireTLS: security === 'required',
    tls: { rejectUnauthorized: tls.verify, ...(ca === undefined ? {} : { ca }) },
    ...timeouts,
  });
}

function compose(
  { from, to, ...templates }: EmailSettings,
  notification: Notification,
  { externalUrl, deliveryId, at }: SendContext,
): Promise<Buffer> {
  const { subject, text, html } = writeMail(templates, notification, { externalUrl, maxAlerts });
  const [, domain = 'hawkwatch.invalid'] = /@([^\s>@]+)>?\s*$/.exec(from) ?? [];
  const group = createHash('sha256').update(notification.groupKey).digest('hex').slice(0, 32);
  const thread = `<group.${group}@${domain}>`;
  const composer = new MailComposer({
    from,
    to: [...to],
    subject: subject.slice(0, longestSubject).toWellFormed(),
    text,
    html,
    date: at,
    messageId: `<${deliveryId}@${domain}>`,
    ...(notification.kind === 'ALERTS' ? { inReplyTo: thread, references: thread } : {}),
    headers: {
      // No machine answers it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Hawkwatch-Delivery': deliveryId,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return new Promise((resolve, reject) => {
    composer
      .compile()
      .build((error, message) => (error === null ? resolve(message) : reject(error)));
  });
}

type Settle = (error?: unknown) => void;

const step = (work: (settle: Settle) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    work((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('SMTP failed', { cause: error }));
    });
  });

async function speak(
  connection: SMTPConnection,
  settings: EmailSettings,
  raw: Buffer,
  context: SendContext,
): Promise<SendResult> {
  const { user, password = '', from } = settings;
  const before = reachedBefore(context);
  const to = settings.to.filter((one) => !before.has(digestOf(one)));
  if (to.length === 0) return { status: 250 };
  await step((settle) => connection.connect(settle));
  if (user !== undefined) {
    await step((settle) => connection.login({ user, pass: password }, settle));
  }
  const envelope = { from: addressOf(from), to: to.map(addressOf) };
  const info = await new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
    connection.send(envelope, raw, (error, sent) =>
      error === null ? resolve(sent) : reject(error),
    );
  });
  const later = info.rejectedErrors?.find(({ responseCode = 0 }) => responseCode < 500);
  // Some address was refused for now: the next attempt is for those that did not take it.
  if (later !== undefined) {
    const { reason, permanent, status, body, message } = mailError(later, settings);
    const reached = [...before, ...info.accepted.map((one) => digestOf(String(one)))];
    const handle = { delivery: context.deliveryId, reached };
    throw new DeliveryError(message, { reason, permanent, status, body, handle });
  }
  const refused = info.rejected.length;
  const note = refused === 0 ? '' : ` (${refused} of ${to.length} addresses were refused for good)`;
  return { status: 250, body: `${info.response.slice(0, 500)}${note}` };
}

const handleForm = z.object({ delivery: z.string(), reached: z.array(z.string()) });

/** Those who took this very message in an earlier attempt. */
function reachedBefore({ handle, deliveryId }: SendContext): ReadonlySet<string> {
  const earlier = handleForm.safeParse(handle).data;
  return new Set(earlier?.delivery === deliveryId ? earlier.reached : []);
}

/** Stands for an address where it is kept. */
function digestOf(written: string): string {
  return createHash('sha256').update(addressOf(written)).digest('hex').slice(0, 16);
}

function addressOf(written: string): string {
  return /<([^<>]+)>\s*$/.exec(written)?.[1] ?? written.trim();
}

interface SmtpError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

function mailError(
  error: unknown,
  { host, port, user, password }: EmailSettings,
  { whole = false }: { readonly whole?: boolean } = {},
): DeliveryError {
  const target = `${host}:${port}`;
  const { code, responseCode, response }: SmtpError =
    typeof error === 'object' && error !== null ? error : {};
  if (typeof responseCode !== 'number' || responseCode < 400 || code === 'ETLS')
    return withoutAnswer(target, error, code);
  const login = Buffer.from(`\0${user ?? ''}\0${password ?? ''}`).toString('base64');
  const said = typeof response === 'string' ? response : '';
  const body = redact(said, [password ?? '', login], 500);
  const isLogin = code === 'EAUTH' || [530, 534, 535].includes(responseCode);
  const permanent = responseCode >= 500;
  const lasting: FailureReason = isLogin ? 'AUTH_ERROR' : 'CLIENT_ERROR';
  return new DeliveryError(`${target} answered: ${body.slice(0, 200).toWellFormed()}`, {
    reason: permanent ? lasting : 'SERVER_ERROR',
    permanent,
    status: responseCode,
    body,
    // The addresses were refused, whatever is sent to them.
    whole: whole || code === 'EENVELOPE',
  });
}

function withoutAnswer(target: string, error: unknown, code: unknown): DeliveryError {
  if (code === 'EAUTH') {
    return new DeliveryError(`${target} takes no login of the kinds that are known here.`, {
      reason: 'AUTH_ERROR',
      permanent: true,
    });
  }
  if (code === 'ETLS') {
    return new DeliveryError(
      `${target} could not be spoken to with TLS: is security what the server offers, and is its ` +
        'certificate signed by somebody known (tls.ca)?',
      { reason: 'NETWORK', permanent: false },
    );
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return new DeliveryError(`${target} took none of the addresses.`, {
      reason: 'REFUSED',
      permanent: true,
    });
  }
  return networkError(target, error);
}
