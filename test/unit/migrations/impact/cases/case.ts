// The form of the rows that impact rules are tested with: SQL, what is known of the database, and
// what is to be found of the rules that the file of rows is about.
import type { RiskLevel } from '../../../../../src/core/impact.ts';
import type { AssessmentSettings } from '../../../../../src/migrations/impact/assessment-input.ts';
import type { DatabaseFacts } from '../../../../../src/migrations/impact/facts.ts';

export interface ExpectedFinding {
  readonly rule: string;
  readonly level?: RiskLevel;
  /** Counted from 1. */
  readonly statement?: number;
  /** Part of the message. */
  readonly says?: string | RegExp;
}

export interface ImpactCase {
  readonly name: string;
  readonly sql: string;
  readonly facts?: DatabaseFacts;
  /** Major version of PostgreSQL, where there are no facts. */
  readonly version?: number;
  readonly settings?: Partial<AssessmentSettings>;
  readonly overtakenBy?: string;
  readonly expect: readonly (ExpectedFinding | string)[] | 'none';
}

export interface ImpactCases {
  readonly family: string;
  /** The rules whose findings count; those of others are not looked at. */
  readonly rules: readonly string[];
  readonly rows: readonly ImpactCase[];
}
