// Watched files as they were seen last, and the events about them. A file's row, its change and the
// event stand in one transaction (`recordFileChanges`), so that nothing is told twice.
import { z } from 'zod';

import { and, eq, inArray, isNotNull, isNull, lt, sql } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { fileChangeKinds, fileKinds, settingAspects } from '../core/files.ts';
import { riskLevels } from '../core/impact.ts';
import { fileChanges, watchedFiles } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const fileKind = z.enum(fileKinds);
const changeKind = z.enum(fileChangeKinds);
const riskLevel = z.enum(riskLevels);

export const settingChange = z.object({
  resource: z.string(),
  attribute: z.string(),
  aspect: z.enum(settingAspects),
  before: z.string().nullable(),
  after: z.string().nullable(),
  risk: riskLevel,
  message: z.string(),
});

/** A file at one moment. */
export const fileStand = z.object({
  sizeBytes: z.number(),
  modifiedAt: z.iso.datetime(),
  hash: z.string().nullable(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
});
export type FileStand = z.infer<typeof fileStand>;

const place = { host: z.string(), watch: z.string() };

const changeFact = z.object({
  ...place,
  changeId: z.string(),
  fileId: z.string(),
  path: z.string(),
  change: changeKind,
  kind: fileKind,
  database: z.string().nullable(),
  before: fileStand.nullable(),
  after: fileStand.nullable(),
  settings: z.array(settingChange),
  risk: riskLevel,
  foundLater: z.boolean(),
  settled: z.boolean(),
});

export const fileChanged = defineEvent({
  type: 'file.changed',
  version: 1,
  audience: 'viewer',
  schema: changeFact,
});

const burstFact = z.object({
  ...place,
  burstId: z.string(),
  database: z.string().nullable(),
  count: z.number(),
  counts: z.record(changeKind, z.number()),
  /** Some of them. */
  paths: z.array(z.string()),
  risk: riskLevel,
  foundLater: z.boolean(),
});
export type FileBurst = z.infer<typeof burstFact>;

/** Many files changed at once: each is a row, all are told by this. */
export const filesChanged = defineEvent({
  type: 'files.changed',
  version: 1,
  audience: 'viewer',
  schema: burstFact,
});

const watchFact = z.object({
  ...place,
  path: z.string().nullable(),
  database: z.string().nullable(),
  reason: z.string(),
});

/** Changes of a path are not noticed now, or only late. */
export const fileWatchLost = defineEvent({
  type: 'file_watch.lost',
  version: 1,
  audience: 'viewer',
  schema: watchFact,
});

export const fileWatchRestored = defineEvent({
  type: 'file_watch.restored',
  version: 1,
  audience: 'viewer',
  schema: watchFact,
});

/** A setting that a declaration has. */
export const declaredSetting = z.object({
  resource: z.string(),
  attribute: z.string(),
  aspect: z.enum(settingAspects),
  value: z.string(),
});

/** What the monitor keeps in mind of each file. */
const knownFile = z.object({
  id: z.string(),
  path: z.string(),
  kind: fileKind,
  database: z.string().nullable(),
  sizeBytes: z.number(),
  modifiedAt: z.date(),
  signature: z.string(),
  inode: z.string(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  target: z.string().nullable(),
  hash: z.string().nullable(),
  fault: z.string().nullable(),
});
export type KnownFile = z.infer<typeof knownFile>;

const columns = {
  id: watchedFiles.id,
  path: watchedFiles.path,
  kind: watchedFiles.kind,
  database: watchedFiles.database,
  sizeBytes: watchedFiles.sizeBytes,
  modifiedAt: watchedFiles.modifiedAt,
  signature: watchedFiles.signature,
  inode: watchedFiles.inode,
  mode: watchedFiles.mode,
  uid: watchedFiles.uid,
  gid: watchedFiles.gid,
  target: watchedFiles.target,
  hash: watchedFiles.hash,
  fault: watchedFiles.fault,
};

export interface WatchPlace {
  readonly host: string;
  readonly watch: string;
}

function inPlace({ host, watch }: WatchPlace) {
  return and(eq(watchedFiles.host, host), eq(watchedFiles.watch, watch));
}

/** The files of a watch that were there when it was looked at last. */
export async function listKnownFiles(q: Queryable, where: WatchPlace): Promise<KnownFile[]> {
  const rows = await q
    .select(columns)
    .from(watchedFiles)
    .where(and(inPlace(where), isNull(watchedFiles.removedAt)));
  return rows.map((row) => knownFile.parse(row));
}

/** Ids of files that are gone, by their paths: one that comes back is the same file. */
export async function listRemovedFiles(
  q: Queryable,
  where: WatchPlace,
  limit: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await q
    .select({ id: watchedFiles.id, path: watchedFiles.path })
    .from(watchedFiles)
    .where(and(inPlace(where), isNotNull(watchedFiles.removedAt)))
    .limit(limit);
  return new Map(rows.map(({ id, path }) => [path, id]));
}

export interface FileContent {
  readonly id: string;
  readonly content: string | null;
  readonly settings: readonly z.infer<typeof declaredSetting>[] | null;
}

/** What is stored of the content of files, to compare it. */
export async function findFileContents(
  q: Queryable,
  ids: readonly string[],
): Promise<FileContent[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select({
      id: watchedFiles.id,
      content: watchedFiles.content,
      settings: watchedFiles.settings,
    })
    .from(watchedFiles)
    .where(inArray(watchedFiles.id, [...ids]));
  return rows.map((row) => ({
    ...row,
    settings: z.array(declaredSetting).nullable().parse(row.settings),
  }));
}

/** A file as it is to be stored. */
export interface FileRow extends KnownFile {
  /** Undefined leaves what is stored. */
  readonly content: string | null | undefined;
  readonly settings: readonly z.infer<typeof declaredSetting>[] | null | undefined;
}

export type FileChangeFact = z.infer<typeof changeFact>;

export interface NewFileChange extends Omit<FileChangeFact, 'host' | 'watch'> {
  readonly diff: string | null;
  readonly note: string | null;
}

export interface FileRecording extends WatchPlace {
  /** Files that are new or different. */
  readonly files: readonly FileRow[];
  /** Ids of files that are gone. */
  readonly removed: readonly string[];
  readonly changes: readonly NewFileChange[];
  /** Set: the changes are told by one event, but for those in `single`. */
  readonly burst: { readonly id: string; readonly database: string | null } | null;
  /** Ids of changes of a burst that have an event of their own too. */
  readonly single: ReadonlySet<string>;
  readonly at: Date;
}

/** Paths that a burst's event names. */
const namedPaths = 20;

/** Stores files and their changes and announces these. */
export async function recordFileChanges(
  tx: StoreTransaction,
  recording: FileRecording,
): Promise<void> {
  const { host, watch, at, burst } = recording;
  await upsertFiles(tx.q, recording);
  if (recording.removed.length > 0) {
    await tx.q
      .update(watchedFiles)
      .set({ removedAt: at, changedAt: at })
      .where(inArray(watchedFiles.id, [...recording.removed]));
  }
  const { changes } = recording;
  if (changes.length === 0) return;
  await insertChanges(tx.q, recording);
  for (const { diff: _diff, note: _note, ...fact } of changes) {
    if (burst !== null && !recording.single.has(fact.changeId)) continue;
    const payload = { host, watch, ...fact };
    tx.append(
      fileChanged.create({ subject: `file:${storableText(fact.path)}`, occurredAt: at, payload }),
    );
  }
  if (burst === null) return;
  const counts = Object.fromEntries(
    fileChangeKinds.map((kind) => [kind, changes.filter(({ change }) => change === kind).length]),
  );
  const rank = (one: NewFileChange): number => riskLevels.indexOf(one.risk);
  const worst = changes.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  const payload = {
    host,
    watch,
    burstId: burst.id,
    database: burst.database,
    count: changes.length,
    counts: z.record(changeKind, z.number()).parse(counts),
    paths: changes.slice(0, namedPaths).map(({ path }) => path),
    risk: worst.risk,
    foundLater: changes.every(({ foundLater }) => foundLater),
  };
  tx.append(filesChanged.create({ subject: `file-watch:${watch}`, occurredAt: at, payload }));
}

// One statement for any number of rows: their columns would be more parameters than one may have.
async function upsertFiles(
  q: Queryable,
  { host, watch, files, changes, at }: FileRecording,
): Promise<void> {
  if (files.length === 0) return;
  const changed = new Set(changes.map(({ fileId }) => fileId));
  const rows = files.map((file) => ({
    id: file.id,
    path: file.path,
    kind: file.kind,
    database: file.database,
    size_bytes: file.sizeBytes,
    modified_at: file.modifiedAt,
    signature: file.signature,
    inode: file.inode,
    mode: file.mode,
    uid: file.uid,
    gid: file.gid,
    target: file.target,
    hash: file.hash,
    content: file.content ?? null,
    settings: file.settings ?? null,
    fault: file.fault,
  }));
  await q.execute(sql`
    insert into ${watchedFiles} as known (id, host, watch, path, kind, database, size_bytes,
      modified_at, signature, inode, mode, uid, gid, target, hash, content, settings, fault,
      changed_at)
    select r.id, ${host}, ${watch}, r.path, r.kind, r.database, r.size_bytes, r.modified_at,
      r.signature, r.inode, r.mode, r.uid, r.gid, r.target, r.hash, r.content, r.settings, r.fault,
      ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, path text, kind text,
      database text, size_bytes bigint, modified_at timestamptz, signature text, inode text,
      mode int, uid bigint, gid bigint, target text, hash text, content text,
      settings jsonb, fault text)
    on conflict (host, watch, path) do update set
      id = excluded.id, kind = excluded.kind, database = excluded.database,
      size_bytes = excluded.size_bytes, modified_at = excluded.modified_at,
      signature = excluded.signature, inode = excluded.inode, mode = excluded.mode,
      uid = excluded.uid, gid = excluded.gid, target = excluded.target, hash = excluded.hash,
      content = case when excluded.content is null and excluded.hash = known.hash
        then known.content else excluded.content end,
      settings = case when excluded.settings is null
          and (excluded.hash = known.hash or excluded.fault is not null)
        then known.settings else excluded.settings end,
      fault = excluded.fault, removed_at = null,
      changed_at = case when excluded.id = any(${`{${[...changed].join(',')}}`}::uuid[])
        then excluded.changed_at else known.changed_at end`);
}

async function insertChanges(q: Queryable, recording: FileRecording): Promise<void> {
  const { host, watch, burst, at } = recording;
  const rows = recording.changes.map(({ changeId, before, after, ...change }) => ({
    id: changeId,
    file_id: change.fileId,
    path: change.path,
    change: change.change,
    kind: change.kind,
    database: change.database,
    facts: { before, after },
    diff: change.diff,
    note: change.note,
    settings: change.settings,
    risk: change.risk,
    found_later: change.foundLater,
    settled: change.settled,
  }));
  await q.execute(sql`
    insert into ${fileChanges} (id, file_id, host, watch, path, change, kind, database, facts, diff,
      note, settings, risk, found_later, settled, burst_id, detected_at)
    select r.id, r.file_id, ${host}, ${watch}, r.path, r.change, r.kind, r.database, r.facts, r.diff,
      r.note, r.settings, r.risk, r.found_later, r.settled, ${burst?.id ?? null}::uuid,
      ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, file_id uuid, path text,
      change text, kind text, database text, facts jsonb, diff text, note text, settings jsonb,
      risk text, found_later boolean, settled boolean)`);
}

/** Forgets files that are not watched any more; nothing is told of it. */
export async function deleteWatchedFiles(q: Queryable, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 1000) {
    await q.delete(watchedFiles).where(inArray(watchedFiles.id, ids.slice(from, from + 1000)));
  }
}

export interface FileRetention extends WatchPlace {
  readonly before: Date;
  /** Changes of the watch beyond the newest so many go too. */
  readonly most: number;
  /** Rows removed in one go. */
  readonly limit: number;
}

/** Removes old changes of a watch and files that are long gone; gives how many changes went. */
export async function deleteOldFileChanges(
  q: Queryable,
  { host, watch, before, most, limit }: FileRetention,
): Promise<number> {
  const ofWatch = sql`host = ${host} and watch = ${watch}`;
  const gone = await q.execute(sql`
    delete from ${fileChanges} where id in (
      (select id from ${fileChanges} where ${ofWatch} and
        detected_at < ${before.toISOString()}::timestamptz limit ${limit})
      union all
      (select id from ${fileChanges} where ${ofWatch}
        order by detected_at desc, id desc offset ${most} limit ${limit}))
    returning 1`);
  await q
    .delete(watchedFiles)
    .where(
      and(
        inPlace({ host, watch }),
        isNotNull(watchedFiles.removedAt),
        lt(watchedFiles.removedAt, before),
      ),
    );
  return gone.length;
}
