// The corpus: nothing in it crashes or hangs the assessment, every verdict is the one written down,
// every rule appears, and where squawk has the rule as well the two agree or it is known why not.
// `npm run corpus:accept` writes down what is true now.
import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it } from 'vitest';

import type { ImpactRule } from '../../../../src/migrations/impact/rule.ts';
import { impactRules } from '../../../../src/migrations/impact/rules/registry.ts';
import { loadSqlParser } from '../../../../src/sql/parse.ts';
import { comparisonSection, formatPage, putSection } from '../../../support/comparison-page.ts';
import {
  assessCorpusFile,
  checkExplanations,
  compareWithSquawk,
  comparisonPage,
  readCorpus,
  readExplanations,
  verdictOf,
  verdictsFile,
  withoutErrors,
  type CorpusFile,
  type CorpusVerdict,
} from '../../../support/corpus.ts';
import { agreementOf, type ComparedRule } from '../../../support/squawk-comparison.ts';

/** These need a live database or a tool's history; their own tests show them. */
const notInFiles = new Set([
  'concurrent-index-waits',
  'index-on-partitioned-table',
  'not-assessed',
  'out-of-order',
]);

let corpus: readonly CorpusFile[];

beforeAll(async () => {
  await loadSqlParser();
  corpus = readCorpus();
});

describe('the corpus of migrations', () => {
  const verdicts = new Map<string, CorpusVerdict>();

  it('has hundreds of files, and each can be assessed', { timeout: 60_000 }, () => {
    expect(corpus.length).toBeGreaterThan(400);
    for (const file of corpus) verdicts.set(file.file, verdictOf(assessCorpusFile(file)));
  });

  it('gets the verdicts that are written down', () => {
    expect(Object.fromEntries(verdicts)).toEqual(JSON.parse(readFileSync(verdictsFile, 'utf8')));
  });

  it('gets the same verdicts whatever was assessed before', { timeout: 60_000 }, () => {
    for (const file of corpus.toReversed()) {
      expect(verdictOf(assessCorpusFile(file)), file.file).toEqual(verdicts.get(file.file));
    }
  });

  it('says nothing of a file in which there is nothing', () => {
    for (const file of [
      'empty.sql',
      'only_blanks.sql',
      'only_comment.sql',
      'only_semicolons.sql',
    ]) {
      expect(verdicts.get(file), file).toEqual(['NONE', 100, []]);
    }
  });

  it('never takes for safe what it cannot read', () => {
    const unread = corpus.filter(({ file }) => /^(?:broken|truncated|dialect|psql)_/.test(file));
    expect(unread.length).toBeGreaterThan(20);
    for (const { file } of unread) {
      expect(verdicts.get(file)?.slice(0, 2), file).toEqual(['UNKNOWN', 0]);
    }
  });

  it('shows every rule in several files', { timeout: 60_000 }, () => {
    const shown = corpus.flatMap((file) => {
      const wrapped = verdictOf(assessCorpusFile(file, true));
      return [...new Set([...(verdicts.get(file.file)?.[2] ?? []), ...wrapped[2]])];
    });
    const rare = impactRules
      .map((rule: ImpactRule) => rule.id)
      .filter((id) => !notInFiles.has(id) && shown.filter((one) => one === id).length < 2);
    expect(rare).toEqual([]);
  });
});

describe('hawkwatch beside squawk', () => {
  let rules: readonly ComparedRule[];
  const explanations = readExplanations();

  beforeAll(() => {
    rules = compareWithSquawk(corpus);
  });

  it('compares every rule that both have', () => {
    expect(rules.length).toBeGreaterThan(30);
    for (const rule of rules) expect(rule.both, rule.rule).toBeGreaterThan(0);
  });

  it('disagrees nowhere without a reason, and no reason is left over', () => {
    expect(checkExplanations(rules, explanations)).toEqual({ unexplained: [], stale: [] });
  });

  it('agrees in at least 95 of 100 places', () => {
    expect(agreementOf(rules)).toBeGreaterThanOrEqual(95);
    for (const rule of withoutErrors(rules, explanations)) {
      expect(agreementOf([rule]), rule.rule).toBeGreaterThanOrEqual(95);
    }
  });

  it('is told in docs/impact.md as it is', async () => {
    const page = readFileSync(comparisonPage, 'utf8');
    const section = comparisonSection(corpus, rules, explanations);
    expect(await formatPage(putSection(page, section))).toBe(page);
  });
});
