// What the watcher found last in a source's pending migrations and what followed, one row per source:
// what is in it was announced, and is neither announced nor run a second time.
import { and, eq, sql } from './drizzle.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import { migrationAssessments } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export const automaticDecisions = ['run', 'review', 'waits', 'none'] as const;
/**
 * What follows from an assessment: it runs (or its dry run does), a person has to look at it, it
 * waits for its hours or for automatic runs to be switched on, or nothing is done.
 */
export type AutomaticDecision = (typeof automaticDecisions)[number];

export interface SourceAssessment {
  readonly databaseId: string;
  readonly source: string;
  /** SHA-256 over the pending versions and the bytes of their files. */
  readonly digest: string;
  readonly assessment: ImpactAssessment;
  readonly decision: AutomaticDecision;
  readonly reason: string | null;
  /** The run that was made of it, or its dry run. */
  readonly runId: string | null;
  readonly assessedAt: Date;
}

// The columns below hold only what this file wrote from the types above.
const columns = {
  databaseId: migrationAssessments.databaseId,
  source: migrationAssessments.source,
  digest: migrationAssessments.digest,
  assessment: sql<ImpactAssessment>`${migrationAssessments.assessment}`,
  decision: sql<AutomaticDecision>`${migrationAssessments.decision}`,
  reason: migrationAssessments.reason,
  runId: migrationAssessments.runId,
  assessedAt: migrationAssessments.assessedAt,
};

export async function findSourceAssessment(
  q: Queryable,
  databaseId: string,
  source: string,
): Promise<SourceAssessment | undefined> {
  const [row] = await q
    .select(columns)
    .from(migrationAssessments)
    .where(
      and(eq(migrationAssessments.databaseId, databaseId), eq(migrationAssessments.source, source)),
    );
  return row;
}

/** Puts the row in the place of the source's last one. */
export async function updateSourceAssessment(q: Queryable, row: SourceAssessment): Promise<void> {
  const { databaseId, source, assessment, ...rest } = row;
  // Its messages quote what files hold.
  const set = { ...rest, assessment: JSON.parse(storableJson(assessment)) };
  await q
    .insert(migrationAssessments)
    .values({ databaseId, source, ...set })
    .onConflictDoUpdate({
      target: [migrationAssessments.databaseId, migrationAssessments.source],
      set,
    });
}
