// What is told to the alert engine: that a condition of something holds, or does not. Who tells it (an
// event rule, a metric rule, an intake) has decided what missing data means.
import type { Labels, Severity } from '../core/alerts.ts';
import type { Audience } from '../core/role.ts';
import type { AlertChange } from '../store/alert-changes.ts';
import type { StoreTransaction } from '../store/store.ts';

interface Identity {
  /** `rule`, or the name of an intake. */
  readonly source: string;
  /** Name of the rule; with `labels`, and `source` where that is an intake, it makes the fingerprint. */
  readonly rule: string;
  readonly labels: Labels;
  /** When it was so. */
  readonly at: Date;
  /** When it began, of a signed report that says so: one that is late changes nothing. */
  readonly reportedStart?: Date | undefined;
}

/** The condition holds; what is said of it replaces what was said before. */
export interface HoldingObservation extends Identity {
  readonly holds: true;
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** Plain data, shown as it is; no secrets. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly databaseName: string | null;
  readonly subject: string;
  readonly value: number | null;
  readonly url: string | null;
  readonly eventId: number | null;
  /** The least role that may see what it says; left out: viewers. */
  readonly audience?: Audience | undefined;
  /** Since when it holds, where that is known; never later than `at`. */
  readonly since?: Date | undefined;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** It expires without another observation after so long; null: never. */
  readonly lastsMs: number | null;
  /**
   * Of what is looked at again and again: while it is PENDING, only another observation makes it fire, and
   * without one for so long it is dropped. Time alone says nothing of something at which nobody looks.
   */
  readonly pendingLastsMs?: number | undefined;
}

/** The condition does not hold (any more). */
export interface EndedObservation extends Identity {
  readonly holds: false;
  /** Of the event that ended it; what began with a later one goes on. */
  readonly eventId?: number | null;
  /** Nothing said that it is well: it was not heard of for too long. */
  readonly expired?: boolean;
}

export type Observation = HoldingObservation | EndedObservation;

export interface AlertEngine {
  /**
   * Takes observations in the caller's transaction, in order, with all that follows from them.
   * Fingerprints are locked in their order, so callers never wait for each other in a circle, as long as
   * they call it once for all they have.
   */
  observe(
    tx: StoreTransaction,
    observations: readonly Observation[],
    now: Date,
  ): Promise<readonly AlertChange[]>;
  /**
   * Takes them in a transaction of its own; whoever comes while one is under way goes together into
   * the next. Resolves when they are committed.
   */
  observeTogether(observations: readonly Observation[]): Promise<void>;
}
