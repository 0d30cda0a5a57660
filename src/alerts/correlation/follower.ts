// Correlation as a follower of alerts: those that fired get the changes before them as suspects, and those
// that belong together become an incident; in the transaction of the alerts, with a few statements for all.
//
//   attempt ── done ──> the alerts go on with suspects and incident
//      └── it failed, or its time was over ──> its own writes are undone, the alerts go on without; incidents
//          are told of what ended ── that failed, too ──> the sweep (incidents/settle.ts) finds it later
//   paused: for some seconds after a failure that took its time, nothing is tried
//
// So whatever it makes of an alert, the alert is told. Only when the store is away all of it fails.
import type { CorrelationSettings, TopologyService } from '../../core/correlation.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { LogFields, Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { AlertChange, AlertFollower } from '../../store/alert-changes.ts';
import { insertSuspects } from '../../store/alert-suspects.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { attempt } from '../../store/attempt.ts';
import { isStoreAway } from '../../store/connection.ts';
import type { Queryable, StoreTransaction } from '../../store/store.ts';
import { readTopology } from '../../store/topology.ts';
import { followIncidents } from '../incidents/follow.ts';
import { concernsIncidents, settleEnded } from '../incidents/settle.ts';
import type { ChangeBook } from './change-book.ts';
import { createChangeJournal } from './journal.ts';
import { rankSuspects, type RankedSuspect } from './rank.ts';
import { createTopology, type Topology } from './topology.ts';

export interface CorrelatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** As it is configured now. */
  settings(): {
    readonly correlation: CorrelationSettings;
    readonly topology: readonly TopologyService[];
  };
  /** One statement may take so long, and ranking half of it. */
  readonly budgetMs?: number;
}

const topologyForMs = 30_000;
const mostOfAKind = 5000;
/** More alerts than this at once are a storm: each then keeps its two best suspects only. */
const stormSize = 100;
const suspectsInStorm = 2;
/** A rule's `for` may be that long. */
const beforeWindowMs = 3_600_000;
const defaultBudgetMs = 2000;
/** Or each of the next transactions would wait as long. */
const pauseMs = 5000;
/** In a storm each transaction may fail for the same reason: it is said so often. */
const sayEveryMs = 60_000;

/** Creates it. */
export function createCorrelator(options: CorrelatorOptions): AlertFollower {
  const { clock, random, logger, settings, budgetMs = defaultBudgetMs } = options;
  const journal = createChangeJournal();
  let kept:
    | {
        readonly topology: Topology;
        readonly atMs: number;
        readonly of: unknown;
        readonly facts: string;
      }
    | undefined;
  let saidMs = Number.NEGATIVE_INFINITY;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  const topologyNow = async (q: Queryable): Promise<Topology> => {
    const services = settings().topology;
    const nowMs = clock.monotonicMs();
    if (kept !== undefined && kept.of === services && nowMs - kept.atMs < topologyForMs) {
      return kept.topology;
    }
    const stored = { ...(await readTopology(q, mostOfAKind)), services };
    const facts = JSON.stringify(stored);
    // While nothing has changed, all stays that was worked out by it.
    const topology = kept?.facts === facts ? kept.topology : createTopology(stored);
    kept = { topology, atMs: nowMs, of: services, facts };
    return topology;
  };

  const complain = (fields: LogFields, what: string): void => {
    const nowMs = clock.monotonicMs();
    if (nowMs - saidMs < sayEveryMs) return;
    saidMs = nowMs;
    logger.warn(fields, what);
  };

  const correlate = async (
    tx: StoreTransaction,
    changes: readonly AlertChange[],
    fired: readonly AlertRow[],
    now: Date,
  ): Promise<readonly AlertChange[]> => {
    const { correlation } = settings();
    // Ranking lets nothing else run meanwhile, so it has half of the time.
    const endMs = clock.monotonicMs() + budgetMs / 2;
    const topology = await topologyNow(tx.q);
    const since = new Date(now.getTime() - correlation.slowWindowMs - beforeWindowMs);
    const book = await journal.read(tx.q, since);
    const found = suspectsOf(fired, book, topology, correlation, () => clock.monotonicMs() < endMs);
    if (clock.monotonicMs() >= endMs) {
      complain({ budgetMs, changes: book.all.length }, 'some alerts are told without suspects');
    }
    await insertSuspects(
      tx.q,
      [...found].flatMap(([alertId, suspects]) =>
        suspects.map(({ eventId, score, reason }, rank) => ({
          alertId,
          rank,
          eventId,
          score,
          reason,
        })),
      ),
    );
    return followIncidents(tx, withSuspects(changes, found), {
      fired,
      suspects: found,
      topology,
      now,
      windowMs: correlation.incidentWindowMs,
      newId: () => random.uuid(),
    });
  };

  const tryIt = async <T>(
    tx: StoreTransaction,
    otherwise: string,
    work: (tx: StoreTransaction) => Promise<T>,
  ): Promise<{ readonly result: T } | undefined> => {
    const beganMs = clock.monotonicMs();
    if (beganMs < pausedUntilMs) return undefined;
    try {
      return { result: await attempt(tx, budgetMs, work) };
    } catch (error) {
      if (isStoreAway(error)) throw error;
      const nowMs = clock.monotonicMs();
      if (nowMs - beganMs >= budgetMs / 2) pausedUntilMs = nowMs + pauseMs;
      complain({ err: coerceError(error) }, otherwise);
      return undefined;
    }
  };

  return {
    follow: async (tx, changes, now) => {
      const fired = settings().correlation.enabled ? firedAlerts(changes) : [];
      if (fired.length > 0) {
        const otherwise = 'alerts are told without suspects and incidents';
        const done = await tryIt(tx, otherwise, (inner) => correlate(inner, changes, fired, now));
        if (done !== undefined) return done.result;
      }
      if (changes.some(concernsIncidents)) {
        const otherwise = 'incidents are brought up to date later';
        await tryIt(tx, otherwise, (inner) => settleEnded(inner, changes, now));
      }
      return changes;
    },
  };
}

/** The alerts that fired and are not over again already, each once, as they are at the end. */
function firedAlerts(changes: readonly AlertChange[]): readonly AlertRow[] {
  const last = new Map(changes.map(({ alert }) => [alert.id, alert]));
  const ids = new Set(changes.flatMap(({ kind, alert }) => (kind === 'FIRED' ? [alert.id] : [])));
  const gone = new Set(
    changes.flatMap(({ kind, alert }) => (kind === 'DROPPED' ? [alert.id] : [])),
  );
  return [...ids].flatMap((id) => {
    const alert = last.get(id);
    return alert === undefined || gone.has(id) ? [] : [alert];
  });
}

/** By the alert; those whose turn comes when there is no time any more have none. */
function suspectsOf(
  fired: readonly AlertRow[],
  book: ChangeBook,
  topology: Topology,
  correlation: CorrelationSettings,
  isTime: () => boolean,
): ReadonlyMap<string, readonly RankedSuspect[]> {
  const found = new Map<string, readonly RankedSuspect[]>();
  if (book.all.length === 0) return found;
  const maxSuspects =
    fired.length > stormSize
      ? Math.min(correlation.maxSuspects, suspectsInStorm)
      : correlation.maxSuspects;
  for (const alert of fired) {
    if (!isTime()) break;
    const limited = { ...correlation, maxSuspects };
    const suspects = rankSuspects(alert, book, topology, limited, isTime) ?? [];
    if (suspects.length > 0) found.set(alert.id, suspects);
  }
  return found;
}

// The timeline is for every viewer, so it says only what every viewer may see.
function withSuspects(
  told: readonly AlertChange[],
  found: ReadonlyMap<string, readonly RankedSuspect[]>,
): readonly AlertChange[] {
  if (found.size === 0) return told;
  return told.map((change) => {
    if (change.kind !== 'FIRED') return change;
    const suspects = (found.get(change.alert.id) ?? [])
      .filter(({ audience }) => audience === 'viewer')
      .map(({ reason }) => reason);
    return suspects.length === 0 ? change : { ...change, detail: { ...change.detail, suspects } };
  });
}
