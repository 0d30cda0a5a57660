// A DogStatsD event, by UDP. Nobody answers: what is sent counts as delivered, so this is no channel to rely
// on alone.
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';

import type { DogStatsdSettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import { defineChannel } from '../channel.ts';
import { cleanLine, cutBytes, cutText } from '../sending/clean-text.ts';
import { endedError, networkError } from '../sending/outcome.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { plainMarkup, writeItems } from '../sending/write-items.ts';

const maxAlerts = 30;
const limits = { title: 100, text: 4_000, bytes: 6_500, tag: 200 };

const types: Readonly<Record<Severity, string>> = {
  CRITICAL: 'error',
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'info',
};

// A line's end would begin another datum.
const oneLine = (text: string): string => text.replaceAll('\n', '\\n');
const tag = (text: string): string => cleanLine(text, limits.tag).replaceAll(/[|,#]/g, '_');

export const dogstatsdChannel = defineChannel<DogStatsdSettings>({
  kind: 'dogstatsd',
  description: 'Sends an event to a Datadog agent by UDP; nobody confirms that it arrives.',
  maxAlerts,
  parseSettings: (settings) => settingsOf('dogstatsd', settings, ['host', 'port']),
  describeTarget: ({ host, port }) => `${host}:${port}`,
  async send(settings, notification, { signal, externalUrl, at }) {
    const { title, body, message } = writeTexts(settings, notification, { externalUrl, maxAlerts });
    const { items, more } = writeItems(message.items, plainMarkup, {
      items: maxAlerts,
      size: limits.text - message.notes.join('\n').length - 100,
      measure: (text) => Buffer.byteLength(oneLine(text)),
    });
    const texts = body === null ? [...items, ...(more === null ? [] : [more])] : [body];
    const text = cutText([...message.notes, ...texts].join('\n'), limits.text);
    const heading = cutText(title, limits.title);
    const tags = Object.entries({ ...settings.tags, route: notification.route });
    const alertType = message.severity === null ? 'success' : types[message.severity];
    const datagram = eventOf(heading, text, [
      `d:${Math.floor(at.getTime() / 1000)}`,
      `k:${tag(notification.groupKey).slice(0, 100)}`,
      `t:${alertType}`,
      's:hawkwatch',
      `#${tags.map(([key, value]) => `${tag(key)}:${tag(value)}`).join(',')}`,
    ]);
    await sendDatagram(settings, datagram, signal);
    return {};
  },
});

function eventOf(title: string, text: string, fields: readonly string[]): string {
  const shownTitle = oneLine(title);
  const shownText = cutBytes(oneLine(text), limits.bytes);
  const lengths = `${Buffer.byteLength(shownTitle)},${Buffer.byteLength(shownText)}`;
  return [`_e{${lengths}}:${shownTitle}`, shownText, ...fields].join('|');
}

async function sendDatagram(
  { host, port }: DogStatsdSettings,
  datagram: string,
  signal: AbortSignal,
): Promise<void> {
  const target = `${host}:${port}`;
  if (signal.aborted) throw endedError(target);
  const ended = Promise.withResolvers<never>();
  const onAbort = (): void => ended.reject(endedError(target));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([ended.promise, looseDatagram(host, port, datagram)]);
  } catch (error) {
    throw signal.aborted ? endedError(target) : networkError(target, error);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function looseDatagram(host: string, port: number, datagram: string): Promise<void> {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.send(datagram, port, address, (error) => (error === null ? resolve() : reject(error)));
    });
  } finally {
    socket.close();
  }
}
