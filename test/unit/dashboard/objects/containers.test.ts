// How containers are told to be.
import { describe, expect, it } from 'vitest';

import {
  addSample,
  timesOf,
  valuesOf,
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
    expect(samples.length).toBe(300);
    expect(samples.at(-1)?.cpuPercent).toBe(400);
  });

  it('do not fill the chart at first: it shows two minutes', () => {
    const samples = [sample(1_000), sample(1_001)];
    expect(timesOf(samples)).toEqual([881, 1_000, 1_001]);
    expect(valuesOf(samples, ({ cpuPercent }) => cpuPercent)).toEqual([null, 1_000, 1_001]);
    expect(timesOf([])).toEqual([]);
  });
});
