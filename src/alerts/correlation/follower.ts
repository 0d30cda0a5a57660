// Correlation as a follower of alerts: those that fired get the changes before them as suspects, and those
// that belong together become an incident; in the transaction of the alerts, with a few statements for all.
// Whatever it makes of an alert, the alert itself goes on to be told: what cannot be correlated is left so.
import type { CorrelationSettings, TopologyService } from '../../core/correlation.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { AlertChange, AlertFollower } from '../../store/alert-changes.ts';
import { insertSuspects } from '../../store/alert-suspects.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { Queryable } from '../../store/store.ts';
import { readTopology } from '../../store/topology.ts';
import { followIncidents } from '../incidents/follow.ts';
import { createKnownObjects } from '../incidents/known-objects.ts';
import type { Change } from './change.ts';
import { createChangeJournal } from './journal.ts';
import { rankSuspects, type RankedSuspect } from './rank.ts';
import { createTopology, type Topology } from './topology.ts';

export interface CorrelatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** As it is configured now. */
  settings(): {
    readonly correlation: CorrelationSettings;
    readonly topology: readonly TopologyService[];
  };
}

const topologyForMs = 30_000;
const mostOfAKind = 5000;
/** More alerts than this at once are a storm: each then keeps its two best suspects only. */
const stormSize = 100;
const suspectsInStorm = 2;
/** A rule's `for` may be that long. */
const beforeWindowMs = 3_600_000;

/** Creates it. */
export function createCorrelator(options: CorrelatorOptions): AlertFollower {
  const { clock, random, settings } = options;
  const journal = createChangeJournal();
  const objects = createKnownObjects();
  let kept:
    { readonly topology: Topology; readonly atMs: number; readonly of: unknown } | undefined;

  const topologyNow = async (q: Queryable): Promise<Topology> => {
    const services = settings().topology;
    const nowMs = clock.monotonicMs();
    if (kept !== undefined && kept.of === services && nowMs - kept.atMs < topologyForMs) {
      return kept.topology;
    }
    const topology = createTopology({ ...(await readTopology(q, mostOfAKind)), services });
    kept = { topology, atMs: nowMs, of: services };
    return topology;
  };

  return {
    follow: async (tx, changes, now) => {
      const { correlation } = settings();
      const fired = firedAlerts(changes);
      const concerned =
        fired.length > 0 ||
        changes.some(({ kind, alert }) => kind === 'RESOLVED' && alert.incidentId !== null);
      if (!correlation.enabled || !concerned) return changes;
      const topology = await topologyNow(tx.q);
      const since = new Date(now.getTime() - correlation.slowWindowMs - beforeWindowMs);
      const known = fired.length === 0 ? [] : await journal.read(tx.q, since);
      const found = suspectsOf(fired, known, topology, correlation);
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
      const told = withSuspects(changes, found, known);
      return followIncidents(tx, told, {
        fired,
        suspects: found,
        changes: known,
        topology,
        now,
        windowMs: correlation.incidentWindowMs,
        objects,
        newId: () => random.uuid(),
      });
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

function suspectsOf(
  fired: readonly AlertRow[],
  changes: readonly Change[],
  topology: Topology,
  correlation: CorrelationSettings,
): ReadonlyMap<string, readonly RankedSuspect[]> {
  if (changes.length === 0) return new Map();
  const maxSuspects =
    fired.length > stormSize
      ? Math.min(correlation.maxSuspects, suspectsInStorm)
      : correlation.maxSuspects;
  const found = fired.map((alert) => {
    const suspects = rankSuspects(alert, changes, topology, { ...correlation, maxSuspects });
    return [alert.id, suspects] as const;
  });
  return new Map(found.filter(([, suspects]) => suspects.length > 0));
}

// The timeline is for every viewer, so it says only what every viewer may see.
function withSuspects(
  told: readonly AlertChange[],
  found: ReadonlyMap<string, readonly RankedSuspect[]>,
  changes: readonly Change[],
): readonly AlertChange[] {
  if (found.size === 0) return told;
  const visible = new Set(
    changes.flatMap(({ eventId, audience }) => (audience === 'viewer' ? [eventId] : [])),
  );
  return told.map((change) => {
    if (change.kind !== 'FIRED') return change;
    const suspects = (found.get(change.alert.id) ?? [])
      .filter(({ eventId }) => visible.has(eventId))
      .map(({ reason }) => reason);
    return suspects.length === 0 ? change : { ...change, detail: { ...change.detail, suspects } };
  });
}
