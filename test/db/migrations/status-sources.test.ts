// Where the files of a source come from, up to the status that follows: a folder, a git repository, a
// manifest. The tool is one of the test: a line of versions, a table of them, a checksum each.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SourceSettings } from '../../../src/databases/target.ts';
import type { SourceReading } from '../../../src/migrations/adapter-kit/facts.ts';
import { judgeLine } from '../../../src/migrations/adapter-kit/judge-line.ts';
import { defineToolAdapter } from '../../../src/migrations/adapter-kit/tool-adapter.ts';
import { createGitFiles, type GitFiles } from '../../../src/migrations/files/git-files.ts';
import {
  createSourceOpener,
  type SourceOpener,
} from '../../../src/migrations/files/open-source.ts';
import { createReadings } from '../../../src/migrations/files/readings.ts';
import { checksumOf } from '../../../src/migrations/folder.ts';
import { createStatusReader } from '../../../src/migrations/status.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { upsertManifest } from '../../../src/store/migration-manifests.ts';
import { clock, createStatusRig, type StatusRig } from '../../support/statuses.ts';

let readings = 0;

const lineTool = defineToolAdapter({
  tool: 'line',
  title: 'Line',
  findHistory: (catalogue, named) =>
    catalogue.tables.find((table) => table.name === (named ?? 'schema_migrations')),
  isFolder: () => true,
  readSource: async (files): Promise<SourceReading> => {
    readings += 1;
    const names = (await files.list()).filter((name) => name.endsWith('.sql'));
    const migrations = await Promise.all(
      names.map(async (name) => {
        const checksum = checksumOf(await files.read(name));
        return { version: name.split('_')[0] ?? '', name, checksum, path: name };
      }),
    );
    return { migrations, faults: [], notes: [] };
  },
  readHistory: async (reader, table) => {
    const rows = await reader.read<{ version: string; checksum: string }>(
      `select version, checksum from ${table.schema}.${table.name} order by version`,
    );
    const nothing = { reason: null, appliedAt: null, appliedBy: null, durationMs: null };
    const applied = rows.map((row) => ({
      ...nothing,
      ...row,
      name: row.version,
      state: 'APPLIED' as const,
    }));
    return { applied, faults: [], lockedBy: null };
  },
  judge: (facts) =>
    judgeLine(facts, {
      title: 'Line',
      late: 'OUT_OF_ORDER',
      compare: (a, b) => Number(a) - Number(b),
    }),
});

const textOf = (version: string): string => `select '${version}';\n`;

describe('a status', () => {
  let rig: StatusRig;
  let root: string;
  let git: GitFiles;
  let open: SourceOpener;
  beforeEach(async () => {
    rig = await createStatusRig();
    root = await mkdtemp(path.join(tmpdir(), 'hawkwatch-sources-'));
    await rig.addDatabase('shop');
    await rig.configure();
    const memory = createReadings({
      ...clock,
      now: () => new Date(clock.now().getTime() + 60_000),
    });
    const environment = { PATH: process.env['PATH'] ?? '' };
    const directory = path.join(root, 'mirrors');
    git = createGitFiles({ directory, environment, clock, readings: memory, freshMs: 0 });
    open = createSourceOpener({ store: rig.store, clock, git, readings: memory });
    readings = 0;
  });
  afterEach(async () => {
    git.close();
    await rig.close();
    await rm(root, { recursive: true, force: true });
  });

  const apply = async (...versions: string[]): Promise<void> => {
    const sql = rig.sql('shop');
    await sql.unsafe(
      'create table if not exists schema_migrations (version text primary key, checksum text)',
    );
    for (const version of versions) {
      const checksum = checksumOf(Buffer.from(textOf(version)));
      await sql`insert into schema_migrations values (${version}, ${checksum})`;
    }
  };
  const write = async (folder: string, ...versions: string[]): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const version of versions) {
      await writeFile(path.join(folder, `${version}_step.sql`), textOf(version));
    }
  };
  const statusOf = async (source: SourceSettings) => {
    const target = rig.targets.get('shop');
    const files = await open('shop', source);
    const status = await lineTool.readStatus({ target, source, running: new Set(), files });
    return { ...status, revision: files.revision };
  };
  const statesOf = async (source: SourceSettings) => {
    const { state, migrations } = await statusOf(source);
    return [state, ...migrations.map((one) => `${one.version} ${one.state}`)];
  };
  const elsewhere = (change: Partial<SourceSettings>): SourceSettings =>
    rig.source('main', { tool: 'line', folder: null, ...change });

  it('is that of a folder, which is read once for all databases', async () => {
    const folder = path.join(root, 'folder');
    await write(folder, '1', '2');
    await apply('1');
    const source = elsewhere({ folder });
    const all = await Promise.all(Array.from({ length: 50 }, () => statesOf(source)));
    expect(new Set(all.map(String))).toEqual(new Set(['BEHIND,1 APPLIED,2 PENDING']));
    expect(readings).toBe(1);
    await write(folder, '3');
    await apply('2');
    expect(await statesOf(source)).toEqual(['BEHIND', '1 APPLIED', '2 APPLIED', '3 PENDING']);
    expect(readings).toBe(2);
    await rm(folder, { recursive: true });
    expect((await statesOf(source))[0]).toBe('DIVERGED');
  });

  it('is that of a commit, whatever the work tree has', async () => {
    const repository = path.join(root, 'repository');
    const folder = path.join(repository, 'db');
    await write(folder, '1', '2');
    const run = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@x', ...args], {
        cwd: repository,
        encoding: 'utf8',
      }).trim();
    run('init', '-q', '-b', 'main');
    run('add', '-A');
    run('commit', '-qm', 'one');
    await write(folder, '3');
    await apply('1');
    const source = elsewhere({ git: { repository, ref: 'main', path: 'db' } });
    const first = await statusOf(source);
    expect([first.state, first.revision]).toEqual(['BEHIND', run('rev-parse', 'HEAD')]);
    expect(first.migrations.map((one) => one.version)).toEqual(['1', '2']);
    await statusOf(source);
    expect(readings).toBe(1);
    run('add', '-A');
    run('commit', '-qm', 'two');
    await apply('2', '3');
    const second = await statusOf(source);
    expect([second.state, second.revision]).toEqual(['UP_TO_DATE', run('rev-parse', 'HEAD')]);
    expect(readings).toBe(2);
    const gone = elsewhere({ git: { repository, ref: 'nope', path: 'db' } });
    const lost = await statusOf(gone);
    expect([lost.state, lost.revision]).toEqual(['DIVERGED', null]);
    expect(lost.reason).toContain('it has no branch, tag or commit "nope"');
  });

  it('is that of a manifest, and never up to date before there is one', async () => {
    await apply('1', '2');
    const source = elsewhere({ manifest: true });
    const before = await statusOf(source);
    expect([before.state, before.reason]).toEqual([
      'DIVERGED',
      'no manifest was sent for the source "main" yet: have CI call uploadMigrationManifest',
    ]);
    const database = await findDatabaseByName(rig.store.q, 'shop');
    const about = { databaseId: database?.id ?? '', source: 'main', tool: 'line' };
    const by = { uploadedBy: 'ci', uploadedAt: clock.now() };
    const entry = (version: string, text = textOf(version)) => ({
      version,
      name: `step ${version}`,
      checksum: checksumOf(Buffer.from(text)),
    });
    const entries = [entry('1'), entry('2', 'edited'), entry('3')];
    await upsertManifest(rig.store.q, { ...about, ...by, revision: 'build-7', entries });
    const { state, revision, migrations } = await statusOf(source);
    expect([state, revision]).toEqual(['DIVERGED', 'build-7']);
    expect(migrations.map((one) => `${one.version} ${one.state}`)).toEqual([
      '1 APPLIED',
      '2 EDITED',
      '3 PENDING',
    ]);
    await upsertManifest(rig.store.q, { ...about, ...by, revision: null, entries: [entry('1')] });
    expect(await statesOf(source)).toEqual(['AHEAD', '1 APPLIED', '2 FUTURE']);
    const other = await statusOf({ ...source, tool: 'flyway' });
    expect([other.state, other.reason]).toEqual([
      'DIVERGED',
      expect.stringContaining('was sent for the tool line, and the source is of flyway now'),
    ]);
    const recognised = await open('shop', { ...source, tool: 'auto' });
    expect([recognised.tool, recognised.manifest?.length]).toEqual(['line', 1]);
  });

  it('says so when a source is nowhere', async () => {
    const { state, reason } = await statusOf(elsewhere({}));
    expect([state, reason]).toEqual([
      'DIVERGED',
      'the source "main" says nowhere where its files are',
    ]);
  });

  it('does not blame the database when our own store is away', async () => {
    const { store, targets } = rig;
    await rig.write('main', '1');
    const away = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    const q = new Proxy(store.q, {
      get: (target, key) => (key === 'execute' ? away : Reflect.get(target, key)),
    });
    const reader = createStatusReader({ store: { ...store, q }, targets, clock });
    await expect(reader.read('shop')).rejects.toThrow('away');
    const [status] = await rig.reader.read('shop');
    expect(status?.state).toBe('UNINITIALISED');
  });
});
