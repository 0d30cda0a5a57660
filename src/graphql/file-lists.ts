// Lists of watched files and their changes, and the live list of these: filters are checked, pages
// cut. What is read is read by the store.
import { NotFoundError } from '../core/errors.ts';
import type { FileChangeKind, FileKind } from '../core/files.ts';
import type { RiskLevel } from '../core/impact.ts';
import {
  listFileChanges,
  listWatchedFiles,
  type PathPlace,
  type StoredFileChange,
  type WatchedFileRow,
} from '../store/file-change-pages.ts';
import {
  fileChanged,
  filesChanged,
  fileWatchLost,
  fileWatchRestored,
  type FileBurst,
} from '../store/watched-files.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { findDatabase } from './database-reference.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';
import { LogStream } from './log-stream.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  type Connection,
  type PageArguments,
} from './paging.ts';

type Words<Word> = readonly Word[] | null | undefined;

export interface FileFilterInput {
  readonly hosts?: Words<string>;
  readonly watches?: Words<string>;
  readonly databases?: Words<string>;
  readonly kinds?: Words<FileKind>;
  readonly path?: string | null | undefined;
  readonly removed?: boolean | null | undefined;
}

export interface ChangeFilterInput {
  readonly file?: string | null | undefined;
  readonly hosts?: Words<string>;
  readonly watches?: Words<string>;
  readonly databases?: Words<string>;
  readonly kinds?: Words<FileKind>;
  readonly changes?: Words<FileChangeKind>;
  readonly risks?: Words<RiskLevel>;
  readonly hasSettings?: boolean | null | undefined;
  readonly burst?: string | null | undefined;
  readonly path?: string | null | undefined;
  readonly since?: Date | null | undefined;
  readonly until?: Date | null | undefined;
}

export interface FileEventFilterInput {
  readonly hosts?: Words<string>;
  readonly watches?: Words<string>;
  readonly databases?: Words<string>;
}

export type FileEventKind = 'CHANGED' | 'BURST' | 'WATCH_LOST' | 'WATCH_RESTORED';

/** Something about watched files; a change itself is read when it is asked for. */
export interface FileEvent {
  readonly cursor: string;
  readonly kind: FileEventKind;
  readonly at: Date;
  readonly host: string;
  readonly watch: string;
  readonly database: string | null;
  readonly path: string | null;
  readonly reason: string | null;
  readonly changeId: string | null;
  readonly burst: FileBurst | null;
}

/** Of paths. */
const maxText = 1000;
const nowhere = '00000000-0000-0000-0000-000000000000';

/** Names of databases that are given by global id or name; files may name one that is not there. */
async function namesOf(
  context: GraphqlContext,
  databases: Words<string>,
): Promise<readonly string[] | undefined> {
  if (databases == null) return undefined;
  return Promise.all(databases.map(async (one) => (await findDatabase(context, one))?.name ?? one));
}

function idOf(text: string): string {
  return isUuid(text) ? text : nowhere;
}

function decodePathPlace(cursor: string): PathPlace | undefined {
  if (cursor.length > 8192) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, id, path] = /^file:([0-9a-f-]{36})\/(.*)$/s.exec(text) ?? [];
  if (id === undefined || path === undefined || !isUuid(id) || path.includes('\0'))
    return undefined;
  return { id, path };
}

/** A page of watched files, in the order of their paths. */
export async function pageOfFiles(
  context: GraphqlContext,
  args: PageArguments,
  input: FileFilterInput | null | undefined,
): Promise<Connection<WatchedFileRow>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodePathPlace);
  const { hosts, watches, databases, kinds, path, removed } = input ?? {};
  checkFilterSize(input ?? {}, maxText);
  const filter = {
    hosts: hosts ?? undefined,
    watches: watches ?? undefined,
    databases: await namesOf(context, databases),
    kinds: kinds ?? undefined,
    path: path ?? undefined,
    removed: removed ?? undefined,
  };
  const rows = await listWatchedFiles(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: Buffer.from(`file:${node.id}/${node.path}`).toString('base64url'),
  }));
}

/** A page of changes, newest first. */
export async function pageOfFileChanges(
  context: GraphqlContext,
  args: PageArguments,
  input: ChangeFilterInput | null | undefined,
): Promise<Connection<StoredFileChange>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  checkFilterSize(input ?? {}, maxText);
  const { file, burst, databases, ...rest } = input ?? {};
  const filter = {
    fileIds: file == null ? undefined : [idOf(bareId('WatchedFile', file))],
    burstId: burst == null ? undefined : idOf(burst),
    databases: await namesOf(context, databases),
    hosts: rest.hosts ?? undefined,
    watches: rest.watches ?? undefined,
    kinds: rest.kinds ?? undefined,
    changes: rest.changes ?? undefined,
    risks: rest.risks ?? undefined,
    hasSettings: rest.hasSettings ?? undefined,
    path: rest.path ?? undefined,
    since: rest.since ?? undefined,
    until: rest.until ?? undefined,
  };
  const rows = await listFileChanges(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.detectedAt, id: node.id }),
  }));
}

/** @throws NotFoundError when there is no such file. */
export async function getWatchedFile(
  { loaders }: GraphqlContext,
  reference: string,
): Promise<WatchedFileRow> {
  const file = await loaders.files.files.load(bareId('WatchedFile', reference));
  if (file !== undefined) return file;
  throw new NotFoundError(
    `There is no watched file "${reference.slice(0, 100)}". \`watchedFiles\` lists those there are.`,
  );
}

/** What happens to watched files, after a replay of what did since `after`. */
export async function openFileEvents(
  context: GraphqlContext,
  input: FileEventFilterInput | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<FileEvent>> {
  const { hub } = context.services;
  checkFilterSize(input ?? {}, maxText);
  const { hosts, watches } = input ?? {};
  const databases = await namesOf(context, input?.databases);
  const isWanted = (fact: { host: string; watch: string; database: string | null }): boolean =>
    (hosts == null || hosts.includes(fact.host)) &&
    (watches == null || watches.includes(fact.watch)) &&
    (databases === undefined || (fact.database !== null && databases.includes(fact.database)));
  const kinds = [fileChanged, filesChanged, fileWatchLost, fileWatchRestored];
  return new LogStream(hub, {
    start: await hub.locate(context.resumeAfter ?? after ?? undefined),
    selection: { role: context.viewer.role, types: kinds.map(({ type }) => type) },
    convert: (event): FileEvent | undefined => {
      const about = { cursor: hub.cursorOf(event.id), at: event.occurredAt };
      const none = { path: null, reason: null, changeId: null, burst: null };
      const changed = fileChanged.read(event);
      const many = filesChanged.read(event);
      const lost = fileWatchLost.read(event);
      const fact = changed ?? many ?? lost ?? fileWatchRestored.read(event);
      if (fact === undefined || !isWanted(fact)) return undefined;
      const { host, watch, database } = fact;
      const own = { ...about, ...none, host, watch, database };
      if (changed !== undefined) {
        return { ...own, kind: 'CHANGED', path: changed.path, changeId: changed.changeId };
      }
      if (many !== undefined) return { ...own, kind: 'BURST', burst: many };
      const kind = lost === undefined ? 'WATCH_RESTORED' : 'WATCH_LOST';
      const { path, reason } = lost ?? fileWatchRestored.read(event) ?? none;
      return { ...own, kind, path, reason };
    },
  });
}
