// What the schema would be without drift, and what drift there is. Pure: a migration's changes become
// part of the baseline, everybody else's stay what they are until somebody accepts them.
import { createHash } from 'node:crypto';

import { worstRisk, type RiskLevel } from '../../core/impact.ts';
import type { SchemaObject, SchemaObjectKind, SchemaSnapshot } from '../../core/schema.ts';
import type { SchemaChange } from '../../core/schema-change.ts';
import { diffSnapshots } from '../../databases/schema/diff.ts';
import { createSnapshot, objectId } from '../../databases/schema/snapshot.ts';
import type { IsIgnored } from './ignore-rules.ts';

/** The baseline after a migration has made `changes` of what lies between two snapshots. */
export function patchBaseline(
  baseline: SchemaSnapshot,
  { before, after }: { readonly before: SchemaSnapshot; readonly after: SchemaSnapshot },
  changes: readonly Pick<SchemaChange, 'kind' | 'name'>[],
): SchemaSnapshot {
  const changed = new Set(changes.map(objectId));
  const patched = new Map(baseline.objects.map((object) => [objectId(object), object]));
  const isTouched = touchedBy(changed, before, after);
  for (const object of before.objects) {
    if (isTouched(object)) patched.delete(objectId(object));
  }
  for (const object of after.objects) {
    if (isTouched(object)) patched.set(objectId(object), object);
  }
  // What it knows does not depend on what could be read just now.
  return createSnapshot(after.engine, [...patched.values()], baseline.unread);
}

/**
 * The baseline once other kinds of objects are read than before. Of a kind it knew nothing of, what is
 * there now becomes its; kinds that nobody wants to know of any more are forgotten. A kind that only
 * cannot be read at present it goes on knowing.
 */
export function alignBaseline(
  baseline: SchemaSnapshot,
  after: SchemaSnapshot,
  unwanted: readonly SchemaObjectKind[],
): SchemaSnapshot {
  const gone = new Set(unwanted.filter((kind) => after.unread.includes(kind)));
  const fresh = new Set(baseline.unread.filter((kind) => !after.unread.includes(kind)));
  const isNews = [...gone].some((kind) => !baseline.unread.includes(kind)) || fresh.size > 0;
  if (!isNews) return baseline;
  const kept = baseline.objects.filter(({ kind }) => !gone.has(kind) && !fresh.has(kind));
  const come = after.objects.filter(({ kind }) => fresh.has(kind));
  // What belongs to something that is drift itself is told with it, and goes with it.
  const ids = new Set([...kept, ...come.filter(({ parent }) => parent === null)].map(objectId));
  const adopted = come.filter(({ parent }) => parent === null || ids.has(parent));
  const unread = [
    ...baseline.unread.filter((kind) => !fresh.has(kind) && !gone.has(kind)),
    ...gone,
  ];
  return createSnapshot(after.engine, [...kept, ...adopted], unread);
}

/** A table that came or went did so with all that belongs to it; one that changed did so alone. */
function touchedBy(
  changed: ReadonlySet<string>,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): (object: SchemaObject) => boolean {
  const [old, fresh] = [idsOf(before), idsOf(after)];
  const isWhole = (id: string): boolean => changed.has(id) && !(old.has(id) && fresh.has(id));
  const parents = new Map(
    [...before.objects, ...after.objects].map((object) => [objectId(object), object.parent]),
  );
  const cameOrWent = (id: string | null, depth = 0): boolean =>
    id !== null && depth < 8 && (isWhole(id) || cameOrWent(parents.get(id) ?? null, depth + 1));
  return (object) => changed.has(objectId(object)) || cameOrWent(object.parent);
}

const idsOf = (snapshot: SchemaSnapshot): ReadonlySet<string> =>
  new Set(snapshot.objects.map(objectId));

export interface FoundDrift {
  readonly changes: readonly SchemaChange[];
  readonly risk: RiskLevel;
  /** The same for the same drift. */
  readonly digest: string;
}

/** What differs from the baseline and is not ignored; undefined when nothing does. */
export function findDrift(
  baseline: SchemaSnapshot,
  current: SchemaSnapshot,
  isIgnored: IsIgnored,
): FoundDrift | undefined {
  const changes = diffSnapshots(baseline, current).changes.filter((change) => !isIgnored(change));
  if (changes.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const { change, kind, name, attributes } of changes) {
    hash.update(JSON.stringify([change, kind, name, attributes]));
  }
  return {
    changes,
    risk: worstRisk(changes.map(({ risk }) => risk)),
    digest: hash.digest('hex'),
  };
}
