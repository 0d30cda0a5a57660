// Every impact rule against rows of SQL: what it finds, at which level, and what it leaves alone.
import { beforeAll, describe, expect, it } from 'vitest';

import { assessScripts } from '../../../../src/migrations/impact/assess.ts';
import { noFacts } from '../../../../src/migrations/impact/facts.ts';
import { impactRules } from '../../../../src/migrations/impact/rules/registry.ts';
import { loadSqlParser } from '../../../../src/sql/parse.ts';
import { dataCases, timeoutCases, transactionCases } from './cases/behaviour.ts';
import type { ExpectedFinding, ImpactCase, ImpactCases } from './cases/case.ts';
import { columnCases, columnTypeCases } from './cases/columns.ts';
import { constraintCases } from './cases/constraints.ts';
import { indexCases } from './cases/indexes.ts';
import { qualityCases } from './cases/quality.ts';
import {
  dropCases,
  partitionCases,
  renameCases,
  rewriteCases,
  rightCases,
} from './cases/schema-changes.ts';

const families: readonly ImpactCases[] = [
  indexCases,
  constraintCases,
  columnCases,
  columnTypeCases,
  rewriteCases,
  partitionCases,
  dropCases,
  renameCases,
  rightCases,
  timeoutCases,
  transactionCases,
  dataCases,
  qualityCases,
];

function assess({ sql, facts = noFacts, version, settings, overtakenBy }: ImpactCase) {
  return assessScripts({
    facts,
    ...(version === undefined ? {} : { assumedVersion: version }),
    lockTimeout: true,
    statementTimeout: true,
    ...settings,
    files: [
      {
        version: '1',
        file: '1.sql',
        bytes: Buffer.from(sql),
        ...(overtakenBy === undefined ? {} : { overtakenBy }),
      },
    ],
  });
}

function matches(found: ReturnType<typeof assess>['findings'][number], wanted: ExpectedFinding) {
  return (
    found.rule === wanted.rule &&
    (wanted.level === undefined || found.level === wanted.level) &&
    (wanted.statement === undefined || found.statement === wanted.statement) &&
    (wanted.says === undefined ||
      (typeof wanted.says === 'string'
        ? found.message.includes(wanted.says)
        : wanted.says.test(found.message)))
  );
}

beforeAll(loadSqlParser);

describe.each(families)('$family', ({ rules, rows }) => {
  it.each(rows)('$name', (row) => {
    const findings = assess(row).findings.filter(({ rule }) => rules.includes(rule));
    const told = findings.map(({ rule, level, statement, message }) => ({
      rule,
      level,
      statement,
      message,
    }));
    const wanted = (row.expect === 'none' ? [] : row.expect).map((each) =>
      typeof each === 'string' ? { rule: each } : each,
    );
    const open = [...findings];
    for (const each of wanted) {
      const at = open.findIndex((found) => matches(found, each));
      expect(at, `${JSON.stringify(each)} is not among ${JSON.stringify(told, null, 1)}`).not.toBe(
        -1,
      );
      open.splice(at, 1);
    }
    expect(open.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});

describe('the rows', () => {
  const positive = new Set(
    families.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        row.expect === 'none'
          ? []
          : row.expect.map((each) => (typeof each === 'string' ? each : each.rule)),
      ),
    ),
  );
  const looked = new Set(
    families.flatMap(({ rules, rows }) => (rows.some((row) => row.expect === 'none') ? rules : [])),
  );

  it('show each rule at work, and where it is quiet', () => {
    const ids = impactRules.map(({ id }) => id).filter((id) => id !== 'not-assessed');
    expect(ids.filter((id) => !positive.has(id))).toEqual([]);
    expect(ids.filter((id) => !looked.has(id))).toEqual([]);
  });

  it('never let a finding go without saying what, where and how grave', () => {
    for (const { rows } of families) {
      for (const row of rows) {
        for (const finding of assess(row).findings) {
          expect(finding.message).not.toMatch(/undefined|\[object|null/);
          expect(finding.message).not.toBe('');
          expect(finding.line).toBeGreaterThan(0);
          expect(finding.statement).toBeGreaterThan(0);
        }
      }
    }
  });
});
