// The kinds of channels. A new one is a file here, a line in this list, its settings in `core/channels.ts`
// and its form in `config/sections/channels/`.
import type { ChannelKind } from '../channel.ts';
import type { ChannelKindName } from '../../core/channels.ts';
import { discordChannel } from './discord.ts';
import { dogstatsdChannel } from './dogstatsd.ts';
import { emailChannel } from './email.ts';
import { ntfyChannel } from './ntfy.ts';
import { opsgenieChannel } from './opsgenie.ts';
import { pagerDutyChannel } from './pagerduty.ts';
import { slackChannel } from './slack.ts';
import { smsChannel } from './sms.ts';
import { teamsChannel } from './teams.ts';
import { telegramChannel } from './telegram.ts';
import { webhookChannel } from './webhook.ts';

/** A kind whose settings are as it has parsed them itself. */
// oxlint-disable-next-line no-explicit-any
export type AnyChannelKind = ChannelKind<any>;

export const channelKinds = {
  webhook: webhookChannel,
  slack: slackChannel,
  email: emailChannel,
  pagerduty: pagerDutyChannel,
  sms: smsChannel,
  teams: teamsChannel,
  discord: discordChannel,
  telegram: telegramChannel,
  ntfy: ntfyChannel,
  opsgenie: opsgenieChannel,
  dogstatsd: dogstatsdChannel,
} satisfies Record<ChannelKindName, unknown>;

/** The kind of that name; undefined when there is none. */
export function findChannelKind(name: string): AnyChannelKind | undefined {
  return Object.hasOwn(channelKinds, name) ? channelKinds[name as ChannelKindName] : undefined;
}
