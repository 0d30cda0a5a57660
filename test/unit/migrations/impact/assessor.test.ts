// The assessor: the same result as all at once, small files between turns of the event loop and big
// ones in a worker, which may fail or take too long.
import { describe, expect, it } from 'vitest';

import { createClock, createSystemClock } from '../../../../src/core/clock.ts';
import { UnavailableError } from '../../../../src/core/errors.ts';
import { assessScripts, type AssessmentInput } from '../../../../src/migrations/impact/assess.ts';
import { createImpactAssessor } from '../../../../src/migrations/impact/assessor.ts';
import { noFacts } from '../../../../src/migrations/impact/facts.ts';
import { databaseFacts, table } from '../../../support/impact-facts.ts';

const file = (version: string, text: string) => ({
  version,
  file: `${version}.sql`,
  bytes: Buffer.from(text),
});
const big = (statements: number): string =>
  Array.from({ length: statements }, (_, at) => `alter table t${at} add column a int;`).join('\n');

const input = (files: AssessmentInput['files'], facts = noFacts): AssessmentInput => ({
  facts,
  files,
});

// Starting a worker takes long on a busy machine.
describe('createImpactAssessor', { timeout: 60_000 }, () => {
  it('says what assessScripts says, whichever way a file goes', async () => {
    const assessor = await createImpactAssessor({
      clock: createSystemClock(),
      inlineMaxBytes: 200,
    });
    const facts = databaseFacts([table('t1')]);
    const files = [
      file('1', 'create table t5 (a int)'),
      file('2', big(50)),
      file('3', 'drop table t1'),
      file('4', `${big(20)} selec`),
    ];
    const [online, offline] = await Promise.all([
      assessor.assess(input(files, facts)),
      assessor.assess(input(files)),
    ]);
    await assessor.stop();
    expect(online).toEqual(assessScripts(input(files, facts)));
    expect(offline).toEqual(assessScripts(input(files)));
    expect(online).not.toEqual(offline);
  });

  it('lets others have their turn between files', async () => {
    let nowMs = 0;
    const clock = createClock({
      now: () => new Date(0),
      monotonicMs: () => (nowMs += 3),
      setTimer: () => () => undefined,
    });
    const assessor = await createImpactAssessor({ clock });
    let turns = 0;
    let isDone = false;
    const others = (): void => {
      turns += 1;
      if (!isDone) setImmediate(others);
    };
    setImmediate(others);
    await assessor.assess(input(Array.from({ length: 40 }, (_, at) => file(`${at}`, 'select 1'))));
    isDone = true;
    await assessor.stop();
    expect(turns).toBeGreaterThan(5);
  });

  it('reports a file that takes too long, and goes on with the next', async () => {
    const timers: (() => void)[] = [];
    const clock = createClock({
      now: () => new Date(0),
      monotonicMs: () => 0,
      setTimer: (_delayMs, callback) => {
        timers.push(callback);
        return () => undefined;
      },
    });
    const assessor = await createImpactAssessor({ clock, inlineMaxBytes: 100 });
    const assessing = assessor.assess(input([file('1', big(20_000)), file('2', 'select 1')]));
    await expect.poll(() => timers.length, { timeout: 30_000 }).toBe(1);
    timers[0]?.();
    expect(await assessing).toMatchObject({
      risk: 'UNKNOWN',
      confidence: 0,
      findings: [{ rule: 'not-assessed', message: expect.stringContaining('longer than 60 s') }],
      files: [
        { version: '1', statements: 0, risk: 'UNKNOWN' },
        { version: '2', risk: 'NONE' },
      ],
    });
    await assessor.stop();
  });

  it('does not read a file that is too large', async () => {
    const assessor = await createImpactAssessor({ clock: createSystemClock() });
    const bytes = Buffer.alloc(17 * 1024 * 1024, ' ');
    const assessment = await assessor.assess(input([{ version: null, file: 'x.sql', bytes }]));
    await assessor.stop();
    expect(assessment).toMatchObject({
      risk: 'UNKNOWN',
      doubts: expect.arrayContaining(['x.sql is not assessed: it is larger than 16 MiB']),
    });
  });

  it('rejects what still waits when it stops', async () => {
    const assessor = await createImpactAssessor({ clock: createSystemClock(), inlineMaxBytes: 10 });
    const waiting = Promise.allSettled([
      assessor.assess(input([file('1', big(20_000))])),
      assessor.assess(input([file('2', big(10))])),
    ]);
    await assessor.stop();
    for (const each of await waiting) {
      expect(each).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
    }
  });
});
