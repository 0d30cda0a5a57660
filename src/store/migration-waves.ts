// Waves: one source migrated in several databases. Whoever changes a wave takes its row first.
import { and, asc, desc, eq, gt, inArray, lt, or, sql, type SQL } from './drizzle.ts';
import { NotFoundError } from '../core/errors.ts';
import type { WavePlan, WaveState } from '../core/waves.ts';
import { migrationWaves } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface MigrationWave {
  readonly id: string;
  readonly source: string;
  readonly state: WaveState;
  readonly plan: WavePlan;
  readonly startedBy: string;
  readonly actorId: string;
  readonly clientMutationId: string | null;
  readonly inputHash: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly reason: string | null;
}

// The columns below hold only what this file wrote from the types above.
const columns = {
  id: migrationWaves.id,
  source: migrationWaves.source,
  state: sql<WaveState>`${migrationWaves.state}`,
  plan: sql<WavePlan>`${migrationWaves.plan}`,
  startedBy: migrationWaves.startedBy,
  actorId: migrationWaves.actorId,
  clientMutationId: migrationWaves.clientMutationId,
  inputHash: migrationWaves.inputHash,
  createdAt: migrationWaves.createdAt,
  finishedAt: migrationWaves.finishedAt,
  reason: migrationWaves.reason,
};

const storable = (plan: WavePlan): unknown => JSON.parse(storableJson(plan));

export async function insertWave(q: Queryable, wave: MigrationWave): Promise<void> {
  await q.insert(migrationWaves).values({ ...wave, plan: storable(wave.plan) });
}

export async function findWaves(q: Queryable, ids: readonly string[]): Promise<MigrationWave[]> {
  if (ids.length === 0) return [];
  return q
    .select(columns)
    .from(migrationWaves)
    .where(inArray(migrationWaves.id, [...ids]));
}

/** @throws NotFoundError */
export async function getWave(q: Queryable, id: string): Promise<MigrationWave> {
  const [wave] = await findWaves(q, [id]);
  if (wave !== undefined) return wave;
  throw new NotFoundError(
    `There is no wave "${id.slice(0, 100)}". \`migrationWaves\` lists those there are.`,
  );
}

/** The wave that an actor started with this key. */
export async function findWaveByKey(
  q: Queryable,
  actorId: string,
  clientMutationId: string,
): Promise<MigrationWave | undefined> {
  const [wave] = await q
    .select(columns)
    .from(migrationWaves)
    .where(
      and(
        eq(migrationWaves.actorId, actorId),
        eq(migrationWaves.clientMutationId, clientMutationId),
      ),
    );
  return wave;
}

/** A wave under its row's lock. */
export async function claimWave(q: Queryable, id: string): Promise<MigrationWave | undefined> {
  const [wave] = await q
    .select(columns)
    .from(migrationWaves)
    .where(eq(migrationWaves.id, id))
    .for('update');
  return wave;
}

/** Ids of the waves that go on, oldest first. */
export async function listOpenWaves(q: Queryable): Promise<string[]> {
  const rows = await q
    .select({ id: migrationWaves.id })
    .from(migrationWaves)
    .where(eq(migrationWaves.state, 'RUNNING'))
    .orderBy(asc(migrationWaves.createdAt), asc(migrationWaves.id));
  return rows.map((row) => row.id);
}

const includes = (databaseId: string): SQL =>
  sql`${migrationWaves.plan} @> ${JSON.stringify({ members: [{ databaseId }] })}::jsonb`;

/** The newest wave of a source that a database is in. */
export async function findNewestWave(
  q: Queryable,
  databaseId: string,
  source: string,
): Promise<MigrationWave | undefined> {
  const [wave] = await q
    .select(columns)
    .from(migrationWaves)
    .where(and(eq(migrationWaves.source, source), includes(databaseId)))
    .orderBy(desc(migrationWaves.createdAt), desc(migrationWaves.id))
    .limit(1);
  return wave;
}

/** Writes what became of a wave; its row must be held. */
export async function updateWave(
  q: Queryable,
  id: string,
  change: Pick<MigrationWave, 'state' | 'plan' | 'finishedAt' | 'reason'>,
): Promise<void> {
  await q
    .update(migrationWaves)
    .set({ ...change, plan: storable(change.plan) })
    .where(eq(migrationWaves.id, id));
}

export interface WaveFilter {
  readonly ids?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly states?: readonly WaveState[] | undefined;
}

export interface WavePage {
  readonly limit: number;
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly before?: { readonly at: Date; readonly id: string } | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function beyond(compare: typeof lt, place: WavePage['after']): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(migrationWaves.createdAt, place.at),
    and(eq(migrationWaves.createdAt, place.at), compare(migrationWaves.id, place.id)),
  );
}

/** Waves, newest first. */
export function listWaves(
  q: Queryable,
  { ids, source, states }: WaveFilter,
  page: WavePage,
): Promise<MigrationWave[]> {
  const order = page.backwards === true ? asc : desc;
  return q
    .select(columns)
    .from(migrationWaves)
    .where(
      and(
        ids === undefined ? undefined : inArray(migrationWaves.id, [...ids]),
        source === undefined ? undefined : eq(migrationWaves.source, source),
        states === undefined ? undefined : inArray(migrationWaves.state, ['', ...states]),
        beyond(lt, page.after),
        beyond(gt, page.before),
      ),
    )
    .orderBy(order(migrationWaves.createdAt), order(migrationWaves.id))
    .limit(page.limit);
}
