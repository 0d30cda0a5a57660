// What CI said a source has: ids and hashes of its migrations, for databases whose files hawkwatch
// cannot see. The last manifest of a source counts.
import { z } from 'zod';

import { and, eq } from './drizzle.ts';
import { databases, migrationManifests } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable } from './store.ts';

const entries = z.array(z.tuple([z.string(), z.string(), z.string().nullable()]));

export interface MigrationManifest {
  readonly databaseId: string;
  readonly source: string;
  readonly tool: string;
  /** Commit or build that it describes. */
  readonly revision: string | null;
  readonly entries: readonly {
    readonly version: string;
    readonly name: string;
    readonly checksum: string | null;
  }[];
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
}

/** Writes a manifest over the one before. */
export async function upsertManifest(q: Queryable, manifest: MigrationManifest): Promise<void> {
  const compact = manifest.entries.map(({ version, name, checksum }) => [version, name, checksum]);
  const row = {
    tool: manifest.tool,
    revision: manifest.revision === null ? null : storableText(manifest.revision),
    entries: JSON.parse(storableJson(compact)) as unknown,
    uploadedBy: manifest.uploadedBy,
    uploadedAt: manifest.uploadedAt,
  };
  const { databaseId, source } = manifest;
  await q
    .insert(migrationManifests)
    .values({ databaseId, source, ...row })
    .onConflictDoUpdate({
      target: [migrationManifests.databaseId, migrationManifests.source],
      set: row,
    });
}

/** The manifest of a source, or undefined when none was sent. */
export async function findManifest(
  q: Queryable,
  databaseName: string,
  source: string,
): Promise<MigrationManifest | undefined> {
  const [row] = await q
    .select({ manifest: migrationManifests })
    .from(migrationManifests)
    .innerJoin(databases, eq(databases.id, migrationManifests.databaseId))
    .where(and(eq(databases.name, databaseName), eq(migrationManifests.source, source)));
  if (row === undefined) return undefined;
  const { manifest } = row;
  const tuples = entries.parse(manifest.entries);
  return {
    ...manifest,
    entries: tuples.map(([version, name, checksum]) => ({ version, name, checksum })),
  };
}
