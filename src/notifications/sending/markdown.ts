// Makes any text plain text where Markdown is read.
import { quietMentions } from './clean-text.ts';
import type { Markup } from './write-items.ts';

/** Nothing in it makes a link, a mention or any form. */
export function escapeMarkdown(text: string): string {
  return quietMentions(text).replaceAll(/[\\*_~`|>[\]()#<]/g, '\\$&');
}

const hex = (sign: string): string =>
  `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** An address that ends where it ends: encodeURIComponent leaves `(`, `)` and `*` as they are. */
const escapeUrl = (url: string): string => url.replaceAll(/[()[\]*<>\\`\s]/g, hex);

export const markdown: Markup = {
  text: escapeMarkdown,
  bold: (text) =>
    text
      .split('\n')
      .map((line) => `**${line}**`)
      .join('\n'),
  link: (text, url) => `[${escapeMarkdown(text)}](${escapeUrl(url)})`,
};
