// Which row of a table is chosen: by its key, for a list that lives moves. When the row leaves the list nothing
// is chosen, and the next key goes on from where it stood. Pure.

export interface Choice {
  readonly key: string;
  /** Where it stood last. */
  readonly at: number;
  /** True: it left the list; should it come back, it is not chosen. */
  readonly isGone: boolean;
}

/** The choice among these rows; the same object when nothing of it changed. */
export function followChoice<Row>(
  choice: Choice | undefined,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Choice | undefined {
  if (choice === undefined || choice.isGone) return choice;
  const there = rows[choice.at];
  if (there !== undefined && keyOf(there) === choice.key) return choice;
  const at = rows.findIndex((row) => keyOf(row) === choice.key);
  return at < 0 ? { ...choice, isGone: true } : { ...choice, at };
}

/** The row below (1) or above (-1) of so many; undefined when there are none. */
export function indexBeside(
  choice: Choice | undefined,
  by: 1 | -1,
  count: number,
): number | undefined {
  if (count === 0) return undefined;
  if (choice === undefined) return 0;
  // What took the place of the one that is gone is the one below already.
  const next = choice.isGone && by === 1 ? choice.at : choice.at + by;
  return Math.min(Math.max(0, next), count - 1);
}
