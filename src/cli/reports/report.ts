// What every form of the report of `assess` is made from. A form is a pure function in a file of its
// own and a line in `registry.ts`.
import type { ImpactAssessment, RiskClass, RiskLevel } from '../../core/impact.ts';
import type { Thresholds, Verdict } from '../verdict.ts';

/** What a report says of a rule besides its findings. */
export interface RuleDescription {
  readonly id: string;
  readonly title: string;
  readonly classes: readonly RiskClass[];
  readonly level: RiskLevel;
  readonly safeForm: string | null;
}

export interface AssessmentReport {
  /** hawkwatch's own. */
  readonly version: string;
  /** What was assessed against, in words. */
  readonly against: string;
  readonly database: string | null;
  readonly assessment: ImpactAssessment;
  readonly thresholds: Thresholds;
  readonly verdict: Verdict;
  readonly exitCode: number;
  findRule(id: string): RuleDescription | undefined;
}

export interface ReportOptions {
  readonly colours: boolean;
}

export type ReportForm = (report: AssessmentReport, options: ReportOptions) => string;
