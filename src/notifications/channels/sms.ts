// Short messages by Twilio. Its API would send a message twice that is asked for twice, so each text carries
// the end of its delivery's id, and a repeated attempt looks first whether the message is there already.
import { z } from 'zod';

import type { SmsSettings } from '../../core/channels.ts';
import { InvalidInputError } from '../../core/errors.ts';
import type { Notification } from '../../core/notifications.ts';
import { DeliveryError, defineChannel, type SendContext } from '../channel.ts';
import { cutText } from '../sending/clean-text.ts';
import { chooseFairly } from '../sending/fair-choice.ts';
import { askHttp, hostOf, sendHttp } from '../sending/http-send.ts';
import { resolvedMark } from '../sending/message.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { moreOf } from '../sending/write-items.ts';

const maxAlerts = 3;
const longestText = 300;
// A page that is late by more is not sent any more.
const validSeconds = '900';

export const smsChannel = defineChannel<SmsSettings>({
  kind: 'sms',
  description: 'Sends a short text message to telephones by Twilio.',
  maxAlerts,
  // A storm does not become a hundred messages: what is not named is counted, of both kinds.
  digestAlerts: () => 1_000,
  parseSettings(given) {
    const settings = settingsOf('sms', given, ['accountSid', 'authToken', 'to', 'url']);
    if (settings.to.length === 0 || !(settings.from ?? settings.messagingServiceSid)) {
      const message = 'needs to, and from or messagingServiceSid';
      throw new InvalidInputError(`A channel of the kind sms ${message}.`, [
        { path: 'to', message },
      ]);
    }
    return settings;
  },
  describeTarget: ({ to }) => to.map(lastDigits).join(', '),
  async send(settings, notification, context) {
    const text = writeText(settings, notification, context);
    const outcomes = await Promise.allSettled(
      settings.to.map(async (number) => {
        const known = context.attempt > 1 ? await findSid(settings, number, context) : undefined;
        return { number, sid: known ?? (await create(settings, number, text, context)) };
      }),
    );
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    // One that can be tried again decides: those that were reached are found then.
    const failed =
      failures.find((one) => one instanceof DeliveryError && !one.permanent) ?? failures.at(0);
    // Its text has its length whatever it tells, and some numbers may have it: nobody gets it in parts.
    if (failed instanceof DeliveryError) {
      const { message, reason, permanent, status, body, retryAfterMs, handle } = failed;
      const detail = { reason, permanent, status, body, retryAfterMs, handle, whole: true };
      throw new DeliveryError(message, detail);
    }
    if (failed !== undefined) throw failed;
    const sids = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    return {
      status: 201,
      handle: Object.fromEntries(sids.map(({ number, sid }) => [lastDigits(number), sid])),
    };
  },
});

const lastDigits = (number: string): string => `…${number.slice(-3)}`;
const markOf = (deliveryId: string): string => `#${deliveryId.replaceAll('-', '').slice(-8)}`;

// Signs that would make the message one of 70 characters instead of 160.
const plainer: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u2000-\u200b\u202f]/g, ' '],
  [/[‘’‚]/g, "'"],
  [/[“”„]/g, '"'],
  [/[–—−]/g, '-'],
  [/…/g, '...'],
  [/·/g, ';'],
];

function writeText(
  settings: SmsSettings,
  notification: Notification,
  { externalUrl, deliveryId }: SendContext,
): string {
  const { title, body, message } = writeTexts(settings, notification, { externalUrl, maxAlerts });
  const [first] = message.items;
  const suspect = first?.suspects[0];
  const titled = message.items.filter((item) => item.title !== '');
  const shown = chooseFairly(titled, maxAlerts, ({ mark }) => mark === resolvedMark);
  const others = shown.filter((item) => item !== first);
  const more = moreOf(message.items.filter((item) => !shown.includes(item)));
  const usual = [
    title,
    // What a template could not do is said, but not at the cost of what is wrong.
    ...message.notes.map((note) => cutText(note, 60)),
    // How many fire and how many are resolved, whatever the title says, and before it gets too long.
    ...(more === null ? [] : [more]),
    ...others.map(({ mark, title: text }) => `${mark}: ${text}`),
    ...(suspect === undefined ? [] : [`changed just before: ${suspect}`]),
  ];
  const text = plainer.reduce(
    (rest, [sign, other]) => rest.replaceAll(sign, other),
    body ?? usual.map((line) => cutText(line, 120)).join('\n'),
  );
  const mark = markOf(deliveryId);
  return `${cutText(text, longestText - mark.length - 3).replace(/…$/, '...')} ${mark}`;
}

function request(settings: SmsSettings) {
  const { accountSid, apiKey, authToken, url, to } = settings;
  const login = Buffer.from(`${apiKey ?? accountSid}:${authToken}`).toString('base64');
  return {
    url: `${url}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
    headers: { authorization: `Basic ${login}` },
    // Numbers of people are nobody else's business either.
    secrets: [authToken, login, apiKey ?? '', accountSid, ...to.map((one) => one.slice(1))],
  };
}

const createdForm = z.object({ sid: z.string() });

async function create(
  settings: SmsSettings,
  to: string,
  text: string,
  { signal, at }: SendContext,
): Promise<string> {
  const { url, headers, secrets } = request(settings);
  const { from, messagingServiceSid = '' } = settings;
  const sender = from === undefined ? { MessagingServiceSid: messagingServiceSid } : { From: from };
  const answer = await sendHttp({
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: String(
      new URLSearchParams({ To: to, ...sender, Body: text, ValidityPeriod: validSeconds }),
    ),
    signal,
    at,
    secrets,
    once: true,
  });
  const created = createdForm.safeParse(jsonOf(answer.text));
  return created.data?.sid ?? 'unknown';
}

const listForm = z.object({
  messages: z.array(z.object({ sid: z.string(), body: z.string().nullable(), status: z.string() })),
});
const unsent = new Set(['failed', 'undelivered', 'canceled']);

/** The message of an earlier attempt, if there is one and it may be asked for. */
async function findSid(
  settings: SmsSettings,
  to: string,
  { signal, at, deliveryId }: SendContext,
): Promise<string | undefined> {
  const { url, headers, secrets } = request(settings);
  const asked = new URL(url);
  asked.search = String(new URLSearchParams({ To: to, PageSize: '50' }));
  const answer = await askHttp({
    url: asked.href,
    method: 'GET',
    headers,
    signal,
    at,
    secrets,
    // 50 messages have some 50 KB; half a list could not be read.
    longestAnswer: 262_144,
  });
  if (answer.status === 429 || answer.status >= 500) {
    throw new DeliveryError(
      `${hostOf(url)} answered ${answer.status} when it was asked whether the message was sent.`,
      {
        reason: answer.status === 429 ? 'RATE_LIMITED' : 'SERVER_ERROR',
        permanent: false,
        status: answer.status,
        body: answer.excerpt,
        retryAfterMs: answer.retryAfterMs,
      },
    );
  }
  const listed = listForm.safeParse(jsonOf(answer.text));
  const mark = markOf(deliveryId);
  return listed.data?.messages.find(
    ({ body, status }) => body?.includes(mark) === true && !unsent.has(status),
  )?.sid;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The only way to ask: what is none is a SyntaxError.
    return undefined;
  }
}
