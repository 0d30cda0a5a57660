// A store that was filled before alerts had an audience: those that came of events which not everybody may
// see are for those who may, with all that tells of them.
import { readdir, readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { sql } from '../../../src/store/drizzle.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { createRouterRig, route } from '../routing/rig.ts';
import { clockAfter, correlator } from './correlation/rig.ts';
import { holding } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());

const folder = new URL('../../../drizzle/', import.meta.url);

/** The migration that looks through what is stored. */
async function migrateRows(): Promise<void> {
  const name = (await readdir(folder)).find((file) => file.endsWith('_audience_of_rows.sql'));
  if (name === undefined) throw new Error('there is no such migration');
  const text = await readFile(new URL(name, folder), 'utf8');
  for (const statement of text.split('--> statement-breakpoint')) {
    await test.store.q.execute(sql.raw(statement));
  }
}

async function audiences(table: string, of: string): Promise<readonly (readonly string[])[]> {
  const rows = await test.store.q.execute<{ what: string; audience: string }>(
    sql.raw(`select distinct ${of} as what, audience from hawkwatch_store.${table} order by 1`),
  );
  return [...rows].map(({ what, audience }) => [what, audience]);
}

it('what was stored is for those who may see what it came of', async () => {
  const clock = clockAfter();
  const rig = createRouterRig(test.store, {
    clock,
    before: [correlator(clock)],
    routes: [route('all', { groupWaitMs: 0 })],
  });
  const about = { labels: { database: 'shop' }, databaseName: 'shop', subject: 'database:shop' };
  await rig.observe(
    ...['consumer-failed', 'heartbeat-missing', 'database-down'].map((rule) =>
      holding(clock.now(), { ...about, rule }),
    ),
    holding(clock.now(), { ...about, rule: 'own', metadata: { event: 'channel.disabled' } }),
    // An intake may call its rules as it likes.
    holding(clock.now(), { rule: 'consumer-skipped', source: 'prometheus', subject: 'host:one' }),
  );
  await migrateRows();
  const byRule = [
    ['consumer-failed', 'admin'],
    ['consumer-skipped', 'viewer'],
    ['database-down', 'viewer'],
    ['heartbeat-missing', 'operator'],
    ['own', 'operator'],
  ];
  expect(await audiences('alerts', 'rule')).toEqual(byRule);
  const ofAlerts = `(select * from hawkwatch_store.events where type like 'alert.%') e`;
  const told = await test.store.q.execute<{ rule: string; audience: string }>(
    sql.raw(
      `select distinct payload -> 'alert' ->> 'rule' as rule, audience from ${ofAlerts} order by 1`,
    ),
  );
  expect([...told].map(({ rule, audience }) => [rule, audience])).toEqual(byRule);
  // What was said of an incident may have come of any of its alerts.
  expect(await audiences('incidents', "'incident'")).toEqual([['incident', 'admin']]);
  const groups = (await audiences('notification_groups', "labels ->> 'rule'")).filter(
    ([rule]) => rule !== 'consumer-skipped',
  );
  expect(groups).toEqual(byRule.filter(([rule]) => rule !== 'consumer-skipped'));
  const deliveries = await audiences('deliveries', "content -> 'alerts' -> 0 ->> 'rule'");
  expect(deliveries.filter(([rule]) => rule !== 'consumer-skipped')).toEqual(groups);
});
