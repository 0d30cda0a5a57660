// A catalogue so large that two sessions read it: the same snapshot, whatever becomes of the second one.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SchemaSnapshot } from '../../../src/core/schema.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';
import { openDatabase, readSnapshot, snapshotOf } from '../../support/snapshots.ts';
import { until } from '../../support/until.ts';

const signal = new AbortController().signal;
const sessionsSql = `select pid from pg_stat_activity where datname = current_database()
  and application_name = 'hawkwatch' order by backend_start, pid`;

let place: ReusedDatabase;
let whole: SchemaSnapshot;
beforeAll(async () => {
  place = await createReusedDatabase();
  await place.sql.unsafe(`create type mood as enum ('glad');
    create function one() returns int language sql as 'select 1';
    create table orders (id int primary key, state text default 'new' check (state <> ''));
    comment on column orders.state is 'as the shop sees it'`);
  // A view is the cheapest relation.
  for (let from = 0; from < 3000; from += 500) {
    await place.sql.unsafe(`do $$ begin for n in ${from}..${from + 499} loop
      execute format('create view v_%s as select id, state from orders where id > %s', n, n);
    end loop; end $$`);
  }
  whole = await snapshotOf(place.url);
});
afterAll(() => place.close());

const sessions = async (): Promise<readonly number[]> =>
  (await place.sql.unsafe<{ pid: number }[]>(sessionsSql)).map(({ pid }) => pid);
const gone = (): Promise<unknown> =>
  until('no session is left', async () => (await sessions()).length === 0);

/** Looks at the sessions until the reading has ended. */
async function watched<T>(
  reading: Promise<T>,
  look: (pids: readonly number[]) => Promise<void>,
): Promise<T> {
  let isReading = true;
  const watching = (async () => {
    while (isReading) await look(await sessions());
  })();
  try {
    return await reading;
  } finally {
    isReading = false;
    await watching;
  }
}

describe('a large catalogue', () => {
  it('is read on two sessions, and the one that is kept makes three', async () => {
    await gone();
    const connection = openDatabase(place.url);
    await connection.readFingerprint(signal);
    const counts: number[] = [];
    const again = await watched(readSnapshot(connection), async ({ length }) => {
      counts.push(length);
      return Promise.resolve();
    });
    await connection.close();
    expect(Math.max(...counts)).toBe(3);
    expect(again.hash).toBe(whole.hash);
    expect(again.objects.filter(({ kind }) => kind === 'VIEW').length).toBe(3000);
  });

  it('is read by one where no other connection is left', async () => {
    await place.sql.unsafe(`do $$ begin create role one_only login password 'x' connection limit 1;
      exception when duplicate_object then null; end $$`);
    const url = new URL(place.url);
    url.username = 'one_only';
    url.password = 'x';
    expect((await snapshotOf(url.href)).hash).toBe(whole.hash);
  });

  it('is read by one where no snapshot may be shared', async () => {
    await place.sql`revoke execute on function pg_export_snapshot from public`;
    await place.sql.unsafe(`do $$ begin create role plain login password 'x';
      exception when duplicate_object then null; end $$`);
    const url = new URL(place.url);
    url.username = 'plain';
    url.password = 'x';
    const snapshot = await snapshotOf(url.href);
    await place.sql`grant execute on function pg_export_snapshot to public`;
    expect(snapshot.hash).toBe(whole.hash);
  });

  it('is read whole when the second session is ended in the middle', async () => {
    await gone();
    let ended = 0;
    const snapshot = await watched(snapshotOf(place.url), async ([, second]) => {
      if (second === undefined || ended > 0) return;
      ended += 1;
      await place.sql`select pg_terminate_backend(${second})`;
    });
    expect(ended).toBe(1);
    expect(snapshot.hash).toBe(whole.hash);
  });

  it('leaves no session behind when nobody waits for it any more', async () => {
    await gone();
    const connection = openDatabase(place.url);
    const stop = new AbortController();
    const reading = await watched(
      connection.readSnapshot({ signal: stop.signal }),
      async (pids) => {
        if (pids.length === 2) stop.abort();
        return Promise.resolve();
      },
    );
    await connection.close();
    expect(reading).toEqual({ ok: false, reason: 'nobody waits for it any more' });
    await gone();
  });

  it('never shows two states when it changes while it is read', async () => {
    const connection = openDatabase(place.url);
    const changing = postgres(place.url, { max: 1, onnotice: () => undefined });
    let isBusy = true;
    const churn = (async () => {
      while (isBusy) {
        await changing.unsafe(`create table passing (id int default 7, name text);
          create view passing_view as select id from passing; create index on passing (name)`);
        await changing.unsafe('drop table passing cascade');
      }
    })();
    const found: unknown[] = [];
    for (let n = 0; n < 2; n += 1) {
      const reading = await connection.readSnapshot({ signal });
      found.push(
        reading.ok
          ? reading.snapshot.objects.filter(({ name }) => name.includes('passing')).length
          : reading.reason,
      );
    }
    isBusy = false;
    await churn;
    await Promise.all([changing.end(), connection.close()]);
    for (const one of found) {
      expect([0, 5, 'the schema changed each time it was read; it is tried again']).toContain(one);
    }
  });
});
