// What alerts are about, as a replica remembers it: around each alert that fires up to a thousand others are
// looked at, and nearly none of them has changed since. Bounded; what is not known is read.
import { listAlertsAbout, type AlertAbout, type NearbyAlert } from '../../store/nearby-alerts.ts';
import type { Queryable } from '../../store/store.ts';
import { alertObjects } from '../correlation/alert-objects.ts';

export interface KnownObjects {
  /** The objects that an alert is about. */
  of(alert: AlertAbout): readonly string[];
  /** The same of others, in their order. */
  read(
    q: Queryable,
    alerts: readonly Pick<NearbyAlert, 'id' | 'updatedMs'>[],
  ): Promise<readonly (readonly string[])[]>;
}

const mostKept = 5000;

export function createKnownObjects(): KnownObjects {
  const kept = new Map<string, { readonly atMs: number; readonly objects: readonly string[] }>();
  const of: KnownObjects['of'] = (alert) => {
    const objects = objectsOf(alert);
    if (kept.size >= mostKept) kept.clear();
    kept.set(alert.id, { atMs: alert.updatedAt.getTime(), objects });
    return objects;
  };
  return {
    of,
    read: async (q, alerts) => {
      const found = alerts.map(({ id, updatedMs }) => {
        const known = kept.get(id);
        return known?.atMs === updatedMs ? known.objects : undefined;
      });
      const missing = alerts.flatMap(({ id }, place) => (found[place] === undefined ? [id] : []));
      const rows = await listAlertsAbout(q, missing);
      const fresh = new Map(rows.map((row) => [row.id, of(row)]));
      return alerts.map(({ id }, place) => found[place] ?? fresh.get(id) ?? []);
    },
  };
}

function objectsOf(alert: AlertAbout): readonly string[] {
  const objects = [...alertObjects(alert)]
    .filter(([object, weight]) => weight >= 0.9 && !object.startsWith('host:'))
    .map(([object]) => object);
  // Of an alert about a host itself the host is what it is about.
  if (alert.subject.startsWith('host:')) objects.push(alert.subject);
  return objects;
}
