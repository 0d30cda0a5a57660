// What the resources of each host were found to be last.
import { z } from 'zod';

import { asc, lt } from './drizzle.ts';
import { hostResources } from './schema/index.ts';
import { storableValue } from './storable.ts';
import type { Queryable } from './store.ts';

const facts = z.object({
  measures: z
    .array(
      z.object({
        metric: z.string(),
        labels: z.record(z.string(), z.string()).readonly().optional(),
        value: z.number(),
      }),
    )
    .readonly(),
  platform: z.string(),
  /** What it may use, where it is a container with a limit. */
  cores: z.number(),
  memoryBytes: z.number(),
  isContainer: z.boolean(),
  notes: z.array(z.object({ about: z.string(), reason: z.string() })).readonly(),
});

export interface HostResourcesRow extends z.infer<typeof facts> {
  readonly host: string;
  readonly at: Date;
}

/** The latest of each host, by name. */
export async function listHostResources(q: Queryable): Promise<HostResourcesRow[]> {
  const rows = await q.select().from(hostResources).orderBy(asc(hostResources.host));
  return rows.map(({ host, at, ...row }) => ({ host, at, ...facts.parse(row.facts) }));
}

export async function updateHostResources(
  q: Queryable,
  { host, at, ...found }: HostResourcesRow,
): Promise<void> {
  const row = { host, at, facts: storableValue(found) };
  await q
    .insert(hostResources)
    .values(row)
    .onConflictDoUpdate({ target: hostResources.host, set: row });
}

/** Forgets hosts of which nothing was heard since then. */
export async function deleteHostResources(q: Queryable, before: Date): Promise<void> {
  await q.delete(hostResources).where(lt(hostResources.at, before));
}
