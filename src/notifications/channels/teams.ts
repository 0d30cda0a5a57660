// Microsoft Teams: an Adaptive Card for the address of a workflow. Values stand in runs of text, which know
// no markup, so that they call nobody and make no link.
import type { TeamsSettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import type { Notification } from '../../core/notifications.ts';
import { DeliveryError, defineChannel } from '../channel.ts';
import { cutBytes, cutText } from '../sending/clean-text.ts';
import { hostOf, sendHttp, type HttpAnswer } from '../sending/http-send.ts';
import { escapeMarkdown } from '../sending/markdown.ts';
import { httpUrl } from '../sending/message.ts';
import { meaningOf } from '../sending/outcome.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { plainMarkup, writeItems } from '../sending/write-items.ts';

const maxAlerts = 50;
// Teams takes some 28 KB; each item costs some more for the card's own form.
const largestText = 12_000;

const colours: Readonly<Record<Severity, string>> = {
  CRITICAL: 'attention',
  ERROR: 'attention',
  WARNING: 'warning',
  INFO: 'accent',
};

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) + 100;

export const teamsChannel = defineChannel<TeamsSettings>({
  kind: 'teams',
  description: 'Posts an Adaptive Card to the address of a Microsoft Teams workflow.',
  maxAlerts,
  values: { escape: escapeMarkdown },
  parseSettings: (settings) => settingsOf('teams', settings, ['url']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, { signal, at, externalUrl }) {
    const card = writeCard(settings, notification, externalUrl);
    const contentType = 'application/vnd.microsoft.card.adaptive';
    const attachments = [{ contentType, contentUrl: null, content: card }];
    const answer = await sendHttp({
      url: settings.url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ type: 'message', attachments }),
      signal,
      at,
    });
    refuseHiddenFailure(answer, settings.url);
    return { status: answer.status, body: answer.excerpt };
  },
});

function writeCard(
  settings: TeamsSettings,
  notification: Notification,
  externalUrl: string | null,
): Readonly<Record<string, unknown>> {
  const options = { externalUrl, escape: escapeMarkdown, maxAlerts };
  const { title, body, message } = writeTexts(settings, notification, options);
  const { items, more } = writeItems(message.items, plainMarkup, {
    items: maxAlerts,
    size: largestText,
    measure: jsonBytes,
  });
  const colour = message.severity === null ? 'good' : colours[message.severity];
  const heading = { type: 'TextRun', text: cutText(title, 300), weight: 'bolder', size: 'large' };
  const texts =
    body === null
      ? items.map((item) => rich([{ type: 'TextRun', text: item }]))
      : [{ type: 'TextBlock', text: cutBytes(body, largestText), wrap: true }];
  const notes = [...message.notes, ...(body === null && more !== null ? [more] : [])];
  const link = httpUrl(message.link);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      rich([{ ...heading, color: colour }]),
      ...texts,
      ...notes.map((text) => rich([{ type: 'TextRun', text, isSubtle: true }])),
    ],
    ...(link === null
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'hawkwatch', url: link }] }),
  };
}

const rich = (inlines: readonly object[]) => ({ type: 'RichTextBlock', inlines });

/** Old addresses answer 200 and tell in words that the message was refused. */
function refuseHiddenFailure({ text, status, excerpt }: HttpAnswer, url: string): void {
  const [, told] = /returned HTTP error (\d{3})/.exec(text) ?? [];
  if (told === undefined) return;
  throw new DeliveryError(`${hostOf(url)} answered ${status}, but that Teams said ${told}.`, {
    ...meaningOf(Number(told)),
    status: Number(told),
    body: excerpt,
  });
}
