// What is configured of correlation, of how things hang together, and of what may be done about alerts.
// Configuration and alerts share these words.
import type { Matcher } from './matchers.ts';

/** A service and what belongs to it: names, or patterns with `*`, `?` and `|`. */
export interface TopologyService {
  readonly name: string;
  readonly endpoints: readonly string[];
  readonly databases: readonly string[];
  /** Keys of containers, as `shop/web/*`. */
  readonly containers: readonly string[];
}

/** What `slowWindowMs` may be at most: no change is named for an alert that began longer after it. */
export const longestSlowWindowMs = 7 * 86_400_000;

export interface CorrelationSettings {
  readonly enabled: boolean;
  /** How long before an alert a change may have been its cause. */
  readonly windowMs: number;
  /** The same for what takes its time: memory that grows, disks that fill, statements that become slow. */
  readonly slowWindowMs: number;
  /** 0 to 1: what scores less is not named. */
  readonly threshold: number;
  /** Of one alert. */
  readonly maxSuspects: number;
  /** Alerts on connected objects that begin within so long of each other are one incident. */
  readonly incidentWindowMs: number;
}

export const remediationActions = ['RESTART_CONTAINER', 'EMERGENCY_ROLLBACK'] as const;
export type RemediationAction = (typeof remediationActions)[number];

/** What may be done about the alerts that fit. */
export interface RemediationSettings {
  readonly name: string;
  readonly match: readonly Matcher[];
  readonly action: RemediationAction;
  /** Done without anybody's asking, when the alert fires. */
  readonly automatic: boolean;
  /** Key of the container; null: the one that the alert is about. */
  readonly container: string | null;
  /** Name of the database; null: the one that the alert is about. */
  readonly database: string | null;
  /** Of a roll-back: the migration source; null: the only one. */
  readonly source: string | null;
  /** At most so often in an hour for one object. */
  readonly maxPerHour: number;
}
