// Whether what was assessed may go ahead without a person. Pure. What is not known never may.
import { riskRank, type ImpactAssessment, type RiskLevel } from '../../core/impact.ts';

export interface AcceptedRisk {
  readonly maxRisk: Exclude<RiskLevel, 'UNKNOWN'>;
  /** 0 to 100. */
  readonly confidence: number;
}

/** Why a person has to look at it; null when nobody has to. */
export function reasonForReview(
  assessment: ImpactAssessment | null,
  accepted: AcceptedRisk,
): string | null {
  if (assessment === null) return 'its impact could not be assessed';
  const levels = [
    assessment.risk,
    ...assessment.files.map((file) => file.risk),
    ...assessment.findings.map((finding) => finding.level),
  ];
  if (levels.includes('UNKNOWN')) return 'what some of its statements do cannot be told';
  const tooRisky = levels.some((level) => riskRank(level) > riskRank(accepted.maxRisk));
  if (tooRisky) {
    const worst = levels.reduce((a, b) => (riskRank(b) > riskRank(a) ? b : a));
    return `its risk is ${worst}, and ${accepted.maxRisk} is accepted`;
  }
  if (!(assessment.confidence >= accepted.confidence)) {
    return `the confidence is ${assessment.confidence}, and ${accepted.confidence} is needed`;
  }
  return null;
}
