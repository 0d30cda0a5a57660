// What Alembic's revisions and heads mean.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { orderGraph, withAncestors } from '../../../../src/migrations/adapter-kit/graph.ts';
import { alembicAdapter } from '../../../../src/migrations/adapters/alembic.ts';
import {
  historyOf,
  judgeSource,
  manifestFiles,
  memoryFiles,
  statesOf,
} from '../../../support/source-files.ts';

const { toolAdapter } = alembicAdapter;

const revision = (id: string, down: string, more = ''): string =>
  `revision = '${id}'\ndown_revision = ${down}\n${more}\n`;
const at = (...heads: string[]) => historyOf(heads.map((head) => appliedMigration(head)));
const line = {
  'env.py': '',
  'versions/a_one.py': revision('a', 'None'),
  'versions/b_two.py': revision('b', "'a'"),
  'versions/c_three.py': revision('c', "('b',)"),
};

describe('revisions of Alembic', () => {
  it('count as applied when the database’s head comes from them', async () => {
    const status = await judgeSource(toolAdapter, memoryFiles(line), { history: at('b') });
    expect(statesOf(status)).toEqual(['a APPLIED', 'b APPLIED', 'c PENDING']);
    expect(status).toMatchObject({ state: 'BEHIND', currentVersion: 'b' });
    expect(status.migrations.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
  });

  it('are all pending with an empty table, and uninitialised without one', async () => {
    const files = memoryFiles(line);
    expect((await judgeSource(toolAdapter, files, { history: at() })).state).toBe('BEHIND');
    expect((await judgeSource(toolAdapter, files)).state).toBe('UNINITIALISED');
  });

  it('can branch and merge', async () => {
    const files = memoryFiles({
      ...line,
      'versions/d_other.py': revision('d', "'a'"),
      'versions/e_merge.py': revision('e', "('c', 'd')"),
    });
    const half = await judgeSource(toolAdapter, files, { history: at('c', 'd') });
    expect(statesOf(half)).toEqual([
      'a APPLIED',
      'b APPLIED',
      'd APPLIED',
      'c APPLIED',
      'e PENDING',
    ]);
    const one = await judgeSource(toolAdapter, files, { history: at('d') });
    expect(statesOf(one)).toEqual([
      'a APPLIED',
      'b PENDING',
      'd APPLIED',
      'c PENDING',
      'e PENDING',
    ]);
  });

  it('with several heads are noted, unless each has a label', async () => {
    const note = async (more: string): Promise<readonly string[]> => {
      const files = {
        'a.py': revision('a', 'None', more),
        'b.py': revision('b', 'None', more.replace('x', 'y')),
      };
      return (await toolAdapter.readSource(memoryFiles(files))).notes;
    };
    expect(await note('')).toEqual([expect.stringContaining('several heads (a, b)')]);
    expect(await note("branch_labels = ('x',)")).toEqual([]);
  });

  it('depend on others by name, label or the beginning of a name', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({
        'versions/1.py': revision('abcd1234', 'None', "branch_labels = 'shop'"),
        'versions/2.py': revision('b', 'None', "depends_on = 'shop'"),
        'versions/3.py': revision('c', "'b'", "depends_on = ['abcd']"),
      }),
    );
    expect(source.migrations.map(({ version, after }) => [version, after])).toEqual([
      ['abcd1234', []],
      ['b', ['abcd1234']],
      ['c', ['b', 'abcd1234']],
    ]);
  });

  it('that are stored and not known leave the rest open, and are never up to date', async () => {
    const status = await judgeSource(toolAdapter, memoryFiles(line), { history: at('z') });
    expect(statesOf(status)).toEqual(['a PENDING', 'b PENDING', 'c PENDING', 'z MISSING_FILE']);
    expect(status).toMatchObject({
      state: 'DIVERGED',
      reason: expect.stringContaining('cannot locate'),
    });
    expect(status.migrations[0]?.reason).toContain('not known');
  });

  it('that are stored twice in one line are refused', async () => {
    const status = await judgeSource(toolAdapter, memoryFiles(line), { history: at('a', 'c') });
    expect(status).toMatchObject({
      state: 'DIVERGED',
      reason: 'the database is at c and at a, which comes before it',
    });
  });

  it('in a cycle are refused', async () => {
    const files = memoryFiles({
      'versions/a.py': revision('a', "'c'"),
      'versions/b.py': revision('b', "'a'"),
      'versions/c.py': revision('c', "'b'"),
    });
    const status = await judgeSource(toolAdapter, files, { history: at('c') });
    expect(status).toMatchObject({
      state: 'DIVERGED',
      reason: 'the revisions form a cycle: a after c after b after a',
    });
  });

  it.each([
    ['without a revision', 'down_revision = None\n', 'has no `revision`'],
    ['with a computed revision', 'revision = make()\ndown_revision = None\n', 'has no `revision`'],
    ['with a computed parent', "revision = 'x'\ndown_revision = parent\n", 'without running it'],
    ['without a parent', "revision = 'x'\n", 'has no `down_revision`'],
    ['after one that is not there', revision('x', "'gone'"), 'comes after gone'],
    ['with the name of another', revision('a', 'None'), 'same version a'],
  ])('%s are a fault', async (_what, content, fault) => {
    const { faults } = await toolAdapter.readSource(
      memoryFiles({ 'versions/a_one.py': revision('a', 'None'), 'versions/x_new.py': content }),
    );
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  it('are read from sub-folders only where alembic.ini says so', async () => {
    const files = { ...line, 'versions/old/z.py': revision('z', 'None') };
    const count = async (ini: string): Promise<number> =>
      (await toolAdapter.readSource(memoryFiles({ ...files, 'alembic.ini': ini }))).migrations
        .length;
    expect(await count('[alembic]\n')).toBe(3);
    expect(await count('[alembic]\nrecursive_version_locations = true\n')).toBe(4);
  });

  it('are read when the source is the folder of versions itself', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({ 'a_one.py': revision('a', 'None'), '__init__.py': '', 'env.py': 'x' }),
    );
    expect(source.migrations.map(({ version }) => version)).toEqual(['a']);
    expect(source.faults).toEqual([]);
  });

  it('of a manifest follow each other', async () => {
    const files = manifestFiles(
      ['a', 'b', 'c'].map((version) => ({ version, name: version, checksum: null })),
    );
    const status = await judgeSource(toolAdapter, files, { history: at('b') });
    expect(statesOf(status)).toEqual(['a APPLIED', 'b APPLIED', 'c PENDING']);
  });
});

describe('graphs', () => {
  it('of thousands of nodes are ordered', () => {
    const count = 20_000;
    const chain = new Map(
      Array.from({ length: count }, (_none, i) => [`${i}`, i === 0 ? [] : [`${i - 1}`]]),
    );
    expect(orderGraph(chain).order).toHaveLength(count);
    expect(withAncestors(chain, [`${count - 1}`]).size).toBe(count);
    const star = new Map([
      ['hub', []],
      ...[...chain.keys()].map((node): [string, string[]] => [node, ['hub']]),
    ]);
    expect(orderGraph(star).order).toHaveLength(count + 1);
  });

  it('with a cycle give it, and order the rest', () => {
    const graph = new Map([
      ['a', []],
      ['b', ['d']],
      ['c', ['b']],
      ['d', ['c']],
      ['e', ['a']],
      ['f', ['c']],
    ]);
    const { order, cycle } = orderGraph(graph);
    expect(order).toEqual(['a', 'e']);
    expect(cycle?.toSorted()).toEqual(['b', 'c', 'd']);
    expect(orderGraph(new Map([['a', ['a']]])).cycle).toEqual(['a']);
  });
});
