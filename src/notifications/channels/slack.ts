// Slack, by an incoming webhook or by a bot. The bot can change its message instead of writing another one.
// Values are written so that they call nobody and make no link.
import { z } from 'zod';

import type { SlackSettings } from '../../core/channels.ts';
import { InvalidInputError } from '../../core/errors.ts';
import type { FailureReason, Notification } from '../../core/notifications.ts';
import { DeliveryError, defineChannel, type SendContext, type SendResult } from '../channel.ts';
import { cleanText, cutText } from '../sending/clean-text.ts';
import { hostOf, sendHttp, type HttpAnswer } from '../sending/http-send.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { writeItems, type Markup } from '../sending/write-items.ts';

const maxAlerts = 40;
const limits = { header: 150, section: 2_900, fallback: 300 };
// Slack refuses messages whose blocks have more than some 13,000 characters together.
const longestTogether = 9_000;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const markup: Markup = {
  text: escape,
  // A star within would end it.
  bold: (text) =>
    text
      .split('\n')
      .map((line) => `*${line.replaceAll('*', '∗')}*`)
      .join('\n'),
  link: (text, url) => `<${escape(url).replaceAll('|', '%7C')}|${escape(text)}>`,
};

export const slackChannel = defineChannel<SlackSettings>({
  kind: 'slack',
  description:
    'Writes into a Slack channel by an incoming webhook, or by a bot that can update it.',
  maxAlerts,
  values: { escape },
  parseSettings(given) {
    const settings = settingsOf('slack', given, []);
    if (settings.url === undefined && (!settings.token || !settings.channel)) {
      const message = 'needs url, or token and channel';
      throw new InvalidInputError(`A Slack channel ${message}.`, [{ path: 'url', message }]);
    }
    return settings;
  },
  describeTarget: ({ url, channel, apiUrl }) =>
    url === undefined ? `${hostOf(apiUrl)}, ${channel}` : hostOf(url),
  async send(settings, notification, context) {
    const message = writeMessage(settings, notification, context);
    return settings.url === undefined
      ? await sendByBot(settings, message, notification, context)
      : await sendByWebhook(settings.url, message, context);
  },
});

type SlackMessage = Readonly<Record<string, unknown>>;

function writeMessage(
  settings: SlackSettings,
  notification: Notification,
  { externalUrl }: SendContext,
): SlackMessage {
  const texts = writeTexts(settings, notification, { externalUrl, escape, maxAlerts });
  const { message, title, body } = texts;
  const written = writeItems(message.items, markup, {
    items: maxAlerts,
    size: longestTogether,
    itemSize: limits.section,
  });
  const sections = body === null ? written.items : pieces(cutText(body, longestTogether));
  const notes = [...message.notes.map(escape), ...(body === null ? [written.more ?? ''] : [])];
  const more = message.link === null ? '' : markup.link('hawkwatch', message.link);
  return {
    // What notices and readers of screens tell.
    text: escape(cutText(title, limits.fallback)),
    blocks: [
      { type: 'header', text: plainText(cutText(title, limits.header)) },
      ...sections.map((text) => ({ type: 'section', text: mrkdwn(text) })),
      ...[...notes, more]
        .filter((text) => text !== '')
        .map((text) => ({ type: 'context', elements: [mrkdwn(text)] })),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

// No entities are read there, so the signs that begin a mention become others.
const plainText = (text: string) => ({
  type: 'plain_text',
  text: text.replaceAll('<', '‹').replaceAll('>', '›'),
  emoji: false,
});
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

function pieces(text: string): string[] {
  const clean = cleanText(text, longestTogether);
  const count = Math.ceil(clean.length / limits.section);
  return Array.from({ length: count }, (_, index) =>
    clean.slice(index * limits.section, (index + 1) * limits.section).toWellFormed(),
  ).filter((piece) => piece.trim() !== '');
}

async function sendByWebhook(
  url: string,
  message: SlackMessage,
  { signal, at }: SendContext,
): Promise<SendResult> {
  const headers = { 'content-type': 'application/json' };
  const answer = await sendHttp({ url, headers, body: JSON.stringify(message), signal, at });
  const word = answer.text.trim();
  if (answer.status === 200 && word === 'ok') return { status: 200, body: answer.excerpt };
  // Slack gives its reasons as one word; anything else comes from somebody between.
  throw isWord(word) ? failure(word, answer, url) : strange(answer, url);
}

const isWord = (text: string): boolean => /^[a-z_]{2,60}$/.test(text);

function strange({ status, excerpt }: HttpAnswer, url: string): DeliveryError {
  return new DeliveryError(`${hostOf(url)} answered ${status}, but not as Slack does.`, {
    reason: 'SERVER_ERROR',
    permanent: false,
    status,
    body: excerpt,
  });
}

const temporary: Readonly<Record<string, FailureReason>> = {
  ratelimited: 'RATE_LIMITED',
  rate_limited: 'RATE_LIMITED',
  internal_error: 'SERVER_ERROR',
  fatal_error: 'SERVER_ERROR',
  service_unavailable: 'SERVER_ERROR',
  request_timeout: 'TIMEOUT',
  rollup_error: 'SERVER_ERROR',
};
const authErrors = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'org_login_required',
  'ekm_access_denied',
]);

function failure(word: string, answer: HttpAnswer, url: string): DeliveryError {
  const lasting: FailureReason = authErrors.has(word) ? 'AUTH_ERROR' : 'CLIENT_ERROR';
  return new DeliveryError(`${hostOf(url)} answered: ${word}`, {
    reason: temporary[word] ?? lasting,
    permanent: temporary[word] === undefined,
    status: answer.status,
    body: answer.excerpt,
    retryAfterMs: answer.retryAfterMs,
  });
}

// Slack sends back the whole message.
const longestAnswer = 262_144;

const handleForm = z.object({ channel: z.string(), ts: z.string(), open: z.boolean() });
const answerForm = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});
// The message cannot be changed any more: another one is written.
const lostMessages = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
]);

async function sendByBot(
  settings: SlackSettings,
  message: SlackMessage,
  notification: Notification,
  context: SendContext,
): Promise<SendResult> {
  const { channel, updateInPlace } = settings;
  const earlier = handleForm.safeParse(context.handle).data;
  // What was over has its message; another outbreak gets another one.
  if (updateInPlace && earlier?.open === true && notification.kind === 'ALERTS') {
    const changed = { ...message, channel: earlier.channel, ts: earlier.ts };
    const result = await call(settings, 'chat.update', changed, context);
    if (result.word === undefined) return toResult(result, notification, earlier);
    if (!lostMessages.has(result.word)) throw failure(result.word, result.answer, settings.apiUrl);
  }
  const result = await call(settings, 'chat.postMessage', { ...message, channel }, context);
  if (result.word !== undefined) throw failure(result.word, result.answer, settings.apiUrl);
  return toResult(result, notification);
}

interface Called {
  readonly answer: HttpAnswer;
  /** Of an error. */
  readonly word: string | undefined;
  readonly channel: string | undefined;
  readonly ts: string | undefined;
}

async function call(
  { apiUrl, token = '' }: SlackSettings,
  method: string,
  content: SlackMessage,
  { signal, at }: SendContext,
): Promise<Called> {
  const url = `${apiUrl}/${method}`;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    authorization: `Bearer ${token}`,
  };
  const body = JSON.stringify(content);
  const secrets = [token];
  const answer = await sendHttp({ url, headers, body, signal, at, secrets, longestAnswer });
  const parsed = answerForm.safeParse(jsonOf(answer.text));
  // Slack took it, whatever became of the rest of the answer: written again, it would be there twice.
  if (!parsed.success && /^\s*\{\s*"ok"\s*:\s*true\b/.test(answer.text)) {
    return { answer, word: undefined, channel: undefined, ts: undefined };
  }
  if (!parsed.success) throw strange(answer, url);
  const { ok, error, channel, ts } = parsed.data;
  const word = isWord(error ?? '') ? error : 'unknown_error';
  return { answer, word: ok ? undefined : word, channel, ts };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The only way to ask: what is none is a SyntaxError.
    return undefined;
  }
}

function toResult(
  { answer, channel, ts }: Called,
  { status }: Notification,
  earlier?: { readonly channel: string; readonly ts: string },
): SendResult {
  const handle = { channel: channel ?? earlier?.channel, ts: ts ?? earlier?.ts };
  const result = { status: answer.status, body: answer.excerpt };
  return handle.ts === undefined || handle.channel === undefined
    ? result
    : { ...result, handle: { ...handle, open: status === 'firing' } };
}
