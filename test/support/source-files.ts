// Migration sources in memory, and shorthand for what adapters make of them.
import type { AppliedMigration, HistoryReading } from '../../src/migrations/adapter-kit/facts.ts';
import type { ToolAdapter } from '../../src/migrations/adapter-kit/adapter.ts';
import type { CatalogueTable } from '../../src/migrations/adapter-kit/catalogue.ts';
import { readSourceOf } from '../../src/migrations/adapter-kit/tool-adapter.ts';
import type { SourceSettings } from '../../src/databases/target.ts';
import {
  SourceUnreadableError,
  type ManifestEntry,
  type SourceFiles,
} from '../../src/migrations/files/source-files.ts';
import type { BuiltStatus } from '../../src/migrations/summarise.ts';

type Contents = Readonly<Record<string, string | Buffer | Error>>;

/** Files by path; an Error in place of the content is what reading gives. */
export function memoryFiles(contents: Contents): SourceFiles {
  return {
    description: 'the test',
    revision: null,
    list: () => Promise.resolve(Object.keys(contents).toSorted((a, b) => (a < b ? -1 : 1))),
    read: (path) => {
      const content = contents[path];
      if (content === undefined) {
        return Promise.reject(new SourceUnreadableError(`${path} cannot be read: ENOENT`));
      }
      if (content instanceof Error) {
        return Promise.reject(
          new SourceUnreadableError(`${path} cannot be read`, { cause: content }),
        );
      }
      return Promise.resolve(Buffer.from(content));
    },
  };
}

/** A source of which only a manifest is known. */
export function manifestFiles(manifest: readonly ManifestEntry[]): SourceFiles {
  return { ...memoryFiles({}), manifest };
}

/** A history of these rows, with nothing wrong. */
export function historyOf(
  applied: readonly AppliedMigration[],
  more: Partial<HistoryReading> = {},
): HistoryReading {
  return { applied, faults: [], lockedBy: null, ...more };
}

export interface JudgeOptions {
  readonly history?: HistoryReading;
  readonly running?: readonly string[];
  readonly outOfOrder?: SourceSettings['outOfOrder'];
}

/** What an adapter says of files and a history. */
export async function judgeSource(
  adapter: ToolAdapter,
  files: SourceFiles,
  { history, running = [], outOfOrder = 'refuse' }: JudgeOptions = {},
): Promise<BuiltStatus> {
  const settings: SourceSettings = {
    name: 'main',
    tool: adapter.tool,
    folder: null,
    git: null,
    manifest: false,
    table: null,
    command: null,
    baseline: null,
    outOfOrder,
  };
  const source = await readSourceOf(adapter, files);
  return adapter.judge({ source, history, running: new Set(running), settings });
}

/** `version STATE` of each migration. */
export const statesOf = ({ migrations }: BuiltStatus): readonly string[] =>
  migrations.map(({ version, state }) => `${version} ${state}`);

/** A table of the catalogue, with text columns. */
export function tableOf(schema: string, name: string, columns: readonly string[]): CatalogueTable {
  return {
    schema,
    name,
    kind: 'table',
    readable: true,
    columns: columns.map((column) => ({ name: column, type: 'text' })),
  };
}
