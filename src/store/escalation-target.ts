// Where escalation hands over whom to tell. The rooms of alerts and of notifications do not know each
// other; they meet here.
import type { AlertRow } from './alerts.ts';
import type { StoreTransaction } from './store.ts';

/** One alert at one level of its policy. */
export interface Escalation {
  readonly alert: AlertRow;
  /** Name of the policy. */
  readonly policy: string;
  /** Counted from 0. */
  readonly level: number;
  /** Names of channels; those that are not there are left out. */
  readonly channels: readonly string[];
  /** It is told again after so long, as long as nobody acknowledges it; null: only once. */
  readonly repeatMs: number | null;
}

export interface EscalationTarget {
  /**
   * Tells of alerts, in the caller's transaction; whoever is told here is told as well when the alert is
   * resolved. An alert that does not fire, or is suppressed, is left out. Telling of the same level again
   * sends again: when, is the caller's business.
   */
  escalate(tx: StoreTransaction, escalations: readonly Escalation[], now: Date): Promise<void>;
}
