// What an e-mail says: the same as text and as HTML. In HTML every value is escaped.
import type { MessageTemplates } from '../../core/channels.ts';
import type { Notification } from '../../core/notifications.ts';
import { cleanText } from './clean-text.ts';
import { writeTexts } from './own-texts.ts';
import { plainMarkup, writeItems, type Markup } from './write-items.ts';

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);

const htmlMarkup: Markup = {
  text: escape,
  bold: (text) => `<strong>${text}</strong>`,
  link: (text, url) => `<a href="${escape(url)}">${escape(text)}</a>`,
};

const largest = 400_000;

/** What is written of a notification. */
export function writeMail(
  templates: MessageTemplates,
  notification: Notification,
  { externalUrl, maxAlerts }: { readonly externalUrl: string | null; readonly maxAlerts: number },
): MailContent {
  const options = { externalUrl, maxAlerts, escaping: 'html' as const };
  const { title, body, message } = writeTexts(templates, notification, options);
  if (body !== null) {
    const html = cleanText(body, largest);
    return { subject: title, html: page(html), text: textOf(html) };
  }
  const room = { items: maxAlerts, size: largest };
  const texts = writeItems(message.items, plainMarkup, room);
  const htmls = writeItems(message.items, htmlMarkup, room);
  const link = message.link;
  const heading = [title, ...message.notes];
  return {
    subject: title,
    text: [
      ...heading,
      ...texts.items,
      ...(texts.more === null ? [] : [texts.more]),
      ...(link === null ? [] : [`hawkwatch: ${link}`]),
    ].join('\n\n'),
    html: page(
      [
        `<h2>${escape(title)}</h2>`,
        ...message.notes.map((note) => `<p><em>${escape(note)}</em></p>`),
        ...htmls.items.map((item) => `<p>${item.replaceAll('\n', '<br>\n')}</p>`),
        ...(htmls.more === null ? [] : [`<p>${escape(htmls.more)}</p>`]),
        ...(link === null ? [] : [`<p>${htmlMarkup.link('hawkwatch', link)}</p>`]),
      ].join('\n'),
    ),
  };
}

const page = (body: string): string =>
  `<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`;

const entities: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(signs).map(([sign, entity]) => [entity, sign])),
  '&#34;': '"',
};

/** HTML of a template as text: values of it are escaped, so what looks like a tag is one. */
function textOf(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:amp|lt|gt|quot|#39|#34);/g, (entity) => entities[entity] ?? entity)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
