// Automation as its users see it: over the API, with everything real but the assessor.
import { afterEach, describe, expect, it } from 'vitest';

import { createTestAssessor } from '../../support/assessor.ts';
import {
  startAutomationService,
  type AutomationService,
} from '../../support/automation-service.ts';
import type { BenchOptions } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';
import { assessedOf, lowRisk } from '../../support/watching.ts';
import { createWaveBench, type WaveBench } from '../../support/waves.ts';
import { ask, at, connect, send, textAt, type Answer } from '../http/clients.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function open(
  names: readonly string[],
  options: BenchOptions = {},
): Promise<{ bench: WaveBench; service: AutomationService }> {
  const bench = await createWaveBench(names, { assessor: createTestAssessor(), ...options });
  cleanups.push(() => bench.close());
  const service = await startAutomationService(bench);
  cleanups.push(() => service.close());
  return { bench, service };
}

const onError = '... on Error { message }';

/** Entries of the audit log about an action, oldest first: result and subject. */
const auditOf = async (bench: WaveBench, action: string): Promise<string[]> => {
  const rows = await bench.store.raw<{ result: string }[]>`
    select result from hawkwatch_store.audit_log where action = ${action} order by at`;
  return rows.map((row) => row.result);
};

describe('reviews over the API', () => {
  it('are listed, decided by one of two, and told live', async () => {
    const { bench, service } = await open(['a']);
    await bench.write({ '1_a.sql': '-- risk: HIGH\ncreate table a ()' });
    const { url, tokens } = service;
    const trigger = `mutation { triggerMigration(input: { database: "a", autoApply: true }) {
      ... on MigrationRun { id state } ${onError} } }`;
    const made = await ask(url, tokens.olga, trigger);
    expect(at(made, 'triggerMigration.state')).toBe('AWAITING_REVIEW');
    const id = textAt(made, 'triggerMigration.id');
    const list = await ask(
      url,
      tokens.viewer,
      `{ migrationRuns(filter: { states: [AWAITING_REVIEW] }) { edges { node {
        id review { by } wave { id } emergency verification { ok } } } } }`,
    );
    expect(at(list, 'migrationRuns.edges')).toEqual([
      { node: { id, review: null, wave: null, emergency: false, verification: null } },
    ]);
    const socket = connect(service.webSocketUrl, tokens.viewer);
    cleanups.push(() => Promise.resolve(socket.dispose()));
    const live = socket.subscribe(
      `subscription { migrationProgress(runId: "${id}") { kind message run { state } } }`,
    );
    await live.count(1);
    const approve = (token: string) =>
      send(
        url,
        token,
        `mutation { approveMigration(runId: "${id}", comment: "it is new") {
        ... on MigrationRun { state review { decision by comment } } ${onError} } }`,
      );
    const answers: Answer[] = await Promise.all([approve(tokens.olga), approve(tokens.otto)]);
    const texts = answers.map((answer) => JSON.stringify(answer.data));
    expect(texts.filter((text) => text.includes('"APPROVED"'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('nothing to decide about'))).toHaveLength(1);
    const results = await live.ended();
    const kinds = results.map((result) => at(result.data, 'migrationProgress.kind'));
    expect(kinds.slice(0, 2)).toEqual(['SNAPSHOT', 'QUEUED']);
    expect(at(results[1]?.data, 'migrationProgress.message')).toMatch(
      /^approved by .*: it is new$/,
    );
    expect(kinds.at(-1)).toBe('FINISHED');
    expect((await auditOf(bench, 'approveMigration')).toSorted()).toEqual(['CONFLICT', 'ok']);
  });

  it('refuse a viewer, a run that is not there, and a rejection without a reason', async () => {
    const { bench, service } = await open(['a']);
    const { url, tokens } = service;
    const reject = (token: string, comment: string) =>
      ask(
        url,
        token,
        `mutation { rejectMigration(runId: "none", comment: "${comment}") {
        __typename ${onError} } }`,
      );
    const typeOf = (answer: unknown) => at(answer, 'rejectMigration.__typename');
    expect(typeOf(await reject(tokens.viewer, 'x'))).toBe('ForbiddenError');
    expect(typeOf(await reject(tokens.olga, 'x'))).toBe('NotFoundError');
    expect(await auditOf(bench, 'rejectMigration')).toEqual(['FORBIDDEN', 'NOT_FOUND']);
  });
});

describe('automatic runs over the API', () => {
  it('happen by themselves, and not any more once they are switched off', async () => {
    const { bench, service } = await open(['a', 'b'], { target: { automatic: lowRisk } });
    const { url, tokens } = service;
    await bench.write({ '1_a.sql': 'create table a ()' });
    const runs = `{ migrationRuns { edges { node { origin state toVersion } } } }`;
    const done = { node: { origin: 'AUTOMATIC', state: 'SUCCEEDED', toVersion: '1' } };
    await until(
      'both databases to be migrated',
      async () => {
        const edges = at(await ask(url, tokens.viewer, runs), 'migrationRuns.edges');
        return JSON.stringify(edges) === JSON.stringify([done, done]);
      },
      20_000,
    );
    const off = (
      token: string,
    ) => `mutation { setAutomaticRuns(enabled: false, reason: "${token}") {
      __typename ... on AutomaticRuns { enabled reason by at } ${onError} } }`;
    const refused = await ask(url, tokens.olga, off('no'));
    expect(at(refused, 'setAutomaticRuns.__typename')).toBe('ForbiddenError');
    const state = await ask(url, tokens.admin, off('an incident'));
    expect(at(state, 'setAutomaticRuns')).toMatchObject({ enabled: false, by: 'adam' });
    const seen = await ask(url, tokens.viewer, '{ automaticRuns { enabled reason by } }');
    expect(at(seen, 'automaticRuns')).toEqual({
      enabled: false,
      reason: 'an incident',
      by: 'adam',
    });
    await bench.write({ '2_b.sql': 'create table b ()' });
    await until(
      'both to wait',
      async () => (await assessedOf(bench)).filter((one) => one.decision === 'waits').length === 2,
      20_000,
    );
    const events = await ask(
      url,
      tokens.viewer,
      '{ events(filter: { types: ["automatic_runs.switched", "migration.assessed"] }) { edges { node { type } } } }',
    );
    const types = JSON.stringify(at(events, 'events.edges'));
    expect(types.match(/automatic_runs\.switched/g)).toHaveLength(1);
    expect(types.match(/migration\.assessed/g)).toHaveLength(4);
    expect(await auditOf(bench, 'setAutomaticRuns')).toEqual(['FORBIDDEN', 'ok']);
  });

  it('are decided by one replica of two; the other takes over', async () => {
    const { bench, service } = await open(['a'], { target: { automatic: lowRisk } });
    const second = await startAutomationService(bench);
    cleanups.push(() => second.close());
    await bench.write({ '1_a.sql': 'create table a ()' });
    await until('the first', async () => (await assessedOf(bench)).length === 1, 20_000);
    await service.automation.stop();
    await bench.write({ '2_b.sql': 'create table b ()' });
    const count = async (): Promise<number> => (await assessedOf(bench)).length;
    await until('the second, by the other', async () => (await count()) === 2, 20_000);
    await until('the run of it', async () => {
      const rows = await bench.client('a')`select to_regclass('public.b') as found`;
      return rows[0]?.['found'] !== null;
    });
    expect(await count()).toBe(2);
  });
});

describe('waves over the API', () => {
  const start = (more: string) => `mutation { startMigrationWave(input: { source: "main"${more} }) {
    __typename ... on MigrationWave { id state asOf toVersion startedBy
      databases { database { name } stage state run { id } reason } } ${onError} } }`;

  it('are started, watched to their end, and found again', async () => {
    const { bench, service } = await open(['a', 'b', 'c']);
    const { url, tokens } = service;
    await bench.write({ '1_a.sql': 'create table a ()' });
    const made = await ask(url, tokens.olga, start(', canaries: ["b"], clientMutationId: "k"'));
    const again = await ask(url, tokens.olga, start(', canaries: ["b"], clientMutationId: "k"'));
    const id = textAt(made, 'startMigrationWave.id');
    expect(textAt(again, 'startMigrationWave.id')).toBe(id);
    const socket = connect(service.webSocketUrl, tokens.viewer);
    cleanups.push(() => Promise.resolve(socket.dispose()));
    const fields = `cursor kind databases { database { name } state }
      wave { state databases { database { name } stage state run { state wave { id } } } }`;
    const query = (after: string) =>
      `subscription { migrationWaveChanged(id: "${id}"${after}) { ${fields} } }`;
    const results = await socket.subscribe(query('')).ended();
    const first = results[0]?.data;
    expect(at(first, 'migrationWaveChanged.kind')).toBe('SNAPSHOT');
    const last = results.at(-1)?.data;
    expect(at(last, 'migrationWaveChanged.kind')).toBe('COMPLETED');
    expect(at(last, 'migrationWaveChanged.wave')).toEqual({
      state: 'SUCCEEDED',
      databases: ['b', 'a', 'c'].map((name) => ({
        database: { name },
        stage: name === 'b' ? 'CANARY' : 'REST',
        state: 'SUCCEEDED',
        run: { state: 'SUCCEEDED', wave: { id } },
      })),
    });
    // What was missed comes again, from any place, also when all is over.
    const asOf = textAt(made, 'startMigrationWave.asOf');
    const replay = await socket.subscribe(query(`, after: "${asOf}"`)).ended();
    const kinds = replay.map((result) => at(result.data, 'migrationWaveChanged.kind'));
    expect([kinds[0], kinds.at(-1)]).toEqual(['STARTED', 'COMPLETED']);
    const rest = textAt(replay[1]?.data, 'migrationWaveChanged.cursor');
    const after = await socket.subscribe(query(`, after: "${rest}"`)).ended();
    expect(after).toHaveLength(replay.length - 2);
    const over = await socket.subscribe(query('')).ended();
    expect(over.map((one) => at(one.data, 'migrationWaveChanged.kind'))).toEqual(['SNAPSHOT']);
    const found = await ask(
      url,
      tokens.viewer,
      `{ migrationWave(id: "${id}") { state } node(id: "${id}") { id }
         migrationWaves(filter: { states: [SUCCEEDED], source: "main" }) { edges { node { id } } }
         named: migrationWaves(filter: { ids: ["${id}", "none"] }) { edges { node { id } } }
         others: migrationWaves(filter: { ids: ["none"] }) { edges { node { id } } }
         none: migrationWave(id: "none") { id } }`,
    );
    expect(found).toEqual({
      migrationWave: { state: 'SUCCEEDED' },
      node: { id },
      migrationWaves: { edges: [{ node: { id } }] },
      named: { edges: [{ node: { id } }] },
      others: { edges: [] },
      none: null,
    });
    expect(await auditOf(bench, 'startMigrationWave')).toEqual(['ok']);
  });

  it('are cancelled, and refused with reasons', async () => {
    const { bench, service } = await open(['a', 'b'], { dispatches: false });
    const { url, tokens } = service;
    await bench.write({ '1_a.sql': 'create table a ()' });
    const typeOf = async (token: string, query: string) => {
      const [answer] = Object.values(await ask(url, token, query));
      return at(answer, '__typename');
    };
    expect(await typeOf(tokens.viewer, start(''))).toBe('ForbiddenError');
    expect(await typeOf(tokens.olga, start(', databases: ["none"]'))).toBe('NotFoundError');
    expect(await typeOf(tokens.olga, start(', maxParallel: 0'))).toBe('InvalidInputError');
    const made = await ask(url, tokens.olga, start(', labels: [{ name: "place", value: "1" }]'));
    const id = textAt(made, 'startMigrationWave.id');
    expect(at(made, 'startMigrationWave.databases')).toMatchObject([{ database: { name: 'b' } }]);
    const cancel = (wave: string) => `mutation { cancelMigrationWave(id: "${wave}", reason: "no") {
      __typename ... on MigrationWave { state reason } ${onError} } }`;
    expect(await typeOf(tokens.otto, cancel('none'))).toBe('NotFoundError');
    const cancelled = await ask(url, tokens.otto, cancel(id));
    expect(at(cancelled, 'cancelMigrationWave')).toMatchObject({
      state: 'CANCELLED',
      reason: 'cancelled by otto: no',
    });
    expect(await typeOf(tokens.otto, cancel(id))).toBe('ConflictError');
    expect(await auditOf(bench, 'cancelMigrationWave')).toEqual(['NOT_FOUND', 'ok', 'CONFLICT']);
  });
});

describe('an emergency roll-back over the API', () => {
  it('is shown before, done, and verified', async () => {
    const { bench, service } = await open(['a']);
    const { url, tokens } = service;
    const preview = (more = '') => `{ previewRollback(database: "a"${more}) {
      database { name } source fromVersion toVersion because
      migrations { version name file checksum statements } impact { risk confidence } } }`;
    const early = await send(url, tokens.viewer, preview());
    expect(early.errors?.[0]).toMatchObject({ extensions: { code: 'CONFLICT' } });
    await bench.write({ '1_a.sql': 'create table a ()', '1_a.down.sql': 'drop table a' });
    await ask(
      url,
      tokens.olga,
      'mutation { triggerMigration(input: { database: "a" }) { __typename } }',
    );
    await until('the run', async () => {
      const answer = await ask(url, tokens.viewer, '{ migrationHistory { state } }');
      return JSON.stringify(answer).includes('SUCCEEDED');
    });
    const shown = await ask(url, tokens.viewer, preview());
    expect(at(shown, 'previewRollback')).toMatchObject({
      database: { name: 'a' },
      source: 'main',
      fromVersion: '1',
      toVersion: '0',
      migrations: [{ version: '1', name: 'a', file: '1_a.down.sql', statements: 1 }],
      impact: { risk: 'LOW', confidence: 100 },
    });
    const checksum = textAt(shown, 'previewRollback.migrations.0.checksum');
    const expecting = (sum: string) => `mutation { emergencyRollback(input: { database: "a",
      reason: "orders fail", expected: [{ version: "1", checksum: "${sum}" }] }) { ${onError} } }`;
    expect(
      at(await ask(url, tokens.olga, expecting('0'.repeat(64))), 'emergencyRollback'),
    ).toMatchObject({
      message: expect.stringContaining('with other contents 1'),
    });
    const rollback = `mutation { emergencyRollback(input: { database: "a", reason: "orders fail",
      expected: [{ version: "1", checksum: "${checksum}" }], clientMutationId: "sos" }) { ... on MigrationRun { id emergency kind review { by comment } }
      ${onError} } }`;
    const made = await ask(url, tokens.olga, rollback);
    expect(at(made, 'emergencyRollback')).toMatchObject({
      emergency: true,
      kind: 'ROLLBACK',
      review: { by: 'olga', comment: 'orders fail' },
    });
    const id = textAt(made, 'emergencyRollback.id');
    const run = `{ migrationRun(id: "${id}") { state verification { ok at checks { name ok } } } }`;
    const verified = await until(
      'the verification',
      async () => {
        const answer = await ask(url, tokens.viewer, run);
        return at(answer, 'migrationRun.verification') === null ? undefined : answer;
      },
      20_000,
    );
    expect(at(verified, 'migrationRun')).toMatchObject({
      state: 'SUCCEEDED',
      verification: { ok: true, checks: [{ name: 'run', ok: true }, {}, {}, {}] },
    });
    const again = await ask(url, tokens.olga, rollback);
    expect(textAt(again, 'emergencyRollback.id')).toBe(id);
    expect(await auditOf(bench, 'emergencyRollback')).toEqual(['CONFLICT', 'ok']);
  });
});

describe('a roll-back over the API', () => {
  it('is held to what was shown: the migrations, and the contents of their down files', async () => {
    const { bench, service } = await open(['a']);
    const { url, tokens } = service;
    await bench.write({
      '1_a.sql': 'create table a ()',
      '1_a.down.sql': 'drop table a',
      '2_b.sql': 'create table b ()',
      '2_b.down.sql': 'drop table b',
    });
    const ended = (run: string) =>
      until(
        'the run',
        async () => {
          const answer = await ask(url, tokens.viewer, `{ migrationRun(id: "${run}") { state } }`);
          return at(answer, 'migrationRun.state') === 'SUCCEEDED';
        },
        20_000,
      );
    const trigger = `mutation { triggerMigration(input: { database: "a" }) {
      ... on MigrationRun { id } ${onError} } }`;
    await ended(textAt(await ask(url, tokens.olga, trigger), 'triggerMigration.id'));
    const preview = `{ previewRollback(database: "a", toVersion: "0") {
      migrations { version checksum } } }`;
    const shown = at(await ask(url, tokens.viewer, preview), 'previewRollback.migrations');
    const [two, one] = shown as readonly { version: string; checksum: string }[];
    const rollback = (expected: readonly unknown[]) =>
      ask(
        url,
        tokens.olga,
        `mutation ($expected: [ExpectedMigrationInput!]) {
          rollbackMigration(database: "a", toVersion: "0", expected: $expected) {
            ... on MigrationRun { id kind } ... on ConflictError { message } } }`,
        { expected },
      );
    const messageOf = async (expected: readonly unknown[]) =>
      textAt(await rollback(expected), 'rollbackMigration.message');
    expect(await messageOf([two])).toContain('also 1.');
    expect(await messageOf([two, { ...one, checksum: two?.checksum }])).toContain(
      'with other contents 1.',
    );
    await bench.write({ '2_b.down.sql': 'drop table b cascade' });
    expect(await messageOf([two, one])).toContain('with other contents 2.');
    await bench.write({ '2_b.down.sql': 'drop table b' });
    const made = await rollback([two, one]);
    expect(at(made, 'rollbackMigration.kind')).toBe('ROLLBACK');
    await ended(textAt(made, 'rollbackMigration.id'));
    expect(await bench.client('a')`select to_regclass('public.a') as found`).toEqual([
      { found: null },
    ]);
    const conflicts = Array.from({ length: 3 }, () => 'CONFLICT');
    expect(await auditOf(bench, 'rollbackMigration')).toEqual([...conflicts, 'ok']);
  });
});
