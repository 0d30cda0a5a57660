// What every migration adapter must do with bad input: a typed state with a reason, never a crash, and
// never "up to date" by mistake. New adapters are covered the moment they are registered.
import { cp, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../src/core/clock.ts';
import { migrationStatusStates, type MigrationStatusState } from '../../src/core/migrations.ts';
import { createTargets, type Targets } from '../../src/databases/targets.ts';
import type { MigrationAdapter } from '../../src/migrations/adapter-kit/adapter.ts';
import { readCatalogue, type CatalogueTable } from '../../src/migrations/adapter-kit/catalogue.ts';
import { historyReaderOf } from '../../src/migrations/adapter-kit/history-reader.ts';
import { migrationAdapters } from '../../src/migrations/adapters/registry.ts';
import { folderFiles } from '../../src/migrations/files/folder-files.ts';
import type { SourceFiles } from '../../src/migrations/files/source-files.ts';
import { createStatusReader } from '../../src/migrations/status.ts';
import type { StatusReader } from '../../src/migrations/status-words.ts';
import type { BuiltStatus } from '../../src/migrations/summarise.ts';
import { listFixtures, type StoredFixture } from '../fixtures/adapters/build/stored.ts';
import { openJudge, sourceSettings, type Judge } from '../fixtures/adapters/build/verdict.ts';
import { createReusedDatabase, type ReusedDatabase } from '../support/empty-database.ts';
import { createTestStore, type TestStore } from '../support/store.ts';
import { until } from '../support/until.ts';
import { schemaSettings } from '../support/target-settings.ts';

const fixtures = await listFixtures();
const find = (tool: string, name: string): StoredFixture | undefined =>
  fixtures.find((fixture) => fixture.tool === tool && fixture.name === name);

let database: ReusedDatabase;
let judge: Judge;
let testStore: TestStore;
let targets: Targets;
let statuses: StatusReader;

beforeAll(async () => {
  database = await createReusedDatabase();
  judge = await openJudge(database.url);
  testStore = await createTestStore();
  const clock = createSystemClock();
  targets = createTargets({ clock });
  statuses = createStatusReader({ store: testStore.store, targets, clock });
});
afterAll(async () => {
  await targets.close();
  await judge.close();
  await testStore.close();
  await database.close();
});

const adapters: readonly MigrationAdapter[] = Object.values(migrationAdapters);
const foreign = adapters.flatMap(({ tool, readStatus, toolAdapter }) =>
  toolAdapter === undefined ? [] : [{ tool, readStatus, toolAdapter }],
);

it('has fixtures of every tool with a history of its own', () => {
  for (const { tool } of foreign) expect(find(tool, 'up-to-date')?.tool).toBe(tool);
});

describe.each(foreign.map((adapter) => [adapter.tool, adapter] as const))('%s', (tool, adapter) => {
  const good = find(tool, 'up-to-date');
  /** Tools without checksums cannot see what happens to the content of an applied file. */
  const seesContent = find(tool, 'edited')?.expected.state !== 'UP_TO_DATE';
  const source = good?.expected.source;
  let folder: string;

  const restore = async (): Promise<void> => {
    await database.empty();
    await database.sql.unsafe(await readFile(good?.historyFile ?? '', 'utf8'));
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-contract-'));
    await cp(good?.folder ?? '', folder, { recursive: true });
    await restore();
    return () => rm(folder, { recursive: true, force: true });
  });

  const read = (): Promise<BuiltStatus> => judge.read({ tool, folder, source });
  const readThrough = (files: SourceFiles): Promise<BuiltStatus> =>
    adapter.readStatus({
      target: judge.target,
      source: sourceSettings({ tool, folder, source }),
      running: new Set(),
      files,
    });
  const everyFile = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted((a, b) => (a < b ? -1 : 1));
  const historyTable = async (): Promise<CatalogueTable> => {
    const catalogue = await readCatalogue(historyReaderOf(judge.target.reader));
    const table = adapter.toolAdapter.findHistory(catalogue, source?.table ?? null);
    if (table === undefined) throw new Error(`${tool} has no table here`);
    return table;
  };
  const sqlName = ({ schema, name }: CatalogueTable): string => `"${schema}"."${name}"`;
  /** The state, when it is one and has a reason that people can read. */
  const typed = ({ state, reason }: BuiltStatus): MigrationStatusState => {
    expect(migrationStatusStates).toContain(state);
    if (state !== 'UP_TO_DATE') expect(reason).toMatch(/\S/);
    expect(reason ?? '').not.toMatch(/undefined|\[object|postgres:\/\//);
    return state;
  };

  it('is up to date to begin with', async () => {
    expect(await read()).toMatchObject({ state: 'UP_TO_DATE' });
  });

  it('tells a folder that has vanished', async () => {
    await rm(folder, { recursive: true });
    const status = await read();
    expect(typed(status)).not.toBe('UP_TO_DATE');
    expect(status.reason).toContain('cannot be read');
    // Nothing was compared, so nothing is missing.
    expect(status.migrations.filter(({ state }) => state === 'MISSING_FILE')).toEqual([]);
  });

  it('is not content with a folder that has nothing of the tool in it', async () => {
    await rm(folder, { recursive: true });
    await cp(path.join(import.meta.dirname, '../../.ci'), folder, { recursive: true });
    expect(typed(await read())).not.toBe('UP_TO_DATE');
  });

  it('tells files that cannot be read, where it reads them', async () => {
    for (const file of await everyFile()) {
      await rm(file);
      // It leads to itself.
      await symlink(file, file);
    }
    const files = folderFiles(folder);
    let needed = false;
    const status = await readThrough({
      ...files,
      read: (name) => {
        needed = true;
        return files.read(name);
      },
    });
    expect(typed(status) === 'UP_TO_DATE' && needed).toBe(false);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a journal', Buffer.from('{ "entries": [ { "tag": ')],
    ['marks of a merge', Buffer.from('<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n')],
    ['a list', Buffer.from('[]')],
    ['a null', Buffer.from('null')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a])],
    ['zeros', Buffer.alloc(5000)],
  ])('gives a typed state when there is %s in the files', async (_what, bytes) => {
    for (const file of await everyFile()) await writeFile(file, bytes);
    const status = await read();
    expect(typed(status) === 'UP_TO_DATE' && seesContent).toBe(false);
  });

  it.each([
    ['blank lines', '\n', 10],
    ['spaces', ' ', 1],
    ['comments', '-- a line of a comment\n', 1],
    ['quotes', `'"`, 1],
    ['brackets', '({[', 1],
    ['headers', '--! Previous: sha1:0\n', 1],
    ['words', 'class name = ', 1],
  ])(
    'reads a large file of %s in bounded time',
    { timeout: 120_000 },
    async (_what, text, size) => {
      const file = (await everyFile()).at(-1) ?? '';
      const filling = text.repeat(Math.ceil((size * 1024 * 1024) / text.length));
      await writeFile(file, `${await readFile(file, 'utf8')}\n${filling}`);
      // Its time limit is generous: what is quadratic takes minutes.
      expect(migrationStatusStates).toContain(typed(await read()));
    },
  );

  it('tells files that are too large, where it reads them', async () => {
    for (const file of await everyFile()) await truncate(file, 33 * 1024 * 1024);
    const status = await read();
    expect(typed(status) === 'UP_TO_DATE' && seesContent).toBe(false);
  });

  it('tells a history table with the columns of another', async () => {
    const table = sqlName(await historyTable());
    await database.sql.unsafe(
      `drop table ${table} cascade; create table ${table} (color text, size int);
       insert into ${table} values ('red', 1)`,
    );
    expect(typed(await read())).not.toBe('UP_TO_DATE');
  });

  it('tells a history table that lacks a half of its columns', async () => {
    const { columns, ...table } = await historyTable();
    const names = columns.map(({ name }) => `drop column "${name}" cascade`);
    const half = Math.ceil(names.length / 2);
    for (const gone of [names.slice(0, half), names.slice(-half)]) {
      await database.sql.unsafe(`alter table ${sqlName({ ...table, columns })} ${gone.join(', ')}`);
      expect(typed(await read())).not.toBe('UP_TO_DATE');
      await restore();
    }
  });

  it('reads columns of other types', async () => {
    const table = await historyTable();
    const name = sqlName(table);
    const list = table.columns.map((column) => `"${column.name}"::text as "${column.name}"`);
    await database.sql.unsafe(
      `create table copied as select ${list.join(', ')} from ${name}; drop table ${name} cascade;
       alter table copied set schema "${table.schema}"; alter table "${table.schema}".copied
       rename to "${table.name}"`,
    );
    expect(migrationStatusStates).toContain(typed(await read()));
    await database.sql.unsafe(`update ${name} set "${table.columns[0]?.name}" = 'no number'`);
    expect(migrationStatusStates).toContain(typed(await read()));
  });

  it('does not take a view for the table', async () => {
    const table = await historyTable();
    await database.sql.unsafe(
      `alter table ${sqlName(table)} rename to the_real_one;
       create view ${sqlName(table)} as select * from "${table.schema}".the_real_one`,
    );
    expect(typed(await judge.read({ tool, folder }))).not.toBe('UP_TO_DATE');
  });

  it('tells a table that it may not read', async () => {
    const role = `nobody_${process.pid}_${tool.replaceAll('-', '_')}`;
    await database.sql.unsafe(`create role ${role} login password 'geheim'`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'geheim';
    const other = await openJudge(url.href);
    try {
      const status = await other.read({ tool, folder, source });
      expect(typed(status)).not.toBe('UP_TO_DATE');
      expect(status.reason).toMatch(/may not read .*grant/);
      expect(status.reason).not.toContain('geheim');
    } finally {
      await other.close();
      await database.sql.unsafe(`drop role ${role}`);
    }
  });

  it('takes what CI says of the files for the files', async () => {
    const reading = await adapter.toolAdapter.readSource(folderFiles(folder));
    if (reading.appliedSideOnly === true) return;
    const manifest = reading.migrations.map(({ version, name, checksum }) => ({
      version,
      name,
      checksum,
    }));
    const nowhere = (): Promise<never> => Promise.reject(new Error('there are no files'));
    const files = { description: 'a manifest', revision: '1', list: nowhere, read: nowhere };
    expect((await readThrough({ ...files, manifest })).state).toBe('UP_TO_DATE');
    const more = [...manifest, { version: '99999999999999', name: 'new', checksum: null }];
    expect(typed(await readThrough({ ...files, manifest: more }))).not.toBe('UP_TO_DATE');
  });

  it('is UNREACHABLE while the database drops in the middle, and reads it again after', async () => {
    const table = sqlName(await historyTable());
    const settings = {
      name: 'dropping',
      environment: null,
      labels: {},
      url: database.url,
      unavailable: null,
      sources: [sourceSettings({ tool, folder, source })],
      locks: { lockTimeoutMs: 5000, retries: 0, waitForRunMs: 0 },
      automatic: null,
      fourEyes: false,
      engine: 'POSTGRESQL' as const,
      schema: schemaSettings({ watch: false }),
      foreign: { watch: false, intervalMs: 3_600_000 },
    };
    await targets.replace([settings]);
    const blocker = await targets.get('dropping').openSession('blocker');
    try {
      await blocker.execute(`begin; lock table ${table} in access exclusive mode`);
      const reading = statuses.read('dropping');
      await until('the reader waits for the table', async () => {
        const rows = await database.sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'hawkwatch' and wait_event_type = 'Lock'
            and datname = current_database()`;
        return rows.length > 0 ? rows : undefined;
      });
      const [status] = await reading;
      expect(status).toMatchObject({ state: 'UNREACHABLE', tool });
      expect(status?.reason).toMatch(/\S/);
    } finally {
      await blocker.close();
    }
    // The blocker's lock goes when its server process has noticed.
    await until('the database is read again', async () => {
      const [status] = await statuses.read('dropping');
      return status?.state === 'UP_TO_DATE' ? status : undefined;
    });
  });
});
