// Makes incidents of alerts, in their transaction: reads what is open around those that fired, decides
// (decide.ts), opens, attaches, and closes those whose last alert is over.
//
// Locks, always in this order: alerts (by whoever changes them), the parts that new alerts are about, rows
// of incidents. What is decided is read after the parts are locked, so it holds what others have opened.
import { createHash } from 'node:crypto';

import { severityRank } from '../../core/alerts.ts';
import { roleIncludes, widestOf } from '../../core/role.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import { listAlertsById, type AlertRow } from '../../store/alerts.ts';
import {
  announceIncident,
  attachAlerts,
  insertIncidents,
  lockOpenIncidents,
  lockParts,
  settleIncidents,
  type Attachment,
  type Incident,
} from '../../store/incidents.ts';
import { listNearbyAlerts } from '../../store/nearby-alerts.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Change } from '../correlation/change.ts';
import type { RankedSuspect } from '../correlation/rank.ts';
import type { Topology } from '../correlation/topology.ts';
import { decideIncidents, type IncidentDecision, type IncidentMember } from './decide.ts';
import type { KnownObjects } from './known-objects.ts';

export interface IncidentInput {
  readonly fired: readonly AlertRow[];
  /** By the alert's id. */
  readonly suspects: ReadonlyMap<string, readonly RankedSuspect[]>;
  readonly changes: readonly Change[];
  readonly topology: Topology;
  readonly windowMs: number;
  readonly now: Date;
  readonly objects: KnownObjects;
  newId(): string;
}

/** What is as strongly connected, or more, belongs together; hosts and environments do not bind. */
const closeEnough = 0.6;
const mostAround = 1000;
/** Few, because a transaction with thousands of locks would use up what the server has for all. */
const partCount = 64;

/** Returns the changes with the incidents of their alerts. */
export async function followIncidents(
  tx: StoreTransaction,
  changes: readonly AlertChange[],
  input: IncidentInput,
): Promise<readonly AlertChange[]> {
  const { fired, now } = input;
  const { attached, opened } = await gather(tx, input);
  const over = new Set(
    changes.flatMap(({ kind, alert }) =>
      kind === 'RESOLVED' && alert.incidentId !== null ? [alert.incidentId] : [],
    ),
  );
  const locked = await lockOpenIncidents(tx.q, [
    ...new Set([...attached.map(({ incidentId }) => incidentId), ...over]),
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
  const isOpened = new Set(openedRows.map(({ incident }) => incident.id));
  const settled = await settleIncidents(tx.q, [...locked, ...isOpened], now);
  const came = Map.groupBy(given, ({ incidentId }) => incidentId);
  for (const incident of settled) {
    const ids = (came.get(incident.id) ?? []).map(({ alertId }) => alertId);
    if (isOpened.has(incident.id)) announceIncident(tx, 'opened', incident, ids, now);
    else if (ids.length > 0) announceIncident(tx, 'updated', incident, ids, now);
    if (incident.resolvedAt !== null) announceIncident(tx, 'resolved', incident, [], now);
  }
  const incidentOf = new Map(given.map(({ alertId, incidentId }) => [alertId, incidentId]));
  const isChanged = new Set([...fired, ...changes.map(({ alert }) => alert)].map(({ id }) => id));
  const earlier = await listAlertsById(
    tx.q,
    given.flatMap(({ alertId }) => (isChanged.has(alertId) ? [] : [alertId])),
  );
  const others = earlier.map((alert): AlertChange => ({
    kind: 'CORRELATED',
    alert,
    text: 'it belongs to an incident',
  }));
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

async function gather(
  tx: StoreTransaction,
  { fired, suspects, changes, topology, windowMs, objects }: IncidentInput,
): Promise<IncidentDecision> {
  const fresh = fired.filter(
    ({ resolvedAt, incidentId }) => resolvedAt === null && incidentId === null,
  );
  if (fresh.length === 0) return { attached: [], opened: [] };
  const groups = new Map(changes.map(({ eventId, group }) => [eventId, group]));
  const members = fresh.map((alert): IncidentMember => {
    const about = objects.of(alert);
    return {
      id: alert.id,
      objects: about,
      near: topology.near(about, closeEnough),
      startedMs: alert.startedAt.getTime(),
      suspect: suspects.get(alert.id)?.[0]?.group,
      incidentId: alert.incidentId,
    };
  });
  await lockParts(tx.q, partsOf(members));
  const starts = members.map(({ startedMs }) => startedMs);
  const first = starts.reduce((one, other) => Math.min(one, other));
  const last = starts.reduce((one, other) => Math.max(one, other));
  const around = await listNearbyAlerts(tx.q, {
    since: new Date(first - windowMs * 3),
    until: new Date(last + windowMs * 3),
    most: mostAround,
    // Suspects that are not known here bind nobody.
    suspects: groups.size > 0,
  });
  const isFresh = new Set(fresh.map(({ id }) => id));
  const before = around.filter(({ id }) => !isFresh.has(id));
  const known = await objects.read(tx.q, before);
  const others = before.map(({ id, startedMs, incidentId, suspectEventId }, place) => ({
    id,
    objects: known[place] ?? [],
    // Only those that are new look around.
    near: [],
    startedMs,
    suspect: suspectEventId === null ? undefined : groups.get(suspectEventId),
    incidentId,
  }));
  return decideIncidents(members, others, windowMs);
}

// Two that belong together name an object or a suspect in common in what they are near to, so they have a
// part in common, whoever comes first.
function partsOf(members: readonly IncidentMember[]): readonly number[] {
  const names = new Set(
    members.flatMap(({ near, suspect }) => (suspect === undefined ? near : [...near, suspect])),
  );
  return [
    ...new Set(
      [...names].map((name) => (createHash('sha1').update(name).digest()[0] ?? 0) % partCount),
    ),
  ];
}

function toIncident(
  { members, because }: IncidentDecision['opened'][number],
  { fired, suspects, changes, topology, newId, now }: IncidentInput,
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
    reason: reasonOf(because, { alerts: seen, suspects, changes, topology }),
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
  known: Pick<IncidentInput, 'suspects' | 'changes' | 'topology'> & {
    readonly alerts: readonly AlertRow[];
  },
): string {
  if (because.kind === 'OBJECTS') {
    return `they began at about the same time on the same or connected objects (${because.of.replace(':', ' ')})`;
  }
  // Every viewer reads it: a change that only others may see is not named.
  const change = known.changes.findLast(({ group }) => group === because.of);
  const suspect = known.alerts
    .map(({ id }) => known.suspects.get(id)?.find(({ group }) => group === because.of))
    .find((one) => one !== undefined);
  return change?.audience === 'viewer' && suspect !== undefined
    ? `the same change came before them: ${suspect.reason}`
    : 'the same change came before them';
}
