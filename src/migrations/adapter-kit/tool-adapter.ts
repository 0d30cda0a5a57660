// Makes a migration adapter of a tool that keeps a history table: finds the table, reads files and
// history, and lets the tool's own rules judge. Reads only; whatever is wrong becomes a status.
import { coerceError } from '../../core/errors.ts';
import { SourceUnreadableError, type SourceFiles } from '../files/source-files.ts';
import { unreachable, type BuiltStatus } from '../summarise.ts';
import { defineMigrationAdapter, type MigrationAdapter, type ToolAdapter } from './adapter.ts';
import { nameOf, readCatalogue, splitTableName, type Catalogue } from './catalogue.ts';
import type { HistoryReading, SourceReading } from './facts.ts';
import { historyReaderOf, type HistoryReader } from './history-reader.ts';

/** The migrations of a source; one that cannot be read is a fault, never an empty source. */
export async function readSourceOf(tool: ToolAdapter, files: SourceFiles): Promise<SourceReading> {
  if (files.manifest !== undefined) {
    const migrations = files.manifest.map((entry) => ({ ...entry, path: null }));
    return { migrations, faults: [], notes: [] };
  }
  try {
    const read = (): Promise<SourceReading> => tool.readSource(files);
    return await (files.remember?.(tool.tool, read) ?? read());
  } catch (error) {
    if (!(error instanceof SourceUnreadableError)) throw error;
    // Nothing to compare with: what is applied is told as it is, and nothing as missing.
    const faults = [coerceError(error).message];
    return { migrations: [], faults, notes: [], appliedSideOnly: true };
  }
}

/** The history of a source; undefined when there is no table. */
export async function readHistoryOf(
  tool: ToolAdapter,
  reader: HistoryReader,
  catalogue: Catalogue,
  named: string | null,
): Promise<HistoryReading | undefined> {
  const table = tool.findHistory(catalogue, named);
  if (table === undefined) return undefined;
  if (!table.readable) {
    return unreadableHistory(
      `hawkwatch may not read ${nameOf(table)}: grant its role SELECT on it, and USAGE on its schema`,
    );
  }
  if (named === null) {
    if (table.doubt !== undefined) return unreadableHistory(table.doubt);
    if (table.kind === 'view') {
      const reason = `${nameOf(table)} is a view and not the table of ${tool.title}`;
      return unreadableHistory(`${reason}: set \`table\` to what is to be read`);
    }
  }
  return tool.readHistory(reader, table);
}

/** A history of which nothing can be told. */
export function unreadableHistory(reason: string): HistoryReading {
  return { applied: [], faults: [reason], lockedBy: null, unreadable: reason };
}

/** Declares the adapter of a tool with a history table. */
export function defineToolAdapter<const Tool extends string>(
  tool: ToolAdapter<Tool>,
): MigrationAdapter<Tool> & { readonly toolAdapter: ToolAdapter<Tool> } {
  const adapter = defineMigrationAdapter({
    tool: tool.tool,
    readStatus: async ({ target, source: settings, running, files }): Promise<BuiltStatus> => {
      const reader = historyReaderOf(target.reader);
      const { table } = settings;
      const named = table === null ? [] : [splitTableName(table).name];
      const [source, history] = await Promise.all([
        readSourceOf(tool, files),
        readCatalogue(reader, [...named, ...named.map((name) => `${name}_lock`)]).then(
          (catalogue) => readHistoryOf(tool, reader, catalogue, table),
        ),
      ]);
      if (history?.unreadable !== undefined) return unreachable(history.unreadable);
      const status = tool.judge({ source, history, running, settings });
      // Whatever a tool makes of it: without any file there is nothing to be up to date with.
      const nothing = source.migrations.length === 0 && source.appliedSideOnly !== true;
      if (!nothing || status.state !== 'UP_TO_DATE') return status;
      const reason = `${files.description} has no migration of ${tool.title}: is it the right one?`;
      return { ...status, state: 'DIVERGED', reason };
    },
  });
  return { ...adapter, toolAdapter: tool };
}
