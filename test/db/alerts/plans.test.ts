// What is asked of alerts again and again costs what is open, not what is kept: among many resolved alerts
// nothing reads the whole table.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { roles } from '../../../src/core/role.ts';
import {
  claimDueAlerts,
  deleteOldAlerts,
  lockAlertsOfRule,
} from '../../../src/store/alert-writes.ts';
import { countAlerts, listAlerts } from '../../../src/store/alert-pages.ts';
import {
  countOpenAlerts,
  listOpenRuleLabels,
  listRuleAlerts,
  listRuleAlertsAbout,
} from '../../../src/store/alert-rules.ts';
import { trimTimelines } from '../../../src/store/alert-timeline.ts';
import { sql } from '../../../src/store/drizzle.ts';
import type { Queryable } from '../../../src/store/store.ts';
import {
  countSuppressed,
  listAllSuppressible,
  type SuppressiblePlace,
} from '../../../src/store/suppressed-alerts.ts';
import { lockTellableAlerts } from '../../../src/store/tellable-alerts.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

const resolved = 24_000;
const open = 400;
/** Of the resolved ones, those that something still keeps from being told of. */
const stillSuppressed = 40;
const pending = 20;

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
  const { q } = test.store;
  // Every third open one is suppressed, the first ones are pending.
  await q.execute(sql`
    insert into hawkwatch_store.alerts (id, fingerprint, rule, source, type, severity, state, title,
      message, labels, metadata, database_name, subject, started_at, fired_at, resolved_at, resolution,
      observed_at, condition, for_ms, keep_firing_for_ms, times_fired, flips, suppressed, updated_at)
    select gen_random_uuid(), md5(n::text), 'rule-' || n % 50, 'rule', 'TYPE', 'ERROR',
      case when n > ${open} then 'RESOLVED' when n <= ${pending} then 'PENDING' else 'FIRING' end,
      'Alert ' || n, repeat('said ', 50), jsonb_build_object('n', n::text), '{}', 'shop',
      'database:shop', now() - n * interval '1 minute', now() - n * interval '1 minute',
      case when n > ${open} then now() - n * interval '1 minute' + interval '30 seconds' end,
      case when n > ${open} then 'RECOVERED' end, now(), n <= ${open}, 0, 0, 1, '[]',
      case when (n <= ${open} and n % 3 = 0) or n > ${open + resolved - stillSuppressed}
        then '[{"kind":"SILENCE","id":"s","reason":"silenced","until":null}]' else '[]' end::jsonb,
      now()
    from generate_series(1, ${open + resolved}) n`);
  await q.execute(sql`
    insert into hawkwatch_store.alert_timeline (alert_id, at, kind, detail)
    select id, now(), 'FIRED', '{}' from hawkwatch_store.alerts`);
  await q.execute(sql`vacuum analyze hawkwatch_store.alerts`);
  await q.execute(sql`vacuum analyze hawkwatch_store.alert_timeline`);
});
afterAll(() => test.close());

/** How often a statement read all of the table. */
async function wholeReads(
  table: string,
  work: (q: Queryable) => Promise<unknown>,
): Promise<number> {
  return test.store.transaction(async ({ q }) => {
    // What other processes read would not be counted here.
    await q.execute(sql`set local max_parallel_workers_per_gather = 0`);
    const read = async (): Promise<number> => {
      const [row] = await q.execute<{ n: string }>(sql`
        select seq_scan::text as n from pg_stat_xact_user_tables
        where schemaname = 'hawkwatch_store' and relname = ${table}`);
      return Number(row?.n);
    };
    // What this connection did before may not be added up elsewhere yet.
    const before = await read();
    await work(q);
    return (await read()) - before;
  });
}

const now = new Date();
const rules = Array.from({ length: 30 }, (_, n) => `rule-${n}`);
const openStates = ['FIRING', 'ACKNOWLEDGED', 'RECOVERING'] as const;
const [viewer] = roles;
const first = { limit: 20, order: 'NEWEST_FIRST' } as const;

describe('among many resolved alerts', () => {
  it.each<[string, (q: Queryable) => Promise<unknown>]>([
    ['what a round of metric rules asks', (q) => listRuleAlerts(q, rules)],
    ['the labels of open alerts of rules', (q) => listOpenRuleLabels(q)],
    ['the open alerts about a database', (q) => listRuleAlertsAbout(q, 'shop')],
    ['how many of rules are open', (q) => countOpenAlerts(q, rules, viewer)],
    [
      'the open alerts of a rule',
      (q) => lockAlertsOfRule(q, { source: 'rule', rule: 'rule-1' }, 9),
    ],
    ['a list of open ones', (q) => listAlerts(q, { role: viewer, states: openStates }, first)],
    ['a list of pending ones', (q) => listAlerts(q, { role: viewer, states: ['PENDING'] }, first)],
    [
      'a list of the worst open ones',
      (q) =>
        listAlerts(q, { role: viewer, states: openStates }, { ...first, order: 'WORST_FIRST' }),
    ],
    [
      'a list of resolved ones',
      (q) => listAlerts(q, { role: viewer, states: ['RESOLVED'] }, first),
    ],
    ['a list of suppressed ones', (q) => listAlerts(q, { role: viewer, suppressed: true }, first)],
    ['a list of all', (q) => listAlerts(q, { role: viewer }, first)],
    ['how many are open', (q) => countAlerts(q, { role: viewer, states: openStates })],
    ['how many there are', (q) => countAlerts(q, { role: viewer })],
    ['the sweep of suppression', (q) => sweep(q, 150)],
    ['how many are suppressed', (q) => countSuppressed(q, 'SILENCE', ['s'], viewer)],
    ['whom routes may tell of', (q) => lockTellableAlerts(q, { after: undefined, limit: 100 })],
    ['what is due', (q) => claimDueAlerts(q, { now, limit: 100, except: [] })],
    ['what is too old', (q) => deleteOldAlerts(q, new Date(0), 100)],
  ])('%s does not read them all', async (_what, work) => {
    expect(await wholeReads('alerts', work)).toBe(0);
  });

  it('cutting timelines does not read them all', async () => {
    const page = { most: 1000, after: resolved, limit: 1000 };
    expect(await wholeReads('alert_timeline', (q) => trimTimelines(q, page))).toBe(0);
  });

  it('the sweep of suppression finds what fires or is suppressed, each once, page by page', async () => {
    for (const limit of [7, 100, 10_000]) {
      const ids = await sweep(test.store.q, limit);
      const pendingTold = Array.from({ length: pending }, (_, n) => n + 1).filter((n) => n % 3 > 0);
      expect(ids).toHaveLength(open - pendingTold.length + stillSuppressed);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('routes look at each alert that they may tell of once, page by page', async () => {
    const ids = await test.store.transaction(async ({ q }) => {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await lockTellableAlerts(q, { after, limit: 7 });
        found.push(...page.alerts.map(({ id }) => id));
        ({ after } = page);
      } while (after !== undefined);
      return found;
    });
    const told = Array.from({ length: open - pending }, (_, n) => n + pending + 1);
    expect(ids).toHaveLength(told.filter((n) => n % 3 > 0).length);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** Ids of all that the sweep looks at. */
async function sweep(q: Queryable, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: SuppressiblePlace | undefined;
  do {
    const page = await listAllSuppressible(q, { after, limit });
    ids.push(...page.alerts.map(({ id }) => id));
    ({ after } = page);
  } while (after !== undefined);
  return ids;
}
