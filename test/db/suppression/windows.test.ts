// Maintenance windows of the file and over the API; a month of them with changing clocks; what begins and
// ends in whatever order; two replicas at once.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ConflictError, InvalidInputError, NotFoundError } from '../../../src/core/errors.ts';
import { isFiring } from '../../../src/core/alerts.ts';
import { findMatcher } from '../../../src/core/matchers.ts';
import type { MaintenanceSettings } from '../../../src/core/suppression.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { deleteOldWindows, listDeclaredWindows } from '../../../src/store/maintenance-windows.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { holding, over } from '../alerts/rig.ts';
import { anna, eventsOf, noSettings, openRig, prepareTold, type SuppressionRig } from './rig.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function window(name: string, cron: string, minutes: number, match: string): MaintenanceSettings {
  const matcher = findMatcher(match);
  return {
    name,
    match: matcher === undefined ? [] : [matcher],
    comment: '',
    schedule: {
      kind: 'recurring',
      cron,
      durationMs: minutes * minuteMs,
      timeZone: 'Europe/Berlin',
    },
  };
}

const nightly = window('nightly', '0 23 * * *', 240, 'rule=disk-full');
const weekly = window('weekly', '30 2 * * sun', 60, 'subject~host:*');

let place: TestStore;
let clock: FakeClock;
let rig: SuppressionRig;

/** A clock that stands at this time. */
function clockAt(time: string): FakeClock {
  const made = createFakeClock();
  made.advance(Date.parse(time));
  return made;
}

beforeAll(async () => {
  place = await createTestStore();
  await prepareTold(place.store);
});
afterAll(() => place.close());
beforeEach(async () => {
  await place.store.q.execute(sql`truncate told, hawkwatch_store.alerts, hawkwatch_store.silences,
    hawkwatch_store.maintenance_windows, hawkwatch_store.maintenance_occurrences cascade`);
  await place.store.q.execute(sql`delete from hawkwatch_store.events`);
});
afterEach(() => rig.stop());

const reasons = async (): Promise<readonly string[]> =>
  (await rig.alerts()).flatMap(({ suppressed }) =>
    suppressed.map(({ kind, id }) => `${kind} ${id}`),
  );

/** Lets the time go on to each moment at which something begins or ends, and then to `end`. */
async function pass(
  end: Date,
  each: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let moments = 0;
  for (;;) {
    const next = await rig.next(clock.now());
    if (next === undefined || next > end) break;
    clock.advance(next.getTime() - clock.now().getTime());
    await rig.settle();
    await each();
    moments += 1;
  }
  clock.advance(Math.max(0, end.getTime() - clock.now().getTime()));
  await rig.settle();
  return moments;
}

describe('a window of the file', () => {
  beforeEach(async () => {
    clock = clockAt('2026-10-20T12:00:00Z');
    rig = await openRig(place.store, clock, { ...noSettings, maintenance: [nightly, weekly] });
  });

  it('over midnight keeps what happens on record and tells what still fires at its end', async () => {
    await pass(new Date('2026-10-20T21:30:00Z'));
    await rig.observe(holding(clock.now()));
    expect(await reasons()).toEqual(['MAINTENANCE nightly']);
    const [during] = await rig.alerts();
    expect(during?.suppressed[0]?.until).toBe('2026-10-21T01:00:00.000Z');
    await pass(new Date('2026-10-21T00:59:59Z'));
    expect(await rig.told()).toEqual([]);
    await pass(new Date('2026-10-21T01:00:00Z'));
    expect(await rig.told()).toEqual(['fire The disk is full']);
    const events = await eventsOf(place.store, 'maintenance.');
    expect(events).toMatchObject([
      { type: 'maintenance.began', payload: { window: 'nightly' } },
      { type: 'maintenance.ended', payload: { window: 'nightly', alerts: 1 } },
    ]);
  });

  it('is read-only over the API', async () => {
    const { maintenance } = rig.suppression.services;
    await expect(maintenance.end(anna, 'nightly')).rejects.toThrow(ConflictError);
    await expect(maintenance.end(anna, 'nightly')).rejects.toThrow(/hawkwatch\.yaml/);
    const listed = await maintenance.list();
    expect(listed.map(({ name, origin }) => `${name} ${origin}`)).toEqual([
      'nightly FILE',
      'weekly FILE',
    ]);
  });

  it('that is taken out of the file ends at once, and begins again when it is back', async () => {
    await pass(new Date('2026-10-20T22:00:00Z'));
    await rig.observe(holding(clock.now()));
    rig.ground.configure(noSettings);
    await rig.settle();
    expect(await reasons()).toEqual([]);
    rig.ground.configure({ ...noSettings, maintenance: [nightly] });
    await rig.settle();
    expect(await reasons()).toEqual(['MAINTENANCE nightly']);
  });

  it('is told each time, for 30 days with a change of the clocks, in a few seconds', async () => {
    const began = performance.now();
    await rig.observe(holding(clock.now()));
    const end = new Date(clock.now().getTime() + 30 * dayMs);
    const moments = await pass(end);
    expect(performance.now() - began).toBeLessThan(30_000);
    const events = await eventsOf(place.store, 'maintenance.');
    const of = (type: string, name: string) =>
      events.filter((event) => event.type === type && event.payload['window'] === name);
    expect(of('maintenance.began', 'nightly')).toHaveLength(30);
    expect(of('maintenance.ended', 'nightly')).toHaveLength(30);
    expect(of('maintenance.began', 'weekly')).toHaveLength(4);
    expect(moments).toBeGreaterThan(60);
    const lengths = of('maintenance.ended', 'nightly').map(
      ({ payload }) =>
        Date.parse(String(payload['endedAt'])) - Date.parse(String(payload['startsAt'])),
    );
    expect(new Set(lengths)).toEqual(new Set([4 * hourMs]));
    expect(await reasons()).toEqual([]);
    const changes = await eventsOf(place.store, 'alert.unsuppressed');
    expect(changes.length).toBe((await eventsOf(place.store, 'alert.suppressed')).length);
    expect((await rig.told()).length).toBe(1);
  });
});

describe('a window over the API', () => {
  beforeEach(async () => {
    clock = clockAt('2026-11-20T12:00:00Z');
    rig = await openRig(place.store, clock);
  });
  const create = (name: string) =>
    rig.suppression.services.maintenance.create(anna, {
      name,
      match: ['rule=disk-full'],
      comment: 'move of the data centre',
      once: { from: clock.now(), until: new Date(clock.now().getTime() + hourMs) },
    });

  it('is not read any more when its time is over, and forgotten after a while', async () => {
    const { q } = place.store;
    const { maintenance } = rig.suppression.services;
    await create('move');
    await create('ended');
    await maintenance.end(anna, 'ended');
    await rig.suppression.services.maintenance.create(anna, {
      name: 'each-night',
      match: ['rule=disk-full'],
      comment: 'backup',
      recurring: { cron: '0 23 * * *', durationMs: hourMs, timeZone: 'UTC' },
    });
    const names = async (now?: Date) => (await listDeclaredWindows(q, now)).map(({ name }) => name);
    expect(await names(clock.now())).toEqual(['each-night', 'move']);
    clock.advance(2 * hourMs);
    expect(await names(clock.now())).toEqual(['each-night']);
    expect(await names()).toEqual(['each-night', 'move']);
    await deleteOldWindows(q, new Date(clock.now().getTime() - 3 * hourMs));
    expect(await names()).toEqual(['each-night', 'move']);
    await deleteOldWindows(q, clock.now());
    const [row] = await q.execute<{ n: number }>(
      sql`select count(*)::int as n from hawkwatch_store.maintenance_windows`,
    );
    expect({ names: await names(), rows: row?.n }).toEqual({ names: ['each-night'], rows: 1 });
  });

  it('acts at once, is made longer, and is ended', async () => {
    await rig.observe(holding(clock.now()));
    await create('move');
    expect(await reasons()).toEqual(['MAINTENANCE move']);
    const { maintenance } = rig.suppression.services;
    const from = clock.now();
    clock.advance(30 * minuteMs);
    await maintenance.update(anna, 'move', {
      once: { from, until: new Date(from.getTime() + 5 * hourMs) },
    });
    clock.advance(2 * hourMs);
    await rig.settle();
    expect(await reasons()).toEqual(['MAINTENANCE move']);
    await maintenance.end(anna, 'move');
    expect(await reasons()).toEqual([]);
    expect(await maintenance.list()).toEqual([]);
    await expect(maintenance.end(anna, 'move')).rejects.toThrow(NotFoundError);
    await create('move');
    expect(await reasons()).toEqual(['MAINTENANCE move']);
    await expect(create('move')).rejects.toThrow(ConflictError);
  });

  it('is refused with all its faults', async () => {
    const wrong = rig.suppression.services.maintenance.create(anna, {
      name: 'No Name',
      match: [],
      comment: '',
      recurring: { cron: '0 2 * *', durationMs: 1, timeZone: 'Mars/Olympus' },
    });
    const error = await wrong.catch((thrown: unknown) => thrown);
    const issues = error instanceof InvalidInputError ? error.issues : [];
    expect(issues.map(({ path }) => path)).toEqual([
      'input.name',
      'input.match',
      'input.recurring.durationMinutes',
      'input.recurring.timeZone',
    ]);
  });
});

describe('two replicas whose tickers run', () => {
  it('end a silence and a window together: every alert is told once', async () => {
    clock = clockAt('2026-11-20T12:00:00Z');
    const settings = { ...noSettings, maintenance: [nightly] };
    rig = await openRig(place.store, clock, settings);
    const otherStore = openTestStore(place.database.url);
    const other = await openRig(otherStore, clock, settings);
    rig.suppression.start();
    other.suppression.start();
    await rig.suppression.services.silences.create(anna, {
      matchers: ['rule=quiet'],
      comment: 'c',
      durationMs: hourMs,
    });
    const alerts = Array.from({ length: 60 }, (_, n) =>
      holding(clock.now(), { rule: 'quiet', labels: { n: String(n) }, title: `alert ${n}` }),
    );
    await Promise.all([rig.observe(...alerts.slice(0, 40)), other.observe(...alerts.slice(20))]);
    expect(await rig.told()).toEqual([]);
    clock.advance(hourMs);
    await until('all to be told', async () => (await rig.told()).length >= 60);
    await rig.settle();
    expect((await rig.told()).length).toBe(60);
    expect((await eventsOf(place.store, 'alert.unsuppressed')).length).toBe(60);
    expect((await eventsOf(place.store, 'silence.expired')).length).toBe(1);
    await other.stop();
    await otherStore.close();
  });
});

describe('whatever begins and ends in whatever order', () => {
  it('leaves no alert suppressed and none without its state, and tells each once', async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    const told = `HAWKWATCH_TEST_SEED=${seed}`;
    process.stdout.write(`silences, windows and inhibitions: ${told}\n`);
    clock = clockAt('2026-03-27T12:00:00Z');
    const inhibition = {
      name: 'worse-first',
      kind: 'INHIBITION' as const,
      source: [{ label: 'rule', operator: '=' as const, value: 'rule-0' }],
      target: [{ label: 'rule', operator: '!=' as const, value: 'rule-0' }],
      equal: ['host'],
    };
    const settings = {
      maintenance: [
        window('often', '*/7 * * * *', 3, 'rule~rule-1|rule-2'),
        window('night', '30 2 * * *', 45, 'host~h*'),
      ],
      inhibitions: [inhibition],
      dependencies: [],
    };
    rig = await openRig(place.store, clock, settings);
    const otherStore = openTestStore(place.database.url);
    const other = await openRig(otherStore, clock, settings);
    const firing = new Set<string>();
    const silences: string[] = [];
    const one = () => ({ rule: `rule-${random.integer(4)}`, host: `h${random.integer(3)}` });
    const side = () => (random.integer(2) === 0 ? rig : other);
    const act = async (): Promise<void> => {
      const { rule, host } = one();
      const identity = { rule, labels: { host } };
      switch (random.integer(7)) {
        case 0:
        case 1:
          firing.add(`${rule} ${host}`);
          return side().observe(
            holding(clock.now(), {
              ...identity,
              subject: `host:${host}`,
              title: `${rule} ${host}`,
            }),
          );
        case 2:
          firing.delete(`${rule} ${host}`);
          return side().observe(over(clock.now(), identity));
        case 3: {
          const { id } = await side().suppression.services.silences.create(anna, {
            matchers: random.integer(2) === 0 ? [`rule=${rule}`] : [`host=${host}`],
            comment: 'c',
            startsAt: new Date(clock.now().getTime() + random.integer(5) * minuteMs),
            durationMs: (1 + random.integer(20)) * minuteMs,
          });
          silences.push(id);
          return;
        }
        case 4: {
          const id = silences[random.integer(Math.max(1, silences.length))];
          if (id !== undefined) {
            await side().suppression.services.silences.expire(anna, [id], 'expireSilence');
          }
          return;
        }
        default:
          await Promise.all([rig.settle(), other.settle()]);
      }
    };
    for (let step = 0; step < 120; step += 1) {
      clock.advance(random.integer(6 * minuteMs));
      await Promise.all([act(), Promise.all([rig.settle(), other.settle()])]);
    }
    // All ends: the file has none any more, the silences are over.
    clock.advance(dayMs);
    for (const each of [rig, other]) each.ground.configure(noSettings);
    for (const each of [rig, other]) each.suppression.configure(noSettings);
    await rig.settle();
    await other.settle();
    const alerts = await rig.alerts();
    expect(
      alerts.flatMap(({ suppressed }) => suppressed),
      told,
    ).toEqual([]);
    const open = alerts.filter(({ state }) => isFiring(state)).map(({ title }) => title);
    expect(open.toSorted(), told).toEqual([...firing].toSorted());
    // Of each alert: told that it fires exactly when it does, and over only after that.
    const rows = await place.store.q.execute<{ alert: string; what: string }>(
      sql`select alert, what from told order by id`,
    );
    const last = new Map<string, string>();
    for (const { alert, what } of rows) {
      expect(last.get(alert), told).not.toBe(what);
      last.set(alert, what);
    }
    for (const alert of alerts) {
      const expected = isFiring(alert.state) ? ['fire'] : ['over', undefined];
      expect(expected, `${told}, ${alert.title}`).toContain(last.get(alert.id));
    }
    await other.stop();
    await otherStore.close();
    // Hundreds of transactions on a machine that may be busy.
  }, 90_000);
});
