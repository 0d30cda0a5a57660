import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemActor } from '../../../src/core/actor.ts';
import { listRuleStandings } from '../../../src/store/alert-rules.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { listAll } from '../alerts/rig.ts';
import { measure, openRules, ruleOf, type RigOptions, type RuleRig } from './rig.ts';

const startMs = Date.parse('2030-01-01T00:00:00Z');
const running = new AbortController().signal;
const metric = 'host.memory_used_percent';

describe('metric rules on stored samples', () => {
  let place: TestStore;
  let clock: FakeClock;
  const rigs: RuleRig[] = [];
  const open = async (options: RigOptions = {}): Promise<RuleRig> => {
    const rig = await openRules(place, { clock, follows: false, defaults: [], ...options });
    rigs.push(rig);
    return rig;
  };
  const rule = (more: object = {}, condition: object = {}) =>
    ruleOf({
      name: 'memory',
      severity: 'ERROR',
      metric: { name: metric, above: 85, clear: 80, window: '1min', ...condition },
      title: '{{ subject }} at {{ value }} %',
      ...more,
    });
  beforeEach(async () => {
    place = await createTestStore();
    clock = createFakeClock();
    clock.advance(startMs);
  });
  afterEach(async () => {
    await Promise.all(rigs.splice(0).map((rig) => rig.stop()));
    await place.close();
  });
  /** A sample now, a round of evaluation, and the states of all alerts. */
  const round = async (
    { evaluator }: RuleRig,
    values: Readonly<Record<string, number>>,
    ms = 60_000,
  ): Promise<readonly string[]> => {
    clock.advance(ms);
    const samples = Object.entries(values).map(([subject, value]) => ({
      metric,
      subject,
      at: clock.now(),
      value,
    }));
    if (samples.length > 0) await measure(place, samples);
    await evaluator.evaluate(running);
    return (await listAll(place.store))
      .map(({ subject, state }) => `${subject} ${state}`)
      .toSorted();
  };

  it('fires above the threshold and ends below `clear` only', async () => {
    const rig = await open({ settings: { rules: [rule()] } });
    expect(await round(rig, { 'host:a': 84, 'host:b': 90 })).toEqual(['host:b FIRING']);
    expect(await round(rig, { 'host:a': 82, 'host:b': 82 })).toEqual(['host:b FIRING']);
    expect(await round(rig, { 'host:b': 79 })).toEqual(['host:b RESOLVED']);
    // Between both: not again.
    expect(await round(rig, { 'host:b': 83 })).toEqual(['host:b RESOLVED']);
    const [alert] = await listAll(place.store);
    expect(alert).toMatchObject({ title: 'host:b at 82 %', labels: { subject: 'host:b' } });
    const [standing] = await listRuleStandings(place.store.q, ['memory']);
    expect(standing?.lastEvaluatedAt).toEqual(clock.now());
    expect(standing?.lastMatchedAt).toEqual(new Date(startMs + 120_000));
    expect(standing?.lastError).toBeNull();
  });

  it('an alert that was resolved by hand is free again once its condition has ended', async () => {
    const rig = await open({ settings: { rules: [rule()] } });
    await round(rig, { 'host:a': 95 });
    await rig.store.transaction(async (tx) => {
      const rows = await listAll(rig.store);
      await rig.engine.change(tx, rows, { kind: 'RESOLVE', by: 'anna' }, clock.now());
    });
    expect(await round(rig, { 'host:a': 96 })).toEqual(['host:a RESOLVED']);
    expect(await round(rig, { 'host:a': 50 })).toEqual(['host:a RESOLVED']);
    expect(await round(rig, { 'host:a': 97 })).toEqual(['host:a FIRING', 'host:a RESOLVED']);
  });

  it.each([
    ['OK', 'host:a RESOLVED'],
    ['KEEP', 'host:a FIRING'],
    ['ALERT', 'host:a FIRING'],
  ])(
    'what is missing is %s, and what is gone for a day has not recovered',
    async (onNoData, state) => {
      const rig = await open({
        settings: { rules: [rule({}, { onNoData, noDataAfter: '5min' })] },
      });
      await round(rig, { 'host:a': 95 });
      expect(await round(rig, {}, 240_000)).toEqual(['host:a FIRING']);
      expect(await round(rig, {}, 120_000)).toEqual([state]);
      expect(await round(rig, {}, 27 * 3_600_000)).toEqual([state]);
    },
  );

  it('a series without data is an alert where that is wanted', async () => {
    const rig = await open({
      settings: { rules: [rule({}, { onNoData: 'alert', noDataAfter: '5min' })] },
    });
    expect(await round(rig, { 'host:a': 10 })).toEqual([]);
    expect(await round(rig, {}, 301_000)).toEqual(['host:a FIRING']);
    expect((await listAll(place.store))[0]?.title).toContain('(no data)');
    expect(await round(rig, { 'host:a': 10 })).toEqual(['host:a RESOLVED']);
  });

  it('overrides have their own thresholds and severities', async () => {
    const overrides = [
      { match: ['subject=host:big'], above: 95, severity: 'WARNING' },
      { match: ['subject~host:test-*'], enabled: false },
    ];
    const rig = await open({ settings: { rules: [rule({ overrides })] } });
    expect(await round(rig, { 'host:big': 94, 'host:test-1': 99, 'host:a': 94 })).toEqual([
      'host:a FIRING',
    ]);
    expect(await round(rig, { 'host:big': 96, 'host:a': 1 })).toEqual([
      'host:a RESOLVED',
      'host:big FIRING',
    ]);
    const big = (await listAll(place.store)).find(({ subject }) => subject === 'host:big');
    expect(big?.severity).toBe('WARNING');
  });

  it('a rule that is switched off, removed or changed leaves no alert behind', async () => {
    const rig = await open({ settings: { rules: [] } });
    const declaration = {
      name: 'memory',
      severity: 'ERROR',
      metric: { name: metric, above: 85 },
    };
    await rig.commands.create(systemActor, declaration);
    expect(await round(rig, { 'host:a': 95 })).toEqual(['host:a FIRING']);
    await rig.commands.setEnabled(systemActor, 'memory', false);
    expect(await round(rig, { 'host:a': 95 })).toEqual(['host:a RESOLVED']);
    expect((await listAll(place.store))[0]?.resolution).toBe('RULE_REMOVED');
    await rig.commands.setEnabled(systemActor, 'memory', true);
    expect(await round(rig, { 'host:a': 95 })).toEqual(['host:a FIRING', 'host:a RESOLVED']);
    await rig.commands.update(systemActor, { ...declaration, labels: { team: 'shop' } });
    expect(await round(rig, { 'host:a': 95 })).toEqual([
      'host:a FIRING',
      'host:a RESOLVED',
      'host:a RESOLVED',
    ]);
    await rig.commands.remove(systemActor, 'memory');
    expect(await round(rig, { 'host:a': 95 })).toEqual([
      'host:a RESOLVED',
      'host:a RESOLVED',
      'host:a RESOLVED',
    ]);
  });

  it('a rule that cannot be evaluated says why; what is open stays, unless it says otherwise', async () => {
    const rig = await open({
      settings: { rules: [rule(), rule({ name: 'other' }, { onError: 'alert' })] },
      timeoutMs: 1000,
    });
    await round(rig, { 'host:a': 95 });
    await place.store.raw`alter table hawkwatch_store.metric_samples rename to hidden`;
    const states = await round(rig, {});
    expect(states).toEqual(['alert-rule:other FIRING', 'host:a FIRING', 'host:a FIRING']);
    const [standing] = await listRuleStandings(place.store.q, ['memory']);
    expect(standing?.lastError).toMatch(/metric_samples/);
    await place.store.raw`alter table hawkwatch_store.hidden rename to metric_samples`;
    expect(await round(rig, { 'host:a': 95 }, 1000)).toEqual([
      'alert-rule:other RESOLVED',
      'host:a FIRING',
      'host:a FIRING',
    ]);
    expect((await listRuleStandings(place.store.q, ['memory']))[0]?.lastError).toBeNull();
  });

  it('looks at thousands of series in one round', async () => {
    const rig = await open({ settings: { rules: [rule()] } });
    const values = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`host:${index}`, index % 10 === 0 ? 99 : 10]),
    );
    const states = await round(rig, values);
    expect(states).toHaveLength(300);
  });
});
