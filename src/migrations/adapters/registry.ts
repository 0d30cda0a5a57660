// All migration adapters, by the tool's name.
import type { MigrationAdapter } from './adapter.ts';
import { sqlAdapter } from './sql.ts';

export const migrationAdapters = {
  sql: sqlAdapter,
} as const satisfies Record<string, MigrationAdapter>;

/** The adapter of a tool, or undefined. */
export function findMigrationAdapter(tool: string): MigrationAdapter | undefined {
  return Object.values(migrationAdapters).find((adapter) => adapter.tool === tool);
}
