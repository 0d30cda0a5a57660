import { describe, expect, it } from 'vitest';

import { csvField } from '../../../src/reports/compliance-csv.ts';
import { parseCsv } from '../../support/csv.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

describe('a field of a table', () => {
  it.each([
    ['public.orders', 'public.orders'],
    ['', ''],
    ['a, b', '"a, b"'],
    ['"quoted"', '"""quoted"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+41 44', "'+41 44"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['a=1', 'a=1'],
  ])('writes %j as %j', (text, written) => {
    expect(csvField(text)).toBe(written);
  });

  it('is read back as it was, whatever it holds', () => {
    const random = createSeeded(chooseSeed());
    const characters = ['"', ',', '\r', '\n', '=', '+', '-', '@', '\t', ' ', ';', 'a', 'é', '😀'];
    const pick = (): string => characters[random.integer(characters.length)] ?? '';
    for (let n = 0; n < 2000; n += 1) {
      const text = Array.from({ length: random.integer(8) }, pick).join('');
      const [row] = parseCsv(`${csvField(text)},${csvField('next')}\r\n`);
      const guarded = /^[\s\0]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
      expect(row, `HAWKWATCH_TEST_SEED=${random.seed}`).toEqual([guarded, 'next']);
    }
  });
});
