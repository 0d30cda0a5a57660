// Finds out which migration tool a source is of: from the tables of the database (one query) and from the
// folder. Where both together do not settle it, nothing is guessed: the answer is a reason that names
// the candidates.
import { isUtf8 } from 'node:buffer';

import type { MigrationTool } from '../core/migrations.ts';
import type { ToolAdapter } from './adapter-kit/adapter.ts';
import {
  hasColumns,
  nameOf,
  readCatalogue,
  splitTableName,
  type Catalogue,
} from './adapter-kit/catalogue.ts';
import type { HistoryReader } from './adapter-kit/history-reader.ts';
import { migrationAdapters } from './adapters/registry.ts';
import { SourceUnreadableError, type SourceFiles } from './files/source-files.ts';
import type { RecognisedTool } from './status-words.ts';

/** The tool of a source, or why it cannot be told. */
export type Recognition =
  { readonly tool: MigrationTool; readonly reason?: undefined } | { readonly reason: string };

const toolAdapters: readonly ToolAdapter<MigrationTool>[] = Object.values(
  migrationAdapters,
).flatMap((adapter) =>
  'toolAdapter' in adapter && adapter.toolAdapter !== undefined ? [adapter.toolAdapter] : [],
);

/** The tools whose histories a database has, whether or not a source of them is configured. */
export function recogniseHistories(catalogue: Catalogue): readonly RecognisedTool[] {
  const own = catalogue.tables
    .filter(({ schema, name }) => schema === 'hawkwatch' && name === 'migrations')
    .filter((table) => hasColumns(table, 'source', 'version', 'checksum', 'state'))
    .map((table) => found('sql', 'hawkwatch', nameOf(table)));
  const others = toolAdapters.flatMap((adapter) => {
    const table = adapter.findHistory(catalogue, null);
    if (table === undefined || table.unfit === true || table.kind === 'view') return [];
    if (adapter.claims?.(table, catalogue) === false) return [];
    return [found(adapter.tool, adapter.title, nameOf(table), table.doubt)];
  });
  return [...own, ...others];
}

const found = (
  tool: MigrationTool,
  title: string,
  table: string,
  doubt?: string,
): RecognisedTool => ({
  tool,
  title,
  table,
  doubtful: doubt !== undefined,
  why: `${table} has the name and the columns of ${title}${doubt === undefined ? '' : `, but ${doubt}`}`,
});

/** The histories of a database. */
export async function readHistories(reader: HistoryReader): Promise<readonly RecognisedTool[]> {
  return recogniseHistories(await readCatalogue(reader));
}

/** So many files of a folder are looked into, and no more of each than its beginning. */
const looked = 3;
const beginning = 64 * 1024;

/** The tools whose form a folder has; undefined when it cannot be read. */
export async function recogniseFolder(
  files: SourceFiles,
): Promise<readonly MigrationTool[] | undefined> {
  if (files.manifest !== undefined) return [];
  try {
    const paths = await files.list();
    const byName = toolAdapters.filter((adapter) => adapter.isFolder(paths));
    const sql = paths.filter((path) => path.endsWith('.sql'));
    const texts = await Promise.all(sql.slice(0, looked).map((path) => readBeginning(files, path)));
    const byText = toolAdapters.filter((adapter) => texts.some((text) => adapter.isFile?.(text)));
    // What a text says of itself is more than a name.
    const tools = byText.length > 0 ? byText : byName;
    if (tools.length > 0) return tools.map(({ tool }) => tool);
    return sql.some((path) => /^[0-9][0-9A-Za-z.-]*_[^/]+\.sql$/.test(path)) ? ['sql'] : [];
  } catch (error) {
    if (error instanceof SourceUnreadableError) return undefined;
    throw error;
  }
}

async function readBeginning(files: SourceFiles, path: string): Promise<string> {
  const bytes = (await files.read(path)).subarray(0, beginning);
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

/** Which tool a source is of. */
export async function recogniseSource(
  reader: HistoryReader,
  files: SourceFiles,
  named: string | null,
): Promise<Recognition> {
  const [catalogue, folder] = await Promise.all([
    readCatalogue(reader, named === null ? [] : [splitTableName(named).name]),
    recogniseFolder(files),
  ]);
  const histories = recogniseHistories(catalogue).filter(({ doubtful }) => !doubtful);
  const inDatabase = histories.map(({ tool }) => tool);
  const both = (folder ?? []).filter((tool) => inDatabase.includes(tool));
  const candidates = both.length > 0 ? both : folder?.length ? folder : inDatabase;
  const [tool, ...rivals] = candidates;
  if (tool !== undefined && rivals.length === 0) return { tool };
  return { reason: wordsOf(files, folder, histories) };
}

function wordsOf(
  files: SourceFiles,
  folder: readonly MigrationTool[] | undefined,
  histories: readonly RecognisedTool[],
): string {
  const ofFolder =
    folder === undefined
      ? `${files.description} cannot be read`
      : folder.length === 0
        ? `${files.description} has the form of no tool`
        : `${files.description} may be of ${folder.join(' or ')}`;
  const ofDatabase =
    histories.length === 0
      ? 'the database has no history'
      : `the database has histories of ${histories.map(({ tool, table }) => `${tool} (${table})`).join(', ')}`;
  return `hawkwatch cannot tell which migration tool it is: ${ofFolder}, and ${ofDatabase}. Set \`tool\``;
}
