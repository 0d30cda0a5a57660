// Differences by the object that they belong to: a table with its columns, indexes and constraints. Pure.

export interface Grouped {
  readonly kind: string;
  readonly name: string;
  readonly parent?: string | null | undefined;
}

export interface Group<Entry> {
  /** Kind and name of what they belong to, as `TABLE public.orders`. */
  readonly owner: string;
  readonly entries: readonly Entry[];
}

/** The groups in the order of their names; within one the owner itself comes first. */
export function groupDifferences<Entry extends Grouped>(
  differences: readonly Entry[],
): Group<Entry>[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of differences) {
    const owner = entry.parent ?? `${entry.kind} ${entry.name}`;
    const group = groups.get(owner) ?? [];
    if (entry.parent == null) group.unshift(entry);
    else group.push(entry);
    groups.set(owner, group);
  }
  const nameOf = (owner: string): string => owner.slice(owner.indexOf(' ') + 1);
  return [...groups]
    .map(([owner, entries]) => ({ owner, entries }))
    .toSorted((a, b) => nameOf(a.owner).localeCompare(nameOf(b.owner)));
}
