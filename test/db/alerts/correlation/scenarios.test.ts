// The written scenarios through the engine and a real store: what is stored as suspects of the alert.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listSuspectReasons, listSuspects } from '../../../../src/store/alert-suspects.ts';
import { judge, tableOf, type Judgement } from '../../../fixtures/correlation/judge.ts';
import { beganAt } from '../../../fixtures/correlation/happenings.ts';
import { scenarios } from '../../../fixtures/correlation/scenarios.ts';
import { createTestStore, type TestStore } from '../../../support/store.ts';
import { createEngineRig, holding } from '../rig.ts';
import { append, clear, clockAfter, correlator, storeWorld } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
  await storeWorld(test.store);
});
afterAll(() => test.close());

describe('the written scenarios, through the store', () => {
  it(
    'have their true cause stored first, and nothing where there is none',
    { timeout: 120_000 },
    async () => {
      const results: Judgement[] = [];
      for (const scenario of scenarios) {
        await clear(test.store);
        const { alert, happened } = scenario;
        const ids = await append(
          test.store,
          happened.map(({ event }) => event),
        );
        const clock = clockAfter();
        const { observe, alerts } = createEngineRig(test.store, [correlator(clock)], clock);
        await observe(
          holding(clock.now(), {
            rule: alert.rule,
            type: alert.type,
            title: alert.title,
            labels: alert.labels,
            severity: alert.severity ?? 'ERROR',
            message: alert.message ?? '',
            since: beganAt,
            databaseName: alert.database ?? null,
            subject: alert.subject,
            eventId: alert.ofEvent === undefined ? null : (ids[alert.ofEvent] ?? null),
          }),
        );
        const [stored] = await alerts();
        const suspects = await listSuspects(test.store.q, [stored?.id ?? ''], 'admin');
        for (const { event, eventId } of suspects) {
          const told = happened[ids.indexOf(eventId)]?.event;
          expect({ ...event, id: undefined }).toEqual({ ...told, id: undefined });
        }
        results.push(judge(scenario, suspects, (id) => ids.indexOf(id)));
      }
      const table = tableOf(results);
      process.stdout.write(`${table}\n`);
      const caused = results.filter(({ hasCause }) => hasCause);
      expect(caused.filter(({ isRight }) => isRight).length, table).toBeGreaterThanOrEqual(27);
      expect(results.filter(({ hasCause, isRight }) => !hasCause && !isRight)).toEqual([]);
    },
  );

  it('keeps from viewers, and from notifications, what only others may see', async () => {
    const hidden = scenarios.filter(({ name }) => name.includes('only)'));
    expect(hidden.length).toBeGreaterThanOrEqual(3);
    for (const { alert, happened } of hidden) {
      await clear(test.store);
      await append(
        test.store,
        happened.map(({ event }) => event),
      );
      const clock = clockAfter();
      const { observe, alerts } = createEngineRig(test.store, [correlator(clock)], clock);
      await observe(
        holding(clock.now(), {
          rule: alert.rule,
          type: alert.type,
          title: alert.title,
          labels: alert.labels,
          databaseName: alert.database ?? null,
          subject: alert.subject,
          since: beganAt,
        }),
      );
      const [stored] = await alerts();
      const ids = [stored?.id ?? ''];
      expect(await listSuspects(test.store.q, ids, 'admin')).not.toEqual([]);
      expect(await listSuspects(test.store.q, ids, 'viewer')).toEqual([]);
      expect(await listSuspectReasons(test.store.q, ids)).toEqual(new Map());
    }
  });
});
