// What escalation policies and rotations are: who is told next of an alert that nobody takes on, after how
// long, and who is on call. Plain data, from the configuration file.
import type { Severity } from './alerts.ts';
import type { AllowedHours } from './hours.ts';
import type { Matcher } from './matchers.ts';

export interface EscalationLevel {
  /** Time since the level before was told; of the first level, since the alert fired. */
  readonly afterMs: number;
  /** Names of channels, for each severity; none: nobody is told of it here. */
  readonly channels: Readonly<Record<Severity, readonly string[]>>;
  /** Name of the rotation whose person on call is told as well; null: none. */
  readonly rotation: string | null;
  /** Told only within these hours; null: always. */
  readonly hours: AllowedHours | null;
}

export interface EscalationPolicy {
  readonly name: string;
  /** Alerts it is for, beside those whose rule names it; null: only those. */
  readonly match: readonly Matcher[] | null;
  readonly levels: readonly EscalationLevel[];
  /** How often all levels are gone through again. */
  readonly repeat: number;
  /** Time from the last level of a round to the first of the next. */
  readonly repeatAfterMs: number;
}

export interface OnCallPerson {
  readonly name: string;
  /** Names of channels. */
  readonly channels: readonly string[];
}

/** Somebody is on call instead of whoever the rotation has. */
export interface OnCallOverride {
  readonly from: Date;
  readonly until: Date;
  /** Name of a person of the rotation. */
  readonly person: string;
}

export interface OnCallRotation {
  readonly name: string;
  readonly timeZone: string;
  readonly handover: {
    /** 0 for Monday. */
    readonly day: number;
    /** Of the day. */
    readonly minute: number;
  };
  /** The first person's turn begins with the first handover on this day (in days since 1970) or after it. */
  readonly firstDay: number;
  readonly people: readonly OnCallPerson[];
  /** A later one of them goes before an earlier one. */
  readonly overrides: readonly OnCallOverride[];
}

export interface EscalationSettings {
  readonly policies: readonly EscalationPolicy[];
  readonly rotations: readonly OnCallRotation[];
  /** Name of the policy of alerts that no other one is for; null: they have none. */
  readonly defaultPolicy: string | null;
}

export const escalationStops = [
  'ACKNOWLEDGED',
  'SUPPRESSED',
  'RESOLVED',
  'ALL_TOLD',
  'POLICY_REMOVED',
] as const;
/** Why nothing comes (for the time being): after the first two it goes on when they end. */
export type EscalationStop = (typeof escalationStops)[number];

/** Where an alert stands in its policy. */
export interface EscalationStanding {
  readonly policy: string;
  /** The level that comes next, counted from 0. */
  readonly level: number;
  /** How often all levels were gone through. */
  readonly round: number;
  /** When the next level is told; null when `stop` is set. */
  readonly nextAt: Date | null;
  readonly stop: EscalationStop | null;
}
