import { describe, expect, it } from 'vitest';

import type { StatementReading } from '../../../src/databases/resources.ts';
import { createStatementWindows } from '../../../src/monitors/database-resources/statement-windows.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const reading = (calls: number): StatementReading => {
  const costs = { rows: 0, blocksHit: 0, blocksRead: 0, tempBlocks: 0, walBytes: 0 };
  return {
    epoch: 'a',
    complete: true,
    totals: [{ id: '1', calls, totalMs: 10 * calls, ...costs }],
  };
};

describe('windows of statements', () => {
  it('are kept where texts cannot be read, which is tried again after an hour', async () => {
    const clock = createFakeClock();
    let asked = 0;
    let fails = true;
    const connection = {
      readStatementTexts: () => {
        asked += 1;
        return fails
          ? Promise.reject(new Error('it took too long'))
          : Promise.resolve(new Map([['1', 'select 1']]));
      },
    };
    const windows = createStatementWindows({ databaseId: 'd', clock, connection });
    await windows.close(reading(1));
    const note = { about: 'the texts of statements', reason: 'it took too long' };
    for (const calls of [2, 3, 4]) {
      clock.advance(60_000);
      const window = await windows.close(reading(calls));
      expect(window?.row.statements).toMatchObject([{ id: '1', calls: 1, text: null }]);
      expect(window?.measures).not.toEqual([]);
      expect(window?.notes).toEqual([note]);
    }
    expect(asked).toBe(1);
    fails = false;
    clock.advance(3_600_000);
    const window = await windows.close(reading(5));
    expect(window?.row.statements).toMatchObject([{ text: 'select 1' }]);
    expect(window?.notes).toEqual([]);
  });
});
