// The sources that databases have, for choosing one. Pure.
import type { ListedStatus } from '../database-rows.ts';

export interface SourceChoice {
  readonly name: string;
  /** How many databases have it. */
  readonly databases: number;
}

/** The sources, those of most databases first. */
export function listSources(statuses: readonly ListedStatus[]): SourceChoice[] {
  return [...Map.groupBy(statuses, ({ source }) => source)]
    .map(([name, group]) => ({ name, databases: group.length }))
    .toSorted((a, b) => b.databases - a.databases || a.name.localeCompare(b.name));
}
