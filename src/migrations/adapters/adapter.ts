// The contract of a migration tool's adapter: it reads how a source stands in a database and never
// writes there. A new tool is a new file with `defineMigrationAdapter` and a line in `registry.ts`.
import type { SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import type { BuiltStatus } from '../build-status.ts';

export interface StatusRequest {
  readonly target: Target;
  readonly source: SourceSettings;
  /** Versions of this source that a run executes right now. */
  readonly running: ReadonlySet<string>;
}

export interface MigrationAdapter<Tool extends string = string> {
  /** The name in the configuration. */
  readonly tool: Tool;
  /** May throw when the database cannot be reached; the caller makes a status of it. */
  readStatus(request: StatusRequest): Promise<BuiltStatus>;
}

/** Declares an adapter. */
export function defineMigrationAdapter<const Tool extends string>(
  adapter: MigrationAdapter<Tool>,
): MigrationAdapter<Tool> {
  return adapter;
}
