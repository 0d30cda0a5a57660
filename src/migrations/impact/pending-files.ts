// The files of the migrations that are pending in a database, in the order in which they would run,
// whatever tool they belong to. A pending migration whose file cannot be read is still listed, with
// the reason: it must never look as if there were nothing to run.
import { coerceError, ConflictError, NotFoundError } from '../../core/errors.ts';
import type { MigrationState } from '../../core/migrations.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { readSourceOf } from '../adapter-kit/tool-adapter.ts';
import { findMigrationAdapter } from '../adapters/registry.ts';
import { readMigrationFolder } from '../folder.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { requireFolder } from '../require-folder.ts';
import type { MigrationEntry, SourceStatus } from '../status-words.ts';
import type { ImpactFile } from './assessment-input.ts';
import { changesetPart } from './changeset-part.ts';

export interface PendingFiles {
  readonly files: readonly ImpactFile[];
  /** What makes the list of pending migrations itself doubtful. */
  readonly doubts: readonly string[];
}

/** What the next run of the tool applies. */
const toRun = new Set<MigrationState>([
  'PENDING',
  'OUT_OF_ORDER',
  'ROLLED_BACK',
  'FAILED',
  'PARTIAL',
  'OUTDATED',
]);

const applied = new Set<MigrationState>(['APPLIED', 'BASELINE', 'MARKED', 'EDITED']);
const nothing = new Uint8Array();

/** All files of one assessment together are not longer than this. */
const maxTotalBytes = 64 * 1024 * 1024;

/** A source, opened, with its present status. */
export interface OpenedSource {
  readonly source: SourceSettings;
  readonly opened: SourceFiles;
  readonly status: SourceStatus;
}

/**
 * The pending files of one source.
 * @throws ConflictError when its status cannot be had; NotFoundError when there is no `toVersion`.
 */
export async function readPendingFiles(
  { source, opened, status }: OpenedSource,
  toVersion: string | undefined,
): Promise<PendingFiles> {
  if (status.state === 'UNREACHABLE') {
    throw new ConflictError(
      `What is pending in "${status.databaseName}" cannot be told: ${status.reason ?? 'it does not answer'}. ` +
        'Try again when it is back, or assess the SQL itself.',
    );
  }
  const pending = upTo(status, toVersion).filter((entry) => toRun.has(entry.state));
  const { paths, faults } = await readPaths(source, status.tool, opened);
  let total = 0;
  // A fault of the whole source: what is pending is not to be trusted.
  const files = faults.map((fault): ImpactFile => ({
    version: null,
    file: source.name,
    bytes: nothing,
    unreadable: fault,
  }));
  for (const { version, name } of pending) {
    const path = paths.get(version);
    const read = await readContent(path, async (found) => {
      const bytes = await opened.read(found);
      return status.tool === 'liquibase' ? changesetPart(bytes, version) : bytes;
    });
    total += read.bytes.byteLength;
    const content =
      total > maxTotalBytes
        ? { bytes: nothing, unreadable: `with it, more than ${maxTotalBytes} bytes are pending` }
        : read;
    const overtakenBy = overtakerOf(status, version);
    files.push({ version, file: path ?? name, overtakenBy, ...content });
  }
  const doubtful = status.state === 'DIVERGED' || status.state === 'LOCKED';
  const doubts = doubtful ? [`the source is ${status.state}: ${status.reason ?? ''}`] : [];
  return { files, doubts };
}

/** The last applied migration that comes after this one. */
function overtakerOf({ migrations }: SourceStatus, version: string): string | null {
  const place = migrations.findIndex((entry) => entry.version === version);
  const last = migrations.findLastIndex((entry) => applied.has(entry.state));
  return migrations[place]?.state !== 'OUTDATED' && last > place
    ? (migrations[last]?.version ?? null)
    : null;
}

function upTo(status: SourceStatus, toVersion: string | undefined): readonly MigrationEntry[] {
  if (toVersion === undefined) return status.migrations;
  const last = status.migrations.findIndex((entry) => entry.version === toVersion);
  if (last >= 0) return status.migrations.slice(0, last + 1);
  throw new NotFoundError(
    `There is no migration of version "${toVersion.slice(0, 100)}" in the source "${status.source}".`,
  );
}

/** Where the file of each version is. */
async function readPaths(
  source: SourceSettings,
  /** Where the configuration says `auto`, the one that was recognised. */
  toolName: string,
  opened: SourceFiles,
): Promise<{ paths: ReadonlyMap<string, string>; faults: readonly string[] }> {
  if (toolName === 'sql') {
    const { files, faults } = await readMigrationFolder(requireFolder(source));
    return { paths: new Map(files.map((file) => [file.version, file.fileName])), faults };
  }
  const tool = findMigrationAdapter(toolName)?.toolAdapter;
  if (tool === undefined) return { paths: new Map(), faults: [] };
  const { migrations, faults } = await readSourceOf(tool, opened);
  const known = migrations.flatMap(({ version, path }): [string, string][] =>
    path === null ? [] : [[version, path]],
  );
  return { paths: new Map(known), faults };
}

async function readContent(
  path: string | undefined,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Pick<ImpactFile, 'bytes' | 'unreadable'>> {
  if (path === undefined) return { bytes: nothing, unreadable: 'hawkwatch does not have its file' };
  if (!path.toLowerCase().endsWith('.sql')) {
    return { bytes: nothing, unreadable: 'it is not SQL: what it does cannot be told' };
  }
  try {
    return { bytes: await read(path) };
  } catch (error) {
    return { bytes: nothing, unreadable: coerceError(error).message };
  }
}
