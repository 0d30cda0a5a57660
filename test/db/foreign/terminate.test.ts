// Ending a session: only what is shown, only what may be ended, on record.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createMigrationCommands } from '../../../src/migrations/commands.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import type { MigrationRun } from '../../../src/store/migration-runs.ts';
import { createSealer } from '../../../src/store/sealing.ts';
import { createSqlAnalyser } from '../../../src/sql/analyser.ts';
import { admin, operator } from '../../support/migrations.ts';
import { clock, createRig, isOpen, random, type Client, type Rig } from './rig.ts';

const key = '72707369';
let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.close());
afterEach(() => rig.clear());

const end = (pid: number, more: { runId?: string; actor?: Actor; reason?: string } = {}) => {
  const { actor = admin, reason = 'stuck since noon', ...rest } = more;
  return rig.sessions.terminate(actor, { databaseName: 'shop', pid, reason, ...rest });
};

async function locked(): Promise<{ client: Client; runId: string }> {
  const client = await rig.connect();
  await client.sql`select pg_advisory_lock(${key}::bigint)`;
  const { id } = await rig.run('the run', (run) => isOpen(run) && run.foreign?.pid === client.pid);
  return { client, runId: id };
}

const audit = () => listAuditEntries(rig.store.q, { limit: 100 });

describe('terminateSession', () => {
  it('ends a foreign migration, and says so in its run and in the audit log', async () => {
    const { client, runId } = await locked();
    const done = await end(client.pid, { runId });
    expect(done).toMatchObject({ pid: client.pid, application: 'deploy', ended: true });
    expect(done.message).toMatch(/^pid \d+ \(migrator_\w+ \/ deploy\) was ended$/);
    const run = await rig.run('its end', (one) => one.id === runId && !isOpen(one));
    expect(run).toMatchObject({ state: 'INTERRUPTED', foreign: { terminatedBy: 'adam' } });
    expect(run.error?.message).toMatch(/^adam ended its session \(terminateSession\)/);
    expect((await rig.progress(runId)).map(({ message }) => message)).toContain(
      `adam ends pid ${client.pid} (${run.foreign?.user} / deploy): stuck since noon`,
    );
    const [entry] = await audit();
    expect(entry).toMatchObject({
      action: 'terminateSession',
      subject: 'database:shop',
      result: 'ok',
      actor: 'adam',
      detail: { pid: client.pid, runId, reason: 'stuck since noon', ended: true },
    });
  });

  it('ends a session that blocks one, and no other', async () => {
    const blocker = await rig.connect({ application: 'forgotten' });
    await blocker.sql.unsafe('create table if not exists orders (id int)');
    await blocker.sql.unsafe('begin; table orders');
    const bystander = await rig.connect({ application: 'bystander' });
    const { client, runId } = await locked();
    const altering = client.sql.unsafe('alter table orders add note text').execute();
    await rig.run('to be blocked', (run) => (run.foreign?.waitsFor.length ?? 0) > 0);
    await expect(end(bystander.pid)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const done = await end(blocker.pid);
    expect(done).toMatchObject({ ended: true, run: { id: runId, state: 'RUNNING' } });
    const isFree = (one: MigrationRun) => one.id === runId && one.foreign?.waitsFor.length === 0;
    const run = await rig.run('to be free', isFree);
    expect(run.foreign?.terminatedBy).toBeUndefined();
    await altering;
    await bystander.sql`select 1`;
  });

  it('refuses what does not block the run any more', async () => {
    const blocker = await rig.connect({ application: 'forgotten' });
    await blocker.sql.unsafe('create table if not exists orders (id int)');
    await blocker.sql.unsafe('begin; table orders');
    const { client } = await locked();
    const altering = client.sql.unsafe('alter table orders add other text').execute();
    await rig.run('to be blocked', (run) => (run.foreign?.waitsFor.length ?? 0) > 0);
    await blocker.sql.unsafe('commit');
    await altering;
    const outcome = await end(blocker.pid).catch((error: unknown) => error);
    // The watcher may have told that it is free already.
    expect(['CONFLICT', 'NOT_FOUND']).toContain((outcome as { code: string }).code);
    await blocker.sql`select 1`;
  });

  it("refuses a superuser's session, and hawkwatch's own", async () => {
    const sql = rig.superuser();
    const [row] = await sql<{ pid: number }[]>`
      select pg_backend_pid() as pid, pg_advisory_lock(${key}::bigint)`;
    const pid = row?.pid ?? 0;
    const run = await rig.run('the run', (one) => isOpen(one) && one.foreign?.pid === pid);
    await expect(end(pid)).rejects.toThrow(/its user is a superuser/);
    const own = await rig.connect({ application: 'hawkwatch run 1' });
    await rig.store.raw`update hawkwatch_store.migration_runs set foreign_session =
      jsonb_set(foreign_session, '{waitsFor}', ${JSON.stringify([{ pid: own.pid, application: null }])}::text::jsonb)
      where id = ${run.id}`;
    await expect(end(own.pid)).rejects.toThrow(/hawkwatch's own/);
    await own.sql`select 1`;
    await sql`select 1`;
  });

  it('refuses a pid that belongs to another session by now', async () => {
    const { client, runId } = await locked();
    await rig.store.raw`update hawkwatch_store.migration_runs set foreign_session =
      jsonb_set(foreign_session, '{backendStart}', '"1.5"') where id = ${runId}`;
    await expect(end(client.pid)).rejects.toThrow(/is another one now/);
    await client.sql`select 1`;
  });

  it('needs an admin, a reason and a run that is under way', async () => {
    const { client, runId } = await locked();
    await expect(end(client.pid, { actor: operator })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(end(client.pid, { reason: ' x ' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: 'input.reason' }],
    });
    await expect(end(0)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(
      end(client.pid, { runId: '00000000-0000-4000-8000-000000000000' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await client.end();
    await rig.run('its end', (run) => run.id === runId && !isOpen(run));
    await expect(end(client.pid)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a foreign run', () => {
  it('is neither cancelled nor retried', async () => {
    const { store, targets, statuses } = rig;
    const analyser = await createSqlAnalyser({ clock });
    const sealer = createSealer(Buffer.alloc(32, 7), random);
    const shared = {
      store,
      targets,
      statuses,
      sealer,
      analyser,
      clock,
      random,
      logger: silentLogger,
    };
    const commands = createMigrationCommands(shared);
    const { client, runId } = await locked();
    await expect(commands.cancel(operator, runId)).rejects.toThrow(/terminateSession/);
    await client.end();
    await rig.run('its end', (run) => run.id === runId && !isOpen(run));
    await expect(commands.retry(operator, runId)).rejects.toThrow(/hawkwatch did not start/);
    const run = await rig.run('it', (one) => one.id === runId);
    expect(run.cancelRequestedAt).toBeNull();
    await analyser.stop();
  });
});
