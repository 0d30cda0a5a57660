// What Django's apps, dependencies and squashes mean.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { djangoAdapter } from '../../../../src/migrations/adapters/django.ts';
import {
  historyOf,
  judgeSource,
  manifestFiles,
  memoryFiles,
  statesOf,
} from '../../../support/source-files.ts';

const { toolAdapter } = djangoAdapter;

const migration = (dependencies = '', more = ''): string => `from django.db import migrations

class Migration(migrations.Migration):
    ${more}
    dependencies = [${dependencies}]
    operations = []
`;
const applied = (...versions: string[]) =>
  historyOf(
    versions.map((version) => appliedMigration(version, { name: version.split('.')[1] ?? '' })),
  );
const shop = (name: string): string => `src/shop/migrations/${name}.py`;
const line = {
  [shop('__init__')]: '',
  [shop('0001_a')]: migration(),
  [shop('0002_b')]: migration("('shop', '0001_a')"),
  [shop('0003_c')]: migration("('shop', '0002_b')"),
};

describe('projects of Django', () => {
  it('have migrations named by app, in the order of their dependencies', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({
        ...line,
        'log/migrations/0001_z.py': migration("('shop', '0003_c')"),
        'log/migrations/_helper.py': '',
        'log/migrations/sub/0009_x.py': migration(),
        'venv/lib/python3/site-packages/x/migrations/0001_y.py': migration(),
        'manage.py': '',
      }),
    );
    expect(source.migrations.map(({ version }) => version)).toEqual([
      'shop.0001_a',
      'shop.0002_b',
      'shop.0003_c',
      'log.0001_z',
    ]);
    expect(source.faults).toEqual([]);
  });

  it('take the label of an app from its configuration', async () => {
    const labelOf = async (apps: string): Promise<string | undefined> =>
      (await toolAdapter.readSource(memoryFiles({ ...line, 'src/shop/apps.py': apps })))
        .migrations[0]?.version;
    const config = (body: string): string => `class ShopConfig(AppConfig):\n    ${body}\n`;
    expect(await labelOf(config("label = 'store'"))).toBe('store.0001_a');
    expect(await labelOf(config("name = 'site.market'"))).toBe('market.0001_a');
    expect(await labelOf('# nothing\n')).toBe('shop.0001_a');
  });

  it.each([
    ['without a class', { [shop('0004_d')]: 'x = 1\n' }, 'no class Migration'],
    [
      'after one that is not there',
      { [shop('0004_d')]: migration("('shop', '0009_z')") },
      'which is not in the source',
    ],
    ['in a cycle', { [shop('0001_a')]: migration("('shop', '0002_b')") }, 'form a cycle'],
    [
      'of one app in two folders',
      { 'other/shop/migrations/0001_a.py': migration() },
      'same version shop.0001_a',
    ],
  ])('%s are refused', async (_what, more, fault) => {
    const source = await toolAdapter.readSource(memoryFiles({ ...line, ...more }));
    expect(source.faults.join('; ')).toContain(fault);
  });

  it('that are the folder of one app cannot be named, and say so', async () => {
    const { faults } = await toolAdapter.readSource(
      memoryFiles({ 'migrations/0001_a.py': migration() }),
    );
    expect(faults).toEqual([expect.stringContaining('name the one above it')]);
  });

  it('do not guess dependencies that only running would tell', async () => {
    const swappable =
      "migrations.swappable_dependency(settings.AUTH_USER_MODEL), ('shop', '0001_a')";
    const source = await toolAdapter.readSource(
      memoryFiles({ ...line, [shop('0002_b')]: migration(swappable) }),
    );
    expect(source.migrations[1]).toMatchObject({ version: 'shop.0002_b', after: ['shop.0001_a'] });
  });

  it('know the ends of another app by __first__ and __latest__', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({
        ...line,
        'log/migrations/0001_x.py': migration("('shop', '__first__')"),
        'log/migrations/0002_y.py': migration("('log', '0001_x'), ('shop', '__latest__')"),
      }),
    );
    const after = new Map(source.migrations.map((one) => [one.version, one.after]));
    expect(after.get('log.0001_x')).toEqual(['shop.0001_a']);
    expect(after.get('log.0002_y')).toEqual(['log.0001_x', 'shop.0003_c']);
  });
});

describe('databases of Django', () => {
  const files = memoryFiles(line);

  it('are behind by what is not recorded', async () => {
    const status = await judgeSource(toolAdapter, files, { history: applied('shop.0001_a') });
    expect(statesOf(status)).toEqual([
      'shop.0001_a APPLIED',
      'shop.0002_b PENDING',
      'shop.0003_c PENDING',
    ]);
    expect(status.state).toBe('BEHIND');
  });

  it('with a child applied before its parent are refused', async () => {
    const history = applied('shop.0001_a', 'shop.0003_c');
    const status = await judgeSource(toolAdapter, files, { history });
    expect(statesOf(status)[1]).toBe('shop.0002_b OUT_OF_ORDER');
    expect(status).toMatchObject({
      state: 'DIVERGED',
      reason: 'shop.0003_c is applied before shop.0002_b, on which it depends',
    });
  });

  it('with rows of other apps say that nothing else is known of those', async () => {
    const history = applied('shop.0001_a', 'shop.0002_b', 'shop.0003_c', 'auth.0001_initial');
    const status = await judgeSource(toolAdapter, files, { history });
    expect(statesOf(status).at(-1)).toBe('auth.0001_initial APPLIED');
    expect(status).toMatchObject({
      state: 'UP_TO_DATE',
      reason: expect.stringContaining('of auth only'),
    });
  });

  it('with rows of the source’s apps that have no file are not up to date', async () => {
    const history = applied('shop.0001_a', 'shop.0002_b', 'shop.0003_c', 'shop.0004_gone');
    const status = await judgeSource(toolAdapter, files, { history });
    expect(status.state).toBe('DIVERGED');
    expect(statesOf(status).at(-1)).toBe('shop.0004_gone MISSING_FILE');
  });

  it('with two last migrations of one app are refused until they are merged', async () => {
    const conflict = memoryFiles({ ...line, [shop('0003_d')]: migration("('shop', '0002_b')") });
    const status = await judgeSource(toolAdapter, conflict, { history: applied('shop.0001_a') });
    expect(status).toMatchObject({ state: 'DIVERGED', reason: expect.stringContaining('--merge') });
  });

  it('can be told by a manifest', async () => {
    const manifest = manifestFiles(
      ['shop.0001_a', 'shop.0002_b'].map((version) => ({ version, name: version, checksum: null })),
    );
    const status = await judgeSource(toolAdapter, manifest, { history: applied('shop.0001_a') });
    expect(statesOf(status)).toEqual(['shop.0001_a APPLIED', 'shop.0002_b PENDING']);
    expect(status.state).toBe('BEHIND');
  });
});

describe('squashed migrations of Django', () => {
  const squash = {
    [shop('0001_squashed')]: migration('', "replaces = [('shop', '0001_a'), ('shop', '0002_b')]"),
  };
  const files = memoryFiles({ ...line, ...squash });
  const of = async (contents: typeof files, ...rows: string[]) => {
    const status = await judgeSource(toolAdapter, contents, { history: applied(...rows) });
    return { state: status.state, states: statesOf(status).map((one) => one.replace('shop.', '')) };
  };

  it('are used where nothing of it is applied', async () => {
    expect(await of(files)).toEqual({
      state: 'BEHIND',
      states: ['0001_a SUPERSEDED', '0001_squashed PENDING', '0002_b SUPERSEDED', '0003_c PENDING'],
    });
  });

  it('count where all of it is applied, recorded or not', async () => {
    const rows = ['shop.0001_a', 'shop.0002_b', 'shop.0003_c'];
    expect((await of(files, ...rows)).states[1]).toBe('0001_squashed MARKED');
    expect(await of(files, ...rows, 'shop.0001_squashed')).toEqual({
      state: 'UP_TO_DATE',
      states: ['0001_a APPLIED', '0001_squashed APPLIED', '0002_b APPLIED', '0003_c APPLIED'],
    });
  });

  it('wait where a part of it is applied', async () => {
    expect(await of(files, 'shop.0001_a')).toEqual({
      state: 'BEHIND',
      states: ['0001_a APPLIED', '0001_squashed IGNORED', '0002_b PENDING', '0003_c PENDING'],
    });
  });

  it('cannot go on when a part is applied and the rest has no file', async () => {
    const { [shop('0002_b')]: _gone, ...rest } = { ...line, ...squash };
    expect((await of(memoryFiles(rest), 'shop.0001_a')).state).toBe('DIVERGED');
  });

  it('stand for rows whose files are gone', async () => {
    const { [shop('0001_a')]: _a, [shop('0002_b')]: _b, ...rest } = { ...line, ...squash };
    const rows = ['shop.0001_a', 'shop.0002_b', 'shop.0001_squashed', 'shop.0003_c'];
    expect(await of(memoryFiles(rest), ...rows)).toEqual({
      state: 'UP_TO_DATE',
      states: ['0001_squashed APPLIED', '0003_c APPLIED', '0001_a SUPERSEDED', '0002_b SUPERSEDED'],
    });
  });

  it('that are recorded without what they stand for run again', async () => {
    expect((await of(files, 'shop.0001_squashed')).states[1]).toBe('0001_squashed PENDING');
  });
});
