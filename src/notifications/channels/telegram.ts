// Telegram, by a bot. Its token is part of the address, so nothing of the address is ever shown.
import type { TelegramSettings } from '../../core/channels.ts';
import type { Notification } from '../../core/notifications.ts';
import { DeliveryError, defineChannel, type SendContext, type SendResult } from '../channel.ts';
import { cutText, quietMentions } from '../sending/clean-text.ts';
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { writeItems, type Markup } from '../sending/write-items.ts';

const maxAlerts = 20;
const longestText = 4_096;

const escape = (text: string): string =>
  quietMentions(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const markup: Markup = {
  text: escape,
  bold: (text) => `<b>${text}</b>`,
  link: (text, url) => `<a href="${escape(url).replaceAll('"', '&quot;')}">${escape(text)}</a>`,
};

export const telegramChannel = defineChannel<TelegramSettings>({
  kind: 'telegram',
  description: 'Writes into a Telegram chat by a bot.',
  maxAlerts,
  values: { escape },
  parseSettings: (settings) => settingsOf('telegram', settings, ['token', 'chat', 'url']),
  describeTarget: ({ url, chat }) => `${hostOf(url)}, chat …${chat.slice(-3)}`,
  async send(settings, notification, context) {
    const own = ownText(settings, notification, context);
    if (own.text === null) return await post(settings, own.usual, context);
    try {
      return await post(settings, own.text, context);
    } catch (error) {
      // A template may write HTML that Telegram does not take; the usual text is always taken.
      if (!(error instanceof DeliveryError) || error.status !== 400) throw error;
      return await post(settings, own.usual, context);
    }
  },
});

/** The template's text, if there is one that fits, and the usual one. */
function ownText(
  settings: TelegramSettings,
  notification: Notification,
  { externalUrl }: SendContext,
): { readonly text: string | null; readonly usual: string } {
  const { title, body, message } = writeTexts(settings, notification, {
    externalUrl,
    escape,
    maxAlerts,
  });
  const fits = body !== null && body.length <= longestText;
  const refused =
    body === null
      ? []
      : ["The channel's body template failed: its text is too long, or no HTML for Telegram."];
  const notes = [...message.notes, ...refused].map(escape);
  const heading = markup.bold(escape(cutText(title, 300)));
  const size = longestText - heading.length - notes.join('\n').length - 300;
  const { items, more } = writeItems(message.items, markup, { items: maxAlerts, size });
  const link = message.link === null ? [] : [markup.link('hawkwatch', message.link)];
  const parts = [heading, ...notes, ...items, ...(more === null ? [] : [more]), ...link];
  return { text: fits ? body : null, usual: parts.join('\n\n') };
}

async function post(
  { url, token, chat, thread }: TelegramSettings,
  text: string,
  { signal, at }: SendContext,
): Promise<SendResult> {
  const answer = await sendHttp({
    url: `${url}/bot${token}/sendMessage`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      chat_id: chat,
      ...(thread === undefined ? {} : { message_thread_id: thread }),
      text,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    }),
    signal,
    at,
    secrets: [token, ...token.split(':')],
  });
  return { status: answer.status, body: answer.excerpt };
}
