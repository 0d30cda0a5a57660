// Lists of deliveries: what they read, and that a page costs the same however many deliveries there are.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sql } from '../../../src/store/drizzle.ts';
import {
  listDeliveries,
  pageQuery,
  type DeliveryFilter,
  type DeliveryPage,
} from '../../../src/store/delivery-pages.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

let place: TestStore;
const count = 100_000;

beforeAll(async () => {
  place = await createTestStore();
  // One in 20,000 is dead, all of one channel; few wait.
  await place.store.raw`
    insert into hawkwatch_store.deliveries (id, order_key, channel, route, reason, state, content,
      created_at, attempts, next_at, claim, ended_at)
    select gen_random_uuid(), 'k' || n, case when n % 3 = 0 then 'pager' else 'chat' end, 'all', 'REPEAT',
      case when n % 20000 = 1 then 'DEAD' when n > ${count - 3} then 'WAITING' else 'DELIVERED' end,
      '{"alerts": []}', timestamptz '2026-01-01' + n * interval '1 second', 1,
      timestamptz '2026-01-01', 1,
      case when n <= ${count - 3} then timestamptz '2026-01-01' + n * interval '1 second' end
    from generate_series(1, ${count}::int) n`;
  await place.store.raw`analyze hawkwatch_store.deliveries`;
}, 60_000);
afterAll(() => place.close());

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** All steps of the plan, and how many rows they looked at. */
async function planOf(filter: DeliveryFilter, page: DeliveryPage) {
  const { q } = place.store;
  const query = pageQuery(q, filter, page).getSQL();
  const rows = await q.execute<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    sql`explain (analyze, format json) ${query}`,
  );
  const nodes: PlanNode[] = [];
  const walk = (node: PlanNode): void => {
    nodes.push(node);
    node.Plans?.forEach(walk);
  };
  for (const { Plan } of [...rows][0]?.['QUERY PLAN'] ?? []) walk(Plan);
  const read = nodes
    .filter((node) => node['Node Type'].includes('Scan'))
    .map(
      (node) =>
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    );
  return { types: nodes.map((node) => node['Node Type']), read: read.reduce((a, b) => a + b, 0) };
}

const role = 'viewer' as const;
const filters: readonly (readonly [string, Omit<DeliveryFilter, 'role'>])[] = [
  ['that are dead', { states: ['DEAD'] }],
  ['that wait or are dead', { states: ['WAITING', 'DEAD', 'SENDING'] }],
  ['that are delivered', { states: ['DELIVERED'] }],
  ['of one channel', { channels: ['pager'] }],
  ['of a channel that has none', { channels: ['nobody'] }],
  ['that are dead, of a channel', { channels: ['pager', 'chat'], states: ['DEAD'] }],
  ['of the last seconds', { since: new Date('2026-01-02T03:46:30Z') }],
  ['without a filter', {}],
];

describe('a page of deliveries', () => {
  it.each(filters)('%s is read from an index, whichever page it is', async (_what, filter) => {
    const pages = [
      { limit: 21 },
      { limit: 21, after: 50_000 },
      { limit: 21, before: 50_000, backwards: true },
    ];
    for (const page of pages) {
      const { types, read } = await planOf({ ...filter, role }, page);
      expect(types).not.toContain('Seq Scan');
      expect(read).toBeLessThan(1000);
    }
  });

  it('has what fits its filter, newest first', async () => {
    const { q } = place.store;
    const given = { states: ['DEAD', 'WAITING'], role } as const;
    const newest = await listDeliveries(q, given, { limit: 4 });
    expect(newest.map(({ seq }) => seq)).toEqual([100_000, 99_999, 99_998, 80_001]);
    const oldest = await listDeliveries(q, given, { limit: 2, backwards: true });
    expect(oldest.map(({ seq }) => seq)).toEqual([1, 20_001]);
    const next = await listDeliveries(
      q,
      { ...given, channels: ['chat'] },
      { limit: 9, after: 80_001 },
    );
    expect(next.map(({ seq }) => seq)).toEqual([60_001, 40_001, 1]);
    expect(await listDeliveries(q, { states: [], role }, { limit: 5 })).toEqual([]);
    expect(await listDeliveries(q, { channels: [], role }, { limit: 5 })).toEqual([]);
  });

  it('reads nothing of what they tell', () => {
    for (const [, filter] of filters) {
      const text = pageQuery(place.store.q, { ...filter, role }, { limit: 21 }).toSQL().sql;
      expect(text).not.toContain('content');
    }
  });
});
