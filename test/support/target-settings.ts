// Settings of a monitored database and of a migration source, as the configuration would make them.
import type { SchemaSettings, SourceSettings, TargetSettings } from '../../src/databases/target.ts';

/** A source in hawkwatch's own form, named `main`. */
export function sourceSettings(own: Partial<SourceSettings>): SourceSettings {
  return {
    name: 'main',
    tool: 'sql',
    folder: null,
    git: null,
    manifest: false,
    table: null,
    command: null,
    baseline: null,
    outOfOrder: 'refuse',
    ...own,
  };
}

/** Schemas watched as by default, without what applications need. */
export function schemaSettings(own: Partial<SchemaSettings>): SchemaSettings {
  return {
    watch: true,
    intervalMs: 15_000,
    privileges: false,
    beforeRun: 'warn',
    ignore: [],
    required: [],
    queries: null,
    ...own,
  };
}

/** A database named `shop` without sources. */
export function targetSettings(own: Partial<TargetSettings>): TargetSettings {
  return {
    name: 'shop',
    engine: 'POSTGRESQL',
    environment: 'test',
    labels: {},
    url: 'postgres://127.0.0.1:1/none',
    unavailable: null,
    sources: [],
    locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000 },
    automatic: null,
    fourEyes: false,
    foreign: { watch: false, intervalMs: 3_600_000 },
    schema: schemaSettings({ watch: false }),
    ...own,
  };
}
