// Whatever a file holds, assessing it ends with a verdict: the rows of all rules, cut off, mixed,
// with bytes changed. What cannot be parsed is never called safe.
import { beforeAll, describe, expect, it } from 'vitest';

import { assessScripts } from '../../../../src/migrations/impact/assess.ts';
import { noFacts } from '../../../../src/migrations/impact/facts.ts';
import { readFileForm } from '../../../../src/migrations/impact/file-form.ts';
import { loadSqlParser, parseSql } from '../../../../src/sql/parse.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../../support/seeded.ts';
import { databaseFacts, table } from '../../../support/impact-facts.ts';
import { dataCases, timeoutCases, transactionCases } from './cases/behaviour.ts';
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

const corpus = [
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
].flatMap(({ rows }) => rows.map(({ sql }) => sql));

const pieces = [
  "'",
  '"',
  '$$',
  ';',
  '(',
  ')',
  '/*',
  '*/',
  '--',
  '\\',
  '\n',
  'ü',
  '😀',
  '\ud800',
  '\u0001',
  ' begin ',
  ' null ',
  ' cascade ',
  '0',
  '$1',
  ':x',
  '%',
  'as',
  ',',
];

function mutate(text: string, random: Seeded): string {
  let mutated = text;
  for (let times = 1 + random.integer(3); times > 0; times -= 1) {
    const at = random.integer(mutated.length + 1);
    const other = corpus[random.integer(corpus.length)] ?? '';
    const choice = random.integer(5);
    if (choice === 0) mutated = mutated.slice(0, at);
    else if (choice === 1)
      mutated = mutated.slice(0, at) + mutated.slice(at + 1 + random.integer(6));
    else if (choice === 2)
      mutated =
        mutated.slice(0, at) + (pieces[random.integer(pieces.length)] ?? '') + mutated.slice(at);
    else if (choice === 3)
      mutated = `${mutated.slice(0, at)}${other.slice(random.integer(other.length))}`;
    else mutated = `${mutated};\n${other}`;
  }
  return mutated;
}

beforeAll(loadSqlParser);

describe('assessing', () => {
  const seed = chooseSeed();
  const facts = databaseFacts(['orders', 'items', 't'].map((name) => table(name)));

  it(
    `never throws and never calls safe what it cannot parse (seed ${seed})`,
    { timeout: 120_000 },
    () => {
      const random = createSeeded(seed);
      for (let round = 0; round < 1500; round += 1) {
        const text = mutate(corpus[random.integer(corpus.length)] ?? '', random);
        const assessment = assessScripts({
          facts: round % 2 === 0 ? noFacts : facts,
          ...(round % 3 === 0 ? { toolWraps: round % 2 === 0 } : {}),
          optIn: ['unqualified-name', 'name-needs-quotes', 'column-padding'],
          files: [{ version: null, file: '<sql>', bytes: Buffer.from(text) }],
        });
        const parses = parseSql(readFileForm(text.toWellFormed()).text).ok;
        const isSafe = assessment.risk !== 'UNKNOWN' || assessment.confidence !== 0;
        expect(!parses && isSafe, text).toBe(false);
        expect(assessment.confidence).toBeGreaterThanOrEqual(0);
        expect(assessment.confidence).toBeLessThanOrEqual(100);
      }
    },
  );

  it(`never throws over files of other dialects (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 1000; round += 1) {
      const bytes = Buffer.from(mutate(corpus[random.integer(corpus.length)] ?? '', random));
      for (const dialect of ['sqlite', 'mysql'] as const) {
        const files = [{ version: null, file: '<sql>', bytes }];
        expect(assessScripts({ facts: noFacts, dialect, files }).files).toHaveLength(1);
      }
    }
  });

  it(`gives the same verdict again (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 100; round += 1) {
      const bytes = Buffer.from(mutate(corpus[random.integer(corpus.length)] ?? '', random));
      const input = { facts, files: [{ version: '1', file: '1.sql', bytes }] };
      expect(assessScripts(input)).toEqual(assessScripts(input));
    }
  });
});
