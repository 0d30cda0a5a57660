// Whether an assessment reaches the threshold that ends the command with exit code 1. What is not
// known counts as the worst.
import { riskRank, type ImpactAssessment, type RiskLevel } from '../core/impact.ts';

export interface Thresholds {
  /** `never`: only the confidence can fail. */
  readonly failOn: RiskLevel | 'never';
  /** 0: any confidence will do. */
  readonly minConfidence: number;
}

export interface Verdict {
  readonly reached: boolean;
  /** Why, a clause each; empty when it is not reached. */
  readonly reasons: readonly string[];
}

/** True when a level alone reaches the threshold. */
export function reachesLevel(level: RiskLevel, { failOn }: Thresholds): boolean {
  return failOn !== 'never' && riskRank(level) >= riskRank(failOn);
}

/** The verdict on an assessment. */
export function judge(assessment: ImpactAssessment, thresholds: Thresholds): Verdict {
  const { risk, confidence } = assessment;
  const reasons: string[] = [];
  if (reachesLevel(risk, thresholds)) {
    reasons.push(`the risk is ${risk}, and ${thresholds.failOn} or more fails`);
  }
  if (confidence < thresholds.minConfidence) {
    reasons.push(
      `the confidence is ${confidence}, and less than ${thresholds.minConfidence} fails`,
    );
  }
  return { reached: reasons.length > 0, reasons };
}
