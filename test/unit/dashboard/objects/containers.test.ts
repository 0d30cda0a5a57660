// How containers are told to be.
import { describe, expect, it } from 'vitest';

import {
  addSample,
  courseOf,
  windowOf,
  type UseSample,
} from '../../../../src/dashboard/screens/container/live-samples.ts';
import {
  standingOf,
  standingOfVerdict,
  wordsOfAction,
} from '../../../../src/dashboard/screens/containers/standing.ts';

describe('the standing of a container', () => {
  it.each([
    [{ state: 'running' }, 'running', 'good'],
    [{ state: 'running', health: 'healthy' }, 'healthy', 'good'],
    [{ state: 'running', health: 'unhealthy' }, 'unhealthy', 'bad'],
    [{ state: 'running', health: 'starting' }, 'starting', 'busy'],
    [{ state: 'running', health: 'healthy', crashLoopSince: '2026' }, 'crash loop', 'critical'],
    [{ state: 'exited', exitCode: 0 }, 'ended', 'quiet'],
    [{ state: 'exited', exitCode: 137 }, 'ended (137)', 'bad'],
    [{ state: 'exited', exitCode: 1, vanishedAt: '2026' }, 'gone', 'quiet'],
    [{ state: 'paused' }, 'paused', 'warn'],
    [{ state: 'what-docker-adds-one-day' }, 'what-docker-adds-one-day', 'quiet'],
  ] as const)('%o is %s', (facts, label, tone) => {
    expect(standingOf(facts)).toEqual({ label, tone });
  });

  it('has a verdict for each end, and words for what happened', () => {
    expect(standingOfVerdict('OOM')).toEqual({ label: 'out of memory', tone: 'critical' });
    expect(wordsOfAction('die')).toBe('ended');
    expect(wordsOfAction('health_status: healthy')).toBe('health status: healthy');
  });
});

describe('the samples of a container', () => {
  const sample = (second: number) => ({
    at: new Date(second * 1_000).toISOString(),
    running: true,
    cpuPercent: second,
    cpus: null,
    memoryBytes: null,
    memoryLimitBytes: null,
    memoryPercent: null,
    networkReceivedBytesPerSecond: null,
    networkSentBytesPerSecond: null,
    blockReadBytesPerSecond: null,
    blockWrittenBytesPerSecond: null,
    pids: null,
  });

  it('are those of the last five minutes, each once', () => {
    let samples = addSample([], sample(1));
    samples = addSample(samples, sample(1));
    expect(samples.length).toBe(1);
    for (let second = 2; second <= 400; second += 1) samples = addSample(samples, sample(second));
    expect(samples.map(({ cpuPercent }) => cpuPercent)).toEqual(
      Array.from({ length: 301 }, (_, index) => index + 100),
    );
  });

  it('do not fill the chart at first: it shows two minutes', () => {
    const course = courseOf([sample(1_000), sample(1_001)]);
    expect(windowOf(course)).toEqual({ from: 881, to: 1_001 });
    expect(windowOf([])).toBeUndefined();
  });

  it('are not joined over a time without them, or in which it did not run', () => {
    const valuesOf = (samples: readonly UseSample[]) =>
      courseOf(samples).map((point) => [point.atMs / 1_000, point.sample?.cpuPercent ?? null]);
    expect(valuesOf([10, 11, 12, 13, 313, 314].map(sample))).toEqual([
      [10, 10],
      [11, 11],
      [12, 12],
      [13, 13],
      [14.5, null],
      [313, 313],
      [314, 314],
    ]);
    expect(valuesOf([sample(10), { ...sample(11), running: false }, sample(12)])).toEqual([
      [10, 10],
      [11, null],
      [12, 12],
    ]);
    // A daemon that tells each five seconds has no gaps.
    expect(valuesOf([10, 15, 20, 25].map(sample)).map(([, value]) => value)).toEqual([
      10, 15, 20, 25,
    ]);
  });
});
