// The whole analysis of a file, and the worker thread for big ones with its time limit.
import { beforeAll, describe, expect, it } from 'vitest';
import { createClock, createSystemClock } from '../../../src/core/clock.ts';
import { UnavailableError } from '../../../src/core/errors.ts';
import { analyseMigration } from '../../../src/sql/analyse.ts';
import { createSqlAnalyser } from '../../../src/sql/analyser.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';

beforeAll(loadSqlParser);

const source = (text: string) => ({ name: '0001_a.sql', bytes: Buffer.from(text) });

describe('analyseMigration', () => {
  it('describes each statement, as data that can be cloned', () => {
    const analysis = analyseMigration(
      source(
        `-- hawkwatch: lock-timeout 2s\nCREATE ROLE a PASSWORD 'hunter2';\nCREATE INDEX CONCURRENTLY i ON t (a);`,
      ),
    );
    expect(structuredClone(analysis)).toEqual({
      ok: true,
      script: {
        name: '0001_a.sql',
        directives: { noTransaction: false, lockTimeoutMs: 2000 },
        transactional: false,
        statements: [
          {
            index: 0,
            line: 2,
            kind: 'CreateRoleStmt',
            text: `CREATE ROLE a PASSWORD 'hunter2'`,
            redactedText: `CREATE ROLE a PASSWORD '***'`,
            secrets: ['hunter2'],
            runsInTransaction: true,
          },
          {
            index: 1,
            line: 3,
            kind: 'IndexStmt',
            text: 'CREATE INDEX CONCURRENTLY i ON t (a)',
            redactedText: 'CREATE INDEX CONCURRENTLY i ON t (a)',
            secrets: [],
            runsInTransaction: false,
            probe: { kind: 'index-created', index: 'i', table: 't' },
          },
        ],
      },
    });
  });

  it.each([
    ['SELECT 1', true],
    ['-- nothing', true],
    ['-- hawkwatch: no-transaction\nSELECT 1', false],
    ['VACUUM', false],
  ])('tells whether %j is transactional', (text, transactional) => {
    expect(analyseMigration(source(text))).toMatchObject({ ok: true, script: { transactional } });
  });

  it('gives all refusals at once, ordered by line', () => {
    const analysis = analyseMigration(
      source(
        `BEGIN;\n-- hawkwatch: lock-timeout x\nCREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\nCALL public.p();\nCOMMIT;`,
      ),
    );
    expect(analysis).toMatchObject({
      ok: false,
      issues: [
        { line: 1, message: expect.stringContaining('BEGIN') },
        { line: 2, message: expect.stringContaining('duration') },
        { line: 4, message: expect.stringContaining('CALL p') },
        { line: 5, message: expect.stringContaining('COMMIT') },
      ],
    });
  });

  it('gives a syntax error with its place', () => {
    expect(analyseMigration(source('SELECT 1;\n SELEC 2'))).toEqual({
      ok: false,
      issues: [{ line: 2, column: 2, message: 'syntax error at or near "SELEC"' }],
    });
  });
});

describe('createSqlAnalyser', () => {
  const rows = (count: number) =>
    source(`INSERT INTO t VALUES ${Array.from({ length: count }, (_, n) => `(${n})`).join(',')}`);

  it('answers small files inline and big ones from a worker, with the same result', async () => {
    const analyser = await createSqlAnalyser({ clock: createSystemClock(), inlineMaxBytes: 1000 });
    const small = rows(10);
    const big = rows(1000);
    const [a, b, c] = await Promise.all([small, big, big].map((file) => analyser.analyse(file)));
    await analyser.stop();
    expect(a).toEqual(analyseMigration(small));
    expect(b).toEqual(analyseMigration(big));
    expect(c).toEqual(b);
  });

  it('ends a worker that takes too long, and goes on with a new one', async () => {
    const timers: (() => void)[] = [];
    const clock = createClock({
      now: () => new Date(0),
      monotonicMs: () => 0,
      setTimer: (_delayMs, callback) => {
        timers.push(callback);
        return () => undefined;
      },
    });
    const analyser = await createSqlAnalyser({ clock, inlineMaxBytes: 10 });
    const late = analyser.analyse(rows(20_000));
    await expect.poll(() => timers.length).toBe(1);
    timers[0]?.();
    expect(await late).toMatchObject({
      ok: false,
      issues: [{ line: 1, message: expect.stringContaining('longer than 60 s') }],
    });
    expect(await analyser.analyse(rows(10))).toMatchObject({ ok: true });
    await analyser.stop();
  });

  it('rejects what still waits when it stops', async () => {
    const analyser = await createSqlAnalyser({ clock: createSystemClock(), inlineMaxBytes: 10 });
    const waiting = Promise.allSettled(
      [rows(20_000), rows(10)].map((file) => analyser.analyse(file)),
    );
    await analyser.stop();
    expect(await waiting).toMatchObject([
      { status: 'rejected', reason: expect.any(UnavailableError) },
      { status: 'rejected', reason: expect.any(UnavailableError) },
    ]);
  });
});
