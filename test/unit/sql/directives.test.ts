// Directives count in real comments only, and each mistake is told with its line.
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDuration, readDirectives } from '../../../src/sql/directives.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';

beforeAll(loadSqlParser);

describe('readDirectives', () => {
  it('reads all directives, anywhere in the file', () => {
    const text = `-- hawkwatch: no-transaction\r\n--hawkwatch:lock-timeout 2s\nSELECT 1; -- hawkwatch: statement-timeout 30min`;
    expect(readDirectives(text)).toEqual({
      directives: { noTransaction: true, lockTimeoutMs: 2000, statementTimeoutMs: 1_800_000 },
      issues: [],
    });
  });

  it.each([
    `SELECT '-- hawkwatch: no-transaction'`,
    `SELECT '\n-- hawkwatch: no-transaction\n'`,
    `DO $$\n-- hawkwatch: no-transaction\nBEGIN END $$`,
    `/*\n-- hawkwatch: no-transaction\n*/`,
    '-- see hawkwatch: no-transaction',
    '-- hawkwatch runs this with no-transaction',
  ])('sees none in %j', (text) => {
    expect(readDirectives(text)).toEqual({ directives: { noTransaction: false }, issues: [] });
  });

  it.each([
    ['SELECT 1;\n-- hawkwatch: no-transactions', 2, 'unknown directive "no-transactions"'],
    ['-- hawkwatch:', 1, 'unknown directive ""'],
    ['-- hawkwatch: no-transaction yes', 1, 'takes no value'],
    ['-- hawkwatch: lock-timeout', 1, 'needs a duration'],
    ['\n\n-- hawkwatch: lock-timeout 2 days', 3, 'needs a duration'],
    ['-- hawkwatch: statement-timeout -1s', 1, 'needs a duration'],
    ['-- hawkwatch: statement-timeout 1.5s', 1, 'needs a duration'],
    ['-- hawkwatch: statement-timeout 600h', 1, 'needs a duration'],
    ['-- hawkwatch: lock-timeout 1s\n-- hawkwatch: lock-timeout 2s', 2, 'second time'],
    ['SELECT 1;\n/* hawkwatch: no-transaction */', 2, '-- comments only'],
  ])('complains about %j', (text, line, message) => {
    const { issues } = readDirectives(text);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ line });
    expect(issues[0]?.message).toContain(message);
  });
});

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['250ms', 250],
    ['2s', 2000],
    ['30min', 1_800_000],
    ['1h', 3_600_000],
    ['2', undefined],
    ['', undefined],
    ['1m', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
