// Containers whose host, daemon or watch is gone: nobody will tell any more that they are.
import { and, asc, inArray, isNull, lt, ne, or, sql } from './drizzle.ts';
import { findContainers, type ContainerRow } from './containers.ts';
import { containers, monitors } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export interface LostSearch {
  /** The host of whoever asks: what watches there may only just have begun. */
  readonly here: string;
  /** The daemons at an address: whoever asks watches them. */
  readonly elsewhere: readonly { readonly host: string; readonly daemon: string }[];
  /** What was seen, or is watched, since then is not lost. */
  readonly before: Date;
  readonly most: number;
}

/** Ids of containers whose watch is retired, or that nobody has seen or watched since `before`. */
export async function listLostContainers(
  q: Queryable,
  { here, elsewhere, before, most }: LostSearch,
): Promise<readonly string[]> {
  const sameDaemon = sql`${monitors.name} = ${containers.daemon}`;
  const onHost = sql`${monitors.kind} = 'containers' and ${monitors.host} = ${containers.host}`;
  const since = sql`greatest(${monitors.since}, ${monitors.beatAt})`;
  const at = before.toISOString();
  const rows = await q
    .select({ id: containers.id })
    .from(containers)
    .where(
      and(
        isNull(containers.vanishedAt),
        ...elsewhere.map(({ host, daemon }) =>
          or(ne(containers.host, host), ne(containers.daemon, daemon)),
        ),
        sql`not exists (select from ${monitors} where ${sameDaemon} and ${onHost}
          and ${monitors.state} <> 'RETIRED'
          and (${monitors.host} = ${here} or ${since} >= ${at}::timestamptz))`,
        or(
          lt(containers.lastSeenAt, before),
          sql`exists (select from ${monitors} where ${sameDaemon} and ${monitors.state} = 'RETIRED'
            and ((${onHost}) or ${monitors.kind} = 'remote-containers'))`,
        ),
      ),
    )
    .orderBy(asc(containers.lastSeenAt))
    .limit(most);
  return rows.map(({ id }) => id);
}

/** Says that containers are gone; those that are gone already are left. Returns the others. */
export async function updateContainersVanished(
  tx: StoreTransaction,
  ids: readonly string[],
  now: Date,
): Promise<readonly ContainerRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.q
    .update(containers)
    .set({ vanishedAt: now })
    .where(and(inArray(containers.id, [...ids]), isNull(containers.vanishedAt)))
    .returning({ id: containers.id });
  return findContainers(
    tx.q,
    rows.map(({ id }) => id),
  );
}
