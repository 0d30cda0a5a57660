// Finds objects by their place in the catalogue: what is told of an object apart from it (comments,
// dependencies) is given by number.
import type { FoundObject } from './catalogue-query.ts';

export type FindByPlace = (
  catalogue: string,
  oid: number,
  column: number,
) => FoundObject | undefined;

/** Those among the objects whose numbers are wanted. */
export function findByPlace(
  found: readonly FoundObject[],
  wanted: ReadonlySet<number>,
): FindByPlace {
  // By number alone: a table and its columns share one, and hardly anything else does.
  const known = new Map<number, FoundObject[]>();
  for (const one of found) {
    if (!wanted.has(one.oid)) continue;
    const others = known.get(one.oid);
    if (others === undefined) known.set(one.oid, [one]);
    else others.push(one);
  }
  return (catalogue, oid, column) =>
    known.get(oid)?.find((one) => one.column === column && one.catalogue === catalogue);
}
