import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
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
import { ask, at, codeOf, send } from './clients.ts';
import { startRun } from './runs.ts';
import { clock, startService, type TestService } from './service.ts';

const everything = `
  risk confidence doubts
  findings { rule level classes message because version file statement line lockMode blocks objects
    safeForm }
  ignored { reason finding { rule level } }
  losses { object rows message } estimate { lowMs highMs basis }
  files { version file checksum statements risk }`;

const document = `query ($input: AssessImpactInput!) { assessImpact(input: $input) { ${everything} } }`;

describe('assessImpact', { timeout: 60_000 }, () => {
  let service: TestService;
  let testStore: TestStore;
  let database: TestDatabase;
  let targets: Targets;
  let impact: LiveAssessor;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-impact-'));
    testStore = await createTestStore();
    const { store } = testStore;
    database = await createEmptyDatabase();
    targets = createTargets({ clock });
    const openFiles = createSourceOpener({ store, clock });
    const statuses = createStatusReader({ store, targets, clock, openFiles });
    const logger = silentLogger;
    impact = await createLiveAssessor({ targets, statuses, openFiles, clock, logger });
    await targets.replace([
      targetSettings({ name: 'shop', url: database.url, sources: [sourceSettings({ folder })] }),
      targetSettings({ name: 'stock', url: 'postgres://127.0.0.1:1/none' }),
    ]);
    const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
    await sql
      .unsafe(
        `create table orders (id int primary key, note text);
         insert into orders select i, 'n' from generate_series(1, 500) i; analyze orders`,
      )
      .simple();
    await sql.end();
    await writeFile(path.join(folder, '1_note.sql'), 'alter table orders alter note set not null;');
    await writeFile(path.join(folder, '2_gone.sql'), 'drop table orders;');
    service = await startService({ impact });
  });
  afterAll(async () => {
    await service.close();
    await impact.stop();
    await targets.close();
    await database.drop();
    await testStore.close();
    await rm(folder, { recursive: true, force: true });
  });

  const assess = (input: Record<string, unknown>, token = service.tokens.viewer) =>
    send(service.url, token, document, { input });
  const result = async (input: Record<string, unknown>) => {
    const data = await ask(service.url, service.tokens.viewer, document, { input });
    return at(data, 'assessImpact');
  };

  it('tells a viewer what the pending migrations of a database would do', async () => {
    const found = await result({ database: 'shop' });
    expect(found).toMatchObject({
      risk: 'CRITICAL',
      files: [
        { version: '1', file: '1_note.sql', statements: 1 },
        { version: '2', file: '2_gone.sql', statements: 1, risk: 'CRITICAL' },
      ],
      losses: [{ object: 'public.orders', rows: 500 }],
    });
    const first = at(found, 'findings.0');
    expect(first).toMatchObject({
      rule: 'set-not-null',
      lockMode: 'ACCESS_EXCLUSIVE',
      blocks: ['READS', 'WRITES', 'SCHEMA_CHANGES'],
      objects: ['public.orders'],
      version: '1',
      line: 1,
      statement: 1,
    });
    expect(at(first, 'classes')).toContain('SCAN');
  });

  it('takes the global id of a database, a version and the rules that are wanted', async () => {
    const named = await ask(
      service.url,
      service.tokens.viewer,
      '{ database(name: "shop") { id } }',
    );
    const id = at(named, 'database.id');
    expect(await result({ database: id, toVersion: '1' })).toMatchObject({
      files: [{ version: '1' }],
      losses: [],
    });
    const plain = await result({ database: id, sql: 'select * from orders' });
    const strict = await result({
      database: id,
      sql: 'alter table orders add column more text',
      optIn: ['unqualified-name'],
    });
    expect(at(plain, 'risk')).toBe('NONE');
    expect(JSON.stringify(at(strict, 'findings'))).toContain('"unqualified-name"');
  });

  it('assesses SQL for a database, and by itself', async () => {
    const live = await result({ database: 'shop', sql: 'drop table orders' });
    expect(live).toMatchObject({
      losses: [{ object: 'public.orders', rows: 500 }],
      files: [{ version: null, file: '<sql>' }],
    });
    const offline = await result({ sql: 'drop table orders' });
    expect(offline).toMatchObject({ losses: [{ object: 'orders', rows: null }] });
    const files = [
      { name: 'a.sql', sql: 'create table t (id int)' },
      { name: 'b.sql', sql: '-- hawkwatch: ignore drop-table nobody uses it\ndrop table orders' },
    ];
    const several = await result({ database: 'shop', files });
    expect(several).toMatchObject({
      files: [{ file: 'a.sql' }, { file: 'b.sql' }],
      ignored: [{ reason: 'nobody uses it', finding: { rule: 'drop-table', level: 'CRITICAL' } }],
    });
  });

  it('says openly what cannot be told', async () => {
    const unclear = await result({
      sql: "do $$ begin execute format('drop table %I', 'x'); end $$",
    });
    expect(unclear).toMatchObject({ risk: 'UNKNOWN' });
    const broken = await result({ sql: 'drop tabel orders' });
    expect(broken).toMatchObject({ risk: 'UNKNOWN', confidence: 0 });
  });

  it.each([
    ['INVALID_INPUT', {}],
    ['INVALID_INPUT', { source: 'main' }],
    ['INVALID_INPUT', { sql: 'select 1', files: [] }],
    ['INVALID_INPUT', { sql: 'select 1', database: 'shop', toVersion: '1' }],
    ['NOT_FOUND', { database: 'shp' }],
    ['NOT_FOUND', { database: 'shop', source: 'other' }],
    ['NOT_FOUND', { database: 'shop', toVersion: '9' }],
    ['CONFLICT', { database: 'stock' }],
    ['CONFLICT', { database: 'stock', sql: 'select 1' }],
  ])('refuses with %s what it is asked with %j', async (code, input) => {
    const answer = await assess(input);
    expect(codeOf(answer)).toBe(code);
    expect(answer.data?.['assessImpact']).toBeUndefined();
  });

  it('is for whoever has a token', async () => {
    const answer = await send(service.url, undefined, document, { input: { sql: 'select 1' } });
    expect(answer.status).toBe(401);
  });

  it('is kept with a run that was assessed', async () => {
    const { run, globalId } = await startRun(service);
    const query = `query ($id: ID!) { migrationRun(id: $id) { assessment { ${everything} } } }`;
    const before = await ask(service.url, service.tokens.viewer, query, { id: globalId });
    expect(at(before, 'migrationRun.assessment')).toBeNull();
    const files = [{ version: '1', file: 'a.sql', bytes: Buffer.from('drop table orders') }];
    const assessment = await impact.assessFiles({ databaseName: 'shop', files });
    await service.store.raw`update hawkwatch_store.migration_runs
      set assessment = ${service.store.raw.json(JSON.parse(JSON.stringify(assessment)))}
      where id = ${run.id}`;
    const after = await ask(service.url, service.tokens.viewer, query, { id: globalId });
    expect(at(after, 'migrationRun.assessment')).toMatchObject({
      risk: 'CRITICAL',
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: 'drop-table', lockMode: 'ACCESS_EXCLUSIVE' }),
      ]),
      losses: [{ object: 'public.orders', rows: 500 }],
    });
  });
});
