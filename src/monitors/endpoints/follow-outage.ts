// What a change of an endpoint's state means for those that fail together: it makes a finding with others,
// joins one, or ends one. The finding is told once, before the state of whoever completes it.
import type { Random } from '../../core/random.ts';
import { endpointsFailingTogether } from '../../store/endpoint-events.ts';
import {
  endOutages,
  findOpenOutage,
  insertOutage,
  insertOutageMembers,
  lockOutages,
} from '../../store/endpoint-outages.ts';
import {
  aboutEndpoint,
  countCheckedEndpoints,
  listFailingEndpoints,
  type EndpointRecord,
} from '../../store/endpoints.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { findTogether } from './together.ts';

/** The finding that the endpoint belongs to, if it belongs to one; `after` is stored already. */
export async function followOutage(
  tx: StoreTransaction,
  before: EndpointRecord,
  after: EndpointRecord,
  { at, random }: { readonly at: Date; readonly random: Random },
): Promise<string | null> {
  if (before.state !== 'DOWN' && after.state !== 'DOWN') return null;
  await lockOutages(tx.q);
  if (after.state !== 'DOWN') {
    const outage = await findOpenOutage(tx.q, [after.id]);
    if (outage === undefined) return null;
    await endOutages(tx, at);
    return outage.id;
  }
  const failing = await listFailingEndpoints(tx.q);
  const total = await countCheckedEndpoints(tx.q);
  const together = findTogether(failing.map(toFailing), after.id, total);
  if (together.length === 0) return null;
  const ids = together.map(({ id }) => id);
  const open = await findOpenOutage(tx.q, ids);
  if (open !== undefined) {
    await insertOutageMembers(tx.q, open.id, ids);
    return open.id;
  }
  const members = failing.filter(({ id }) => ids.includes(id));
  const beganAt = new Date(Math.min(...members.map(({ since }) => since.getTime())));
  const outage = { id: random.uuid(), beganAt, foundAt: at, endedAt: null };
  await insertOutage(tx.q, outage);
  await insertOutageMembers(tx.q, outage.id, ids);
  const payload = {
    outageId: outage.id,
    beganAt: beganAt.toISOString(),
    total,
    endpoints: members.map((member) => ({
      ...aboutEndpoint(member),
      reason: member.reason,
      since: member.since.toISOString(),
    })),
  };
  tx.append(endpointsFailingTogether.create({ subject: 'endpoints', occurredAt: at, payload }));
  return outage.id;
}

function toFailing({ id, since, lastOkAt, everyMs }: EndpointRecord) {
  return { id, failingSince: since, lastOkAt, everyMs };
}
