// Servers whose settings or state make a NOTIFY dangerous: there nothing is notified, and the poll
// finds the change.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../../src/store/embedded/start.ts';
import { debianVersions, startDebianPostgres } from '../../support/debian-postgres.ts';
import { brief, createTriggerRig, type TriggerRig } from './rig.ts';

async function withEmbedded(
  settings: Readonly<Record<string, string>>,
  work: (rig: TriggerRig) => Promise<void>,
): Promise<void> {
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-test-'));
  const server = await startEmbeddedPostgres({
    stateDirectory,
    clock: createSystemClock(),
    random: createSystemRandom(),
    logger: silentLogger,
    settings: { fsync: 'off', ...settings },
  });
  try {
    const rig = await createTriggerRig(server.url('postgres'));
    await rig.install();
    await work(rig);
    await rig.close();
  } finally {
    await server.stop();
    await rm(stateDirectory, { recursive: true, force: true });
    await rm(path.dirname(server.dataDirectory), { recursive: true, force: true });
  }
}

/** What is told after it was prepared, after another change, and after it was committed. */
async function prepareTransaction(rig: TriggerRig): Promise<unknown> {
  await rig.sql.unsafe(`begin; create table a (); prepare transaction 'one'`);
  const prepared = await rig.news();
  await rig.sql.unsafe('create table b ()');
  const meanwhile = await rig.news();
  await rig.sql.unsafe(`commit prepared 'one'`);
  const committed = await rig.news();
  return [prepared, meanwhile, committed].map((entries) => entries.map(brief));
}

const asCommitted = [[], ['END CREATE TABLE table public.b'], ['END CREATE TABLE table public.a']];

describe('a server with prepared transactions', () => {
  it('of version 18 prepares a schema change, recorded when it is committed', async () => {
    await withEmbedded({ max_prepared_transactions: '2' }, async (rig) => {
      expect(await prepareTransaction(rig)).toEqual(asCommitted);
      expect(await rig.notifications()).toBe(0);
    });
  }, 60_000);

  it.each(debianVersions())('of version %i prepares one, too', async (major) => {
    const server = await startDebianPostgres(major, { max_prepared_transactions: '2' });
    const rig = await createTriggerRig(server.url);
    await rig.install();
    expect(await prepareTransaction(rig)).toEqual(asCommitted);
    expect(await rig.notifications()).toBe(0);
    await rig.close();
    await server.stop();
  });
});

describe('a server whose synchronous standby is away', () => {
  it.each(debianVersions())('of version %i is told nothing that could hang', async (major) => {
    const settings = { synchronous_standby_names: 'nobody', synchronous_commit: 'local' };
    const server = await startDebianPostgres(major, settings);
    const rig = await createTriggerRig(server.url);
    await rig.install();
    await rig.sql.unsafe('create table a ()');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.a']);
    expect(await rig.notifications()).toBe(0);
    await rig.close();
    await server.stop();
  });
});

describe('a server whose queue of notifications is full', () => {
  it('takes schema changes, which are recorded', async () => {
    await withEmbedded({ max_notify_queue_pages: '64' }, async (rig) => {
      const usage = async (): Promise<number> => {
        const [row] = await rig.sql`select pg_notification_queue_usage() as usage`;
        return Number(row?.['usage']);
      };
      // A listener in a transaction takes nothing out of the queue.
      const deaf = rig.connect();
      await deaf.unsafe('listen something');
      await deaf.unsafe('begin; select 1');
      const fill = `select pg_notify('other', repeat('x', 7000) || n) from generate_series(1, 5) n`;
      while ((await usage()) < 0.6) await rig.sql.unsafe(fill);
      await rig.notifications();
      await rig.sql.unsafe('create table half ()');
      expect(await rig.notifications()).toBe(0);
      // Until the server refuses them.
      await expect(
        (async () => {
          for (;;) await rig.sql.unsafe(fill);
        })(),
      ).rejects.toThrow(/too many notifications/);
      await rig.sql.unsafe('create table full_queue ()');
      expect((await rig.news()).map(brief)).toEqual([
        'END CREATE TABLE table public.half',
        'END CREATE TABLE table public.full_queue',
      ]);
      await deaf.unsafe('rollback');
      await rig.sql.unsafe('drop table half');
      expect(await rig.notifications()).toBe(1);
    });
  }, 60_000);
});
