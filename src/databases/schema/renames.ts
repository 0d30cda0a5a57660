// Proposes that a removed and an added object are one and the same under another name. A proposal has
// a probability and its basis, and changes nothing in what is told as removed and added.
import type { RenameProposal } from '../../core/schema-change.ts';
import type { SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { objectId } from './snapshot.ts';

const leastProbability = 0.6;
const maxCompared = 200;

interface Facts {
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
  readonly removed: readonly SchemaObject[];
  readonly added: readonly SchemaObject[];
}

/** The likely renames, best first; each object is in one of them at most. */
export function proposeRenames({
  before,
  after,
  removed,
  added,
}: Facts): readonly RenameProposal[] {
  if (removed.length === 0 || added.length === 0) return [];
  const candidates: { from: SchemaObject; to: SchemaObject; probability: number; basis: string }[] =
    [];
  const goneIds = new Set(removed.map(objectId));
  const newIds = new Set(added.map(objectId));
  // Parts of a removed (added) object are renamed with it.
  const gone = removed.filter(({ parent }) => parent === null || !goneIds.has(parent));
  const come = added.filter(({ parent }) => parent === null || !newIds.has(parent));
  const oldParts = partsOf(before, goneIds);
  const newParts = partsOf(after, newIds);
  for (const from of gone.slice(0, maxCompared)) {
    for (const to of come.slice(0, maxCompared)) {
      if (from.kind !== to.kind || from.parent !== to.parent) continue;
      if (
        from.parent === null &&
        schemaOf(from.name) !== schemaOf(to.name) &&
        lastOf(from.name) !== lastOf(to.name)
      ) {
        continue;
      }
      const likeness = compare(from, to, oldParts, newParts);
      if (likeness.probability >= leastProbability) candidates.push({ from, to, ...likeness });
    }
  }
  candidates.sort((a, b) => b.probability - a.probability);
  const used = new Set<string>();
  const proposals: RenameProposal[] = [];
  for (const { from, to, probability, basis } of candidates) {
    if (used.has(objectId(from)) || used.has(objectId(to))) continue;
    used.add(objectId(from)).add(objectId(to));
    proposals.push({ kind: from.kind, from: from.name, to: to.name, probability, basis });
  }
  return proposals;
}

/** The columns of these tables. */
function partsOf(
  snapshot: SchemaSnapshot,
  tables: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  for (const object of snapshot.objects) {
    if (object.kind !== 'COLUMN' || object.parent === null || !tables.has(object.parent)) continue;
    const part = `${lastOf(object.name)} ${String(object.attributes['type'] ?? '')}`;
    const known = parts.get(object.parent);
    if (known === undefined) parts.set(object.parent, [part]);
    else known.push(part);
  }
  return parts;
}

function compare(
  from: SchemaObject,
  to: SchemaObject,
  oldParts: ReadonlyMap<string, readonly string[]>,
  newParts: ReadonlyMap<string, readonly string[]>,
): { probability: number; basis: string } {
  const left = oldParts.get(objectId(from)) ?? [];
  const right = newParts.get(objectId(to)) ?? [];
  if (left.length > 0 || right.length > 0) {
    const shared = left.filter((part) => right.includes(part)).length;
    const probability = round(shared / Math.max(left.length, right.length));
    return {
      probability,
      basis: `${shared} of ${Math.max(left.length, right.length)} columns are the same`,
    };
  }
  const names = new Set([...Object.keys(from.attributes), ...Object.keys(to.attributes)]);
  names.delete('comment');
  if (names.size === 0) return { probability: 0, basis: '' };
  const same = [...names].filter((name) => textOf(from, name) === textOf(to, name)).length;
  const basis = `${same} of ${names.size} attributes are the same`;
  // A column of a common type in another place may well be another one.
  const placed =
    from.kind !== 'COLUMN' || from.attributes['position'] === to.attributes['position'];
  return { probability: round((same / names.size) * (placed ? 0.95 : 0.6)), basis };
}

/** An attribute without the object's own name in it, as in an index's definition. */
function textOf(object: SchemaObject, name: string): string {
  return JSON.stringify(object.attributes[name] ?? null).replaceAll(lastOf(object.name), '');
}

const round = (value: number): number => Math.round(value * 100) / 100;

function lastOf(name: string): string {
  const plain = name.replace(/\(.*$/s, '');
  return plain.slice(plain.lastIndexOf('.') + 1);
}

function schemaOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(0, dot);
}
