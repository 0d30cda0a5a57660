// What a change may break: objects that needed the one that was removed or has changed, and are still
// there. PostgreSQL itself refuses most of it; what gets through are functions, and what was dropped
// and made again in another form.
import type {
  AttributeChange,
  SchemaBreakage,
  SchemaChangeKind,
} from '../../core/schema-change.ts';
import type { SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { findObject, objectId } from './snapshot.ts';

// What those who use an object rely on.
const reliedOn = new Set([
  'type',
  'columns',
  'arguments',
  'returns',
  'labels',
  'fields',
  'generated',
]);
const maxListed = 20;

export interface Breakages {
  of(
    id: string,
    change: SchemaChangeKind,
    attributes: readonly AttributeChange[],
  ): readonly SchemaBreakage[];
}

/** A list that only grew, as the labels of an enum, takes nothing from anybody. */
function takesAway({ name, from, to }: AttributeChange): boolean {
  if (!reliedOn.has(name)) return false;
  if (!Array.isArray(from) || !Array.isArray(to)) return true;
  return from.some((value) => !to.includes(value));
}

/** Looks up what needed what, when it is asked for the first time. */
export function breakagesOf(before: SchemaSnapshot, after: SchemaSnapshot): Breakages {
  let known: Breakages | undefined;
  return {
    of: (id, change, attributes) => {
      if (change !== 'REMOVED' && !attributes.some(takesAway)) return [];
      known ??= indexBreakages(before, after);
      return known.of(id, change, attributes);
    },
  };
}

function indexBreakages(before: SchemaSnapshot, after: SchemaSnapshot): Breakages {
  const users = new Map<string, SchemaObject[]>();
  const children = new Map<string, SchemaObject[]>();
  for (const object of before.objects) {
    for (const needed of object.uses) add(users, needed, object);
    if (object.parent !== null) add(children, object.parent, object);
  }

  const usersOf = (id: string, seen: Set<string>): void => {
    for (const user of users.get(id) ?? []) seen.add(objectId(user));
    for (const child of children.get(id) ?? []) usersOf(objectId(child), seen);
  };

  return {
    of: (id, change) => {
      const seen = new Set<string>();
      usersOf(id, seen);
      if (seen.size === 0) return [];
      const own = new Set([id, ...(children.get(id) ?? []).map(objectId)]);
      const parent = findObject(before, id)?.parent ?? null;
      return [...seen]
        .filter((user) => {
          const object = findObject(after, user);
          // What belongs to the same table, or needs the new form already, is no victim.
          const sibling = parent !== null && object?.parent === parent;
          return object !== undefined && !own.has(user) && !sibling;
        })
        .toSorted()
        .slice(0, maxListed)
        .map((object) => ({
          object,
          reason: change === 'REMOVED' ? `it used ${id}` : `it uses ${id} in its old form`,
        }));
    },
  };
}

function add(lists: Map<string, SchemaObject[]>, key: string, object: SchemaObject): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [object]);
  else known.push(object);
}
