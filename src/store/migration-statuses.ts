// How the sources of databases stood when they were last looked at. Only what the refresher found is
// written here; whoever writes a change appends its event in the same transaction.
import { z } from 'zod';

import { and, asc, eq, getTableColumns, inArray, isNull, sql } from './drizzle.ts';
import {
  migrationStatusStates,
  type MigrationCounts,
  type MigrationStatusState,
} from '../core/migrations.ts';
import { databases, migrationStatuses } from './schema/index.ts';
import { decodeDetails, encodeDetails, type StatusDetails } from './status-details.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

const statusState = z.enum(migrationStatusStates);

/** A source of a database, as rows are keyed. */
export interface StatusKey {
  readonly databaseId: string;
  readonly source: string;
}

/** A row without its migrations. */
export interface StatusSummary extends StatusKey {
  readonly tool: string;
  readonly state: MigrationStatusState;
  readonly reason: string | null;
  readonly currentVersion: string | null;
  readonly counts: MigrationCounts;
  readonly revision: string | null;
  readonly checkedAt: Date;
  readonly changedAt: Date;
}

export interface StoredStatus extends StatusSummary {
  readonly details: StatusDetails;
  /** The same as long as what is shown is the same. */
  readonly digest: string;
}

type Row = typeof migrationStatuses.$inferSelect;

function toSummary<Some extends Omit<Row, 'migrations' | 'digest'>>(row: Some) {
  const { total, applied, pending, failed, other, state, ...rest } = row;
  const counts = { total, applied, pending, failed, other };
  return { ...rest, state: statusState.parse(state), counts };
}

function toStatus({ migrations, ...row }: Row): StoredStatus {
  return { ...toSummary(row), details: decodeDetails(migrations) };
}

export interface KnownDatabase {
  readonly id: string;
  readonly name: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Digest by source, of those that have been read before. */
  readonly digests: ReadonlyMap<string, string>;
}

const labels = z.record(z.string(), z.string());

/** The databases of these names that are not retired, with what is stored of their sources. */
export async function listKnownDigests(
  q: Queryable,
  names: readonly string[],
): Promise<KnownDatabase[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select({
      database: databases,
      source: migrationStatuses.source,
      digest: migrationStatuses.digest,
    })
    .from(databases)
    .leftJoin(migrationStatuses, eq(migrationStatuses.databaseId, databases.id))
    .where(and(inArray(databases.name, [...names]), isNull(databases.retiredAt)));
  return [...Map.groupBy(rows, (row) => row.database.id).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, name, environment } = first.database;
    const digests = group.flatMap(({ source, digest }): [string, string][] =>
      source === null || digest === null ? [] : [[source, digest]],
    );
    const known = labels.parse(first.database.labels);
    return [{ id, name, environment, labels: known, digests: new Map(digests) }];
  });
}

/**
 * Keeps others from writing statuses of these databases until the transaction ends, the first one
 * of a source too. Locked in one order, so that two writers do not wait for each other.
 */
export async function lockStatuses(q: Queryable, databaseIds: readonly string[]): Promise<void> {
  if (databaseIds.length === 0) return;
  await q
    .select({ id: databases.id })
    .from(databases)
    .where(inArray(databases.id, [...databaseIds]))
    .orderBy(asc(databases.id))
    .for('no key update');
}

export async function findStatus(
  q: Queryable,
  { databaseId, source }: StatusKey,
): Promise<StoredStatus | undefined> {
  const [row] = await q
    .select()
    .from(migrationStatuses)
    .where(and(eq(migrationStatuses.databaseId, databaseId), eq(migrationStatuses.source, source)));
  return row && toStatus(row);
}

/** When the sources of a database were read last. */
export async function listCheckTimes(
  q: Queryable,
  databaseId: string,
): Promise<readonly { source: string; checkedAt: Date }[]> {
  return q
    .select({ source: migrationStatuses.source, checkedAt: migrationStatuses.checkedAt })
    .from(migrationStatuses)
    .where(eq(migrationStatuses.databaseId, databaseId));
}

/** Writes a status over the one before. */
export async function upsertStatus(q: Queryable, status: StoredStatus): Promise<void> {
  const { counts, details, ...rest } = status;
  const row: unknown = JSON.parse(storableJson({ ...rest, ...counts }));
  const migrations = storableJson(encodeDetails(details));
  await q.execute(sql`
    insert into hawkwatch_store.migration_statuses (database_id, source, tool, state, reason,
      current_version, total, applied, pending, failed, other, migrations, digest, revision,
      checked_at, changed_at)
    select s."databaseId", s.source, s.tool, s.state, s.reason, s."currentVersion", s.total,
      s.applied, s.pending, s.failed, s.other, ${migrations}::jsonb, s.digest, s.revision,
      s."checkedAt", s."changedAt"
    from jsonb_to_record(${JSON.stringify(row)}::jsonb) as s("databaseId" uuid, source text,
      tool text, state text, reason text, "currentVersion" text, total integer, applied integer,
      pending integer, failed integer, other integer, digest text, revision text,
      "checkedAt" timestamptz, "changedAt" timestamptz)
    on conflict (database_id, source) do update set
      tool = excluded.tool, state = excluded.state, reason = excluded.reason,
      current_version = excluded.current_version, total = excluded.total,
      applied = excluded.applied, pending = excluded.pending, failed = excluded.failed,
      other = excluded.other, migrations = excluded.migrations, digest = excluded.digest,
      revision = excluded.revision, checked_at = excluded.checked_at,
      changed_at = excluded.changed_at`);
}

export interface UnchangedStatus extends StatusKey {
  readonly digest: string;
  readonly checkedAt: Date;
}

/** Notes when unchanged statuses were looked at, all in one statement. */
export async function updateCheckedAt(
  q: Queryable,
  unchanged: readonly UnchangedStatus[],
): Promise<void> {
  if (unchanged.length === 0) return;
  await q.execute(sql`
    update hawkwatch_store.migration_statuses as s set checked_at = c."checkedAt"
    from jsonb_to_recordset(${storableJson(unchanged)}::jsonb)
      as c("databaseId" uuid, source text, digest text, "checkedAt" timestamptz)
    where s.database_id = c."databaseId" and s.source = c.source and s.digest = c.digest
      and s.checked_at < c."checkedAt"`);
}

export interface DeletedStatus extends StatusSummary {
  readonly databaseName: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Removes the statuses of all sources but these, and tells which there were. */
export async function deleteOtherStatuses(
  q: Queryable,
  configured: readonly { readonly databaseName: string; readonly source: string }[],
): Promise<DeletedStatus[]> {
  const kept = storableJson(configured);
  const gone = await q
    .select({ status: migrationStatuses, database: databases })
    .from(migrationStatuses)
    .innerJoin(databases, eq(databases.id, migrationStatuses.databaseId))
    .where(
      sql`${databases.retiredAt} is not null or not exists (
        select from jsonb_to_recordset(${kept}::jsonb) as k("databaseName" text, source text)
        where k."databaseName" = ${databases.name} and k.source = ${migrationStatuses.source})`,
    )
    .orderBy(asc(databases.id), asc(migrationStatuses.source));
  await lockStatuses(q, [...new Set(gone.map(({ database }) => database.id))]);
  const deleted: DeletedStatus[] = [];
  for (const { status, database } of gone) {
    const rows = await q
      .delete(migrationStatuses)
      .where(
        and(
          eq(migrationStatuses.databaseId, status.databaseId),
          eq(migrationStatuses.source, status.source),
        ),
      )
      .returning({ source: migrationStatuses.source });
    if (rows.length === 0) continue;
    const { name, environment } = database;
    deleted.push({
      ...toStatus(status),
      databaseName: name,
      environment,
      labels: labels.parse(database.labels),
    });
  }
  return deleted;
}

/** Statuses with their migrations, in no promised order. */
export async function findStatuses(
  q: Queryable,
  keys: readonly StatusKey[],
): Promise<StoredStatus[]> {
  if (keys.length === 0) return [];
  const wanted = storableJson(keys.map(({ databaseId, source }) => ({ databaseId, source })));
  const rows = await q
    .select()
    .from(migrationStatuses)
    .where(
      sql`(${migrationStatuses.databaseId}, ${migrationStatuses.source}) in (
        select k."databaseId", k.source
        from jsonb_to_recordset(${wanted}::jsonb) as k("databaseId" uuid, source text))`,
    );
  return rows.map(toStatus);
}

/** The statuses of all sources of these databases without their migrations, by the source's name. */
export async function listStatusSummaries(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<StatusSummary[]> {
  if (databaseIds.length === 0) return [];
  const {
    migrations: _migrations,
    digest: _digest,
    ...columns
  } = getTableColumns(migrationStatuses);
  const rows = await q
    .select(columns)
    .from(migrationStatuses)
    .where(inArray(migrationStatuses.databaseId, [...databaseIds]))
    .orderBy(asc(migrationStatuses.source));
  return rows.map(toSummary);
}
