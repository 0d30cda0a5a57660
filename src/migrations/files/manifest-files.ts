// A source of which CI sent what it has: ids and hashes, and no files.
import { recognisedTool } from '../../core/migrations.ts';
import type { SourceSettings } from '../../databases/target.ts';
import type { MigrationManifest } from '../../store/migration-manifests.ts';
import { unreadableFiles, type SourceFiles } from './source-files.ts';

/** What a manifest says; without one that is a reason, never an empty source. */
export function manifestFiles(
  { name: source, tool }: Pick<SourceSettings, 'name' | 'tool'>,
  manifest: MigrationManifest | undefined,
): SourceFiles {
  const description = `the manifest of the source "${source}"`;
  if (manifest === undefined) {
    return unreadableFiles(
      description,
      `no manifest was sent for the source "${source}" yet: have CI call uploadMigrationManifest`,
    );
  }
  if (tool !== recognisedTool && tool !== manifest.tool) {
    return unreadableFiles(
      description,
      `${description} was sent for the tool ${manifest.tool}, and the source is of ${tool} now: ` +
        'have CI send it again',
    );
  }
  const nothing = unreadableFiles(description, `${description} has no files to read`);
  return {
    ...nothing,
    revision: manifest.revision,
    manifest: manifest.entries,
    tool: manifest.tool,
    list: () => Promise.resolve([]),
  };
}
