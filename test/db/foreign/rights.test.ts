// What is seen depends on the rights of hawkwatch's role in the database.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { admin } from '../../support/migrations.ts';
import { createRig, isOpen, type Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ watches: false, watcher: { staleAfterMs: 300 } });
});
afterEach(() => rig.close());

async function watchAs(...memberOf: readonly string[]): Promise<void> {
  const url = await rig.urlOfRole('shop', ...memberOf);
  await rig.configure(() => ({ url }));
  rig.watch();
}

describe('a role that may only connect', () => {
  it("sees locks, but neither others' statements nor whether they do anything", async () => {
    await watchAs();
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(72707369), pg_sleep(1)`;
    const run = await rig.run('the run', isOpen);
    expect(run.foreign).toMatchObject({
      tool: 'prisma',
      pid: client.pid,
      application: 'deploy',
      backendStart: null,
      query: null,
      stale: false,
    });
    const ask = { databaseName: 'shop', pid: client.pid, reason: 'because' };
    await expect(rig.sessions.terminate(admin, ask)).rejects.toThrow(/pg_read_all_stats/);
    await client.end();
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(JSON.stringify(await rig.progress(ended.id))).not.toContain('does nothing');
  });
});

describe('a role with pg_read_all_stats', () => {
  it("sees others' statements, and is told which right ends a session", async () => {
    await watchAs('pg_read_all_stats');
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(72707369)`;
    const run = await rig.run('to be stale', (one) => isOpen(one) && one.foreign?.stale === true);
    expect(run.foreign?.query).toBe('select pg_advisory_lock($1)');
    const ask = { databaseName: 'shop', pid: client.pid, reason: 'because' };
    await expect(rig.sessions.terminate(admin, ask)).rejects.toThrow(/pg_signal_backend/);
    await client.sql`select 1`;
    const said = (await rig.progress(run.id)).map(({ message }) => message);
    // Whether it is seen to work again by then is another matter.
    expect(said).toContainEqual(expect.stringMatching(/was not ended$/));
    await client.end();
    await rig.run('its end', (one) => one.id === run.id && one.state === 'SUCCEEDED');
  });
});
