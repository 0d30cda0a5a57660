// What channels are configured by: the kinds there are, and each one's settings. The configuration file is
// read into these, and the channels work by them. They hold secrets: never write them to a log.

export const channelKinds = [
  'webhook',
  'slack',
  'email',
  'pagerduty',
  'sms',
  'teams',
  'discord',
  'telegram',
  'ntfy',
  'opsgenie',
  'dogstatsd',
] as const;
export type ChannelKindName = (typeof channelKinds)[number];

/** Texts of one's own instead of the usual ones: templates in Liquid. */
export interface MessageTemplates {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
}

export interface WebhookSettings extends MessageTemplates {
  readonly kind: 'webhook';
  readonly url: string;
  /** Each signs; several while one takes the place of another. */
  readonly secrets: readonly string[];
  readonly format: 'hawkwatch' | 'alertmanager';
  readonly headers: Readonly<Record<string, string>>;
  /** Of a body by template. */
  readonly contentType: string;
  readonly maxAlerts: number;
}

export interface SlackSettings extends MessageTemplates {
  readonly kind: 'slack';
  /** Of an incoming webhook; or else `token` and `channel` of a bot. */
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly channel?: string | undefined;
  /** The bot changes its message instead of sending another one. */
  readonly updateInPlace: boolean;
  readonly apiUrl: string;
}

export interface EmailSettings extends MessageTemplates {
  readonly kind: 'email';
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'offered' | 'required' | 'implicit';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  /** `ca`: a file's absolute path. */
  readonly tls: { readonly verify: boolean; readonly ca?: string | undefined };
}

export interface PagerDutySettings extends MessageTemplates {
  readonly kind: 'pagerduty';
  readonly routingKey: string;
  readonly url: string;
}

export interface SmsSettings extends MessageTemplates {
  readonly kind: 'sms';
  readonly accountSid: string;
  /** An API key instead of the account itself; `authToken` is then its secret. */
  readonly apiKey?: string | undefined;
  readonly authToken: string;
  /** A number, or else a messaging service. */
  readonly from?: string | undefined;
  readonly messagingServiceSid?: string | undefined;
  readonly to: readonly string[];
  readonly url: string;
}

export interface TeamsSettings extends MessageTemplates {
  readonly kind: 'teams';
  readonly url: string;
}

export interface DiscordSettings extends MessageTemplates {
  readonly kind: 'discord';
  readonly url: string;
}

export interface TelegramSettings extends MessageTemplates {
  readonly kind: 'telegram';
  readonly token: string;
  readonly chat: string;
  /** Of a forum's topic. */
  readonly thread?: number | undefined;
  readonly url: string;
}

export interface NtfySettings extends MessageTemplates {
  readonly kind: 'ntfy';
  readonly topic: string;
  readonly token?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly url: string;
}

export interface OpsgenieSettings extends MessageTemplates {
  readonly kind: 'opsgenie';
  readonly apiKey: string;
  readonly tags: readonly string[];
  readonly url: string;
}

export interface DogStatsdSettings extends MessageTemplates {
  readonly kind: 'dogstatsd';
  readonly host: string;
  readonly port: number;
  readonly tags: Readonly<Record<string, string>>;
}

export type ChannelKindSettings =
  | WebhookSettings
  | SlackSettings
  | EmailSettings
  | PagerDutySettings
  | SmsSettings
  | TeamsSettings
  | DiscordSettings
  | TelegramSettings
  | NtfySettings
  | OpsgenieSettings
  | DogStatsdSettings;

/** A channel of the configuration file. */
export interface ChannelConfiguration {
  readonly name: string;
  readonly kind: ChannelKindName;
  readonly settings: ChannelKindSettings;
  /** Longest time of one attempt. */
  readonly timeoutMs: number;
  readonly sendResolved: boolean;
  readonly rate: { readonly messages: number; readonly perMs: number };
}
