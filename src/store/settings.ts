// What is decided while hawkwatch runs and must survive it, by name. Whoever acts on a setting within
// a transaction takes its lock in share mode, so that it cannot be changed before the commit.
import { createHash } from 'node:crypto';

import { eq, sql } from './drizzle.ts';
import { settings } from './schema/index.ts';
import type { Queryable } from './store.ts';

export interface Setting {
  readonly name: string;
  /** As it was stored; readers parse it. */
  readonly value: unknown;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export async function findSetting(q: Queryable, name: string): Promise<Setting | undefined> {
  const [row] = await q.select().from(settings).where(eq(settings.name, name));
  return row;
}

export async function updateSetting(q: Queryable, setting: Setting): Promise<void> {
  const { value, updatedBy, updatedAt } = setting;
  await q
    .insert(settings)
    .values(setting)
    .onConflictDoUpdate({ target: settings.name, set: { value, updatedBy, updatedAt } });
}

const lockClass = 1_751_218_031;

/** Holds a setting until the transaction ends, also one that was never made. */
export async function lockSetting(
  q: Queryable,
  name: string,
  mode: 'shared' | 'exclusive',
): Promise<void> {
  const lockObject = createHash('sha256').update(name).digest().readInt32BE(0);
  await q.execute(
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${lockClass}::int4, ${lockObject}::int4)`
      : sql`select pg_advisory_xact_lock(${lockClass}::int4, ${lockObject}::int4)`,
  );
}
