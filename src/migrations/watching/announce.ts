// The event that tells of an assessment: bounded, and for every viewer.
import type { SourceSettings } from '../../databases/target.ts';
import type { DatabaseRecord } from '../../store/databases.ts';
import type { SourceAssessment } from '../../store/migration-assessments.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { worstFindings } from '../assess-steps.ts';
import { migrationAssessed } from '../automatic/events.ts';
import type { ReadStep } from '../plan-run.ts';

const maxVersions = 200;
const maxFindings = 10;

/** Appends `migration.assessed`. */
export function announceAssessment(
  tx: StoreTransaction,
  about: {
    readonly database: DatabaseRecord;
    readonly source: SourceSettings;
    readonly row: SourceAssessment;
    readonly steps: readonly ReadStep[];
  },
): void {
  const { database, source, row, steps } = about;
  const { risk, confidence, findings } = row.assessment;
  const worst = worstFindings(findings, maxFindings);
  tx.append(
    migrationAssessed.create({
      subject: `database:${database.name}`,
      occurredAt: row.assessedAt,
      payload: {
        database: database.name,
        databaseId: database.id,
        source: source.name,
        tool: source.tool,
        digest: row.digest,
        versions: steps.slice(0, maxVersions).map((step) => step.version),
        pending: steps.length,
        risk,
        confidence,
        findings: worst.map(({ rule, level, message, version, file, line }) => {
          return { rule, level, message: message.slice(0, 500), version, file, line };
        }),
        decision: row.decision,
        reason: row.reason,
        runId: row.runId,
      },
    }),
  );
}
