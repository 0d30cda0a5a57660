// Tools whose migrations are JavaScript or TypeScript files: Knex, Sequelize, TypeORM, node-pg-migrate.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { findClasses } from '../../../../src/migrations/adapter-kit/script-source.ts';
import { migrationAdapters } from '../../../../src/migrations/adapters/registry.ts';
import { historyOf, judgeSource, memoryFiles, statesOf } from '../../../support/source-files.ts';

const namesOf = (paths: readonly string[]) =>
  memoryFiles(Object.fromEntries(paths.map((path) => [path, ''])));
const applied = (...versions: string[]) => historyOf(versions.map((one) => appliedMigration(one)));

describe('Knex', () => {
  const { toolAdapter } = migrationAdapters.knex;

  it('takes what it can load, directly in its folder', async () => {
    const { migrations } = await toolAdapter.readSource(
      namesOf([
        '2_b.ts',
        '1_a.js',
        '1_a.js.map',
        '1_a.d.ts',
        'sub/3_c.js',
        'README.md',
        '4_d.coffee',
      ]),
    );
    expect(migrations.map(({ version }) => version)).toEqual(['1_a.js', '2_b.ts', '4_d.coffee']);
  });

  it('has a file and its compiled form in one folder: the history says which one counts', async () => {
    const source = namesOf(['1_a.js', '1_a.ts', '2_b.js', '2_b.ts']);
    for (const kind of ['js', 'ts']) {
      const history = applied(`1_a.${kind}`);
      expect(statesOf(await judgeSource(toolAdapter, source, { history }))).toEqual([
        `1_a.${kind} APPLIED`,
        `2_b.${kind} PENDING`,
      ]);
    }
  });

  it('calls its folder corrupt when all files were compiled since', async () => {
    const history = applied('1_a.ts', '2_b.ts');
    const status = await judgeSource(toolAdapter, namesOf(['1_a.js', '2_b.js']), { history });
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain('1_a.ts (the source has 1_a.js)');
    expect(status.reason).toContain('loadExtensions');
  });
});

describe('Sequelize', () => {
  const { toolAdapter } = migrationAdapters.sequelize;

  it('records names without extension where the project resolves them so', async () => {
    const history = applied('1-a');
    const status = await judgeSource(toolAdapter, namesOf(['1-a.js', '2-b.js']), { history });
    expect(statesOf(status)).toEqual(['1-a APPLIED', '2-b PENDING']);
  });

  it('passes the way back of SQL files over', async () => {
    const { migrations } = await toolAdapter.readSource(
      namesOf(['1-a.sql', 'down/1-a.sql', '2-b.up.sql', '2-b.down.sql']),
    );
    expect(migrations.map(({ version }) => version)).toEqual(['1-a.sql', '2-b.up.sql']);
  });
});

describe('node-pg-migrate', () => {
  const { toolAdapter } = migrationAdapters['node-pg-migrate'];
  const source = namesOf(['1_a.js', '2_b.sql', '3_c.ts']);

  it('compares place by place, and stops at the first difference', async () => {
    const status = await judgeSource(toolAdapter, source, { history: applied('1_a', '3_c') });
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain('its 2. migration is 2_b in the source and 3_c in the history');
  });

  it('does so as well when all are applied in another order', async () => {
    const history = applied('1_a', '3_c', '2_b');
    expect((await judgeSource(toolAdapter, source, { history })).state).toBe('DIVERGED');
    const outOfOrder = 'run';
    const lenient = await judgeSource(toolAdapter, source, { history, outOfOrder });
    expect(lenient.state).toBe('UP_TO_DATE');
  });

  it('does not mind rows beyond the last file', async () => {
    const history = applied('1_a', '2_b', '3_c', '4_d');
    expect(await judgeSource(toolAdapter, source, { history })).toMatchObject({ state: 'AHEAD' });
  });

  it('stops at two files of one name', async () => {
    const status = await judgeSource(toolAdapter, namesOf(['1_a.js', '1_a.sql']), {
      history: applied('1_a'),
    });
    expect(status).toMatchObject({ state: 'DIVERGED', reason: expect.stringContaining('1_a') });
  });
});

describe('classes in a source', () => {
  it.each([
    ['export class A1700000000001 implements MigrationInterface {}', 'A1700000000001', null],
    ['module.exports = class A1700000000001 {\n}', 'A1700000000001', null],
    ["class A { name = 'B1700000000001' }", 'A', 'B1700000000001'],
    ['class A { name: string = "B1700000000001"; }', 'A', 'B1700000000001'],
    ["class A { constructor() { this.name = 'B1700000000001'; } }", 'A', 'B1700000000001'],
    // As old compilers write it.
    ["var A = (function () { function A() { this.name = 'B1'; } return A; }());", 'A', 'B1'],
    ['class Änderung1700000000001 {}', 'Änderung1700000000001', null],
    ["class A { async up(q) { q.name = 'x'; const tablename = 'y'; } }", 'A', null],
    ["// class Old {}\n/* class Older { name = 'x' } */ class A {}", 'A', null],
    ['const text = `class No { ${"class Nor {}"} }`; class A {}', 'A', null],
    ["const it = 'it\\'s class No {}'; class A {}", 'A', null],
  ])('are found without executing it: %s', (text, name, nameProperty) => {
    expect(findClasses(text)).toEqual([{ name, nameProperty }]);
  });

  it('are none where nothing is closed', () => {
    expect(findClasses('`class A {')).toEqual([]);
    expect(findClasses('/* class A {')).toEqual([]);
    expect(findClasses("' class A {}\nclass B {}")).toEqual([{ name: 'B', nameProperty: null }]);
  });
});

describe('TypeORM', () => {
  const { toolAdapter } = migrationAdapters.typeorm;
  const source = (classes: Readonly<Record<string, string>>) =>
    memoryFiles(
      Object.fromEntries(Object.entries(classes).map(([path, name]) => [path, `class ${name} {}`])),
    );

  it('orders by the number in the name, whatever the files are called', async () => {
    const { migrations } = await toolAdapter.readSource(
      source({ 'z.ts': 'First1600000000000', 'a.ts': 'Second1700000000000', 'helper.ts': 'Tool' }),
    );
    expect(migrations.map(({ version }) => version)).toEqual([
      'First1600000000000',
      'Second1700000000000',
    ]);
  });

  it('takes a file and its compiled form for one migration', async () => {
    const { migrations, faults } = await toolAdapter.readSource(
      source({ 'src/1-A.ts': 'A1600000000000', 'dist/1-A.js': 'A1600000000000' }),
    );
    expect([migrations.length, faults]).toEqual([1, []]);
  });

  it('wants a class in a file that is named as a migration', async () => {
    const { faults } = await toolAdapter.readSource(
      memoryFiles({ '1700000000000-Empty.ts': '// nothing yet\n' }),
    );
    expect(faults).toEqual([expect.stringContaining('declares no class')]);
  });
});
