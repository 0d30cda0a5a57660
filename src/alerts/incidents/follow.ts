// Makes incidents of alerts, in their transaction: decides which belong together (gather.ts), opens, attaches,
// and closes those whose last alert is over (settle.ts).
//
// Locks, always in this order: alerts (by whoever changes them), the parts that new alerts are about, rows
// of incidents. What is decided is read after the parts are locked, so it holds what others have opened.
import { severityRank } from '../../core/alerts.ts';
import { roleIncludes, widestOf } from '../../core/role.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import { listAlertsById, type AlertRow } from '../../store/alerts.ts';
import {
  attachAlerts,
  insertIncidents,
  lockOpenIncidents,
  type Attachment,
  type Incident,
} from '../../store/incidents.ts';
import {
  addIncidentTies,
  deleteLoneAlerts,
  insertLoneAlerts,
  type AlertKey,
} from '../../store/nearby-alerts.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { RankedSuspect } from '../correlation/rank.ts';
import type { Topology } from '../correlation/topology.ts';
import type { IncidentDecision, IncidentMember } from './decide.ts';
import { gatherIncidents, membersOf } from './gather.ts';
import { ownKeys, tiesOf } from './keys.ts';
import { forgetLone, incidentsOf, settle } from './settle.ts';

export interface IncidentInput {
  readonly fired: readonly AlertRow[];
  /** By the alert's id. */
  readonly suspects: ReadonlyMap<string, readonly RankedSuspect[]>;
  readonly topology: Topology;
  readonly windowMs: number;
  readonly now: Date;
  newId(): string;
}

/** Returns the changes with the incidents of their alerts. */
export async function followIncidents(
  tx: StoreTransaction,
  changes: readonly AlertChange[],
  input: IncidentInput,
): Promise<readonly AlertChange[]> {
  await forgetLone(tx, changes);
  const fresh = membersOf(input.fired, input.suspects, input.topology);
  const { attached, opened } = await gatherIncidents(tx, fresh, input.windowMs);
  const locked = await lockOpenIncidents(tx.q, [
    ...new Set([...attached.map(({ incidentId }) => incidentId), ...incidentsOf(changes)]),
  ]);
  const openedRows = opened.map((one) => toIncident(one, input));
  await insertIncidents(
    tx.q,
    openedRows.map(({ incident }) => incident),
  );
  const given = await attachAlerts(tx.q, [
    ...attached.filter(({ incidentId }) => locked.has(incidentId)),
    ...openedRows.flatMap(({ attachments }) => attachments),
  ]);
  await keepKeys(tx, fresh, given);
  const isChanged = new Set(changes.map(({ alert }) => alert.id));
  const earlier = await listAlertsById(
    tx.q,
    given.flatMap(({ alertId }) => (isChanged.has(alertId) ? [] : [alertId])),
  );
  const news = {
    given,
    earlier,
    opened: new Set(openedRows.map(({ incident }) => incident.id)),
    locked,
  };
  await settle(tx, changes, news, input.now);
  const others = earlier.map((alert): AlertChange => ({
    kind: 'CORRELATED',
    alert,
    text: 'it belongs to an incident',
  }));
  const incidentOf = new Map(given.map(({ alertId, incidentId }) => [alertId, incidentId]));
  return [
    ...changes.map((change) => {
      const incidentId = incidentOf.get(change.alert.id);
      return incidentId === undefined
        ? change
        : { ...change, alert: { ...change.alert, incidentId } };
    }),
    ...others,
  ];
}

/** Writes what new alerts, and others that came to an incident, are found by from now on. */
async function keepKeys(
  tx: StoreTransaction,
  fresh: readonly IncidentMember[],
  given: readonly Attachment[],
): Promise<void> {
  const incidentOf = new Map(given.map(({ alertId, incidentId }) => [alertId, incidentId]));
  const isFresh = new Set(fresh.map(({ id }) => id));
  const before = await deleteLoneAlerts(
    tx.q,
    given.flatMap(({ alertId }) => (isFresh.has(alertId) ? [] : [alertId])),
  );
  const own = fresh.flatMap((member) =>
    ownKeys(member).map((key): AlertKey => ({
      key,
      alertId: member.id,
      startedAt: new Date(member.startedMs),
    })),
  );
  await addIncidentTies(tx.q, tiesOf([...own, ...before], incidentOf));
  await insertLoneAlerts(
    tx.q,
    own.filter(({ alertId }) => !incidentOf.has(alertId)),
  );
}

function toIncident(
  { members, because }: IncidentDecision['opened'][number],
  { fired, suspects, newId, now }: IncidentInput,
): { readonly incident: Incident; readonly attachments: readonly Attachment[] } {
  const id = newId();
  const ids = new Set(members.map((member) => member.id));
  const alerts = fired.filter((alert) => ids.has(alert.id));
  // It is for those who may see one of them, so it says nothing of those that they may not see.
  const audience = widestOf(alerts.map((alert) => alert.audience));
  const seen = alerts.filter((alert) => roleIncludes(audience, alert.audience));
  const worst = seen.toSorted(
    (a, b) =>
      severityRank(a.severity) - severityRank(b.severity) ||
      a.startedAt.getTime() - b.startedAt.getTime(),
  )[0];
  const first = members[0];
  const incident = {
    id,
    title: worst?.title ?? 'Several alerts',
    severity: worst?.severity ?? 'INFO',
    reason: reasonOf(because, seen, suspects),
    audience,
    startedAt: new Date(first?.startedMs ?? now.getTime()),
    updatedAt: now,
    resolvedAt: null,
  };
  return {
    incident,
    attachments: members.map((member) => ({ alertId: member.id, incidentId: id })),
  };
}

function reasonOf(
  because: IncidentDecision['opened'][number]['because'],
  alerts: readonly AlertRow[],
  suspects: IncidentInput['suspects'],
): string {
  if (because.kind === 'OBJECTS') {
    return `they began at about the same time on the same or connected objects (${because.of.replace(':', ' ')})`;
  }
  // Every viewer reads it: a change that only others may see is not named.
  const suspect = alerts
    .map(({ id }) => suspects.get(id)?.find(({ group }) => group === because.of))
    .find((one) => one !== undefined);
  return suspect?.audience === 'viewer'
    ? `the same change came before them: ${suspect.reason}`
    : 'the same change came before them';
}
