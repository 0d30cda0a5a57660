// Runs that a tool's own command executes. The command is a real process with a history of its own.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { isRunEnded } from '../../../src/core/migrations.ts';
import type { CommandSettings, SourceSettings } from '../../../src/databases/target.ts';
import { createEmergencyCommands } from '../../../src/migrations/emergency/rollback.ts';
import { findRun } from '../../../src/store/migration-runs.ts';
import { createBench, operator, type Bench, type BenchOptions } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';

const script = path.join(import.meta.dirname, '../../support/migrating-command.mjs');
const secret = 'hunter2-hunter2';

const file = (up: string, down = ''): string => `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
const sleeping = 'select pg_sleep(60 * (select count(*) from public.wait))';

/** A source of dbmate's form whose command is the script. */
function sourceOf(bench: Bench, more: Partial<CommandSettings> = {}): Partial<SourceSettings> {
  return {
    tool: 'dbmate',
    command: {
      migrate: [process.execPath, script, bench.folder, 'up'],
      rollback: [process.execPath, script, bench.folder, 'down', '{version}'],
      directory: bench.folder,
      environment: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: bench.targetUrl,
        SECRET: secret,
      },
      secrets: [secret, bench.targetUrl],
      timeoutMs: 60_000,
      ...more,
    },
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH
    return false;
  }
};

describe("a run by a tool's own command", () => {
  // The command needs the folder and database of a bench that is there.
  let place: Bench;
  let bench: Bench;
  const reopen = async (more: Partial<CommandSettings> = {}, options: BenchOptions = {}) => {
    const replicaId = bench.replicaId;
    await bench.close();
    bench = await createBench({
      replicaOf: place,
      source: sourceOf(place, more),
      ...options,
      dispatcher: { replicaId, ...options.dispatcher },
    });
  };
  beforeAll(async () => {
    place = await createBench({ dispatches: false });
    bench = await createBench({ replicaOf: place, source: sourceOf(place) });
  });
  afterAll(async () => {
    await bench.close();
    await place.close();
  });
  beforeEach(async () => {
    await place.clear();
    await place.target.unsafe('create table public.wait ()');
  });
  const hold = () => place.target.unsafe('insert into public.wait default values');
  const log = async (runId: string): Promise<string> =>
    (await bench.progress(runId)).map((event) => event.message ?? '').join('\n');

  it('applies what is pending and tells each migration as the history shows it', async () => {
    await place.write({
      '1_a.sql': file('create table a (id int)'),
      '2_b.sql': file('insert into a values (1)'),
    });
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'SUCCEEDED', executor: 'command', percent: 100 });
    const progress = await bench.progress(run.id);
    expect(progress.filter((event) => event.kind === 'MIGRATION_FINISHED')).toMatchObject([
      { migration: { version: '1', state: 'APPLIED' } },
      { migration: { version: '2', state: 'APPLIED' } },
    ]);
    expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
    expect(await place.target`select id from a`).toEqual([{ id: 1 }]);
  });

  it('hands on nothing but the named variables, and shows no secret', async () => {
    await place.write({ '1_a.sql': file('create table a (id int)') });
    const run = await bench.migrate();
    const text = await log(run.id);
    expect(text).toContain('variables: DATABASE_URL PATH PGAPPNAME SECRET');
    expect(text).toContain('connecting with ***');
    expect(JSON.stringify(await bench.progress(run.id))).not.toContain(secret);
  });

  it('fails with the exit code and the last lines of the output', async () => {
    await place.write({
      '1_a.sql': file('create table a (id int)'),
      '2_b.sql': file('insert into nowhere values (1)'),
    });
    const run = await bench.migrate();
    expect(run.state).toBe('FAILED');
    expect(run.error?.message).toContain('exit code 1; not applied: 2');
    expect(run.error?.hint).toContain('relation "nowhere" does not exist');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PENDING']);
  });

  it('does not believe a good exit code', async () => {
    await place.write({ '1_a.sql': file('-- skip\nselect 1') });
    const run = await bench.migrate();
    expect(run.state).toBe('FAILED');
    expect(run.error?.message).toContain('exit code 0; not applied: 1');
  });

  it('rolls back with its own command for that', async () => {
    await place.write({
      '1_a.sql': file('create table a (id int)', 'drop table a'),
      '2_b.sql': file('create table b (id int)', 'drop table b'),
    });
    await bench.migrate();
    const previews = createEmergencyCommands(bench.parts);
    const question = { databaseName: 'shop', source: 'main', toVersion: '0' };
    expect(await previews.previewRollback(question)).toMatchObject({
      fromVersion: '2',
      toVersion: '0',
      steps: [
        { version: '2', fileName: '', checksum: null, statementsTotal: 0 },
        { version: '1', fileName: '' },
      ],
      assessment: null,
    });
    await expect(previews.previewRollback({ ...question, toVersion: '2' })).rejects.toThrow(
      'There is nothing to roll back: the source "main" stands at 2.',
    );
    expect((await bench.status()).deeds).toEqual(['RUN', 'ROLL_BACK']);
    const run = await bench.rollback('1');
    expect(run).toMatchObject({ state: 'SUCCEEDED', kind: 'ROLLBACK' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PENDING']);
  });

  it('is held to what is expected: these migrations and no others, whatever their contents', async () => {
    await place.write({
      '1_a.sql': file('create table a (id int)', 'drop table a'),
      '2_b.sql': file('create table b (id int)', 'drop table b'),
    });
    const checksum = 'of other contents';
    const one = { version: '1', checksum };
    const two = { version: '2', checksum };
    const three = { version: '3', checksum };
    await expect(bench.trigger({ expected: [one] })).rejects.toThrow('expected: also 2. Nothing');
    await expect(bench.trigger({ expected: [one, two, three] })).rejects.toThrow('no more 3.');
    expect(await bench.migrate({ expected: [one, two] })).toMatchObject({ state: 'SUCCEEDED' });
    const rollback = (expected: readonly { version: string }[]) =>
      bench.commands.rollback(operator, { databaseName: 'shop', toVersion: '0', expected });
    await expect(rollback([two])).rejects.toThrow('expected: also 1. Nothing');
    await expect(rollback([three, two, one])).rejects.toThrow('no more 3.');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED']);
    const run = await rollback([two, one]);
    expect(await bench.ended(run.id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING']);
  });

  it('is not started where it would apply more than was shown', async () => {
    await place.write({ '1_a.sql': file('create table a (id int)') });
    await reopen({}, { dispatches: false });
    const run = await bench.trigger({ expected: [{ version: '1' }] });
    await place.write({ '2_b.sql': file('create table b (id int)') });
    await reopen();
    const ended = await bench.ended(run.id);
    expect(ended.state).toBe('FAILED');
    expect(ended.error?.message).toMatch(/would also apply .*: 2\. It was not started\./);
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING']);
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
  });

  it('is not started where it would roll back more than was shown', async () => {
    await place.write({
      '1_a.sql': file('create table a (id int)', 'drop table a'),
      '2_b.sql': file('create table b (id int)', 'drop table b'),
      '3_c.sql': file('create table c (id int)', 'drop table c'),
    });
    await bench.migrate();
    await place.target`delete from schema_migrations where version = '3'`;
    await reopen({}, { dispatches: false });
    const asked = await bench.commands.rollback(operator, { databaseName: 'shop', toVersion: '1' });
    await place.target`insert into schema_migrations values ('3')`;
    await reopen();
    const ended = await bench.ended(asked.id);
    expect(ended.error?.message).toMatch(/would also roll back .*: 3\. It was not started\./);
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED']);
    expect((await bench.rollback('1')).state).toBe('SUCCEEDED');
  });

  it('waits for the next start when hawkwatch stops before it was started', async () => {
    await place.write({ '1_a.sql': file('create table a (id int)') });
    await bench.migrate();
    await place.write({ '2_b.sql': file('create table b (id int)') });
    await reopen({}, { dispatches: false });
    const run = await bench.trigger();
    const blocker = await place.target.reserve();
    await blocker`begin`;
    await blocker`lock table public.schema_migrations`;
    await reopen();
    await until('the look at the history', async () => {
      const waiting = await place.target`select 1 from pg_locks where not granted`;
      return waiting.length > 0 ? true : undefined;
    });
    const { stateDirectory, replicaId } = bench;
    const stopped = bench.stop();
    await blocker`rollback`;
    blocker.release();
    await stopped;
    bench = await createBench({
      replicaOf: place,
      source: sourceOf(place),
      stateDirectory,
      dispatcher: { replicaId },
    });
    expect(await bench.ended(run.id)).toMatchObject({ state: 'SUCCEEDED' });
    const text = await log(run.id);
    expect(text.match(/was started/g)).toHaveLength(1);
    expect(text).toContain('hawkwatch is stopping; the run goes on after its restart');
  });

  it('ends the process group, its children and the statement when it is cancelled', async () => {
    await hold();
    await place.write({ '1_a.sql': file(`-- child\n${sleeping}`) });
    const run = await bench.trigger();
    const sessions = () =>
      place.target`select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep%'
        and application_name = ${`hawkwatch run ${run.id.slice(0, 8)}`}`;
    await until('the statement', async () => (await sessions()).length > 0);
    const child = await until('the child', async () => /child (\d+)/.exec(await log(run.id))?.[1]);
    await bench.commands.cancel(operator, run.id);
    expect(await bench.ended(run.id)).toMatchObject({ state: 'CANCELLED' });
    expect(isAlive(Number(child))).toBe(false);
    expect(await sessions()).toEqual([]);
    expect(await bench.states()).toEqual(['1 PENDING']);
  });

  it('is ended when it takes too long', async () => {
    await reopen({ timeoutMs: 1500 });
    await hold();
    await place.write({ '1_a.sql': file(sleeping) });
    const run = await bench.migrate();
    expect(run.state).toBe('FAILED');
    expect(await log(run.id)).toContain('it took longer than 2 s');
    await reopen();
  });

  it('tells who blocks it', async () => {
    await place.write({ '1_a.sql': file('lock table public.wait') });
    const blocker = await place.target.reserve();
    await blocker`begin`;
    await blocker`lock table public.wait`;
    const run = await bench.trigger();
    const blocked = await bench.event(run.id, 'BLOCKED');
    expect(blocked.blockedBy).toHaveLength(1);
    await blocker`rollback`;
    blocker.release();
    expect(await bench.ended(run.id)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('goes on while hawkwatch is restarted, and is told to its end once', async () => {
    await hold();
    await place.write({
      '1_a.sql': file('create table a (id int)'),
      '2_b.sql': file(sleeping),
    });
    const run = await bench.trigger();
    await until('the first migration', async () =>
      (await bench.progress(run.id)).some((event) => event.kind === 'MIGRATION_FINISHED'),
    );
    const { stateDirectory, replicaId } = bench;
    const record = path.join(stateDirectory, 'commands', `${run.id}.json`);
    const { pid } = JSON.parse(await readFile(record, 'utf8')) as { pid: number };
    await bench.stop();
    expect(isAlive(pid)).toBe(true);
    bench = await createBench({
      replicaOf: place,
      source: sourceOf(place),
      stateDirectory,
      dispatcher: { replicaId },
    });
    await place.target`
      select pg_cancel_backend(pid) from pg_stat_activity
      where query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    expect(await bench.ended(run.id)).toMatchObject({ state: 'INTERRUPTED' });
    const progress = await bench.progress(run.id);
    expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
    expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
    expect(
      progress
        .filter((event) => event.kind === 'MIGRATION_FINISHED')
        .map((event) => `${event.migration?.version} ${event.migration?.state}`),
    ).toEqual(['1 APPLIED', '2 PENDING']);
    await place.target`truncate public.wait`;
    expect(await bench.retry(run.id)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('is waited for after a crash that left no trace of its process', async () => {
    await place.write({ '1_a.sql': file('lock table public.wait') });
    const blocker = await place.target.reserve();
    await blocker`begin`;
    await blocker`lock table public.wait`;
    const run = await bench.trigger();
    await bench.event(run.id, 'BLOCKED');
    const { stateDirectory, replicaId } = bench;
    await bench.stop();
    await rm(path.join(stateDirectory, 'commands', `${run.id}.json`));
    bench = await createBench({
      replicaOf: place,
      source: sourceOf(place),
      stateDirectory,
      dispatcher: { replicaId },
    });
    // Either it looks for the sessions of the command, or it has ended the run without doing so.
    const state = await until('the take-over', async () => {
      const found = await findRun(place.store.q, run.id);
      if (found === undefined || isRunEnded(found.state)) return found?.state;
      const looking = await place.target`
        select 1 from pg_stat_activity where application_name = 'hawkwatch'
          and datname = current_database() and query like '%(state = ''active'') desc%'`;
      return looking.length > 0 ? found.state : undefined;
    });
    expect(state).toBe('RUNNING');
    await blocker`rollback`;
    blocker.release();
    expect(await bench.ended(run.id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await bench.states()).toEqual(['1 APPLIED']);
  });

  it('cannot be started: the program and what to do are named, not its arguments', async () => {
    await reopen({ migrate: ['/nowhere/flyway', secret] });
    await place.write({ '1_a.sql': file('select 1') });
    const run = await bench.migrate();
    expect(run.error?.message).toContain('flyway cannot be started: ENOENT');
    expect(run.error?.message).not.toContain(secret);
    await reopen();
  });

  it('refuses what a command cannot do', async () => {
    await place.write({ '1_a.sql': file('select 1') });
    await expect(bench.trigger({ dryRun: true })).rejects.toThrow('cannot rehearse');
    await expect(bench.trigger({ toVersion: '1' })).rejects.toThrow('toVersion cannot be given');
    await expect(bench.rollback('7')).rejects.toThrow('has no migration "7"');
    await reopen({ rollback: [process.execPath, script, bench.folder, 'down'] });
    expect((await bench.status()).deeds).toEqual(['RUN']);
    await reopen({}, { source: { tool: 'dbmate', command: null } });
    await expect(bench.trigger()).rejects.toThrow("configure the tool's own command");
    await reopen();
  });
});
