// What an alert rule is: which events or measurements make an alert of it, for how long, and what is said.
// Rules are data: shipped with hawkwatch, written in the configuration file, or made over the API.
import type { Labels, Severity } from './alerts.ts';
import type { Matcher } from './matchers.ts';

export const ruleOrigins = ['DEFAULT', 'FILE', 'API'] as const;
export type RuleOrigin = (typeof ruleOrigins)[number];

export const factOperators = ['=', '!=', '~', '!~', '>', '>=', '<', '<=', 'in', 'exists'] as const;
export type FactOperator = (typeof factOperators)[number];

/** A test of one value of an event's payload. */
export interface FactTest {
  /** As `state` or `counts.pending`, from the payload's root. */
  readonly path: string;
  readonly operator: FactOperator;
  /** A list for `in`; true or false for `exists`. */
  readonly value: string | number | boolean | readonly (string | number | boolean)[];
}

export interface EventPattern {
  /** `noun.past`, as `migration.completed`. */
  readonly event: string;
  readonly where: readonly FactTest[];
}

/** An alert of events: one of `on` makes it, one of `until` with the same identity ends it. */
export interface EventCondition {
  readonly kind: 'event';
  readonly on: readonly EventPattern[];
  readonly until: readonly EventPattern[];
  /** Label → path of the payload (or `subject`); what identifies the alert. */
  readonly labels: Readonly<Record<string, string>>;
  /** An alert without anything new ends after so long; null: only by `until` or by hand. */
  readonly lastsMs: number | null;
}

export const missingPolicies = ['OK', 'ALERT', 'KEEP'] as const;
/** What is made of measurements that are missing: all well, an alert, or whatever was before. */
export type MissingPolicy = (typeof missingPolicies)[number];

export const aggregates = ['LAST', 'AVERAGE', 'MAX', 'MIN'] as const;
export type Aggregate = (typeof aggregates)[number];

/** An alert of measurements: one for each series that is beyond the threshold. */
export interface MetricCondition {
  readonly kind: 'metric';
  /** Name of the metric, or a pattern. */
  readonly metric: string;
  /** Of the series: its labels, and `subject`. */
  readonly match: readonly Matcher[];
  readonly aggregate: Aggregate;
  /** What is aggregated: the last so many milliseconds. */
  readonly windowMs: number;
  /** One of both is set; the unit is the metric's. */
  readonly above: number | null;
  readonly below: number | null;
  /** Hysteresis: a firing alert recovers only beyond this; null: at the threshold itself. */
  readonly clear: number | null;
  /** A series is missing when its newest sample is older; then `onNoData` decides. */
  readonly noDataAfterMs: number;
  readonly onNoData: MissingPolicy;
  /** When the measurements could not be read. */
  readonly onError: MissingPolicy;
}

export type RuleCondition = EventCondition | MetricCondition;

/** Other settings for some of a rule's alerts; the first whose matchers fit decides. */
export interface RuleOverride {
  readonly match: readonly Matcher[];
  readonly enabled?: boolean | undefined;
  readonly severity?: Severity | undefined;
  readonly forMs?: number | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly clear?: number | undefined;
}

export interface AlertRule {
  readonly name: string;
  readonly origin: RuleOrigin;
  readonly enabled: boolean;
  /** R-C4: as `MIGRATION_FAILED`. */
  readonly type: string;
  readonly description: string;
  readonly severity: Severity;
  readonly condition: RuleCondition;
  /** The condition holds for so long before anybody is told. */
  readonly forMs: number;
  /** It goes on firing for so long after the condition has ended. */
  readonly keepFiringForMs: number;
  /** Added to each alert. */
  readonly labels: Labels;
  /** Liquid templates over `labels`, `value`, `event` and `rule`. */
  readonly title: string;
  readonly message: string;
  /** Where it says what to do. */
  readonly runbook: string | null;
  readonly overrides: readonly RuleOverride[];
  /** Name of the escalation policy; null: the default one, if there is one. */
  readonly escalation: string | null;
}

/** Other settings for a rule of hawkwatch's own, or for some of its alerts. */
export interface RuleChange extends Omit<RuleOverride, 'match'> {
  /** Name of the rule. */
  readonly rule: string;
  /** Null: for all of its alerts. */
  readonly match: readonly Matcher[] | null;
  readonly keepFiringForMs?: number | undefined;
  readonly escalation?: string | undefined;
}

/** What a configuration says of rules. */
export interface AlertRuleSettings {
  /** Hawkwatch's own rules are in force. */
  readonly defaults: boolean;
  readonly rules: readonly AlertRule[];
  readonly changes: readonly RuleChange[];
}
