import { describe, expect, it } from 'vitest';

import { formatBytes } from '../../../src/dashboard/parts/bytes.ts';
import {
  riskByVersion,
  sortFindings,
  type ShownFinding,
} from '../../../src/dashboard/parts/impact/impact-shape.ts';

const finding = (rule: string, level: ShownFinding['level']): ShownFinding => ({
  rule,
  level,
  classes: [],
  blocks: [],
  lockMode: null,
  version: null,
  safeForm: null,
  file: '1.sql',
  line: 1,
  message: '',
  because: [],
});

describe('an assessment', () => {
  it('has the worst findings first, what cannot be told before all, the others in their order', () => {
    const sorted = sortFindings([
      finding('a', 'LOW'),
      finding('b', 'HIGH'),
      finding('c', 'UNKNOWN'),
      finding('d', 'LOW'),
      finding('e', 'CRITICAL'),
    ]);
    expect(sorted.map(({ rule }) => rule).join('')).toBe('cebad');
  });

  it('tells the risk of each version; SQL without one is left out', () => {
    const risks = riskByVersion([
      { version: '1', risk: 'LOW' },
      { version: null, risk: 'HIGH' },
    ]);
    expect([...risks]).toEqual([['1', 'LOW']]);
  });
});

describe('a size', () => {
  it('is written as people read it', () => {
    expect([0, 812, 1024, 7_804_607, 335_007_449_088].map(formatBytes)).toEqual([
      '0 B',
      '812 B',
      '1.0 KiB',
      '7.4 MiB',
      '312 GiB',
    ]);
  });
});
