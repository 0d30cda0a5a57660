// Silences on a real store: what they keep from being told, and that it is told once when they end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ForbiddenError, InvalidInputError, NotFoundError } from '../../../src/core/errors.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { holding, over } from '../alerts/rig.ts';
import { anna, eventsOf, openRig, prepareTold, victor, type SuppressionRig } from './rig.ts';

const minuteMs = 60_000;

let place: TestStore;
let clock: FakeClock;
let rig: SuppressionRig;

beforeAll(async () => {
  place = await createTestStore();
  await prepareTold(place.store);
});
afterAll(() => place.close());
beforeEach(async () => {
  await place.store.q.execute(sql`truncate told, hawkwatch_store.alerts, hawkwatch_store.silences,
    hawkwatch_store.maintenance_windows, hawkwatch_store.maintenance_occurrences cascade`);
  await place.store.q.execute(sql`delete from hawkwatch_store.events`);
  clock = createFakeClock();
  clock.advance(1_000_000_000);
  rig = await openRig(place.store, clock);
});
afterEach(() => rig.stop());

const silence = (matchers: readonly string[], minutes: number) =>
  rig.suppression.services.silences.create(anna, {
    matchers,
    comment: 'deploying',
    durationMs: minutes * minuteMs,
  });
const reasons = async (): Promise<readonly string[]> =>
  (await rig.alerts()).flatMap(({ suppressed }) =>
    suppressed.map(({ kind, id }) => `${kind} ${id}`),
  );

describe('a silence', () => {
  it('keeps an alert that fires meanwhile from being told, until it ends: then once', async () => {
    const { id } = await silence(['rule=disk-full'], 10);
    await rig.observe(holding(clock.now()));
    expect(await reasons()).toEqual([`SILENCE ${id}`]);
    expect(await rig.told()).toEqual([]);
    clock.advance(10 * minuteMs);
    await rig.settle();
    await rig.settle();
    expect(await reasons()).toEqual([]);
    expect(await rig.told()).toEqual(['fire The disk is full']);
    const [alert] = await rig.alerts();
    expect(alert?.state).toBe('FIRING');
    const kinds = (await eventsOf(place.store, 'alert.')).map(({ type }) => type);
    expect(kinds).toEqual(['alert.fired', 'alert.suppressed', 'alert.unsuppressed']);
    const own = await eventsOf(place.store, 'silence.');
    expect(own.map(({ type }) => type)).toEqual(['silence.created', 'silence.expired']);
    expect(own[1]?.payload['endedBy']).toBeNull();
  });

  it('begins for an alert that fires already, at once', async () => {
    await rig.observe(holding(clock.now()));
    const { id } = await silence(['subject=host:one'], 10);
    expect(await reasons()).toEqual([`SILENCE ${id}`]);
    const timeline = await place.store.q.execute<{ kind: string; text: string | null }>(
      sql`select kind, text from hawkwatch_store.alert_timeline order by id`,
    );
    expect([...timeline]).toContainEqual({
      kind: 'SUPPRESSED',
      text: 'silenced by anna: deploying',
    });
  });

  it('tells that an alert is over once it ends, when it was told before that it fires', async () => {
    await rig.observe(holding(clock.now()));
    await silence(['rule=disk-full'], 10);
    clock.advance(minuteMs);
    await rig.observe(over(clock.now()));
    expect(await rig.told()).toEqual(['fire The disk is full']);
    clock.advance(10 * minuteMs);
    await rig.settle();
    await rig.settle();
    expect(await rig.told()).toEqual(['fire The disk is full', 'over The disk is full']);
    expect(await reasons()).toEqual([]);
  });

  it('says nothing of an alert that began and ended within it', async () => {
    await silence(['rule=disk-full'], 10);
    await rig.observe(holding(clock.now()));
    clock.advance(minuteMs);
    await rig.observe(over(clock.now()));
    clock.advance(10 * minuteMs);
    await rig.settle();
    expect(await rig.told()).toEqual([]);
    expect(await reasons()).toEqual([]);
  });

  it('says nothing of an alert that fires and is over in one batch within it', async () => {
    await silence(['rule=disk-full'], 10);
    const later = new Date(clock.now().getTime() + 1);
    await rig.observe(holding(clock.now()), over(later));
    expect(await reasons()).toHaveLength(1);
    const [fired] = await eventsOf(place.store, 'alert.fired');
    expect(fired?.payload['alert']).toMatchObject({ state: 'FIRING', suppressed: [{}] });
    clock.advance(10 * minuteMs);
    await rig.settle();
    expect(await reasons()).toEqual([]);
    expect(await rig.told()).toEqual([]);
  });

  it('is in force for alerts whose transaction began before it was made', async () => {
    const observed = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const firing = place.store.transaction(async (tx) => {
      await rig.engine.observe(tx, [holding(clock.now())], clock.now());
      observed.resolve();
      await mayCommit.promise;
    });
    await observed.promise;
    const other = openTestStore(place.database.url);
    const replica = await openRig(other, clock);
    const making = replica.suppression.services.silences.create(anna, {
      matchers: ['rule=disk-full'],
      comment: 'c',
      durationMs: minuteMs,
    });
    mayCommit.resolve();
    await Promise.all([firing, making]);
    expect(await reasons()).toHaveLength(1);
    await replica.stop();
    await other.close();
  });

  it('goes on while another one does: only the last one that ends tells', async () => {
    await rig.observe(holding(clock.now()));
    await silence(['rule=disk-full'], 10);
    await silence(['subject=host:one'], 20);
    expect(await reasons()).toHaveLength(2);
    clock.advance(15 * minuteMs);
    await rig.settle();
    expect(await reasons()).toHaveLength(1);
    expect((await eventsOf(place.store, 'alert.unsuppressed')).length).toBe(0);
    clock.advance(5 * minuteMs);
    await rig.settle();
    expect((await eventsOf(place.store, 'alert.unsuppressed')).length).toBe(1);
  });

  it('of the future begins at its time', async () => {
    await rig.observe(holding(clock.now()));
    const startsAt = new Date(clock.now().getTime() + 5 * minuteMs);
    await rig.suppression.services.silences.create(anna, {
      matchers: ['rule=disk-full'],
      comment: 'later',
      startsAt,
      durationMs: minuteMs,
    });
    expect(await reasons()).toEqual([]);
    expect(await rig.next(clock.now())).toEqual(startsAt);
    clock.advance(5 * minuteMs);
    await rig.settle();
    expect(await reasons()).toHaveLength(1);
    clock.advance(minuteMs);
    await rig.settle();
    expect(await reasons()).toEqual([]);
  });

  it('that is changed is another one, and no alert is told in between', async () => {
    await rig.observe(holding(clock.now()));
    const first = await silence(['rule=disk-full'], 10);
    const second = await rig.suppression.services.silences.update(anna, first.id, {
      durationMs: 60 * minuteMs,
      comment: 'it takes longer',
    });
    expect(second.id).not.toBe(first.id);
    expect(await reasons()).toEqual([`SILENCE ${second.id}`]);
    expect((await eventsOf(place.store, 'alert.unsuppressed')).length).toBe(0);
    await expect(
      rig.suppression.services.silences.update(anna, first.id, { comment: 'again' }),
    ).rejects.toThrow(/has ended/);
  });

  it('that is ended by hand tells at once, and stays ended when it is ended again', async () => {
    const { id } = await silence(['rule=disk-full'], 10);
    await rig.observe(holding(clock.now()));
    const { silences } = rig.suppression.services;
    await silences.expire(anna, [id], 'expireSilence');
    expect(await rig.told()).toEqual(['fire The disk is full']);
    const [again] = await silences.expire(anna, [id], 'expireSilence');
    expect(again?.endedBy).toBe('anna');
    expect((await eventsOf(place.store, 'silence.expired')).length).toBe(1);
  });

  it('is not had again by a replica whose clock is late', async () => {
    await rig.observe(holding(clock.now()));
    await silence(['rule=disk-full'], 10);
    const late = createFakeClock();
    late.advance(1_000_000_000 + 10 * minuteMs - 500);
    const other = await openRig(place.store, late);
    clock.advance(10 * minuteMs);
    await rig.settle();
    await other.settle();
    expect(await reasons()).toEqual([]);
    expect((await eventsOf(place.store, 'alert.suppressed')).length).toBe(1);
    await other.stop();
  });
});

describe('silencing an alert', () => {
  it('fits that alert, whenever it comes again, and no other', async () => {
    await rig.observe(
      holding(clock.now(), {
        labels: { host: 'one', severity: 'own words', alertname: 'own', odd: 'a b=~"c' },
      }),
      holding(clock.now(), { labels: { host: 'two' }, subject: 'host:two' }),
    );
    const alerts = await rig.alerts();
    const one = alerts.find(({ labels }) => labels['host'] === 'one');
    await rig.suppression.services.silences.silenceAlerts(
      anna,
      [one?.id ?? ''],
      { durationMs: minuteMs, comment: 'known' },
      'silenceAlert',
    );
    const after = await rig.alerts();
    expect(after.map(({ labels, suppressed }) => [labels['host'], suppressed.length])).toEqual(
      expect.arrayContaining([
        ['one', 1],
        ['two', 0],
      ]),
    );
    await expect(
      rig.suppression.services.silences.silenceAlerts(
        anna,
        ['6f2b1f0e-0000-4000-8000-000000000000'],
        { durationMs: minuteMs, comment: 'known' },
        'silenceAlert',
      ),
    ).rejects.toThrow(NotFoundError);
  });
});

describe('what may be asked for', () => {
  it('is refused with all its faults', async () => {
    const { silences } = rig.suppression.services;
    const wrong = silences.create(anna, {
      matchers: ['nonsense', 'severity!=X'],
      comment: ' ',
      startsAt: new Date(0),
    });
    const error = await wrong.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidInputError);
    const paths = error instanceof InvalidInputError ? error.issues.map(({ path }) => path) : [];
    expect(paths).toEqual(['input.matchers.0', 'input.comment', 'input.endsAt']);
    await expect(silence(['severity!=CRITICAL'], 1)).rejects.toThrow(/asks for a label/);
    await expect(silence(['a=b'], 600_000)).rejects.toThrow(/366 days/);
    await expect(silence(['a=b'], -1)).rejects.toThrow(/after its beginning/);
    await expect(
      silences.create(victor, { matchers: ['a=b'], comment: 'c', durationMs: 1 }),
    ).rejects.toThrow(ForbiddenError);
  });

  it('shows beforehand what would be silenced', async () => {
    await rig.observe(
      holding(clock.now()),
      holding(clock.now(), { labels: { host: 'two' }, subject: 'host:two' }),
      holding(clock.now(), { labels: { host: 'a%b' }, subject: 'host:a_b' }),
    );
    const { silences } = rig.suppression.services;
    expect(await silences.preview(['subject~host:t*'], 'viewer')).toHaveLength(1);
    expect(await silences.preview(['host~a%*'], 'viewer')).toHaveLength(1);
    expect(await silences.preview(['host~%'], 'viewer')).toHaveLength(0);
    expect(await silences.preview(['rule=disk-full', 'host!~t?o'], 'viewer')).toHaveLength(2);
    expect(await silences.preview(['rule=disk-full', 'none='], 'viewer')).toHaveLength(3);
  });
});
