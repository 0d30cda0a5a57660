// What is announced about automatic runs.
import { z } from 'zod';

import { defineEvent } from '../../core/events.ts';
import { riskLevels } from '../../core/impact.ts';
import { automaticDecisions } from '../../store/migration-assessments.ts';

/** The pending migrations of a source are new or changed, and were assessed. */
export const migrationAssessed = defineEvent({
  type: 'migration.assessed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    database: z.string(),
    databaseId: z.string(),
    source: z.string(),
    tool: z.string(),
    /** SHA-256 over the pending versions and the bytes of their files. */
    digest: z.string(),
    /** The first of them; `pending` says how many there are. */
    versions: z.array(z.string()),
    pending: z.number(),
    risk: z.enum(riskLevels),
    confidence: z.number(),
    /** The worst ones. */
    findings: z.array(
      z.object({
        rule: z.string(),
        level: z.enum(riskLevels),
        message: z.string(),
        version: z.string().nullable(),
        file: z.string(),
        line: z.number(),
      }),
    ),
    decision: z.enum(automaticDecisions),
    reason: z.string().nullable(),
    /** The run that was made of it, or its dry run. */
    runId: z.string().nullable(),
  }),
});

/** The kill switch was turned. */
export const automaticRunsSwitched = defineEvent({
  type: 'automatic_runs.switched',
  version: 1,
  audience: 'viewer',
  schema: z.object({ enabled: z.boolean(), reason: z.string(), by: z.string() }),
});
