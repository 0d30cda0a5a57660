// The rows of a list with what was told of them since the list was read. A row stays where it is, also when
// it does not fit the filter any more, until the list is read anew: nothing moves under one's fingers. Pure.

export interface Told {
  readonly id: string;
  readonly updatedAt: string;
}

/** More than are on any screen; older ones are dropped, for the list is read anew before long. */
const most = 500;

/** What is known after one more was told; of each row the newest. */
export function withTold<Row extends Told>(
  known: ReadonlyMap<string, Row>,
  row: Row,
): ReadonlyMap<string, Row> {
  const next = new Map(known);
  next.delete(row.id);
  next.set(row.id, row);
  for (const id of next.keys()) {
    if (next.size <= most) break;
    next.delete(id);
  }
  return next;
}

/** The rows as they are now. */
export function newestRows<Row extends Told>(
  rows: readonly Row[],
  told: ReadonlyMap<string, Row>,
): readonly Row[] {
  if (told.size === 0) return rows;
  return rows.map((row) => {
    const newer = told.get(row.id);
    return newer !== undefined && Date.parse(newer.updatedAt) >= Date.parse(row.updatedAt)
      ? newer
      : row;
  });
}
