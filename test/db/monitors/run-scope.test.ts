// A scope that is looked at for months holds on to nothing of the looks that are over.
import { getEventListeners } from 'node:events';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runScope } from '../../../src/monitors/supervisor/run-scope.ts';
import { defaultTimings } from '../../../src/monitors/supervisor/timings.ts';
import { nothingWanted } from '../../../src/monitors/supervisor/wanted.ts';
import { createMonitorBench, type MonitorBench } from '../../support/monitor-context.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

describe('a scope of monitors', () => {
  let own: TestStore;
  let bench: MonitorBench;
  beforeAll(async () => {
    own = await createTestStore();
    bench = createMonitorBench(own.store);
  }, 60_000);
  afterAll(async () => {
    await bench.close();
    await own.close();
  });

  it('leaves no listeners behind', { timeout: 60_000 }, async () => {
    const stop = new AbortController();
    let looks = 0;
    const running = runScope(
      {
        services: bench.context,
        timings: { ...defaultTimings, lookMs: 1, writeMs: 1 },
        scope: { scope: 'cluster', host: '' },
        host: 'here',
        replica: 'one',
        wanted: () => {
          looks += 1;
          return nothingWanted;
        },
        onBell: () => undefined,
      },
      stop.signal,
    );
    await until('there were many looks', () => looks > 50, 50_000);
    expect(getEventListeners(stop.signal, 'abort').length).toBeLessThan(5);
    stop.abort(new Error('the test is over'));
    await running;
  });
});
