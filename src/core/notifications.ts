// The words of notifications that rooms share: why something is sent, what is sent, how a delivery stands.
import type { AlertState, Labels, Severity } from './alerts.ts';
import type { Matcher } from './matchers.ts';
import type { AllowedHours } from './hours.ts';
import type { Role } from './role.ts';

export const notifyReasons = [
  'FIRST_NOTIFICATION',
  'NEW_ALERTS',
  'SOME_RESOLVED',
  'ALL_RESOLVED',
  'REPEAT',
  'ESCALATION',
  'DIGEST',
  'EVENT',
  'TEST',
  'REDELIVERY',
] as const;
/** Why something is sent; stored with each delivery. */
export type NotifyReason = (typeof notifyReasons)[number];

export const deliveryStates = [
  'WAITING',
  'SENDING',
  'DELIVERED',
  'DEAD',
  'MERGED',
  'SPLIT',
] as const;
/**
 * `DEAD`: given up. `MERGED`: a digest tells what it would have told. `SPLIT`: a digest that was refused; its
 * parts tell it.
 */
export type DeliveryState = (typeof deliveryStates)[number];

export const failureReasons = [
  'CLIENT_ERROR',
  'SERVER_ERROR',
  'AUTH_ERROR',
  'RATE_LIMITED',
  'TIMEOUT',
  'NETWORK',
  'GONE',
  'REFUSED',
  'OTHER',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** An alert as it stood when it was to be told of. Plain data, with times in ISO 8601. */
export interface NotifiedAlert {
  readonly id: string;
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly state: AlertState;
  readonly rule: string;
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly labels: Labels;
  readonly database: string | null;
  readonly subject: string;
  readonly value: number | null;
  readonly startedAt: string;
  readonly resolvedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly url: string | null;
  /** What changed just before, most likely cause first; in words. */
  readonly suspects: readonly string[];
}

/** What one delivery tells. Kept with it, so that a repetition says the same. */
export interface Notification {
  readonly kind: 'ALERTS' | 'EVENT' | 'TEST';
  readonly reason: NotifyReason;
  /** `firing` as long as one of the alerts is. */
  readonly status: 'firing' | 'resolved';
  readonly route: string;
  /** Stable for what belongs together; what receivers deduplicate by. */
  readonly groupKey: string;
  readonly groupLabels: Labels;
  /** Firing ones first, the worst before. A channel that shows fewer says how many more. */
  readonly alerts: readonly NotifiedAlert[];
  /**
   * Of a very large group: how many alerts it has that are not among these. What is new of them is named by
   * the deliveries beside this one, the others were named before.
   */
  readonly more?: { readonly firing: number; readonly resolved: number } | undefined;
  /** Set for escalations. */
  readonly escalation: { readonly policy: string; readonly level: number } | null;
  /** Set for `EVENT`. */
  readonly event: {
    readonly type: string;
    readonly at: string;
    readonly subject: string;
    readonly payload: unknown;
  } | null;
}

export interface RouteSettings {
  readonly name: string;
  readonly match: readonly Matcher[];
  /** Names of channels. */
  readonly channels: readonly string[];
  /** Labels whose values make a group; `['...']`: each alert is a group of its own. */
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Routes after it are asked, too. */
  readonly goOn: boolean;
  /** Told only within these hours; null: always. */
  readonly hours: AllowedHours | null;
  /** Asked first about what this one fits; it tells only what fits none of them. */
  readonly routes: readonly RouteSettings[];
}

const minuteMs = 60_000;

/** What a route has that does not say otherwise. */
export const routeDefaults = {
  groupBy: ['rule', 'database'],
  groupWaitMs: 30_000,
  groupIntervalMs: 5 * minuteMs,
  repeatIntervalMs: 240 * minuteMs,
  hours: null,
} as const;

/** Events that are told as they are (R-A5), beside alerts. */
export interface EventRouteSettings {
  readonly name: string;
  /** Types of events, or patterns of them. */
  readonly events: readonly string[];
  readonly channels: readonly string[];
  /** Whose events: those that this role may see. */
  readonly role: Role;
}
