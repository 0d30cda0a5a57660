// Taking a manifest from the API: who sends it, for which database, and how that stands with it.
import { NotFoundError } from '../core/errors.ts';
import type { SourceStatus } from '../migrations/status-words.ts';
import type { MigrationManifest } from '../store/migration-manifests.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase, getDatabaseOf } from './database-reference.ts';

export interface ManifestUpload {
  readonly database: string;
  readonly source: string;
  readonly tool?: string | null | undefined;
  readonly revision: string;
  readonly entries: readonly {
    readonly version: string;
    readonly name?: string | null | undefined;
    readonly checksum?: string | null | undefined;
  }[];
}

/** Stores a manifest as the viewer. */
export async function uploadManifest(
  context: GraphqlContext,
  { database, source, tool, revision, entries }: ManifestUpload,
): Promise<MigrationManifest> {
  const { name } = await getDatabase(context, database);
  return context.services.statusCommands.uploadManifest(context.viewer, {
    databaseName: name,
    source,
    tool: tool ?? undefined,
    revision,
    entries: entries.map((entry) => ({
      version: entry.version,
      name: entry.name ?? '',
      checksum: entry.checksum ?? null,
    })),
  });
}

/** How the database of a manifest stands compared with it, read now. */
export async function readManifestStatus(
  context: GraphqlContext,
  { databaseId, source }: MigrationManifest,
): Promise<SourceStatus> {
  const { name } = await getDatabaseOf(context, databaseId);
  const [status] = await context.services.statuses.read(name, source);
  if (status !== undefined) return status;
  throw new NotFoundError(`The source "${source}" is not configured any more.`);
}
