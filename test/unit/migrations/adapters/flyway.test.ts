// What Flyway's files and rows mean.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { flywayLockKey } from '../../../../src/migrations/adapter-kit/lock-keys.ts';
import { advisoryKey } from '../../../../src/migrations/adapter-kit/lock-holder.ts';
import { flywayAdapter, readFlywayRows } from '../../../../src/migrations/adapters/flyway.ts';
import {
  compareFlywayVersions,
  flywayChecksum,
  parseFlywayName,
} from '../../../../src/migrations/formats/flyway-files.ts';
import {
  historyOf,
  judgeSource,
  manifestFiles,
  memoryFiles,
  statesOf,
} from '../../../support/source-files.ts';

const { toolAdapter } = flywayAdapter;

describe('checksums of Flyway', () => {
  // Computed with Python: zlib.crc32 over the lines, as a signed number.
  it.each([
    ['', '0'],
    ['create table a (id int);\n', '-897341557'],
    ['create table a (\n  id int\n);\n', '1117949257'],
    ["insert into a values ('é 😀');\n", '-432211991'],
    ['select 1/0;\n', '-416095968'],
  ])('are those of an independent implementation: %j', (text, checksum) => {
    expect(flywayChecksum(text)).toBe(checksum);
  });

  it('do not depend on the ends of lines, nor on a byte order mark', () => {
    const text = 'create table a (\n  id int\n);\n';
    for (const same of [
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      text.trimEnd(),
      `\uFEFF${text}`,
    ]) {
      expect(flywayChecksum(same)).toBe(flywayChecksum(text));
    }
    expect(flywayChecksum(`\n\uFEFF${text}`)).not.toBe(flywayChecksum(text));
  });
});

describe('names of Flyway', () => {
  it.each([
    ['V1__create.sql', { kind: 'versioned', version: '1', description: 'create' }],
    ['V1_2_003__a_b.sql', { kind: 'versioned', version: '1.2.003', description: 'a b' }],
    ['V2.1__a__b.sql', { kind: 'versioned', version: '2.1', description: 'a  b' }],
    ['V7.sql', { kind: 'versioned', version: '7', description: '' }],
    ['V3__Code.java', { kind: 'versioned', version: '3', description: 'Code' }],
    ['R__the_view.sql', { kind: 'repeatable', version: '', description: 'the view' }],
    ['U1__create.sql', { kind: 'undo', version: '1', description: 'create' }],
    ['B10__all.sql', { kind: 'baseline', version: '10', description: 'all' }],
  ])('tell %s', (name, expected) => {
    expect(parseFlywayName(name)).toEqual(expected);
  });

  it.each(['V1_create.sql', 'V1.x__create.sql', 'R__.sql', 'R1__x.sql'])(
    'of files that Flyway passes over are told: %s',
    (name) => {
      expect(parseFlywayName(name)).toEqual({ fault: expect.stringContaining(name) });
    },
  );

  it.each(['Vendors.sql', 'afterMigrate.sql', 'v1__x.sql', 'V1__x.sql.conf', 'Baseline.java'])(
    'of other files are nothing: %s',
    (name) => {
      expect(parseFlywayName(name)).toBeUndefined();
    },
  );
});

describe('versions of Flyway', () => {
  it('are compared by their parts, as numbers', () => {
    const sorted = ['2', '10', '1.2', '1.10', '1', '2.0.1', '20260101'].toSorted(
      compareFlywayVersions,
    );
    expect(sorted).toEqual(['1', '1.2', '1.10', '2', '2.0.1', '10', '20260101']);
  });

  it('are the same with zeros before and after', () => {
    expect(compareFlywayVersions('1', '01.0.0')).toBe(0);
    expect(compareFlywayVersions('1', '1.0.1')).toBeLessThan(0);
  });
});

const row = (
  rank: number,
  version: string | null,
  more: Partial<Record<'description' | 'type' | 'checksum' | 'success', string | null>> = {},
) => ({
  installed_rank: String(rank),
  version,
  description: 'a',
  type: 'SQL',
  checksum: null,
  success: 'true',
  installed_by: 'me',
  installed_on: '2026-02-03T04:05:06+00:00',
  execution_time: '12',
  ...more,
});
const states = (...rows: ReturnType<typeof row>[]): readonly string[] =>
  readFlywayRows(rows).map(({ version, state }) => `${version} ${state}`);

describe('rows of Flyway', () => {
  it('count by their latest: applied, undone, applied again', () => {
    expect(states(row(1, '1'), row(2, '1', { type: 'UNDO_SQL' }))).toEqual(['1 ROLLED_BACK']);
    expect(states(row(1, '1'), row(2, '1', { type: 'UNDO_SQL' }), row(3, '1'))).toEqual([
      '1 APPLIED',
    ]);
  });

  it('of deleted migrations count for nothing', () => {
    expect(states(row(1, '1'), row(2, '1', { type: 'DELETE' }))).toEqual([]);
    expect(
      states(
        row(1, null, { description: 'v' }),
        row(2, null, { type: 'DELETE', description: 'v' }),
      ),
    ).toEqual([]);
  });

  it('of the schema are no migration', () => {
    expect(states(row(0, null, { type: 'SCHEMA' }), row(1, '1'))).toEqual(['1 APPLIED']);
  });

  it('that failed are told, and a baseline after one counts', () => {
    expect(states(row(1, '1', { success: 'false' }))).toEqual(['1 FAILED']);
    expect(states(row(1, '1', { success: 'false' }), row(2, '1', { type: 'BASELINE' }))).toEqual([
      '1 BASELINE',
    ]);
  });

  it('of types that are not known yet are applied migrations', () => {
    expect(states(row(1, '1', { type: 'SCRIPT' }), row(2, '2', { type: 'SOMETHING_NEW' }))).toEqual(
      ['1 APPLIED', '2 APPLIED'],
    );
  });

  it('tell when one came late, and how often a repeatable ran', () => {
    const rows = readFlywayRows([
      row(1, '1'),
      row(2, '3'),
      row(3, '2'),
      row(4, null, { description: 'the view' }),
      row(5, null, { description: 'the view' }),
    ]);
    expect(rows.map(({ version, reason }) => [version, reason])).toEqual([
      ['1', null],
      ['3', null],
      ['2', 'it was applied after 3'],
      ['R__the_view', 'its run number 2; earlier ones are superseded'],
    ]);
  });
});

const files = memoryFiles({
  'V1__a.sql': 'create table a (id int);\n',
  'deep/V2__b.sql': 'create table b (id int);\n',
  'R__v.sql': 'create view v as select 1;\n',
});
const applied = (version: string, name: string, checksum: string | null = null) =>
  appliedMigration(version, { name, checksum });

describe('sources of Flyway', () => {
  it('ignore what is late, unless it is to run out of order', async () => {
    const history = historyOf([applied('2', 'b')]);
    const refused = await judgeSource(toolAdapter, files, { history });
    expect(statesOf(refused)).toEqual(['1 IGNORED', '2 APPLIED', 'R__v PENDING']);
    expect(refused.state).toBe('DIVERGED');
    expect(refused.reason).toContain('outOfOrder');
    const run = await judgeSource(toolAdapter, files, { history, outOfOrder: 'run' });
    expect(statesOf(run)).toEqual(['1 PENDING', '2 APPLIED', 'R__v PENDING']);
    expect(run.state).toBe('BEHIND');
  });

  it('are late as well when the later one has no file here', async () => {
    const status = await judgeSource(toolAdapter, files, {
      history: historyOf([applied('9', 'z')]),
    });
    expect(statesOf(status)).toEqual(['1 IGNORED', '2 IGNORED', '9 FUTURE', 'R__v PENDING']);
    expect(status.state).toBe('DIVERGED');
  });

  it('take a repeatable without a file for missing, never for future', async () => {
    const history = historyOf([
      applied('1', 'a'),
      applied('2', 'b'),
      applied('R__v', 'v'),
      applied('R__z', 'z'),
    ]);
    const status = await judgeSource(toolAdapter, files, { history });
    expect(statesOf(status).at(-1)).toBe('R__z MISSING_FILE');
    expect(status.state).toBe('DIVERGED');
  });

  it('do not compare a repeatable that uses placeholders, and say so', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({ 'R__v.sql': 'create view v as select ${x};', 'V1__a.sql': "select '${x}';" }),
    );
    expect(source.migrations.map(({ version, checksum }) => [version, checksum === null])).toEqual([
      ['1', false],
      ['R__v', true],
    ]);
    expect(source.notes).toEqual([expect.stringContaining('R__v.sql uses placeholders')]);
  });

  it('with two files of one version are refused, however they are written', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({ 'a/V1__a.sql': '', 'b/V01.0__b.sql': '', 'R__v.sql': '', 'x/R__v.sql': '' }),
    );
    expect(source.faults).toEqual([
      expect.stringContaining('b/V01.0__b.sql and a/V1__a.sql'),
      expect.stringContaining('R__v.sql and x/R__v.sql'),
    ]);
  });

  it('with bytes that are no UTF-8, or files that cannot be read, are never up to date', async () => {
    const status = await judgeSource(
      toolAdapter,
      memoryFiles({ 'V1__a.sql': Buffer.from([0xff, 0xfe, 0x00]), 'V2__b.sql': new Error('gone') }),
      { history: historyOf([applied('1', 'a'), applied('2', 'b')]) },
    );
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain('V1__a.sql is not UTF-8');
    expect(status.reason).toContain('V2__b.sql cannot be read');
  });

  it('can be a manifest', async () => {
    const manifest = manifestFiles([
      { version: '1', name: 'a', checksum: '-897341557' },
      { version: '1.1', name: '', checksum: null },
      { version: 'R__v', name: 'v', checksum: '7' },
    ]);
    const history = historyOf([applied('01', 'a', '-897341557'), applied('R__v', 'v', '8')]);
    const status = await judgeSource(toolAdapter, manifest, { history });
    expect(statesOf(status)).toEqual(['1 APPLIED', '1.1 PENDING', 'R__v OUTDATED']);
  });

  it('show what runs right now', async () => {
    const status = await judgeSource(toolAdapter, files, {
      history: historyOf([]),
      running: ['1'],
    });
    expect(statesOf(status)[0]).toBe('1 RUNNING');
  });

  it('use the highest baseline file where nothing was applied, and no other', async () => {
    const both = memoryFiles({
      'V1__a.sql': '',
      'V5__e.sql': '',
      'B2__x.sql': '',
      'B5__all.sql': '',
    });
    expect(statesOf(await judgeSource(toolAdapter, both))).toEqual(['1 IGNORED', '5 PENDING']);
    const later = await judgeSource(toolAdapter, both, { history: historyOf([applied('1', 'a')]) });
    expect(statesOf(later)).toEqual(['1 APPLIED', '5 PENDING']);
    const begun = historyOf([appliedMigration('5', { state: 'BASELINE', name: 'all' })]);
    const status = await judgeSource(toolAdapter, both, { history: begun });
    expect(statesOf(status)).toEqual(['1 BASELINE', '5 BASELINE']);
    expect(status.state).toBe('UP_TO_DATE');
  });
});

describe('the lock of Flyway', () => {
  it('is computed from the name of the table', () => {
    const key = advisoryKey(flywayLockKey('public', 'flyway_schema_history'));
    expect(key).toEqual({ classId: 18028, objectId: 4163491309 });
  });
});
