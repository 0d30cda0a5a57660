import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { SourceSettings, TargetSettings } from '../../../src/databases/target.ts';
import { createTargets, type Targets } from '../../../src/databases/targets.ts';
import { createSourceOpener } from '../../../src/migrations/files/open-source.ts';
import {
  createLiveAssessor,
  type LiveAssessor,
} from '../../../src/migrations/impact/live-assessor.ts';
import { createStatusReader } from '../../../src/migrations/status.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { createEmptyDatabase, createTestStore, type TestStore } from '../../support/store.ts';
import { sourceSettings, targetSettings } from '../../support/target-settings.ts';

const clock = createSystemClock();

describe('the live assessor', { timeout: 60_000 }, () => {
  let testStore: TestStore;
  let database: TestDatabase;
  let sql: postgres.Sql;
  let targets: Targets;
  let assessor: LiveAssessor;
  let folder: string;
  beforeAll(async () => {
    testStore = await createTestStore();
    const { store } = testStore;
    database = await createEmptyDatabase();
    sql = postgres(database.url, { max: 1, onnotice: () => undefined });
    targets = createTargets({ clock });
    const openFiles = createSourceOpener({ store, clock });
    const statuses = createStatusReader({ store, targets, clock, openFiles });
    assessor = await createLiveAssessor({
      targets,
      statuses,
      openFiles,
      clock,
      logger: silentLogger,
    });
  });
  afterAll(async () => {
    await assessor.stop();
    await targets.close();
    await sql.end();
    await database.drop();
    await testStore.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-impact-'));
    await sql.unsafe('drop schema public cascade; create schema public').simple();
    await sql.unsafe('drop schema if exists hawkwatch cascade');
    await sql
      .unsafe(
        `create table orders (id int primary key, note varchar(20));
         insert into orders select i, 'n' from generate_series(1, 1000) i; analyze orders`,
      )
      .simple();
    await configure();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const configure = (
    source: Partial<SourceSettings> = {},
    target: Partial<TargetSettings> = {},
  ): Promise<void> =>
    targets.replace([
      targetSettings({
        url: database.url,
        sources: [sourceSettings({ folder, ...source })],
        ...target,
      }),
    ]);
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  };
  const ofText = (text: string) =>
    assessor.assessFiles({
      databaseName: 'shop',
      files: [{ version: null, file: '<sql>', bytes: Buffer.from(text) }],
    });
  const pending = (more: Partial<Parameters<LiveAssessor['assessPending']>[0]> = {}) =>
    assessor.assessPending({ databaseName: 'shop', ...more });

  it('tells what pending migrations do, with what the database knows', async () => {
    await write({
      '1_index.sql': 'create index on orders (note);',
      '2_drop.sql': 'drop table orders;',
    });
    const assessment = await pending();
    expect(assessment.risk).toBe('CRITICAL');
    expect(assessment.files.map(({ version, file, risk }) => [version, file, risk])).toEqual([
      ['1', '1_index.sql', 'LOW'],
      ['2', '2_drop.sql', 'CRITICAL'],
    ]);
    expect(assessment.losses).toEqual([
      expect.objectContaining({ object: 'public.orders', rows: 1000 }),
    ]);
    expect(assessment.findings[0]?.because.join()).toContain('about 1,000 rows');
    // Nothing was executed, and no history made.
    const [made] = await sql`select to_regclass('hawkwatch.migrations') as history,
      to_regclass('orders_note_idx') as index`;
    expect(made).toEqual({ history: null, index: null });
  });

  it('gives an estimate that says what it rests on', async () => {
    const { estimate } = await ofText('create index on orders (note)');
    expect(estimate?.lowMs).toBeLessThanOrEqual(estimate?.highMs ?? -1);
    expect(estimate?.basis).toMatch(/^.* in public\.orders, at the rates measured .*MB\/s/);
    expect((await ofText('create table fresh (id int primary key)')).estimate).toBeNull();
  });

  it('stops at the version that was named', async () => {
    await write({ '1_a.sql': 'select 1;', '2_b.sql': 'drop table orders;' });
    const { files, risk } = await pending({ toVersion: '1' });
    expect(files.map((file) => file.version)).toEqual(['1']);
    expect(risk).toBe('NONE');
    await expect(pending({ toVersion: '7' })).rejects.toThrow(NotFoundError);
  });

  it('says nothing of what is applied, and says so of what comes too late', async () => {
    await write({ '1_a.sql': 'select 1;', '2_b.sql': 'select 2;' });
    await sql.unsafe('create schema hawkwatch');
    await sql.unsafe(`create table hawkwatch.migrations (source text, version text, name text,
      checksum text, state text, statements_done int, statements_total int, done_checksum text,
      intent jsonb, run_id text, applied_by text, started_at timestamptz, finished_at timestamptz,
      duration_ms float8, error text)`);
    await sql.unsafe(`insert into hawkwatch.migrations (source, version, name, checksum, state,
        statements_done, statements_total, started_at)
      values ('main', '2', 'b', '${'0'.repeat(64)}', 'marked', 1, 1, now())`);
    const assessment = await pending();
    expect(assessment.files.map((file) => file.version)).toEqual(['1']);
    expect(assessment.findings.map((finding) => finding.rule)).toContain('out-of-order');
    expect(assessment.doubts.join()).toContain('DIVERGED');
  });

  it('is unknown where the folder is not to be trusted', async () => {
    await write({ '1_a.sql': 'select 1;', '01_b.sql': 'select 2;' });
    const assessment = await pending();
    expect([assessment.risk, assessment.confidence]).toEqual(['UNKNOWN', 0]);
    expect(assessment.doubts.join()).toContain('have the same version');
    await configure({ folder: path.join(folder, 'gone') });
    const gone = await pending();
    expect([gone.risk, gone.confidence]).toEqual(['UNKNOWN', 0]);
    expect(gone.doubts.join()).toContain('ENOENT');
  });

  it('reads the up part of other tools, one changeset of many, and does not guess at programs', async () => {
    await configure({ tool: 'dbmate' });
    await write({
      '001_a.sql':
        '-- migrate:up\ncreate table t (id int);\n\n-- migrate:down\ndrop table orders;\n',
    });
    const dbmate = await pending();
    expect(dbmate.losses).toEqual([]);
    expect(dbmate.files).toEqual([
      expect.objectContaining({ version: '001', file: '001_a.sql', statements: 1 }),
    ]);

    await rm(path.join(folder, '001_a.sql'));
    await configure({ tool: 'rails' });
    await write({ '20260101000000_add_note.rb': 'class AddNote; end\n' });
    const rails = await pending();
    expect([rails.risk, rails.confidence]).toEqual(['UNKNOWN', 0]);
    expect(rails.doubts.join()).toContain('it is not SQL');

    await rm(path.join(folder, '20260101000000_add_note.rb'));
    await configure({ tool: 'liquibase' });
    await write({
      'changelog.sql':
        '--liquibase formatted sql\n--changeset ann:1\ndrop table orders;\n\n--changeset ann:2\ncreate index on orders (note);\n',
    });
    const { files, findings } = await pending();
    expect(files.map(({ version, statements }) => [version, statements])).toEqual([
      ['changelog.sql::1::ann', 1],
      ['changelog.sql::2::ann', 1],
    ]);
    const index = findings.find((finding) => finding.version === 'changelog.sql::2::ann');
    expect(index?.line).toBe(6);
  });

  it('asks which source is meant, and names those there are', async () => {
    const sources = ['main', 'other'].map((name) => sourceSettings({ name, folder }));
    await configure({}, { sources });
    await expect(pending()).rejects.toThrow(InvalidInputError);
    expect((await pending({ source: 'other' })).risk).toBe('NONE');
    await expect(pending({ source: 'none' })).rejects.toThrow(/It has: main, other/);
    await configure({}, { sources: [] });
    await expect(pending()).rejects.toThrow(ConflictError);
    await expect(assessor.assessPending({ databaseName: 'nope' })).rejects.toThrow(NotFoundError);
  });

  it('says that a database cannot be reached, instead of what it does not know', async () => {
    await write({ '1_a.sql': 'select 1;' });
    await configure({}, { url: 'postgres://127.0.0.1:1/none' });
    await expect(pending()).rejects.toThrow(/cannot be told: the server refuses connections/);
    await expect(ofText('drop table orders')).rejects.toThrow(/refuses connections/);
    await configure({}, { unavailable: 'it has no server' });
    await expect(ofText('drop table orders')).rejects.toThrow(/it has no server/);
  });

  it('knows nothing but the text where no database is named', async () => {
    const files = [{ version: null, file: 'a.sql', bytes: Buffer.from('drop table orders') }];
    const { risk, losses, confidence } = await assessor.assessFiles({ files });
    expect(risk).toBe('CRITICAL');
    expect(losses).toEqual([expect.objectContaining({ object: 'orders', rows: null })]);
    expect(confidence).toBeLessThan(100);
  });

  it('never repeats a constant of the SQL', async () => {
    const secret = 'hunter2hunter2';
    const texts = [
      `alter role app password '${secret}'`,
      `create user app password '${secret}' '${secret}'`,
      `alter table orders add column k text default '${secret}'`,
      `alter table orders add constraint c check (note <> '${secret}')`,
      `update orders set note = '${secret}'`,
      `do $$ begin execute 'alter role app password ''${secret}'''; end $$`,
      `create function f() returns text language sql as $$ select '${secret}' $$`,
      `select '${secret}`,
      `insert into orders values (1, '${secret}') oops`,
      `copy orders from program 'curl https://app:${secret}@host/x'`,
      `comment on table orders is '${secret}'`,
      `create server s foreign data wrapper w options (password '${secret}')`,
    ];
    for (const text of texts) {
      expect(JSON.stringify(await ofText(text)), text).not.toContain(secret);
    }
  });

  it('takes a text of megabytes without holding up others', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `(${i + 2000}, 'row')`).join(',\n');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const assessment = await ofText(`insert into orders values ${rows};\ndrop table orders;`);
    clearInterval(timer);
    expect(assessment.risk).toBe('CRITICAL');
    expect(assessment.files[0]?.statements).toBe(2);
    expect(turns).toBeGreaterThan(5);
  });
});
