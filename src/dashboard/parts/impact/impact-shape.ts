// What the parts here show of an assessment: the fragment that queries name, and its words.
import { graphql } from '../../graphql/gql.ts';
import type { RiskLevel, ShownImpactFragment } from '../../graphql/graphql.ts';

graphql(`
  fragment ShownImpact on ImpactAssessment {
    risk
    confidence
    doubts
    estimate {
      lowMs
      highMs
      basis
    }
    losses {
      object
      message
      rows
    }
    files {
      file
      version
      risk
      checksum
      statements
    }
    findings {
      rule
      level
      classes
      blocks
      lockMode
      file
      line
      version
      message
      because
      safeForm
    }
  }
`);

export type ShownImpact = ShownImpactFragment;
export type ShownFinding = ShownImpact['findings'][number];

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
export function riskByVersion(
  files: readonly Pick<ShownImpact['files'][number], 'version' | 'risk'>[],
): ReadonlyMap<string, RiskLevel> {
  return new Map(files.flatMap(({ version, risk }) => (version == null ? [] : [[version, risk]])));
}
