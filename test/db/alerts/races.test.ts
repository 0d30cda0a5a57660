// Two engines on one store, each with connections of its own: random observations, commands, time and
// reasons not to tell, all at once, some of them in transactions that fail at the end. What the log and the
// rows say afterwards must fit together.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAlertCommands } from '../../../src/alerts/commands.ts';
import { createAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import type { HoldingObservation } from '../../../src/alerts/observation.ts';
import { createAlertTicker } from '../../../src/alerts/ticker.ts';
import type { Suppression } from '../../../src/core/alerts.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { AlertChange } from '../../../src/store/alert-changes.ts';
import { alertChangeIn } from '../../../src/store/alert-events.ts';
import { lockAlerts } from '../../../src/store/alert-writes.ts';
import { asc, eq, sql } from '../../../src/store/drizzle.ts';
import { alerts, events } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { captureLog } from '../../support/log-capture.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { holding, listAll, over } from './rig.ts';

let stored: TestStore;
let second: Store;
beforeAll(async () => {
  stored = await createTestStore();
  second = openTestStore(stored.database.url);
});
afterAll(async () => {
  await second.close();
  await stored.close();
});

const olga = { id: 'o', name: 'olga', role: 'operator', origin: 'test' } as const;
const silence: Suppression = { kind: 'SILENCE', id: 's', reason: 'silenced by olga', until: null };
class Crash extends Error {}

/** Which alert of each fingerprint is open in the end, and what was told that cannot be. */
function replay(changes: readonly AlertChange[]) {
  const open = new Map<string, string>();
  const fired = new Set<string>();
  const resolved = new Set<string>();
  const faults: string[] = [];
  const expectThat = (is: boolean, fault: string, { alert }: AlertChange): void => {
    if (!is) faults.push(`${alert.id} (${alert.fingerprint}): ${fault}`);
  };
  for (const change of changes) {
    const { kind } = change;
    const { id, fingerprint } = change.alert;
    if ((kind === 'PENDING' || kind === 'FIRED') && open.get(fingerprint) !== id) {
      expectThat(!open.has(fingerprint), 'opens though another one is open', change);
      open.set(fingerprint, id);
    }
    if (kind === 'FIRED') {
      expectThat(!fired.has(id), 'fires twice', change);
      fired.add(id);
    }
    if (kind === 'DROPPED') expectThat(!fired.has(id), 'is dropped after it fired', change);
    if (kind === 'RESOLVED') {
      expectThat(fired.has(id), 'is resolved without having fired', change);
      expectThat(!resolved.has(id), 'is resolved twice', change);
      resolved.add(id);
    }
    if (kind === 'RESOLVED' || kind === 'DROPPED') {
      expectThat(open.get(fingerprint) === id, 'ends though it is not open', change);
      open.delete(fingerprint);
    }
  }
  return { open, faults };
}

const seed = chooseSeed();

describe(`two engines on one store (seed ${seed})`, () => {
  it('never have two open alerts of one fingerprint, nor lose what was said of one', async () => {
    const dice = createSeeded(seed);
    const clock = createFakeClock();
    clock.advance(1_000_000_000);
    const random = createSystemRandom();
    const sides = [stored.store, second].map((store) => {
      const following = createFollowing([]);
      const engine = createAlertEngine({ store, clock, random, following });
      const { logger } = captureLog();
      return {
        store,
        engine,
        following,
        ticker: createAlertTicker({ store, clock, engine, logger }),
        commands: createAlertCommands({ store, clock, random, engine }),
      };
    });
    type Side = (typeof sides)[number];
    const silenced = new Set<string>();

    const some = (): HoldingObservation => {
      const at = new Date(clock.now().getTime() - dice.integer(3) * 10_000);
      const n = dice.integer(6);
      return holding(at, {
        labels: { n: String(n) },
        forMs: n % 2 === 0 ? 0 : 30_000,
        keepFiringForMs: n % 3 === 0 ? 60_000 : 0,
        lastsMs: n === 4 ? 600_000 : null,
      });
    };
    const observe = async ({ store, engine }: Side): Promise<void> => {
      const seen = Array.from({ length: 1 + dice.integer(8) }, () => {
        const { at, labels, ...rest } = some();
        return dice.integer(2) === 0 ? { at, labels, ...rest } : over(at, { labels });
      });
      const crashes = dice.integer(5) === 0;
      await store
        .transaction(async (tx) => {
          await engine.observe(tx, seen, clock.now());
          if (crashes) throw new Crash();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
    };
    const command = async ({ commands }: Side): Promise<void> => {
      const open = (await listAll(stored.store)).filter(({ resolvedAt }) => resolvedAt === null);
      const ids = open.map(({ id }) => id).slice(0, 1 + dice.integer(4));
      if (ids.length === 0) return;
      const which = dice.integer(4);
      if (which === 0) await commands.acknowledge(olga, ids);
      else if (which === 1) await commands.unacknowledge(olga, ids);
      else if (which === 2) await commands.resolve(olga, ids);
      else await commands.comment(olga, ids, 'looked at');
    };
    // As suppression does it: reasons are written to the row, and told.
    const suppress = async ({ store, following }: Side): Promise<void> => {
      const open = (await listAll(stored.store)).filter(({ resolvedAt }) => resolvedAt === null);
      const chosen = open[dice.integer(Math.max(1, open.length))];
      if (chosen === undefined) return;
      await store.transaction(async (tx) => {
        const [row] = await lockAlerts(tx.q, [chosen.id]);
        if (row === undefined || row.resolvedAt !== null) return;
        const alert = { ...row, suppressed: [silence] };
        await tx.q
          .update(alerts)
          .set({ suppressed: [silence] })
          .where(eq(alerts.id, row.id));
        await following.tell(tx, [{ kind: 'SUPPRESSED', alert }], clock.now());
        tx.onCommit(() => silenced.add(row.id));
      });
    };
    const pass = async ({ ticker }: Side): Promise<void> => {
      await ticker.tick();
    };

    for (let round = 0; round < 60; round += 1) {
      clock.advance(dice.integer(40) * 1000);
      const works = [observe, observe, observe, observe, command, suppress, pass];
      await Promise.all(
        sides.flatMap((side) =>
          Array.from({ length: 3 }, async () => works[dice.integer(works.length)]?.(side)),
        ),
      );
      const [twice] = await stored.store.q.execute(sql`
        select fingerprint from hawkwatch_store.alerts where resolved_at is null
        group by fingerprint having count(*) > 1`);
      expect(twice).toBeUndefined();
    }

    const rows = await listAll(stored.store);
    const log = await stored.store.q.select().from(events).orderBy(asc(events.id));
    const changes = log.flatMap((event) => alertChangeIn({ ...event, audience: 'viewer' }) ?? []);
    expect(changes.length).toBeGreaterThan(100);
    const { open, faults } = replay(changes);
    expect(faults).toEqual([]);
    const stillOpen = rows.filter(({ resolvedAt }) => resolvedAt === null);
    expect(stillOpen.map(({ id }) => id).toSorted()).toEqual([...open.values()].toSorted());
    // The last that was told of each alert is what its row says, and no reason was lost.
    const last = new Map(changes.map(({ alert }) => [alert.id, alert]));
    for (const row of rows) {
      const { state, severity, acknowledgedBy, suppressed } = last.get(row.id) ?? row;
      expect(row).toMatchObject({ state, severity, acknowledgedBy, suppressed });
      expect(row.suppressed).toEqual(silenced.has(row.id) ? [silence] : []);
    }
  });

  it('open one alert when all see the same for the first time', async () => {
    const clock = createFakeClock();
    clock.advance(2_000_000_000);
    const random = createSystemRandom();
    const engines = [stored.store, second].map((store) => ({
      store,
      engine: createAlertEngine({ store, clock, random, following: createFollowing([]) }),
    }));
    const labels = Array.from({ length: 40 }, (_, n) => ({ labels: { new: String(n) } }));
    const kinds = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const side = engines[n % 2];
        if (side === undefined) throw new Error('there are two');
        // Each in an order of its own.
        const turned = [...labels.slice(n * 5), ...labels.slice(0, n * 5)];
        const seen = turned.map((one) => holding(clock.now(), { rule: 'same', ...one }));
        const changes = await side.store.transaction((tx) =>
          side.engine.observe(tx, seen, clock.now()),
        );
        return changes.map(({ kind }) => kind);
      }),
    );
    expect(kinds.flat()).toEqual(Array.from({ length: 40 }, () => 'FIRED'));
    const rows = (await listAll(stored.store)).filter(({ rule }) => rule === 'same');
    expect(rows).toHaveLength(40);
  });
});
