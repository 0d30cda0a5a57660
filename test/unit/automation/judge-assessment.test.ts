import { describe, expect, it } from 'vitest';

import { riskLevels, type ImpactAssessment, type RiskLevel } from '../../../src/core/impact.ts';
import { reasonForReview } from '../../../src/migrations/automatic/judge-assessment.ts';

const assessment = (
  risk: RiskLevel,
  confidence = 100,
  more: Partial<ImpactAssessment> = {},
): ImpactAssessment => ({
  risk,
  confidence,
  doubts: [],
  findings: [],
  ignored: [],
  losses: [],
  estimate: null,
  files: [],
  ...more,
});

describe('what may go ahead without a person', () => {
  it('is of a risk that is accepted, and of no other', () => {
    const accepted = (maxRisk: 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH'): RiskLevel[] =>
      riskLevels.filter(
        (risk) => reasonForReview(assessment(risk), { maxRisk, confidence: 90 }) === null,
      );
    expect(accepted('NONE')).toEqual(['NONE']);
    expect(accepted('LOW')).toEqual(['NONE', 'LOW']);
    expect(accepted('MEDIUM')).toEqual(['NONE', 'LOW', 'MEDIUM']);
    expect(accepted('HIGH')).toEqual(['NONE', 'LOW', 'MEDIUM', 'HIGH']);
  });

  it('is sure enough', () => {
    const at = (confidence: number) =>
      reasonForReview(assessment('LOW', confidence), { maxRisk: 'LOW', confidence: 90 });
    expect([at(100), at(90)]).toEqual([null, null]);
    expect(at(89)).toBe('the confidence is 89, and 90 is needed');
    expect(at(Number.NaN)).not.toBeNull();
  });

  it('holds nothing that is not known, even where the whole claims to be known', () => {
    const file = { version: '1', file: '1_a.sql', checksum: '', statements: 1 };
    const accepted = { maxRisk: 'MEDIUM', confidence: 0 } as const;
    expect(reasonForReview(null, accepted)).toBe('its impact could not be assessed');
    const hidden = assessment('LOW', 100, { files: [{ ...file, risk: 'UNKNOWN' }] });
    expect(reasonForReview(hidden, accepted)).toMatch(/cannot be told/);
    const worse = assessment('LOW', 100, { files: [{ ...file, risk: 'CRITICAL' }] });
    expect(reasonForReview(worse, accepted)).toBe('its risk is CRITICAL, and MEDIUM is accepted');
  });
});
