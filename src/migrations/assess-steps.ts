// Assesses the very bytes that are stored with a run. An assessment that fails, takes too long or is
// of other bytes is none: null, never a lower risk.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import { riskRank, type ImpactAssessment, type ImpactFinding } from '../core/impact.ts';
import type { Logger } from '../core/logger.ts';
import type { ImpactAssessor } from './impact/assessor-contract.ts';
import type { ReadStep } from './plan-run.ts';

export interface AssessOptions {
  /** Without one nothing is assessed, so nothing runs by itself. */
  readonly assessor?: ImpactAssessor | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly assessTimeoutMs?: number | undefined;
}

const nothing: ImpactAssessment = {
  risk: 'NONE',
  confidence: 100,
  doubts: [],
  findings: [],
  ignored: [],
  losses: [],
  estimate: null,
  files: [],
};

/** What is stored of one assessment is bounded. */
const maxFindings = 500;

/** What the steps would do to the database, or null when that could not be found out. */
export async function assessSteps(
  options: AssessOptions,
  databaseName: string,
  steps: readonly ReadStep[],
): Promise<ImpactAssessment | null> {
  const { assessor } = options;
  if (steps.length === 0) return nothing;
  if (assessor === undefined) return null;
  const files = steps.map(({ version, fileName, bytes }) => ({ version, file: fileName, bytes }));
  return assess(options, databaseName, async () => {
    const assessment = await assessor.assessFiles({ databaseName, files });
    requireSameBytes(assessment, steps);
    return assessment;
  });
}

/** What the pending migrations of another tool's source would do, or null when nobody can tell. */
export async function assessForeign(
  options: AssessOptions,
  place: { databaseName: string; source: string; toVersion?: string | undefined },
): Promise<ImpactAssessment | null> {
  const { assessor } = options;
  if (assessor?.assessPending === undefined) return null;
  return assess(options, place.databaseName, async () => assessor.assessPending?.(place));
}

async function assess(
  { clock, logger, assessTimeoutMs = 30_000 }: AssessOptions,
  databaseName: string,
  work: () => Promise<ImpactAssessment | undefined>,
): Promise<ImpactAssessment | null> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.setTimer(assessTimeoutMs, () => {
      reject(new Error(`the assessment took longer than ${assessTimeoutMs} ms`));
    });
  });
  try {
    const assessment = await Promise.race([work(), late]);
    return assessment === undefined ? null : bounded(assessment);
  } catch (error) {
    const about = { err: coerceError(error), database: databaseName };
    logger.warn(about, 'the impact of migrations could not be assessed');
    return null;
  } finally {
    cancel();
  }
}

function requireSameBytes(assessment: ImpactAssessment, steps: readonly ReadStep[]): void {
  const assessed = assessment.files.map((file) => file.checksum);
  const same =
    assessed.length === steps.length && steps.every((step, i) => step.checksum === assessed[i]);
  if (!same) throw new Error('the assessment is of other bytes than those that were given');
}

/** The worst findings first, no more than can be stored and shown. */
function bounded(assessment: ImpactAssessment): ImpactAssessment {
  const { findings } = assessment;
  if (findings.length <= maxFindings) return assessment;
  const left = findings.length - maxFindings;
  return {
    ...assessment,
    findings: worstFindings(findings, maxFindings),
    doubts: [...assessment.doubts, `${left} findings of lower risk are left out`],
  };
}

/** The `limit` worst findings, worst first, in the order of the files where they are alike. */
export function worstFindings(
  findings: readonly ImpactFinding[],
  limit: number,
): readonly ImpactFinding[] {
  return findings.toSorted((a, b) => riskRank(b.level) - riskRank(a.level)).slice(0, limit);
}
