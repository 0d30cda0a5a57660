// The words of alerts that every room shares: severities, states, what is known of one, and why one is
// not told of. Plain data: it is stored, sent and shown.

export const severities = ['CRITICAL', 'ERROR', 'WARNING', 'INFO'] as const;
/** From the worst to the least. */
export type Severity = (typeof severities)[number];

/** 0 for CRITICAL; a smaller rank is worse. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

export const alertStates = ['PENDING', 'FIRING', 'ACKNOWLEDGED', 'RECOVERING', 'RESOLVED'] as const;
/**
 * `PENDING`: the condition holds, but not long enough yet; nobody was told. `RECOVERING`: it does not
 * hold any more, but not for long enough yet.
 */
export type AlertState = (typeof alertStates)[number];

/** True in the states of which somebody is to be told that something is wrong. */
export function isFiring(state: AlertState): boolean {
  return state === 'FIRING' || state === 'ACKNOWLEDGED' || state === 'RECOVERING';
}

export type Labels = Readonly<Record<string, string>>;

/** The source of alerts that hawkwatch's own rules observe; those of others have the name of an intake. */
export const ruleSource = 'rule';

/** The name under which Alertmanager and Prometheus know an alert's rule. */
export const ruleLabel = 'alertname';

export const suppressionKinds = ['SILENCE', 'MAINTENANCE', 'INHIBITION', 'DEPENDENCY'] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

/** Why nobody is told of an alert for the time being. Never a state: what happens goes on being recorded. */
export interface Suppression {
  readonly kind: SuppressionKind;
  /** Id of the silence, name of the window or inhibition, id of the alert that it depends on. */
  readonly id: string;
  /** In words, as `silenced by anna: deploying`. */
  readonly reason: string;
  /** When it ends by itself; null when that depends on something else. ISO 8601. */
  readonly until: string | null;
}

/** How an alert became resolved. `EXPIRED`: nothing was heard of it for too long. */
export const resolutions = [
  'RECOVERED',
  'MANUAL',
  'EXPIRED',
  'RULE_REMOVED',
  'INTAKE_REMOVED',
] as const;
export type Resolution = (typeof resolutions)[number];

/** An alert as somebody is told of it. */
export interface AlertFacts {
  readonly id: string;
  readonly fingerprint: string;
  readonly rule: string;
  /** R-C4: what kind of trouble, as `MIGRATION_FAILED`. */
  readonly type: string;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly title: string;
  readonly message: string;
  /** What identifies it; with the rule, its fingerprint. */
  readonly labels: Labels;
  /** Name of the monitored database that it is about. */
  readonly database: string | null;
  /** What it is about, as `database:shop`. */
  readonly subject: string;
  readonly value: number | null;
  readonly startedAt: Date;
  readonly firedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  /** Where more is to be read. */
  readonly url: string | null;
}

/**
 * The labels that matchers of routes, silences and windows see: an alert's own, and what it is; its rule also
 * under the name that Alertmanager's users know.
 */
export function matchedLabels(
  alert: Pick<AlertFacts, 'rule' | 'type' | 'severity' | 'database' | 'subject' | 'labels'>,
): Labels {
  const { rule, type, severity, database, subject, labels } = alert;
  const about = database === null ? { subject } : { subject, database };
  return { ...about, ...labels, [ruleLabel]: rule, rule, type, severity };
}
