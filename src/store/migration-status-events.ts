// The events of statuses. They hold all that a list of statuses shows, so that a subscriber needs
// nothing else; versions in them are bounded.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';
import { migrationStatusStates } from '../core/migrations.ts';

const versions = z.array(z.string());

const changes = z.object({
  pending: versions,
  applied: versions,
  failed: versions,
  skipped: versions,
  edited: versions,
  /** Applied, but not in the source (any more). */
  missing: versions,
  /** In neither any more. */
  gone: versions,
  /** Versions that did not fit in the lists. */
  more: z.number(),
});
/** Versions by what became of them since the status before. */
export type StatusChanges = z.infer<typeof changes>;

const statusFact = z.object({
  databaseId: z.string(),
  database: z.string(),
  environment: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  source: z.string(),
  tool: z.string(),
  state: z.object({
    /** Null: the source was not known before. */
    before: z.enum(migrationStatusStates).nullable(),
    /** Null: the source left the configuration. */
    after: z.enum(migrationStatusStates).nullable(),
  }),
  reason: z.string().nullable(),
  counts: z.object({
    total: z.number(),
    applied: z.number(),
    pending: z.number(),
    failed: z.number(),
    other: z.number(),
  }),
  currentVersion: z.string().nullable(),
  revision: z.string().nullable(),
  changes,
});
/** A status as it is after a change. */
export type StatusFact = z.infer<typeof statusFact>;

/** How a source stands in a database is different now. */
export const statusChanged = defineEvent({
  type: 'migration_status.changed',
  version: 1,
  audience: 'viewer',
  schema: statusFact,
});

/** CI told what a source has. */
export const manifestUploaded = defineEvent({
  type: 'migration_manifest.uploaded',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    databaseId: z.string(),
    database: z.string(),
    source: z.string(),
    tool: z.string(),
    revision: z.string().nullable(),
    entries: z.number(),
    uploadedBy: z.string(),
  }),
});
