// What the parts here show of an assessment; every query that selects these fields fits.
import type { BlockedKind, LockMode, RiskClass, RiskLevel } from '../../graphql/graphql.ts';

export interface ShownFinding {
  readonly rule: string;
  readonly level: RiskLevel;
  readonly classes: readonly RiskClass[];
  readonly blocks: readonly BlockedKind[];
  readonly lockMode?: LockMode | null | undefined;
  readonly file: string;
  readonly line: number;
  readonly version?: string | null | undefined;
  readonly message: string;
  readonly because: readonly string[];
  readonly safeForm?: string | null | undefined;
}

export interface ShownImpact {
  readonly risk: RiskLevel;
  readonly confidence: number;
  readonly doubts: readonly string[];
  readonly estimate?:
    { readonly lowMs: number; readonly highMs: number; readonly basis: string } | null | undefined;
  readonly losses: readonly {
    readonly object: string;
    readonly message: string;
    readonly rows?: number | null | undefined;
  }[];
  readonly files: readonly {
    readonly file: string;
    readonly version?: string | null | undefined;
    readonly risk: RiskLevel;
  }[];
  readonly findings: readonly ShownFinding[];
}

const order: Readonly<Record<RiskLevel, number>> = {
  UNKNOWN: 0,
  CRITICAL: 1,
  HIGH: 2,
  MEDIUM: 3,
  LOW: 4,
  NONE: 5,
};

/** The worst first; what is equally bad stays in the order in which it runs. */
export function sortFindings(findings: readonly ShownFinding[]): ShownFinding[] {
  return findings.toSorted((a, b) => order[a.level] - order[b.level]);
}

/** Of each version, how risky it is. */
export function riskByVersion(files: ShownImpact['files']): ReadonlyMap<string, RiskLevel> {
  return new Map(files.flatMap(({ version, risk }) => (version == null ? [] : [[version, risk]])));
}
