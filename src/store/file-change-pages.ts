// Reading what is known of watched files: pages of files and of changes. Nothing here writes.
import { z } from 'zod';

import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, or, sql, type SQL } from './drizzle.ts';
import { fileChangeKinds, type FileChangeKind, type FileKind } from '../core/files.ts';
import { riskLevels, type RiskLevel } from '../core/impact.ts';
import { fileChanges, watchedFiles } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable } from './store.ts';
import { declaredSetting, fileKind, fileStand, settingChange } from './watched-files.ts';

const storedChange = z.object({
  id: z.string(),
  fileId: z.string(),
  host: z.string(),
  watch: z.string(),
  path: z.string(),
  change: z.enum(fileChangeKinds),
  kind: fileKind,
  database: z.string().nullable(),
  facts: z.object({ before: fileStand.nullable(), after: fileStand.nullable() }),
  diff: z.string().nullable(),
  note: z.string().nullable(),
  settings: z.array(settingChange),
  risk: z.enum(riskLevels),
  foundLater: z.boolean(),
  settled: z.boolean(),
  burstId: z.string().nullable(),
  detectedAt: z.date(),
});
export type StoredFileChange = z.infer<typeof storedChange>;

const watchedFile = z.object({
  id: z.string(),
  host: z.string(),
  watch: z.string(),
  path: z.string(),
  kind: fileKind,
  database: z.string().nullable(),
  sizeBytes: z.number(),
  modifiedAt: z.date(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  target: z.string().nullable(),
  hash: z.string().nullable(),
  content: z.string().nullable(),
  settings: z.array(declaredSetting).nullable(),
  fault: z.string().nullable(),
  changedAt: z.date(),
  removedAt: z.date().nullable(),
});
export type WatchedFileRow = z.infer<typeof watchedFile>;

/** Which changes; what is left out does not restrict. */
export interface FileChangeFilter {
  readonly fileIds?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly watches?: readonly string[] | undefined;
  /** Names of databases. */
  readonly databases?: readonly string[] | undefined;
  readonly kinds?: readonly FileKind[] | undefined;
  readonly changes?: readonly FileChangeKind[] | undefined;
  readonly risks?: readonly RiskLevel[] | undefined;
  readonly burstId?: string | undefined;
  /** Only where settings of a database changed. */
  readonly hasSettings?: boolean | undefined;
  /** Found in the path. */
  readonly path?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface WatchedFileFilter {
  readonly hosts?: readonly string[] | undefined;
  readonly watches?: readonly string[] | undefined;
  readonly databases?: readonly string[] | undefined;
  readonly kinds?: readonly FileKind[] | undefined;
  readonly path?: string | undefined;
  /** Also those that are gone. */
  readonly removed?: boolean | undefined;
}

export interface Page<Place> {
  readonly limit: number;
  readonly after?: Place | undefined;
  readonly before?: Place | undefined;
  readonly backwards?: boolean | undefined;
}

export interface ChangePlace {
  readonly at: Date;
  readonly id: string;
}

export interface PathPlace {
  readonly path: string;
  readonly id: string;
}

function within(
  column: Parameters<typeof inArray>[0],
  words: readonly string[] | undefined,
): SQL | undefined {
  if (words === undefined) return undefined;
  return words.length === 0 ? sql`false` : inArray(column, [...words]);
}

function holds(
  column: typeof fileChanges.path | typeof watchedFiles.path,
  text: string | undefined,
) {
  if (text === undefined) return undefined;
  const pattern = `%${storableText(text).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`${column} ilike ${pattern}`;
}

function beyondTime(compare: typeof lt, place: ChangePlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(fileChanges.detectedAt, place.at),
    and(eq(fileChanges.detectedAt, place.at), compare(fileChanges.id, place.id)),
  );
}

function beyondPath(compare: typeof lt, place: PathPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(watchedFiles.path, place.path),
    and(eq(watchedFiles.path, place.path), compare(watchedFiles.id, place.id)),
  );
}

/** Changes, newest first. */
export async function listFileChanges(
  q: Queryable,
  filter: FileChangeFilter,
  page: Page<ChangePlace>,
): Promise<StoredFileChange[]> {
  const order = page.backwards === true ? asc : desc;
  const { since, until, burstId, hasSettings } = filter;
  const rows = await q
    .select()
    .from(fileChanges)
    .where(
      and(
        within(fileChanges.fileId, filter.fileIds),
        within(fileChanges.host, filter.hosts),
        within(fileChanges.watch, filter.watches),
        within(fileChanges.database, filter.databases),
        within(fileChanges.kind, filter.kinds),
        within(fileChanges.change, filter.changes),
        within(fileChanges.risk, filter.risks),
        burstId === undefined ? undefined : eq(fileChanges.burstId, burstId),
        hasSettings === true ? sql`${fileChanges.settings} <> '[]'::jsonb` : undefined,
        since === undefined ? undefined : gte(fileChanges.detectedAt, since),
        until === undefined ? undefined : lt(fileChanges.detectedAt, until),
        holds(fileChanges.path, filter.path),
        beyondTime(lt, page.after),
        beyondTime(gt, page.before),
      ),
    )
    .orderBy(order(fileChanges.detectedAt), order(fileChanges.id))
    .limit(page.limit);
  return rows.map((row) => storedChange.parse(row));
}

/** Files in the order of their paths. */
export async function listWatchedFiles(
  q: Queryable,
  filter: WatchedFileFilter,
  page: Page<PathPlace>,
): Promise<WatchedFileRow[]> {
  const order = page.backwards === true ? desc : asc;
  const rows = await q
    .select()
    .from(watchedFiles)
    .where(
      and(
        within(watchedFiles.host, filter.hosts),
        within(watchedFiles.watch, filter.watches),
        within(watchedFiles.database, filter.databases),
        within(watchedFiles.kind, filter.kinds),
        filter.removed === true ? undefined : isNull(watchedFiles.removedAt),
        holds(watchedFiles.path, filter.path),
        beyondPath(gt, page.after),
        beyondPath(lt, page.before),
      ),
    )
    .orderBy(order(watchedFiles.path), order(watchedFiles.id))
    .limit(page.limit);
  return rows.map((row) => watchedFile.parse(row));
}

export async function findWatchedFiles(
  q: Queryable,
  ids: readonly string[],
): Promise<WatchedFileRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(watchedFiles)
    .where(inArray(watchedFiles.id, [...ids]));
  return rows.map((row) => watchedFile.parse(row));
}

export async function findFileChanges(
  q: Queryable,
  ids: readonly string[],
): Promise<StoredFileChange[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(fileChanges)
    .where(inArray(fileChanges.id, [...ids]));
  return rows.map((row) => storedChange.parse(row));
}
