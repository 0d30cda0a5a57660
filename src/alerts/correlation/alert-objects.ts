// What an alert is about: the objects that its subject, its database and its labels name, and how much each
// says (1: it is about this very object). Pure.
import type { Labels } from '../../core/alerts.ts';
import { containerObject } from './topology.ts';

interface AboutAlert {
  readonly labels: Labels;
  readonly database: string | null;
  readonly subject: string;
}

const weights = { database: 0.9, service: 0.9, host: 0.65 } as const;

export function alertObjects({
  labels,
  database,
  subject,
}: AboutAlert): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (object: string, weight: number): void => {
    found.set(object, Math.max(found.get(object) ?? 0, weight));
  };
  const label = (name: string): string | undefined =>
    Object.hasOwn(labels, name) && labels[name] !== '' ? labels[name] : undefined;
  const host = label('host');
  const key = subject.startsWith('container:') ? subject.slice('container:'.length) : undefined;
  const containerKey = key ?? label('container');
  if (containerKey !== undefined) {
    add(host === undefined ? `container:${containerKey}` : containerObject(host, containerKey), 1);
  }
  if (key === undefined && subject !== '') add(subject, 1);
  const endpoint = label('endpoint');
  if (endpoint !== undefined) add(`endpoint:${endpoint}`, 1);
  const name = database ?? label('database');
  if (name !== undefined && name !== null) {
    // The database of an endpoint is behind it, not it.
    const isBehind = endpoint !== undefined || containerKey !== undefined;
    add(`database:${name}`, isBehind ? weights.database : 1);
  }
  for (const one of ['service', 'app', 'job']) {
    const service = label(one);
    if (service !== undefined) add(`service:${service}`, weights.service);
  }
  // A container's host is known to the topology; of others, being on it says little.
  if (host !== undefined && containerKey === undefined) add(`host:${host}`, weights.host);
  const file = label('path') ?? label('file');
  if (file !== undefined) add(`file:${file}`, 1);
  return found;
}

/** The objects that bind an alert to others: what it is about itself; of a host, only when it is the host. */
export function bindingObjects(alert: AboutAlert): readonly string[] {
  const objects = [...alertObjects(alert)]
    .filter(([object, weight]) => weight >= 0.9 && !object.startsWith('host:'))
    .map(([object]) => object);
  if (alert.subject.startsWith('host:')) objects.push(alert.subject);
  return objects;
}
