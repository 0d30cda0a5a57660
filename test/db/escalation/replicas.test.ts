// Two replicas, which are stopped and started, while alerts fire, are taken on, given back, escalated by hand
// and resolved at random. Timelines are written under the alert's lock, so their order is what happened.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { z } from 'zod';

import { listTimeline, type TimelineEntry } from '../../../src/store/alert-timeline.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { level, minutes, policy } from '../../unit/alerts/escalation/policies.ts';
import { holding, listAll, over } from '../alerts/rig.ts';
import { createReplica, olga, type Replica } from './rig.ts';
import type { EscalationSettings } from '../../../src/core/escalation.ts';
import { alertEscalations } from '../../../src/store/schema/index.ts';

let test: TestStore;
let second: TestStore['store'];
beforeAll(async () => {
  test = await createTestStore();
  second = openTestStore(test.database.url);
});
afterAll(async () => {
  await second.close();
  await test.close();
});

const settings: EscalationSettings = {
  policies: [
    policy([level(0, ['team']), level(5, ['lead']), level(0, ['deputy']), level(10, ['boss'])], {
      repeat: 1,
      repeatAfterMs: minutes(20),
    }),
  ],
  rotations: [],
  defaultPolicy: 'standard',
};

const toldForm = z.object({ escalation: z.object({ level: z.int(), round: z.int() }) });

/** What is wrong in an alert's timeline. */
function faultsIn(host: string, entries: readonly TimelineEntry[]): string[] {
  const faults: string[] = [];
  let isTaken = false;
  let isOver = false;
  let last = -1;
  for (const { kind, detail } of entries) {
    if (kind === 'ACKNOWLEDGED') isTaken = true;
    if (kind === 'UNACKNOWLEDGED') isTaken = false;
    if (kind === 'RESOLVED') isOver = true;
    if (kind !== 'ESCALATED') continue;
    const { level: number, round } = toldForm.parse(detail).escalation;
    const place = round * 4 + number;
    if (place !== last + 1) faults.push(`${host}: ${place} after ${last}`);
    if (isTaken) faults.push(`${host}: ${place} was told after somebody took it on`);
    if (isOver) faults.push(`${host}: ${place} was told after it was resolved`);
    last = place;
  }
  return faults;
}

const seed = chooseSeed();

describe(`two replicas (HAWKWATCH_TEST_SEED=${seed})`, () => {
  it('tell each level once and in order, and none of an alert that is taken on or over', async () => {
    const random = createSeeded(seed);
    const clock = createFakeClock();
    clock.advance(Date.UTC(2026, 5, 1));
    const told: string[] = [];
    const stores = [test.store, second];
    const start = (place: number): Replica => {
      const replica = createReplica(stores[place] ?? test.store, clock, told, { settings });
      replica.escalation.start();
      return replica;
    };
    const replicas = [start(0), start(1)];
    const anyReplica = (): Replica => {
      const replica = replicas[random.integer(2)];
      if (replica === undefined) throw new Error('no replica');
      return replica;
    };
    const hosts = Array.from({ length: 12 }, (_, index) => `h${index}`);
    const observe = (host: string, holds: boolean): Promise<unknown> => {
      const labels = { host };
      const now = clock.now();
      const seen = holds ? holding(now, { labels }) : over(now, { labels });
      const { engine } = anyReplica().core;
      return test.store.transaction((tx) => engine.observe(tx, [seen], now));
    };
    const act = async (): Promise<unknown> => {
      const host = hosts[random.integer(hosts.length)] ?? 'h0';
      const dice = random.integer(10);
      if (dice < 3) return observe(host, true);
      if (dice === 3) return observe(host, false);
      const found = (await listAll(test.store)).find(
        (alert) => alert.labels['host'] === host && alert.resolvedAt === null,
      );
      if (found === undefined) return undefined;
      const { core, escalation } = anyReplica();
      if (dice < 6) return core.commands.acknowledge(olga, [found.id]);
      if (dice < 9) return core.commands.unacknowledge(olga, [found.id]);
      // It may be refused: then there is nothing to tell.
      return escalation.service.escalate(olga, found.id).catch(() => undefined);
    };
    try {
      for (let step = 0; step < 120; step += 1) {
        clock.advance(minutes(random.integer(6)));
        // At once, so that they meet each other and the tickers.
        await Promise.all(Array.from({ length: 1 + random.integer(4) }, act));
        if (random.integer(12) === 0) {
          const place = random.integer(2);
          await replicas[place]?.stop();
          if (random.integer(2) === 0) clock.advance(minutes(random.integer(120)));
          replicas[place] = start(place);
        }
      }
      for (let round = 0; round < 30; round += 1) {
        clock.advance(minutes(10));
        await until('nothing is due any more', async () => {
          const rows = await test.store.q.select().from(alertEscalations);
          const now = clock.now();
          for (const { escalation } of replicas) escalation.configure(settings);
          clock.advance(1);
          return rows.every(({ nextAt }) => nextAt === null || nextAt > now);
        });
      }
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
    }
    const all = await listAll(test.store);
    const timelines = await Promise.all(
      all.map(async ({ id, labels }) => ({
        host: labels['host'] ?? '?',
        entries: await listTimeline(test.store.q, id, { limit: 1000 }),
      })),
    );
    expect(timelines.flatMap(({ host, entries }) => faultsIn(host, entries))).toEqual([]);
    const escalated = timelines.flatMap(({ entries }) =>
      entries.filter(({ kind }) => kind === 'ESCALATED'),
    );
    // What was told is what is on record.
    expect(told).toHaveLength(escalated.length);
    expect(told.length).toBeGreaterThan(30);
    // Whatever fires and was left alone has gone through all of it.
    const standings = await test.store.q.select().from(alertEscalations);
    const open = all.filter(({ state }) => state === 'FIRING').map(({ id }) => id);
    expect(
      standings.filter(({ alertId }) => open.includes(alertId)).map(({ stopReason }) => stopReason),
    ).toEqual(open.map(() => 'ALL_TOLD'));
  }, 60_000);
});
