// Brings incidents up to date with their alerts: counts, the worst severity, over with the last one. Also
// while nothing joins any, because correlation is switched off, and when an end was missed.
import { severityRank, type Severity } from '../../core/alerts.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import {
  lockLeftIncidents,
  settleIncidents,
  type IncidentMove,
} from '../../store/incident-counts.ts';
import { announceIncident, lockOpenIncidents, type Attachment } from '../../store/incidents.ts';
import { deleteLoneAlerts } from '../../store/nearby-alerts.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';

/** True when incidents have to be told of a change: an alert is over, or one of theirs became worse perhaps. */
export function concernsIncidents({ kind, alert }: AlertChange): boolean {
  if (kind === 'RESOLVED') return true;
  return (kind === 'UPDATED' || kind === 'REFIRED') && alert.incidentId !== null;
}

/** The incidents of which alerts ended or were updated. */
export function incidentsOf(changes: readonly AlertChange[]): readonly string[] {
  return movesOf(changes, []).map(({ id }) => id);
}

/** Forgets alerts that ended without an incident, so that nothing new finds them. */
export async function forgetLone(
  tx: StoreTransaction,
  changes: readonly AlertChange[],
): Promise<void> {
  await deleteLoneAlerts(
    tx.q,
    changes.flatMap(({ kind, alert }) =>
      kind === 'RESOLVED' && alert.incidentId === null ? [alert.id] : [],
    ),
  );
}

/** What became of incidents in a transaction that holds their rows. */
export interface IncidentNews {
  readonly given: readonly Attachment[];
  /** Alerts that came to incidents and did not change otherwise. */
  readonly earlier: readonly AlertRow[];
  readonly opened: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
}

/** Counts, closes and announces. */
export async function settle(
  tx: StoreTransaction,
  changes: readonly AlertChange[],
  { given, earlier, opened, locked }: IncidentNews,
  now: Date,
): Promise<void> {
  const incidentOf = new Map(given.map(({ alertId, incidentId }) => [alertId, incidentId]));
  const alerts = [...earlier, ...changes.map(({ alert }) => alert)];
  const came = [...new Map(alerts.map((alert) => [alert.id, alert])).values()].flatMap((alert) => {
    const incidentId = incidentOf.get(alert.id);
    return incidentId === undefined ? [] : [{ ...alert, incidentId }];
  });
  const moves = movesOf(changes, came).filter(({ id }) => locked.has(id) || opened.has(id));
  const idsOf = Map.groupBy(given, ({ incidentId }) => incidentId);
  for (const incident of await settleIncidents(tx.q, moves, now)) {
    const ids = (idsOf.get(incident.id) ?? []).map(({ alertId }) => alertId);
    if (opened.has(incident.id)) announceIncident(tx, 'opened', incident, ids, now);
    else if (ids.length > 0 || incident.isWorse)
      announceIncident(tx, 'updated', incident, ids, now);
    if (incident.resolvedAt !== null) announceIncident(tx, 'resolved', incident, [], now);
  }
}

/** The same when nothing joins an incident. */
export async function settleEnded(
  tx: StoreTransaction,
  changes: readonly AlertChange[],
  now: Date,
): Promise<void> {
  await forgetLone(tx, changes);
  const locked = await lockOpenIncidents(tx.q, incidentsOf(changes));
  await settle(tx, changes, { given: [], earlier: [], opened: new Set(), locked }, now);
}

const mostLeft = 100;

/** Closes open incidents that have no open alert: whose end was not seen. Returns how many. */
export async function closeLeftIncidents(store: Store, now: Date): Promise<number> {
  return store.transaction(async (tx) => {
    const ids = await lockLeftIncidents(tx.q, mostLeft);
    const moves = ids.map((id) => ({
      id,
      audience: 'viewer' as const,
      came: 0,
      ended: 1,
      worst: null,
    }));
    for (const incident of await settleIncidents(tx.q, moves, now, { recount: true })) {
      if (incident.resolvedAt !== null) announceIncident(tx, 'resolved', incident, [], now);
    }
    return ids.length;
  });
}

/** What changes, and alerts that came to incidents, make of these. */
function movesOf(
  changes: readonly AlertChange[],
  came: readonly AlertRow[],
): readonly IncidentMove[] {
  const moves = new Map<string, IncidentMove & { came: number; ended: number; worst: Severity }>();
  const add = (
    { incidentId: id, severity, audience }: AlertRow,
    what: 'came' | 'ended' | undefined,
  ): void => {
    if (id === null) return;
    const key = `${audience} ${id}`;
    const move = moves.get(key) ?? { id, audience, came: 0, ended: 0, worst: severity };
    if (severityRank(severity) < severityRank(move.worst)) move.worst = severity;
    if (what !== undefined) move[what] += 1;
    moves.set(key, move);
  };
  for (const change of changes) {
    if (concernsIncidents(change)) {
      add(change.alert, change.kind === 'RESOLVED' ? 'ended' : undefined);
    }
  }
  for (const alert of came) add(alert, 'came');
  return [...moves.values()];
}
