// Makes any text plain text where Markdown is read.
import { quietMentions } from './clean-text.ts';
import type { Markup } from './write-items.ts';

/** Nothing in it makes a link, a mention or any form. */
export function escapeMarkdown(text: string): string {
  return quietMentions(text).replaceAll(/[\\*_~`|>[\]()#<]/g, '\\$&');
}

export const markdown: Markup = {
  text: escapeMarkdown,
  bold: (text) =>
    text
      .split('\n')
      .map((line) => `**${line}**`)
      .join('\n'),
  link: (text, url) => `[${escapeMarkdown(text)}](${url.replaceAll(/[()]/g, encodeURIComponent)})`,
};
