// A small real assessor for tests: a file's comments say its risk (`-- risk: HIGH`, LOW without one)
// and the confidence (`-- confidence: 40`, 100 without one). Other behaviour is switched on by hand.
import { createHash } from 'node:crypto';

import { riskLevels, worstRisk, type RiskLevel } from '../../src/core/impact.ts';
import type { ImpactAssessor } from '../../src/migrations/impact/assessor-contract.ts';

export interface TestAssessor extends ImpactAssessor {
  /** How often it was asked. */
  readonly asked: number;
  /** The next so many assessments fail. */
  failures: number;
}

const riskOf = (text: string): RiskLevel => {
  const said = /-- risk: (\w+)/.exec(text)?.[1];
  return riskLevels.find((level) => level === said) ?? 'LOW';
};

export function createTestAssessor(): TestAssessor {
  let asked = 0;
  const assessor: TestAssessor = {
    get asked() {
      return asked;
    },
    failures: 0,
    assessFiles: ({ files }) => {
      asked += 1;
      if (assessor.failures > 0) {
        assessor.failures -= 1;
        return Promise.reject(new Error('the server went away'));
      }
      const texts = files.map((file) => Buffer.from(file.bytes).toString());
      const confidences = texts.map((text) =>
        Number(/-- confidence: (\d+)/.exec(text)?.[1] ?? 100),
      );
      return Promise.resolve({
        risk: worstRisk(texts.map(riskOf)),
        confidence: Math.min(100, ...confidences),
        doubts: [],
        findings: files.map(({ version, file }, i) => ({
          rule: 'test-rule',
          level: riskOf(texts[i] ?? ''),
          classes: [],
          message: `${file} does something`,
          because: [],
          version,
          file,
          statement: 1,
          line: 1,
          lockMode: null,
          blocks: [],
          objects: [],
          safeForm: null,
        })),
        ignored: [],
        losses: [],
        estimate: null,
        files: files.map(({ version, file, bytes }, i) => ({
          version,
          file,
          checksum: createHash('sha256').update(bytes).digest('hex'),
          statements: 1,
          risk: riskOf(texts[i] ?? ''),
        })),
      });
    },
  };
  return assessor;
}
