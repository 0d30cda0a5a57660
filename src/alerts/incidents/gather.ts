// Which incidents new alerts make or come to: looks up what they have in common with others (keys.ts), and
// decides (decide.ts). What it reads does not grow with the alerts that are open.
import type { AlertRow } from '../../store/alerts.ts';
import { lockParts } from '../../store/incidents.ts';
import { listNeighbours, type Neighbour } from '../../store/nearby-alerts.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { bindingObjects } from '../correlation/alert-objects.ts';
import type { RankedSuspect } from '../correlation/rank.ts';
import type { Topology } from '../correlation/topology.ts';
import { decideIncidents, type IncidentDecision, type IncidentMember } from './decide.ts';
import { askedKeys, partsOf, type KeyMeaning } from './keys.ts';

/** What is as strongly connected, or more, belongs together; hosts and environments do not bind. */
const closeEnough = 0.6;
const mostNeighbours = 1000;
const mostAsked = 5000;

/** The alerts that fired and may come to an incident. */
export function membersOf(
  fired: readonly AlertRow[],
  suspects: ReadonlyMap<string, readonly RankedSuspect[]>,
  topology: Topology,
): readonly IncidentMember[] {
  return fired
    .filter(({ resolvedAt, incidentId }) => resolvedAt === null && incidentId === null)
    .map((alert) => {
      const objects = bindingObjects(alert);
      return {
        id: alert.id,
        objects,
        near: topology.near(objects, closeEnough),
        startedMs: alert.startedAt.getTime(),
        suspect: suspects.get(alert.id)?.[0]?.group,
        incidentId: null,
      };
    });
}

/** Locks the parts that they are about, for the transaction, and decides. */
export async function gatherIncidents(
  tx: StoreTransaction,
  fresh: readonly IncidentMember[],
  windowMs: number,
): Promise<IncidentDecision> {
  if (fresh.length === 0) return { attached: [], opened: [] };
  const asked = askedKeys(fresh, mostAsked);
  // Two that belong together have a key in common in what they ask for, so they have a part in common,
  // whoever comes first.
  await lockParts(tx.q, partsOf(asked.keys()));
  const starts = fresh.map(({ startedMs }) => startedMs);
  const first = starts.reduce((one, other) => Math.min(one, other));
  const last = starts.reduce((one, other) => Math.max(one, other));
  const neighbours = await listNeighbours(tx.q, {
    keys: [...asked.keys()],
    since: new Date(first - windowMs * 3),
    until: new Date(last + windowMs * 3),
    most: mostNeighbours,
  });
  return decideIncidents(fresh, aroundOf(neighbours, asked), windowMs);
}

/** Neighbours as members; an incident is one for each of its keys. */
function aroundOf(
  neighbours: readonly Neighbour[],
  asked: ReadonlyMap<string, KeyMeaning>,
): readonly IncidentMember[] {
  const groups = Map.groupBy(
    neighbours,
    ({ key, incidentId, alertId }) => alertId ?? `${incidentId} ${key}`,
  );
  return [...groups].flatMap(([id, rows]) => {
    const [row] = rows;
    if (row === undefined) return [];
    const meanings = rows.flatMap(({ key }) => asked.get(key) ?? []);
    return {
      id,
      objects: meanings.flatMap(({ kind, of }) => (kind === 'OBJECTS' ? [of] : [])),
      // Only those that are new look around.
      near: [],
      startedMs: row.firstMs,
      ...(row.incidentId === null ? {} : { untilMs: row.lastMs }),
      suspect: meanings.find(({ kind }) => kind === 'SUSPECT')?.of,
      incidentId: row.incidentId,
    };
  });
}
