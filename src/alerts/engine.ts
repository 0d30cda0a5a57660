// The alert engine: takes observations, decides by `transition.ts`, writes alerts in few statements, and
// tells those who follow, all in one transaction. It never waits for anything outside of the store.
//
// Locks: the open rows of all fingerprints are locked in the order of the fingerprints. Where there is no
// open row, the partial unique index decides who opens one: whoever comes second waits for the first one's
// commit, reads that row, and decides anew.
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { AlertChange } from '../store/alert-changes.ts';
import { listLastAlerts, lockAlertsOfRule, lockOpenAlerts } from '../store/alert-writes.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { decide, decideOne, type Decision } from './decide.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { AlertFollowing } from './following.ts';
import { createGroupCommit } from './group-commit.ts';
import type { AlertEngine, Observation } from './observation.ts';
import type { TransitionInput } from './transition.ts';
import { writeDecisions } from './write.ts';

export interface AlertEngineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly following: AlertFollowing;
  /** Called after the commit of alerts that change by themselves at some time: the first of these times. */
  readonly onWake?: (at: Date) => void;
  /** Of `observeTogether`: transactions begin so long after each other at least. Not unless given. */
  readonly gatherMs?: number | undefined;
}

export interface RunningAlertEngine extends AlertEngine {
  /** What time or a command makes of alerts whose rows the caller has locked. */
  change(
    tx: StoreTransaction,
    rows: readonly AlertRow[],
    input: Exclude<TransitionInput, { kind: 'HOLDS' | 'ENDED' }>,
    now: Date,
  ): Promise<readonly AlertChange[]>;
  /** Writes and tells what was decided of alerts whose rows the caller has locked. */
  apply(
    tx: StoreTransaction,
    decisions: readonly Decision[],
    now: Date,
  ): Promise<readonly AlertChange[]>;
  /** Ends all open alerts of a rule that there is not any more. */
  removeRule(
    tx: StoreTransaction,
    rule: { readonly source: string; readonly rule: string },
    now: Date,
  ): Promise<readonly AlertChange[]>;
}

/** Whoever comes second decides anew; that there is always another one would be a fault. */
const mostRounds = 10;
const rowsAtOnce = 1000;

/** Creates the engine. */
export function createAlertEngine(options: AlertEngineOptions): RunningAlertEngine {
  const { store, clock, random, following, onWake, gatherMs } = options;

  const tell = async (
    tx: StoreTransaction,
    decisions: readonly Decision[],
    changes: readonly AlertChange[],
    now: Date,
  ): Promise<readonly AlertChange[]> => {
    const told = await following.tell(tx, changes, now);
    const times = decisions
      .flatMap(({ inserts, updates, touches }) => [...inserts, ...updates, ...touches])
      .flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt.getTime()]));
    if (onWake !== undefined && times.length > 0) {
      const first = new Date(times.reduce((one, other) => Math.min(one, other)));
      tx.onCommit(() => onWake(first));
    }
    return told;
  };

  const observe: AlertEngine['observe'] = async (tx, observations, now) => {
    const groups = Map.groupBy(observations, fingerprintOf);
    const decisions = new Map<string, Decision>();
    let left: ReadonlySet<string> = new Set(groups.keys());
    for (let round = 0; left.size > 0; round += 1) {
      if (round === mostRounds)
        throw new Error('alerts of the same fingerprints open all the time');
      const known = await lockKnown(tx, left);
      const decided = new Map(
        [...left].map((fingerprint) => {
          const seen = groups.get(fingerprint) ?? [];
          const alert = known.get(fingerprint);
          return [fingerprint, decide(alert, fingerprint, seen, now, () => random.uuid())] as const;
        }),
      );
      left = await writeDecisions(tx.q, [...decided.values()]);
      for (const [fingerprint, decision] of decided) {
        if (!left.has(fingerprint)) decisions.set(fingerprint, decision);
      }
    }
    const all = [...groups.keys()].flatMap((fingerprint) => decisions.get(fingerprint) ?? []);
    return tell(
      tx,
      all,
      all.flatMap(({ changes }) => changes),
      now,
    );
  };

  const apply: RunningAlertEngine['apply'] = async (tx, decisions, now) => {
    await writeDecisions(tx.q, decisions);
    return tell(
      tx,
      decisions,
      decisions.flatMap(({ changes }) => changes),
      now,
    );
  };

  const change: RunningAlertEngine['change'] = (tx, rows, input, now) =>
    apply(
      tx,
      rows.map((row) => decideOne(row, input, now)),
      now,
    );

  const group = createGroupCommit<Observation>({
    commit: (observations) =>
      store.transaction(async (tx) => {
        await observe(tx, observations, clock.now());
      }),
    ...(gatherMs === undefined ? {} : { gather: () => clock.sleep(gatherMs) }),
  });

  return {
    observe,
    observeTogether: (observations) => group.add(observations),
    change,
    apply,
    removeRule: async (tx, rule, now) => {
      const changes: AlertChange[] = [];
      for (;;) {
        const rows = await lockAlertsOfRule(tx.q, rule, rowsAtOnce);
        changes.push(...(await change(tx, rows, { kind: 'REMOVE_RULE' }, now)));
        if (rows.length < rowsAtOnce) return changes;
      }
    },
  };
}

async function lockKnown(
  tx: StoreTransaction,
  fingerprints: ReadonlySet<string>,
): Promise<ReadonlyMap<string, AlertRow>> {
  const sorted = [...fingerprints].toSorted();
  const open = await lockOpenAlerts(tx.q, sorted);
  const known = new Map(open.map((row) => [row.fingerprint, row]));
  const last = await listLastAlerts(
    tx.q,
    sorted.filter((fingerprint) => !known.has(fingerprint)),
  );
  for (const row of last) known.set(row.fingerprint, row);
  return known;
}
