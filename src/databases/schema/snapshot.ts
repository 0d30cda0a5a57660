// A schema as plain data, the same for every engine: a flat list of objects, each with canonical
// attributes. The same schema gives the same list and the same hash, whatever the server's version,
// the session's search path or the order in which things were made.
import { createHash } from 'node:crypto';

import type {
  AttributeValue,
  SchemaObject,
  SchemaObjectKind,
  SchemaSnapshot,
} from '../../core/schema.ts';

export type SnapshotReading =
  | {
      readonly ok: true;
      readonly snapshot: SchemaSnapshot;
      readonly serverVersion: string;
      /** What could not be read, in words: then nothing is said of it. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** The identity of an object, as `TABLE public.orders`. */
export function objectId(object: Pick<SchemaObject, 'kind' | 'name'>): string {
  return `${object.kind} ${object.name}`;
}

/** The order of ids, without making them. */
export function compareIds(a: SchemaObject, b: SchemaObject): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}

const hashedAtOnce = 4096;

/** A snapshot of these objects, in canonical order. */
export function createSnapshot(
  engine: SchemaSnapshot['engine'],
  objects: readonly SchemaObject[],
  unread: readonly SchemaObjectKind[] = [],
): SchemaSnapshot {
  const sorted = objects.toSorted(compareIds);
  const hash = createHash('sha256');
  // Many objects in one text: writing it is most of the work.
  let part: AttributeValue[] = [];
  for (const { kind, name, parent, attributes } of sorted) {
    const names = Object.keys(attributes).toSorted();
    part.push(kind, name, parent, names.length);
    for (const attribute of names) part.push(attribute, attributes[attribute] ?? null);
    if (part.length >= hashedAtOnce) {
      hash.update(JSON.stringify(part));
      part = [];
    }
  }
  hash.update(JSON.stringify(part));
  return { engine, objects: sorted, unread, hash: hash.digest('hex') };
}

/** The object of that id; found by its place in the order. */
export function findObject(snapshot: SchemaSnapshot, id: string): SchemaObject | undefined {
  const blank = id.indexOf(' ');
  const [kind, name] = [id.slice(0, blank), id.slice(blank + 1)];
  let [low, high] = [0, snapshot.objects.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const object = snapshot.objects[middle];
    if (object === undefined) return undefined;
    if (object.kind === kind && object.name === name) return object;
    const isBefore = object.kind === kind ? object.name < name : object.kind < kind;
    if (isBefore) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
