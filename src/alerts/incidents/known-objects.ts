// What alerts are about, as a replica remembers it: around each alert that fires up to a thousand others are
// looked at, and labels of an alert never change. Bounded; what is not known is read.
import type { Labels } from '../../core/alerts.ts';
import { listAlertLabels, type NearbyAlert } from '../../store/incidents.ts';
import type { Queryable } from '../../store/store.ts';
import { alertObjects } from '../correlation/alert-objects.ts';

type About = Pick<NearbyAlert, 'id' | 'database' | 'subject'>;

export interface KnownObjects {
  /** The objects that an alert is about. */
  of(alert: About & { readonly labels: Labels }): readonly string[];
  /** The same of alerts whose labels are not at hand, in their order. */
  read(q: Queryable, alerts: readonly About[]): Promise<readonly (readonly string[])[]>;
}

interface Known {
  readonly database: string | null;
  readonly subject: string;
  readonly objects: readonly string[];
}

const mostKept = 5000;

export function createKnownObjects(): KnownObjects {
  const kept = new Map<string, Known>();
  const find = ({ id, database, subject }: About): readonly string[] | undefined => {
    const known = kept.get(id);
    // Observations may say these two anew.
    return known?.database === database && known.subject === subject ? known.objects : undefined;
  };
  const of: KnownObjects['of'] = (alert) => {
    const known = find(alert);
    if (known !== undefined) return known;
    const { id, database, subject } = alert;
    const objects = objectsOf(alert);
    if (kept.size >= mostKept) kept.clear();
    kept.set(id, { database, subject, objects });
    return objects;
  };
  return {
    of,
    read: async (q, alerts) => {
      const missing = alerts.filter((alert) => find(alert) === undefined);
      const labels = await listAlertLabels(
        q,
        missing.map(({ id }) => id),
      );
      return alerts.map(
        (alert) => find(alert) ?? of({ ...alert, labels: labels.get(alert.id) ?? {} }),
      );
    },
  };
}

function objectsOf(alert: About & { readonly labels: Labels }): readonly string[] {
  const objects = [...alertObjects(alert)]
    .filter(([object, weight]) => weight >= 0.9 && !object.startsWith('host:'))
    .map(([object]) => object);
  // Of an alert about a host itself the host is what it is about.
  if (alert.subject.startsWith('host:')) objects.push(alert.subject);
  return objects;
}
