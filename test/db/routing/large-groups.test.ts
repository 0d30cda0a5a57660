// Very large groups over the real engine and router: bounded contents, and every alert named.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createTestStore, type TestStore } from '../../support/store.ts';
import { holding, over } from '../alerts/rig.ts';
import { createRouterRig, route } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());

type Make = (
  at: Date,
  more: { readonly labels: Record<string, string> },
) => ReturnType<typeof holding> | ReturnType<typeof over>;
const minute = 60_000;
const hosts = (count: number): string[] => Array.from({ length: count }, (_, n) => `h${n}`);

it('names each alert when it fires and when it is over, and those in between not again', async () => {
  const repeatIntervalMs = 240 * minute;
  const rig = createRouterRig(test.store, {
    routes: [route('all', { groupBy: ['rule'], repeatIntervalMs })],
  });
  const observe = async (names: readonly string[], make: Make): Promise<void> => {
    for (let from = 0; from < names.length; from += 500) {
      const some = names.slice(from, from + 500);
      await rig.observe(...some.map((host) => make(rig.clock.now(), { labels: { host } })));
    }
  };
  const many = hosts(1500);
  await observe(many, holding);
  await rig.run(minute);
  const first = await rig.told();
  const hostsOf = (told: typeof first): string[] =>
    told.flatMap(({ alerts }) => alerts.map(({ labels }) => labels['host'] ?? '?'));
  expect(first.length).toBeGreaterThan(1);
  expect(hostsOf(first).toSorted()).toEqual(many.toSorted());
  expect(new Set(first.map(({ orderKey }) => orderKey)).size).toBe(1);

  await observe(['new'], holding);
  await rig.run(10 * minute);
  const second = await rig.told();
  expect(second).toHaveLength(1);
  expect(hostsOf(second)).toContain('new');
  expect(second[0]?.alerts.length).toBeLessThanOrEqual(1000);

  await rig.run(repeatIntervalMs + 10 * minute);
  const repeated = await rig.told();
  expect(repeated.map(({ reason }) => reason)).toEqual(['REPEAT']);

  await observe([...many, 'new'], over);
  await rig.run(10 * minute);
  const last = await rig.told();
  expect(hostsOf(last).toSorted()).toEqual([...many, 'new'].toSorted());
  expect(last.every(({ status }) => status === 'resolved')).toBe(true);
  const [row] = await test.store.raw<
    { alerts: number; bytes: number; more: number; named: number }[]
  >`
    select max(jsonb_array_length(content -> 'alerts')) as alerts,
      max(octet_length(content::text)) as bytes,
      (select (content -> 'more' ->> 'firing')::int from hawkwatch_store.deliveries order by seq limit 1)
        as more,
      (select jsonb_array_length(content -> 'alerts') from hawkwatch_store.deliveries
        order by seq limit 1) as named
    from hawkwatch_store.deliveries`;
  expect(row?.alerts).toBeLessThanOrEqual(1000);
  expect(row?.bytes).toBeLessThan(400_000);
  expect((row?.more ?? 0) + (row?.named ?? 0)).toBe(1500);
}, 120_000);
