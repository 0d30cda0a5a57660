// What Prometheus reads is in its format, whatever things and labels are called; promtool agrees where it
// is installed.
import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { exposedName } from '../../../src/metrics/exposed-names.ts';
import { exposeSamples } from '../../../src/metrics/exposed-samples.ts';
import { createExposition } from '../../../src/metrics/exposition.ts';
import { createLatestBoard } from '../../../src/metrics/latest-board.ts';
import { createPerformance } from '../../../src/metrics/performance.ts';
import { quietEventLoop } from '../../support/event-loop.ts';
import type { Sample } from '../../../src/metrics/samples.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { parseExposition } from '../../support/prometheus-format.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const seed = chooseSeed();

function checkWithPromtool(text: string): void {
  if (!hasPromtool) {
    process.stderr.write(
      'promtool is not installed: only our own parser has read the exposition\n',
    );
    return;
  }
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text });
  expect({ status, said: `${String(stdout)}${String(stderr)}` }).toEqual({ status: 0, said: '' });
}

const clock = createFakeClock();
clock.advance(1_000_000);

function expose(samples: readonly Sample[], maxSeries = 100) {
  const board = createLatestBoard({ clock, maxSeries });
  board.note(samples);
  const performance = createPerformance({ clock, eventLoop: quietEventLoop });
  const exposition = createExposition({
    clock,
    version: '1.2.3',
    performance,
    board,
    recorder: () => ({
      pending: 3,
      written: 7,
      dropped: { overflow: 1, invalid: 0, late: 0, future: 0, series: 0, failed: 0 },
      failure: null,
      lostAt: null,
      refusedAt: {},
    }),
    eventLogPosition: () => 95,
    streams: () => ({ members: 2, groups: 1 }),
    readStored: () =>
      Promise.resolve({
        eventLogHead: 100,
        databases: { UP: 3, DOWN: 1 },
        monitors: { OK: 2 },
        alerts: { FIRING: 4 },
      }),
    dogStatsdDropped: () => 4,
  });
  return { exposition, performance };
}

const sample = (more: Partial<Sample>): Sample => ({
  metric: 'container.memory_bytes',
  subject: 'container:web',
  at: clock.now(),
  value: 1,
  ...more,
});

describe('/metrics', () => {
  it('tells of the process, the operations, the store and the monitored things', async () => {
    const { exposition, performance } = expose([
      sample({ value: 1024, labels: { device: 'sda' } }),
      sample({ metric: 'endpoint.latency_ms', subject: 'endpoint:shop', value: 250 }),
    ]);
    performance.operations.begin('query')(false);
    performance.operations.begin('query')(true);
    performance.cache('documents').hits += 9;
    exposition.observe('query', 30);
    const text = await exposition.text();
    checkWithPromtool(text);
    const families = parseExposition(text);
    const values = Object.fromEntries(
      families.flatMap(({ samples }) =>
        samples.map(({ name, labels, value }) => [`${name}${JSON.stringify(labels)}`, value]),
      ),
    );
    expect(values).toMatchObject({
      'hawkwatch_operations_total{"kind":"query"}': 2,
      'hawkwatch_operations_failed_total{"kind":"query"}': 1,
      'hawkwatch_operation_duration_seconds_count{"kind":"query"}': 1,
      'hawkwatch_cache_hits_total{"cache":"documents"}': 9,
      'hawkwatch_event_log_head{}': 100,
      'hawkwatch_event_log_lag{}': 5,
      'hawkwatch_databases{"state":"UP"}': 3,
      'hawkwatch_monitors{"state":"OK"}': 2,
      'hawkwatch_alerts{"state":"FIRING"}': 4,
      'hawkwatch_samples_dropped_total{"reason":"overflow"}': 1,
      'hawkwatch_dogstatsd_dropped_total{}': 4,
      'hawkwatch_store_up{}': 1,
      'hawkwatch_container_memory_bytes{"subject":"container:web","device":"sda"}': 1024,
      'hawkwatch_endpoint_latency_seconds{"subject":"endpoint:shop"}': 0.25,
    });
    expect(values['process_resident_memory_bytes{}']).toBeGreaterThan(1e6);
    performance.stop();
  });

  it(`stays valid whatever things are called (seed ${seed})`, async () => {
    const random = createSeeded(seed);
    const alphabet = [
      ...Array.from('abcXYZ019._-{}",\\\n :ä\u{1f980}\ud800'),
      '__',
      '_total',
      '_count',
      '_ms',
      'le',
    ];
    const word = (length: number): string =>
      Array.from(
        { length: 1 + random.integer(length) },
        () => alphabet[random.integer(alphabet.length)] ?? '',
      ).join('');
    const samples = Array.from({ length: 300 }, () =>
      sample({
        metric: `a.${word(6)}`,
        subject: word(10),
        labels: { [word(4)]: word(8), [word(4)]: word(8), subject: 'x' },
        value: (random.fraction() - 0.5) * 10 ** (random.integer(40) - 10),
      }),
    );
    const { exposition, performance } = expose(samples, 1000);
    const families = parseExposition(await exposition.text());
    expect(families.some(({ name }) => name.startsWith('hawkwatch_a'))).toBe(true);
    performance.stop();
  });

  it('shows a bounded number of series, and counts those that it does not', async () => {
    const samples = Array.from({ length: 50 }, (_, i) => sample({ subject: `container:${i}` }));
    const { exposition, performance } = expose(samples, 20);
    const families = parseExposition(await exposition.text());
    const of = (name: string) => families.find((family) => family.name === name)?.samples ?? [];
    expect(of('hawkwatch_container_memory_bytes')).toHaveLength(20);
    expect(of('hawkwatch_samples_hidden_total')[0]?.value).toBe(30);
    performance.stop();
  });

  it('answers without the store, and says so', async () => {
    const { exposition, performance } = expose([]);
    const away = createExposition({
      clock,
      version: '1',
      performance,
      board: createLatestBoard({ clock, maxSeries: 1 }),
      recorder: () => ({
        pending: 0,
        written: 0,
        dropped: { overflow: 0, invalid: 0, late: 0, future: 0, series: 0, failed: 0 },
        failure: null,
        lostAt: null,
        refusedAt: {},
      }),
      eventLogPosition: () => 0,
      streams: () => ({ members: 0, groups: 0 }),
      readStored: () => new Promise(() => undefined),
      dogStatsdDropped: () => null,
    });
    const text = away.text();
    clock.advance(3_000);
    const families = parseExposition(await text);
    expect(families.find(({ name }) => name === 'hawkwatch_store_up')?.samples[0]?.value).toBe(0);
    expect(families.find(({ name }) => name === 'hawkwatch_databases')?.samples).toEqual([]);
    checkWithPromtool(await exposition.text());
    performance.stop();
  });
});

describe('names for Prometheus', () => {
  it.each([
    ['endpoint.latency_ms', 'hawkwatch_endpoint_latency_seconds', 0.001],
    ['container.cpu_percent', 'hawkwatch_container_cpu_ratio', 0.01],
    ['container.pids_count', 'hawkwatch_container_pids', 1],
    ['postgres.size_bytes', 'hawkwatch_postgres_size_bytes', 1],
    ['hawkwatch.operations_count', 'hawkwatch_hawkwatch_operations_total', 1],
    ['endpoint.certificate_days', 'hawkwatch_endpoint_certificate_seconds', 86_400],
  ])('%s is %s', (metric, name, factor) => {
    expect(exposedName(metric)).toMatchObject({ name, factor });
  });

  it('of two series that would be the same, one is shown', () => {
    const text = exposeSamples([
      sample({ metric: 'a.b-c', value: 1 }),
      sample({ metric: 'a.b_c', value: 2 }),
    ]);
    expect(
      parseExposition(text).flatMap(({ samples }) => samples.map(({ value }) => value)),
    ).toEqual([2]);
  });
});
