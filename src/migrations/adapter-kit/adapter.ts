// The contract of a migration tool's adapter: it reads how a source stands in a database and never
// writes there. A new tool is a new file with `defineMigrationAdapter` (or `defineToolAdapter`, for a
// tool with a history table of its own) and a line in `adapters/registry.ts`.
import type { SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import type { BuiltStatus } from '../summarise.ts';
import type { SourceFiles } from '../files/source-files.ts';
import type { Catalogue, HistoryTable } from './catalogue.ts';
import type { HistoryReading, SourceReading } from './facts.ts';
import type { HistoryReader } from './history-reader.ts';

export interface StatusRequest {
  readonly target: Target;
  readonly source: SourceSettings;
  /** Versions of this source that a run executes right now. */
  readonly running: ReadonlySet<string>;
  /** Where the source's files are: a folder, a git ref, or a manifest. */
  readonly files: SourceFiles;
}

export interface MigrationAdapter<Tool extends string = string> {
  /** The name in the configuration. */
  readonly tool: Tool;
  /** May throw when the database cannot be reached; the caller makes a status of it. */
  readStatus(request: StatusRequest): Promise<BuiltStatus>;
  /** What recognises and reads a foreign tool; absent for hawkwatch's own format. */
  readonly toolAdapter?: ToolAdapter<Tool>;
}

/** What `judge` gets: everything was read, nothing more may be asked. */
export interface JudgedFacts {
  readonly source: SourceReading;
  /** Undefined when the database has no history table of the tool. */
  readonly history: HistoryReading | undefined;
  readonly running: ReadonlySet<string>;
  /** Absent in tests that need none. */
  readonly settings?: SourceSettings;
}

/** A tool with a folder form and a history table of its own. */
export interface ToolAdapter<Tool extends string = string> {
  readonly tool: Tool;
  /** The tool's own name, as `Flyway`. */
  readonly title: string;
  /**
   * The tool's history table among those of a database, or undefined. `named` is the table that the
   * configuration names; without it the tool's default names and columns decide.
   */
  findHistory(catalogue: Catalogue, named: string | null): HistoryTable | undefined;
  /**
   * False when the table may be another tool's after all, which matters only where nobody has said
   * which tool it is. Without it, a table with the right name and columns is this tool's.
   */
  claims?(table: HistoryTable, catalogue: Catalogue): boolean;
  /** True when a file's text bears marks of this tool's; for tools whose file names say nothing. */
  isFile?(text: string): boolean;
  /** True when the paths (relative, `/`) look like a folder of this tool's. */
  isFolder(paths: readonly string[]): boolean;
  /** Reads the files. Faults are data; a fault never counts as "no migrations". */
  readSource(files: SourceFiles): Promise<SourceReading>;
  /** Reads the history; columns that are missing are a fault in the reading, not an exception. */
  readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading>;
  /** The status that follows. Pure. */
  judge(facts: JudgedFacts): BuiltStatus;
}

/** Declares an adapter. */
export function defineMigrationAdapter<const Tool extends string>(
  adapter: MigrationAdapter<Tool>,
): MigrationAdapter<Tool> {
  return adapter;
}
