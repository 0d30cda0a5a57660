// A server that no longer says anything ends neither a comparison nor the stop of the service: the wait for
// it has an end, and its connections are closed.
import { afterEach, describe, expect, inject, it } from 'vitest';

import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { ConflictError, UnavailableError } from '../../../src/core/errors.ts';
import { startDebianPostgres } from '../../support/debian-postgres.ts';
import { startFreezer, type Freezer } from '../../support/freezer.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { createRig, operator, type RigOptions, type ScratchRig } from './rig.ts';

/** The limits of a comparison run out when a test says so; all other time is real. */
function createHeldClock(limits: readonly number[]): Clock & { runOut(): Promise<void> } {
  const clock = createSystemClock();
  const held = new Set<() => void>();
  return {
    ...clock,
    setTimer: (delayMs, run) => {
      if (!limits.includes(delayMs)) return clock.setTimer(delayMs, run);
      held.add(run);
      return () => held.delete(run);
    },
    runOut: async () => {
      await until('something waits', () => Promise.resolve(held.size > 0));
      for (const run of held) {
        held.delete(run);
        run();
      }
    },
  };
}

const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});
const clock = createHeldClock([70_000, 15_000]);

async function open(options: RigOptions): Promise<ScratchRig> {
  const rig = await createRig({ clock, ...options });
  closes.push(() => rig.close());
  await rig.write({ '0001_a.sql': 'create table a (id int)' });
  return rig;
}

/** The scratch server is silent as soon as somebody says these words. */
async function openFrozenAt(
  words: string,
  serverUrl = inject('serverUrl'),
): Promise<{ rig: ScratchRig; freezer: Freezer }> {
  const freezer = await startFreezer(serverUrl, words);
  closes.push(() => freezer.close());
  const server = { url: freezer.url, isConfined: true };
  const rig = await open({ serverUrl, scratch: { server } });
  return { rig, freezer };
}

const compare = (rig: ScratchRig) => rig.comparer.compareWithMigrations(operator, 'shop');
const frozen = (freezer: Freezer) =>
  until('the server is frozen', () => Promise.resolve(freezer.isFrozen()));
const closed = (freezer: Freezer) =>
  until('its connections are closed', () => Promise.resolve(freezer.connections() === 0));

describe('a scratch server that no longer answers', () => {
  it('is given up when it shall make a database', async () => {
    const { rig, freezer } = await openFrozenAt('from pg_catalog.pg_database');
    const outcome = compare(rig).catch((error: unknown) => error);
    await frozen(freezer);
    await clock.runOut();
    // And again, for the drop of what may be there.
    await clock.runOut();
    const error = await outcome;
    expect(error).toBeInstanceOf(ConflictError);
    expect(String(error)).toMatch(/cannot be used: there was no answer within 70000 ms\. Name/);
    await closed(freezer);
  });

  it('is given up when it shall drop one, and the difference is told', async () => {
    // One of its own, because a database is left there.
    const server = await startDebianPostgres(15);
    closes.push(() => server.stop());
    const { rig, freezer } = await openFrozenAt('drop database if exists', server.url);
    const comparison = compare(rig);
    await frozen(freezer);
    await clock.runOut();
    expect(await comparison).toMatchObject({ failed: null, diff: { changes: [{}] } });
    await closed(freezer);
    expect(await rig.left()).toHaveLength(1);
  });

  it('does not keep the service from its stop', async () => {
    const { rig, freezer } = await openFrozenAt('from pg_catalog.pg_database');
    const outcome = compare(rig).catch((error: unknown) => error);
    await frozen(freezer);
    const stopped = rig.comparer.stop();
    await clock.runOut();
    await clock.runOut();
    await stopped;
    expect(await outcome).toBeInstanceOf(ConflictError);
    await closed(freezer);
  });
});

describe('a database that no longer answers', () => {
  const openFrozen = async (): Promise<{ rig: ScratchRig; freezer: Freezer }> => {
    const database = await createEmptyDatabase();
    closes.push(() => database.drop());
    const freezer = await startFreezer(database.url, 'regexp_split_to_array');
    closes.push(() => freezer.close());
    return { rig: await open({ databaseUrl: freezer.url }), freezer };
  };

  it('is given up when it is compared', async () => {
    const { rig, freezer } = await openFrozen();
    const outcome = compare(rig).catch((error: unknown) => error);
    await frozen(freezer);
    const before = freezer.connections();
    await clock.runOut();
    expect(String(await outcome)).toMatch(
      /"shop" cannot be looked at: there was no answer within 15000 ms\. Try again/,
    );
    await until('its connection is closed', () => Promise.resolve(freezer.connections() < before));
  });

  it('does not keep the service from its stop', async () => {
    const { rig, freezer } = await openFrozen();
    const outcome = compare(rig).catch((error: unknown) => error);
    await frozen(freezer);
    await rig.comparer.stop();
    expect(await outcome).toBeInstanceOf(UnavailableError);
  });
});
