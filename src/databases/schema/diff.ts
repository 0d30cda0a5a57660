// The difference of two snapshots, object by object and attribute by attribute. Pure: what the
// differences mean for those who use the database is decided in `risk-of-change.ts`.
import { worstRisk } from '../../core/impact.ts';
import { breakagesOf } from './breakage.ts';
import type {
  AttributeChange,
  SchemaChange,
  SchemaChangeKind,
  SchemaDiff,
} from '../../core/schema-change.ts';
import { describeChange } from './describe-change.ts';
import { proposeRenames } from './renames.ts';
import { riskOfChange } from './risk-of-change.ts';
import type { AttributeValue, SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { compareIds, objectId } from './snapshot.ts';

interface Difference {
  readonly change: SchemaChangeKind;
  readonly before: SchemaObject | undefined;
  readonly after: SchemaObject | undefined;
  readonly attributes: readonly AttributeChange[];
}

/** What changed from `before` to `after`; nothing for snapshots of the same hash. */
export function diffSnapshots(before: SchemaSnapshot, after: SchemaSnapshot): SchemaDiff {
  if (before.hash === after.hash) return { changes: [], renames: [], risk: 'NONE' };
  const { removed, added, changed } = compareObjects(before, after);
  const newIds = new Set(added.map(objectId));
  const differences: Difference[] = [
    ...topmost(removed, new Set(removed.map(objectId))).map((one) => whole('REMOVED', one)),
    ...topmost(added, newIds).map((one) => whole('ADDED', one)),
    ...changed,
  ];
  const breakages = breakagesOf(before, after);
  const changes = differences.map((difference) => toChange(difference, newIds, breakages));
  changes.sort(byPlace);
  return {
    changes,
    renames: proposeRenames({ before, after, removed, added }),
    risk: worstRisk(changes.map((change) => change.risk)),
  };
}

/** Both lists are in the order of ids, so one walk over them finds all; big schemas are the rule. */
function compareObjects(before: SchemaSnapshot, after: SchemaSnapshot) {
  const removed: SchemaObject[] = [];
  const added: SchemaObject[] = [];
  const changed: Difference[] = [];
  let left = 0;
  let right = 0;
  for (;;) {
    const old = before.objects[left];
    const fresh = after.objects[right];
    if (old === undefined && fresh === undefined) break;
    const order = old === undefined ? 1 : fresh === undefined ? -1 : compareIds(old, fresh);
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
    if (order < 0 && old !== undefined) removed.push(old);
    else if (order > 0 && fresh !== undefined) added.push(fresh);
    else if (old !== undefined && fresh !== undefined && old !== fresh) {
      const attributes = changedAttributes(old, fresh);
      if (attributes.length > 0) {
        changed.push({ change: 'CHANGED', before: old, after: fresh, attributes });
      }
    }
  }
  // Of what one of the two could not read nothing is known.
  const unread = new Set([...before.unread, ...after.unread]);
  const isKnown = ({ kind }: SchemaObject): boolean => !unread.has(kind);
  return {
    removed: removed.filter(isKnown),
    added: added.filter(isKnown),
    changed: changed.filter(({ after: object }) => object !== undefined && isKnown(object)),
  };
}

/** Without those whose owner is among them: a removed table is told once, not by its columns. */
function topmost(
  objects: readonly SchemaObject[],
  ids: ReadonlySet<string>,
): readonly SchemaObject[] {
  return objects.filter((object) => object.parent === null || !ids.has(object.parent));
}

function whole(change: 'ADDED' | 'REMOVED', object: SchemaObject): Difference {
  const attributes = Object.entries(object.attributes).map(([name, value]) =>
    change === 'ADDED' ? { name, from: null, to: value } : { name, from: value, to: null },
  );
  return {
    change,
    before: change === 'REMOVED' ? object : undefined,
    after: change === 'ADDED' ? object : undefined,
    attributes,
  };
}

function changedAttributes(before: SchemaObject, after: SchemaObject): readonly AttributeChange[] {
  const changes: AttributeChange[] = [];
  for (const name in before.attributes) {
    const from = before.attributes[name] ?? null;
    const to = after.attributes[name] ?? null;
    if (!isSame(from, to)) changes.push({ name, from, to });
  }
  for (const name in after.attributes) {
    const to = after.attributes[name] ?? null;
    if (to !== null && before.attributes[name] === undefined)
      changes.push({ name, from: null, to });
  }
  return changes;
}

function isSame(from: AttributeValue, to: AttributeValue): boolean {
  if (from === to) return true;
  if (typeof from !== 'object' || typeof to !== 'object' || from === null || to === null) {
    return false;
  }
  return from.length === to.length && from.every((value, place) => value === to[place]);
}

function toChange(
  { change, before, after, attributes }: Difference,
  newIds: ReadonlySet<string>,
  breakages: ReturnType<typeof breakagesOf>,
): SchemaChange {
  const object = after ?? before;
  if (object === undefined) throw new Error('a difference has no object');
  const { kind, name, parent } = object;
  // What is made together with its table cannot hurt anybody.
  const newParent = parent !== null && newIds.has(parent);
  const { level, classes } = riskOfChange({ change, kind, attributes, newParent, object });
  const breaks = change === 'ADDED' ? [] : breakages.of(objectId(object), change, attributes);
  const risk = breaks.length > 0 ? worstRisk([level, 'HIGH']) : level;
  return {
    change,
    kind,
    name,
    parent,
    attributes,
    risk,
    classes:
      breaks.length > 0 && !classes.includes('BREAKS_CLIENTS')
        ? [...classes, 'BREAKS_CLIENTS']
        : classes,
    message: describeChange({ change, kind, name, attributes }),
    breaks,
  };
}

function byPlace(a: SchemaChange, b: SchemaChange): number {
  const left = placeOf(a);
  const right = placeOf(b);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** A table's changes stand together. */
function placeOf({ kind, name, parent }: SchemaChange): string {
  return parent === null
    ? `${name} ${kind}`
    : `${parent.slice(parent.indexOf(' ') + 1)} ${kind} ${name}`;
}
