// A store with the scenarios' world in it, and an engine with correlation.
import { createCorrelator } from '../../../../src/alerts/correlation/follower.ts';
import { parseConfiguration } from '../../../../src/config/file.ts';
import type { NewEvent } from '../../../../src/core/events.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { createSystemRandom } from '../../../../src/core/random.ts';
import type { AlertFollower } from '../../../../src/store/alert-changes.ts';
import { sql } from '../../../../src/store/drizzle.ts';
import { containers, databases, endpoints } from '../../../../src/store/schema/index.ts';
import type { Store } from '../../../../src/store/store.ts';
import { world } from '../../../fixtures/correlation/scenario.ts';
import { beganAt } from '../../../fixtures/correlation/happenings.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const random = createSystemRandom();

/** The configuration whose topology is the world's. */
export const settings = {
  ...parseConfiguration('', { path: '/hawkwatch.yaml', env: {} }),
  topology: world.services,
};

/** A clock shortly after the scenarios' alerts begin. */
export function clockAfter(ms = 300_000): FakeClock {
  const clock = createFakeClock();
  clock.advance(beganAt.getTime() + ms);
  return clock;
}

export function correlator(clock = clockAfter(), configured = settings): AlertFollower {
  return createCorrelator({ clock, random, logger: silentLogger, settings: () => configured });
}

/** Writes the world's databases, endpoints and containers. */
export async function storeWorld({ q }: Store): Promise<void> {
  const at = new Date(beganAt.getTime() - 86_400_000);
  const ids = new Map<string, string>();
  for (const { name, environment, labels } of world.databases) {
    const id = random.uuid();
    ids.set(name, id);
    await q
      .insert(databases)
      .values({ id, name, engine: 'POSTGRESQL', environment, labels, addedAt: at });
  }
  for (const { name, environment, database, labels } of world.endpoints) {
    await q.insert(endpoints).values({
      id: random.uuid(),
      name,
      environment,
      labels,
      origin: 'FILE',
      kind: 'http',
      databaseName: database,
      target: 'http://x',
      everyMs: 1000,
      declaredAt: at,
      state: 'UP',
      since: at,
      failures: 0,
      successes: 1,
      rowSince: at,
      told: [],
    });
  }
  for (const { key, host, database, project, service, labels } of world.containers) {
    const compose = { project, service, number: '1', configHash: null };
    await q.insert(containers).values({
      id: random.uuid(),
      daemon: 'local',
      host,
      key,
      containerId: 'c',
      name: key,
      image: 'i',
      imageId: 'i',
      state: 'running',
      oomKilled: false,
      restartCount: 0,
      restartPolicy: 'no',
      stopTimeoutS: 10,
      compose,
      ports: [],
      networks: [],
      environmentKeys: [],
      labels: { ...labels, other: 'x' },
      firstSeenAt: at,
      lastSeenAt: at,
      databaseId: database === null ? null : (ids.get(database) ?? null),
    });
  }
}

/** Appends events; returns their ids, in order. */
export async function append(store: Store, events: readonly NewEvent[]): Promise<number[]> {
  await store.transaction((tx) => {
    for (const event of events) tx.append(event);
    return Promise.resolve();
  });
  const rows = await store.q.execute<{ id: string }>(
    sql`select id from hawkwatch_store.events order by id desc limit ${events.length}`,
  );
  return rows.map(({ id }) => Number(id)).toReversed();
}

/** Forgets alerts, incidents and events. */
export async function clear(store: Store): Promise<void> {
  await store.q.execute(sql`delete from hawkwatch_store.alerts`);
  await store.q.execute(sql`delete from hawkwatch_store.incidents`);
  await store.q.execute(sql`delete from hawkwatch_store.events`);
}
