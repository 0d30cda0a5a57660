// What every kind of monitor must do. New kinds are covered the moment they are registered.
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readConfiguration } from '../../src/config/file.ts';
import { monitorKinds, type AnyMonitor } from '../../src/monitors/registry.ts';
import type { SettingsOf } from '../../src/monitors/supervisor.ts';
import { describeFailure } from '../../src/monitors/supervisor/describe-failure.ts';
import { defaultTimings } from '../../src/monitors/supervisor/timings.ts';
import { nothingWanted, readWanted } from '../../src/monitors/supervisor/wanted.ts';
import { createMonitorBench } from '../support/monitor-context.ts';
import { committedKindsTable, monitorKindsTable } from '../support/monitor-kinds-table.ts';
import { createTestStore, type TestStore } from '../support/store.ts';

let settings: SettingsOf<typeof monitorKinds>;
let place: TestStore;
beforeAll(async () => {
  const file = path.join(import.meta.dirname, 'monitors.yaml');
  const configuration = await readConfiguration({ path: file, env: {} });
  const rules = configuration.endpointRules;
  const watchedEndpoints = configuration.endpoints.map((endpoint) => ({
    ...endpoint,
    origin: 'FILE' as const,
    rules,
  }));
  settings = { ...configuration, watchedEndpoints };
  place = await createTestStore();
});
afterAll(() => place.close());

it('stands in the documentation (node test/support/monitor-kinds-table.ts writes it)', () => {
  expect(committedKindsTable()).toBe(monitorKindsTable());
});

const kinds = Object.entries<AnyMonitor>(monitorKinds);

describe.each(kinds)('a monitor of the kind %s', (key, monitor) => {
  const wanted = () => readWanted({ [key]: monitor }, settings, nothingWanted);

  it('is called in the registry as it calls itself, and says what it does', () => {
    expect(monitor.kind).toBe(key);
    expect(key).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(monitor.description).toMatch(/^[A-Z].*\.$/);
    expect(monitor.description.length).toBeLessThan(200);
  });

  it('has an instance by test/contract/monitors.yaml, whose config is a plain value', () => {
    const { monitors, faults } = wanted();
    expect([...faults]).toEqual([]);
    expect(monitors.length).toBeGreaterThan(0);
    for (const { config } of monitors) expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it.each([{}, { [key]: 'nonsense' }, { [key]: [{ name: 7 }] }])(
    'makes of settings such as %j either instances or a reason',
    (bad) => {
      const { monitors, faults } = readWanted({ [key]: monitor }, bad, nothingWanted);
      for (const { name } of monitors) expect(name).toMatch(/./);
      for (const reason of faults.values())
        expect(reason).toMatch(/^its settings cannot be read: ./);
    },
  );

  it('has times that can be kept', () => {
    const day = 86_400_000;
    for (const { config } of wanted().monitors) {
      const times =
        'start' in monitor
          ? [monitor.silentAfterMs]
          : [monitor.intervalMs(config), monitor.timeoutMs(config)];
      for (const ms of times) expect(ms > 0 && ms <= 24 * day).toBe(true);
    }
  });

  it('ends soon after it is told to, also at once and in the middle of something', async () => {
    for (const one of wanted().monitors.slice(0, 3)) {
      for (const afterMs of [0, 300]) {
        const bench = createMonitorBench(place.store, { name: one.name });
        const { context } = bench;
        const ended = (
          'start' in monitor
            ? monitor.start(one.config, context)
            : monitor.check(one.config, context)
        ).then(
          () => 'ended',
          (error: unknown) => `threw: ${describeFailure(error)}`,
        );
        await context.clock.sleep(afterMs);
        bench.stop();
        const late = context.clock.sleep(defaultTimings.graceMs).then(() => 'does not end');
        expect(await Promise.race([ended, late])).not.toBe('does not end');
        await bench.close();
      }
    }
  });
});
