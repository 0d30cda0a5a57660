// Every known advisory lock, taken by a real session, is seen as a migration of its tool.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bigintOf, createLockBook } from '../../../src/migrations/foreign/lock-keys.ts';
import { createRig, isOpen, type Client, type Rig } from './rig.ts';

let rig: Rig;
let client: Client;
beforeAll(async () => {
  rig = await createRig();
  client = await rig.connect();
});
afterAll(() => rig.close());

const usual = { schema: 'public', name: 'flyway_schema_history', tool: 'flyway' };
const tools = createLockBook({ databaseName: 'any', tables: [usual] }).locks.map(
  ({ tool }) => tool,
);

describe('a session that takes the lock of', () => {
  it.each(tools)('%s is a foreign run until it gives it back', async (tool) => {
    const databaseName = rig.databases.get('shop')?.name ?? '';
    const { locks } = createLockBook({ databaseName, tables: [usual] });
    const lock = locks.find((one) => one.tool === tool);
    if (lock === undefined) throw new Error(`no lock of ${tool}`);
    const key = bigintOf(lock.key).toString();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run(`a run of ${tool}`, (one) => isOpen(one) && one.source === tool);
    expect(run).toMatchObject({
      origin: 'FOREIGN',
      executor: 'foreign',
      actorId: 'foreign',
      kind: 'MIGRATE',
      foreign: {
        tool,
        pid: client.pid,
        application: 'deploy',
        stale: false,
        waitsFor: [],
        blocks: [],
      },
    });
    expect(run.foreign?.sign).toMatch(/^holds /);
    expect(run.triggeredBy).toMatch(/^migrator_\w+ \/ deploy$/);
    await client.sql`select pg_advisory_unlock(${key}::bigint)`;
    const ended = await rig.run(`the end of ${tool}`, (one) => one.id === run.id && !isOpen(one));
    expect(ended.state).toBe('SUCCEEDED');
    expect((await rig.progress(run.id)).map(({ kind, seq }) => `${seq} ${kind}`)).toEqual([
      '1 STARTED',
      '2 FINISHED',
    ]);
  });

  it("an application's own, with one key or two, is none", async () => {
    const before = (await rig.runs()).length;
    // The same 64 bits as Prisma's lock, as two keys; and a neighbour of it.
    await client.sql`select pg_advisory_lock(0, 72707369), pg_advisory_lock(72707370)`;
    // A lock that is known, so that a look in between is certain.
    await client.sql`select pg_advisory_lock(4097083626)`;
    const { id } = await rig.run('a run of goose', (run) => isOpen(run));
    await client.sql`select pg_advisory_unlock_all()`;
    const ended = await rig.run('its end', (run) => !isOpen(run) && run.id === id);
    expect(ended.foreign?.tool).toBe('goose');
    expect((await rig.runs()).length).toBe(before + 1);
  });

  it('Flyway with a table that nobody knows is seen as Flyway', async () => {
    // "Flyway" plus a negative hash.
    const key = (0x466c79776179n - 2_147_483_648n).toString();
    await client.sql.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(${key}::bigint)`;
      const run = await rig.run('a run of Flyway', (one) => isOpen(one));
      expect(run.foreign).toMatchObject({ tool: 'flyway', sign: "holds Flyway's lock" });
    });
  });
});
