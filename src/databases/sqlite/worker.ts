// The worker thread that opens SQLite files: SQLite is synchronous, and a file on a slow disk must not
// hold up the service. Each request opens the file, reads and closes it again, so a file that is
// replaced is seen, and nothing is held that its owner needs. The file is never written.
import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';

import type { SchemaObject } from '../../core/schema.ts';
import { readSqliteObjects } from './read-schema.ts';

export interface SqliteRequest {
  readonly id: number;
  readonly path: string;
  readonly what: 'health' | 'fingerprint' | 'objects' | 'resources';
}

export type SqliteAnswer = { readonly id: number } & (
  | { readonly ok: true; readonly version: string; readonly bytes: number }
  | { readonly ok: true; readonly fingerprint: string }
  | { readonly ok: true; readonly pages: SqlitePages }
  | { readonly ok: true; readonly version: string; readonly objects: readonly SchemaObject[] }
  | { readonly ok: false; readonly reason: string; readonly locked?: boolean }
);

export interface SqlitePages {
  readonly pageBytes: number;
  readonly pages: number;
  readonly freePages: number;
  readonly fileBytes: number;
  readonly walBytes: number;
}

const busyTimeoutMs = 2000;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

// As SQLite numbers its results.
const reasons: Readonly<Record<number, string>> = {
  5: 'the file is locked by somebody who writes to it; it is tried again',
  6: 'the file is locked by somebody who writes to it; it is tried again',
  10: 'the file cannot be read from its disk',
  11: 'the file is damaged: look at `pragma integrity_check`',
  14: 'the file cannot be opened: hawkwatch needs the right to read it and its folder',
  26: 'the file is no SQLite database, or it is encrypted',
};

/** Why a file is no database that can be read; undefined when it looks like one. */
function fileFault(path: string): { fault?: string; wal: boolean } {
  if (!existsSync(path)) return { fault: 'there is no file at that path', wal: false };
  const stats = statSync(path);
  if (!stats.isFile()) return { fault: 'what is at that path is no file', wal: false };
  // An empty file is an empty database.
  if (stats.size === 0) return { wal: false };
  const header = Buffer.alloc(headerBytes);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, headerBytes, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, magic.length) !== magic) {
    return { fault: 'the file is no SQLite database, or it is encrypted', wal: false };
  }
  return { wal: header[18] === 2 };
}

function open(path: string, wal: boolean): DatabaseSync {
  // Opening a database in WAL mode makes files beside it, unless they are there already. Without them
  // nothing is written to it right now, and it can be read as it lies.
  if (wal && !existsSync(`${path}-wal`)) {
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    return new DatabaseSync(url, { readOnly: true, timeout: busyTimeoutMs });
  }
  return new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
}

function answer({ id, path, what }: SqliteRequest): SqliteAnswer {
  const { fault, wal } = fileFault(path);
  if (fault !== undefined) return { id, ok: false, reason: fault };
  const database = open(path, wal);
  try {
    const stats = statSync(path, { bigint: true });
    const version = text(database, 'select sqlite_version() as value');
    // The first that reads the file.
    const schemaVersion = text(
      database,
      'select schema_version as value from pragma_schema_version',
    );
    if (what === 'health') {
      const bytes = Number(stats.size) + sizeOf(`${path}-wal`);
      return { id, ok: true, version, bytes };
    }
    if (what === 'fingerprint') {
      // A file that takes the place of another one may well get its inode.
      const file = `${stats.dev}/${stats.ino}/${stats.birthtimeNs}`;
      return { id, ok: true, fingerprint: `${file}/${schemaVersion}` };
    }
    if (what === 'resources') {
      const pragma = (name: string): number =>
        Number(text(database, `select ${name} as value from pragma_${name}`));
      const pages = {
        pageBytes: pragma('page_size'),
        pages: pragma('page_count'),
        freePages: pragma('freelist_count'),
        fileBytes: Number(stats.size),
        walBytes: sizeOf(`${path}-wal`),
      };
      return { id, ok: true, pages };
    }
    database.exec('begin');
    return { id, ok: true, version, objects: readSqliteObjects(database) };
  } finally {
    database.close();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function text(database: DatabaseSync, sql: string): string {
  return String(database.prepare(sql).get()?.['value'] ?? '');
}

/** SQLite's own number for what went wrong. */
function resultOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

function isLocked(error: unknown): boolean {
  const result = resultOf(error);
  return result === 5 || result === 6;
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const known = reasons[resultOf(error) ?? -1];
  if (known !== undefined) return known;
  if ('code' in error && error.code === 'EACCES') return reasons[14] ?? '';
  return 'message' in error ? String(error.message) : 'it cannot be read';
}

parentPort?.on('message', (request: SqliteRequest) => {
  let result: SqliteAnswer;
  try {
    result = answer(request);
  } catch (error) {
    result = { id: request.id, ok: false, reason: reasonOf(error), locked: isLocked(error) };
  }
  parentPort?.postMessage(result);
});
