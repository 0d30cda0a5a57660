// The forms of a report, and the verdict in them.
import { describe, expect, it } from 'vitest';

import type { ImpactAssessment, ImpactFinding } from '../../../src/core/impact.ts';
import { reportForms, type ReportFormName } from '../../../src/cli/reports/registry.ts';
import type { AssessmentReport } from '../../../src/cli/reports/report.ts';
import { judge, type Thresholds } from '../../../src/cli/verdict.ts';

const finding: ImpactFinding = {
  rule: 'create-index-blocking',
  level: 'HIGH',
  classes: ['LOCK', 'SCAN'],
  message: 'CREATE INDEX on public.orders blocks writes, 100% of them: a, b\nuntil it is built',
  because: ['the table has about 2,000,000 rows'],
  version: null,
  file: 'db/migra tions/ä,1:2.sql',
  statement: 2,
  line: 7,
  lockMode: 'SHARE',
  blocks: ['WRITES', 'SCHEMA_CHANGES'],
  objects: ['public.orders'],
  safeForm: 'CREATE INDEX CONCURRENTLY',
};

const assessment: ImpactAssessment = {
  risk: 'HIGH',
  confidence: 70,
  doubts: ['nothing is known of the tables'],
  findings: [
    {
      ...finding,
      rule: 'prefer-text',
      level: 'LOW',
      line: 3,
      safeForm: null,
      objects: [],
      lockMode: null,
    },
    finding,
    { ...finding, line: 9, statement: 3 },
    {
      ...finding,
      rule: 'new-rule',
      level: 'UNKNOWN',
      file: '/elsewhere/b.sql',
      because: [],
      line: 0,
    },
  ],
  ignored: [{ ...finding, rule: 'drop-table', line: 20, reason: 'nobody uses it' }],
  losses: [
    { object: 'public.orders.note', rows: 12, message: 'public.orders.note: about 12 rows' },
  ],
  estimate: { lowMs: 800, highMs: 95_000, basis: 'measured on this server' },
  files: [
    { version: null, file: finding.file, checksum: 'ab'.repeat(32), statements: 3, risk: 'HIGH' },
    {
      version: null,
      file: '/elsewhere/b.sql',
      checksum: 'cd'.repeat(32),
      statements: 1,
      risk: 'UNKNOWN',
    },
  ],
};

const strict: Thresholds = { failOn: 'HIGH', minConfidence: 0 };

function report(form: ReportFormName, thresholds = strict, colours = false): string {
  const verdict = judge(assessment, thresholds);
  const whole: AssessmentReport = {
    version: '0.1.0',
    against: 'no database',
    database: null,
    assessment,
    thresholds,
    verdict,
    exitCode: verdict.reached ? 1 : 0,
    findRule: (id) =>
      id === 'new-rule'
        ? undefined
        : { id, title: `Title of ${id}`, classes: ['LOCK'], level: 'HIGH', safeForm: 'safely' },
  };
  return reportForms[form](whole, { colours });
}

describe('the verdict', () => {
  it.each([
    ['NONE', 'LOW', 100, 0, false],
    ['LOW', 'LOW', 100, 0, true],
    ['MEDIUM', 'HIGH', 100, 0, false],
    ['CRITICAL', 'HIGH', 100, 0, true],
    ['UNKNOWN', 'CRITICAL', 100, 0, true],
    ['CRITICAL', 'UNKNOWN', 100, 0, false],
    ['UNKNOWN', 'never', 100, 0, false],
    ['LOW', 'HIGH', 89, 90, true],
    ['LOW', 'HIGH', 90, 90, false],
    ['UNKNOWN', 'never', 10, 50, true],
  ] as const)(
    'on %s, failing on %s, at %i of %i: %s',
    (risk, failOn, confidence, minConfidence, reached) => {
      const verdict = judge({ ...assessment, risk, confidence }, { failOn, minConfidence });
      expect(verdict.reached).toBe(reached);
      expect(verdict.reasons).toHaveLength(reached ? 1 : 0);
    },
  );
});

describe('the report for people', () => {
  it('tells each finding with its place, and what it comes to', () => {
    const text = report('human');
    expect(text).toContain('db/migra tions/ä,1:2.sql  HIGH');
    expect(text).toContain('line 7     HIGH     CREATE INDEX on public.orders blocks writes');
    expect(text).toContain('because the table has about 2,000,000 rows');
    expect(text).toContain('safer: CREATE INDEX CONCURRENTLY');
    expect(text).toContain('2 files, 4 statements, 4 findings');
    expect(text).toContain('risk HIGH, confidence 70 of 100');
    expect(text).toContain('not sure: nothing is known of the tables');
    expect(text).toContain('line 20 drop-table (nobody uses it)');
    expect(text).toContain('lost: public.orders.note: about 12 rows');
    expect(text).toContain('scans and rewrites take 800 ms to 2 min');
    expect(text).toContain('fails: the risk is HIGH, and HIGH or more fails');
    expect(report('human', { failOn: 'never', minConfidence: 0 })).toContain('passes');
  });

  it('is coloured only where that is wanted', () => {
    expect(report('human')).not.toContain('\u001B');
    expect(report('human', strict, true)).toContain('\u001B[31mHIGH');
  });
});

describe('the report for programs', () => {
  it('holds the assessment, the verdict and the exit code', () => {
    expect(JSON.parse(report('json'))).toEqual({
      form: 1,
      tool: { name: 'hawkwatch', version: '0.1.0' },
      against: 'no database',
      database: null,
      thresholds: strict,
      verdict: { reached: true, reasons: ['the risk is HIGH, and HIGH or more fails'] },
      exitCode: 1,
      ...assessment,
    });
  });
});

describe('the report for GitHub', () => {
  it('escapes what a workflow command would take for its own', () => {
    const [first, second] = report('github').split('\n');
    // The worst first; an unknown risk reaches every threshold.
    expect(first).toMatch(/^::error file=\/elsewhere\/b\.sql,line=1,title=UNKNOWN%3A new-rule::/);
    expect(second).toBe(
      '::error file=db/migra tions/ä%2C1%3A2.sql,line=7,title=HIGH%3A Title of create-index-blocking::' +
        'CREATE INDEX on public.orders blocks writes, 100%25 of them: a, b%0Auntil it is built%0A' +
        'because the table has about 2,000,000 rows%0Asafer: CREATE INDEX CONCURRENTLY%0A(create-index-blocking)',
    );
  });

  it('makes errors of what reaches the threshold, and of nothing else', () => {
    const commands = (thresholds: Thresholds): string[] =>
      [...report('github', thresholds).matchAll(/^::(\w+)/gm)].map((match) => match[1] ?? '');
    expect(commands(strict)).toEqual(['error', 'error', 'error', 'notice', 'error']);
    expect(commands({ failOn: 'never', minConfidence: 0 })).toEqual([
      'warning',
      'warning',
      'warning',
      'notice',
    ]);
  });
});

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly suppressions?: unknown;
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
              readonly region: { readonly startLine: number };
            };
          },
        ];
      }[];
    },
  ];
}

describe('the report in SARIF', () => {
  const sarif = JSON.parse(report('sarif')) as Sarif;
  const [run] = sarif.runs;

  it('names its version and describes every rule once', () => {
    expect(sarif).toMatchObject({ version: '2.1.0' });
    expect(run.tool.driver.rules.map((rule) => rule.id)).toEqual([
      'create-index-blocking',
      'drop-table',
      'new-rule',
      'prefer-text',
    ]);
    expect(run.results.map((result) => result.suppressions)).toEqual([
      ...run.tool.driver.rules.map(() => undefined),
      [{ kind: 'inSource', justification: 'nobody uses it' }],
    ]);
    expect(run.tool.driver.rules[0]).toMatchObject({
      name: 'CreateIndexBlocking',
      help: { text: 'Title of create-index-blocking\n\nSafer: safely' },
      defaultConfiguration: { level: 'error' },
    });
  });

  it('points to rule, file and line of each finding', () => {
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
      const { uri } = result.locations[0].physicalLocation.artifactLocation;
      expect(() => new URL(uri, 'file:///repository/')).not.toThrow();
    }
    expect(run.results[1]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'db/migra%20tions/%C3%A4%2C1%3A2.sql', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7 },
    });
    expect(run.results[3]?.locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'file:///elsewhere/b.sql',
    });
    expect(run.results.map((result) => result.level)).toEqual([
      'note',
      'error',
      'error',
      'warning',
      'error',
    ]);
  });

  it('has a fingerprint for each finding that does not hang on its line', () => {
    const prints = run.results.map((result) => result.partialFingerprints['hawkwatchFinding/v1']);
    expect(new Set(prints).size).toBe(prints.length);
    const moved = {
      ...assessment,
      findings: assessment.findings.map((one) => ({ ...one, line: one.line + 10 })),
    };
    const again = JSON.parse(
      reportForms.sarif(
        {
          version: '0.1.0',
          against: 'no database',
          database: null,
          assessment: moved,
          thresholds: strict,
          verdict: judge(moved, strict),
          exitCode: 1,
          findRule: () => undefined,
        },
        { colours: false },
      ),
    ) as Sarif;
    expect(
      again.runs[0].results.map((result) => result.partialFingerprints['hawkwatchFinding/v1']),
    ).toEqual(prints);
  });
});
