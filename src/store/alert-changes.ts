// A change of an alert, as those are told who must act on it in the same transaction: suppression,
// correlation, escalation, the router of notifications. Rooms that do not know each other meet here.
import type { AlertRow } from './alerts.ts';
import type { StoreTransaction } from './store.ts';

export const alertChangeKinds = [
  'PENDING',
  'FIRED',
  'UPDATED',
  'ACKNOWLEDGED',
  'UNACKNOWLEDGED',
  'RECOVERING',
  'REFIRED',
  'RESOLVED',
  'DROPPED',
  'ASSIGNED',
  'COMMENTED',
  'SUPPRESSED',
  'UNSUPPRESSED',
  'ESCALATED',
  'FLAPPING',
  'STEADY',
  'CORRELATED',
] as const;
/**
 * `FIRED`: from nothing or PENDING. `REFIRED`: the condition came back while it was recovering.
 * `DROPPED`: it was pending and its condition ended; nobody was told, and its row is gone.
 */
export type AlertChangeKind = (typeof alertChangeKinds)[number];

export interface AlertChange {
  readonly kind: AlertChangeKind;
  /** As it is after the change. */
  readonly alert: AlertRow;
  /** Who did it; left out for hawkwatch itself. */
  readonly by?: string | undefined;
  /** What was said with it, or why it is so. */
  readonly text?: string | undefined;
  /** Plain data for the timeline. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface AlertFollower {
  /**
   * Acts on changes in their transaction. Returns the changes for those who come after it: the same, with
   * what it changed of the alerts, and its own. Each change that comes out at the end gets its row of the
   * timeline and its event from whoever runs the followers; they write neither themselves.
   */
  follow(
    tx: StoreTransaction,
    changes: readonly AlertChange[],
    now: Date,
  ): Promise<readonly AlertChange[]>;
}
