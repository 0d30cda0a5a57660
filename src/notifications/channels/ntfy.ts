// ntfy, the public service or one's own. On the public one a topic's name is all the secret there is, so it
// is not shown.
import type { NtfySettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import { defineChannel } from '../channel.ts';
import { cutBytes } from '../sending/clean-text.ts';
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { plainMarkup, writeItems } from '../sending/write-items.ts';

const maxAlerts = 30;
// What is longer becomes a file that nobody opens.
const limits = { title: 250, message: 4_000 };

const priorities: Readonly<Record<Severity, number>> = {
  CRITICAL: 5,
  ERROR: 4,
  WARNING: 3,
  INFO: 2,
};

export const ntfyChannel = defineChannel<NtfySettings>({
  kind: 'ntfy',
  description: 'Publishes to a topic of ntfy, on ntfy.sh or a server of your own.',
  maxAlerts,
  parseSettings: (settings) => settingsOf('ntfy', settings, ['topic', 'url']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, { signal, at, externalUrl }) {
    const { topic, token, user, password = '', url } = settings;
    const { title, body, message } = writeTexts(settings, notification, { externalUrl, maxAlerts });
    const notes = message.notes.join('\n');
    const { items, more } = writeItems(message.items, plainMarkup, {
      items: maxAlerts,
      size: limits.message - Buffer.byteLength(notes) - 10,
      measure: Buffer.byteLength,
    });
    const texts = body === null ? [...items, ...(more === null ? [] : [more])] : [body];
    const text = [...(notes === '' ? [] : [notes]), ...texts].join('\n\n');
    const basic = Buffer.from(`${user ?? ''}:${password}`).toString('base64');
    const login = token === undefined ? `Basic ${basic}` : `Bearer ${token}`;
    const answer = await sendHttp({
      url,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined && user === undefined ? {} : { authorization: login }),
      },
      body: JSON.stringify({
        topic,
        title: cutBytes(title, limits.title),
        message: cutBytes(text, limits.message),
        priority: message.severity === null ? 3 : priorities[message.severity],
        tags: [message.severity === null ? 'white_check_mark' : 'rotating_light'],
        ...(message.link === null ? {} : { click: message.link }),
      }),
      signal,
      at,
      secrets: [topic, token ?? '', password, basic],
    });
    return { status: answer.status, body: answer.excerpt };
  },
});
