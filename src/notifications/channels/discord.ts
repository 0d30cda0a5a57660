// Discord, by a channel's webhook. Mentions are forbidden with each message, whatever stands in it.
import type { DiscordSettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import { defineChannel } from '../channel.ts';
import { cutText } from '../sending/clean-text.ts';
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { escapeMarkdown, markdown } from '../sending/markdown.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { writeItems } from '../sending/write-items.ts';

const maxAlerts = 25;
const limits = { title: 256, description: 4_096, together: 5_500 };

const colours: Readonly<Record<Severity, number>> = {
  CRITICAL: 0xc0_20_20,
  ERROR: 0xe0_50_20,
  WARNING: 0xe0_a0_20,
  INFO: 0x40_80_c0,
};
const resolvedColour = 0x30_a0_50;

export const discordChannel = defineChannel<DiscordSettings>({
  kind: 'discord',
  description: "Writes into a Discord channel by the channel's webhook.",
  maxAlerts,
  values: { escape: escapeMarkdown },
  parseSettings: (settings) => settingsOf('discord', settings, ['url']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, { signal, at, externalUrl }) {
    const options = { externalUrl, escape: escapeMarkdown, maxAlerts };
    const { title, body, message } = writeTexts(settings, notification, options);
    const notes = message.notes.map(escapeMarkdown);
    const room = limits.description - notes.join('\n').length - 10;
    const { items, more } = writeItems(message.items, markdown, { items: maxAlerts, size: room });
    const texts =
      body === null ? [...items, ...(more === null ? [] : [more])] : [cutText(body, room)];
    const embed = {
      title: cutText(escapeMarkdown(title), limits.title),
      description: cutText([...notes, ...texts].join('\n\n'), limits.description),
      color: message.severity === null ? resolvedColour : colours[message.severity],
      ...(message.link === null ? {} : { url: message.link }),
    };
    const url = new URL(settings.url);
    // With it, the answer tells whether the message was taken.
    url.searchParams.set('wait', 'true');
    const answer = await sendHttp({
      url: url.href,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } }),
      signal,
      at,
    });
    return { status: answer.status, body: answer.excerpt };
  },
});
