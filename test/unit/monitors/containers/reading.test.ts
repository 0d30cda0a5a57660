import { describe, expect, test } from 'vitest';
import { ZodError } from 'zod';

import {
  parseReading,
  usageBetween,
  type ContainerReading,
} from '../../../../src/monitors/containers/stats/reading.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

const now = new Date('2026-11-26T12:00:00Z');

/** As an engine of API 1.41 answers on cgroup v1. */
const v1 = {
  read: '2026-11-26T11:59:58.123456789Z',
  preread: '0001-01-01T00:00:00Z',
  pids_stats: { current: 7 },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 8, minor: 0, op: 'Read', value: 4096 },
      { major: 8, minor: 0, op: 'Write', value: 100 },
      { major: 8, minor: 16, op: 'Read', value: 1000 },
      { major: 8, minor: 16, op: 'Total', value: 9999 },
    ],
  },
  cpu_stats: {
    cpu_usage: { total_usage: 5_000_000_000, percpu_usage: [3_000_000_000, 2_000_000_000] },
    system_cpu_usage: 900_000_000_000,
    online_cpus: 2,
  },
  memory_stats: {
    usage: 10_000_000,
    max_usage: 12_000_000,
    limit: 9_223_372_036_854_771_712,
    stats: { total_inactive_file: 4_000_000, inactive_file: 1, cache: 5_000_000 },
  },
  networks: {
    eth0: { rx_bytes: 100, tx_bytes: 10 },
    eth1: { rx_bytes: 200, tx_bytes: 20 },
  },
};

/** As a newer one answers on cgroup v2. */
const v2 = {
  read: '2026-11-26T11:59:59Z',
  pids_stats: { current: 3, limit: 18_446_744_073_709_552_000 },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'read', value: 1 },
      { op: 'write', value: 2 },
    ],
  },
  cpu_stats: { cpu_usage: { total_usage: 1000 }, system_cpu_usage: 2_000_000, online_cpus: 4 },
  memory_stats: { usage: 500, limit: 1000, stats: { inactive_file: 200, file: 300, anon: 100 } },
};

describe('one answer', () => {
  test('of cgroup v1', () => {
    expect(parseReading(v1, now)).toEqual({
      at: new Date('2026-11-26T11:59:58.123Z'),
      cpuNs: 5_000_000_000,
      systemNs: 900_000_000_000,
      cpus: 2,
      memoryBytes: 6_000_000,
      memoryLimitBytes: null,
      receivedBytes: 300,
      sentBytes: 30,
      readBytes: 5096,
      writtenBytes: 100,
      pids: 7,
    });
  });

  test('of cgroup v2, in a container without a network', () => {
    expect(parseReading(v2, now)).toMatchObject({
      cpus: 4,
      memoryBytes: 300,
      memoryLimitBytes: 1000,
      receivedBytes: null,
      sentBytes: null,
      readBytes: 1,
      writtenBytes: 2,
      pids: 3,
    });
  });

  test('a cache that is larger than the usage is not subtracted', () => {
    const memory_stats = { usage: 500, stats: { inactive_file: 500 } };
    expect(parseReading({ ...v2, memory_stats }, now)?.memoryBytes).toBe(500);
  });

  test('processors are counted where an old engine does not say how many', () => {
    const cpu_stats = { cpu_usage: { total_usage: 1, percpu_usage: [1, 0, 0] }, online_cpus: 0 };
    expect(parseReading({ ...v2, cpu_stats }, now)).toMatchObject({ cpus: 3, systemNs: null });
  });

  test('a daemon without a time is given ours', () => {
    for (const read of [undefined, null, '0001-01-01T00:00:00Z', 'yesterday']) {
      expect(parseReading({ ...v2, read }, now)?.at).toEqual(now);
    }
  });

  test('a container that does not run has no reading', () => {
    const stopped = {
      read: '0001-01-01T00:00:00Z',
      pids_stats: {},
      blkio_stats: { io_service_bytes_recursive: null },
      cpu_stats: { cpu_usage: { total_usage: 0 } },
      memory_stats: {},
    };
    expect(parseReading(stopped, now)).toBeNull();
    expect(parseReading({}, now)).toBeNull();
  });

  test('what is no answer is refused', () => {
    for (const raw of [null, 'text', [], { cpu_stats: 'none' }, { pids_stats: { current: -1 } }]) {
      expect(() => parseReading(raw, now)).toThrow(ZodError);
    }
  });
});

describe('two answers', () => {
  const first: ContainerReading = {
    at: new Date('2026-11-26T12:00:00Z'),
    cpuNs: 1e9,
    systemNs: 100e9,
    cpus: 2,
    memoryBytes: 250,
    memoryLimitBytes: 1000,
    receivedBytes: 1000,
    sentBytes: 0,
    readBytes: 0,
    writtenBytes: 512,
    pids: 1,
  };
  // Ten seconds of two processors are 20 s; a half of one was used.
  const second: ContainerReading = {
    ...first,
    at: new Date('2026-11-26T12:00:10Z'),
    cpuNs: 6e9,
    systemNs: 120e9,
    receivedBytes: 21_000,
    writtenBytes: 1024,
  };

  test('give percents of one processor and bytes a second', () => {
    expect(usageBetween(first, second)).toMatchObject({
      cpuPercent: 50,
      memoryPercent: 25,
      receivedBytesPerSecond: 2000,
      sentBytesPerSecond: 0,
      readBytesPerSecond: 0,
      writtenBytesPerSecond: 51.2,
    });
  });

  test('the time of the answers is taken where the machine does not tell', () => {
    const untold = usageBetween({ ...first, systemNs: null }, { ...second, systemNs: null });
    expect(untold.cpuPercent).toBe(50);
    const stalled = usageBetween(first, { ...second, systemNs: 100e9 });
    expect(stalled.cpuPercent).toBe(50);
  });

  test('a first answer has no rates', () => {
    expect(usageBetween(null, second)).toMatchObject({
      cpuPercent: null,
      memoryPercent: 25,
      receivedBytesPerSecond: null,
    });
  });

  test('a restart in between gives no rates, and never negative ones', () => {
    expect(usageBetween(first, { ...second, cpuNs: 5e8, receivedBytes: 5000 })).toMatchObject({
      cpuPercent: null,
      receivedBytesPerSecond: null,
      writtenBytesPerSecond: null,
    });
  });

  test('the same answer twice gives no rates', () => {
    const usage = usageBetween(first, first);
    expect(usage.receivedBytesPerSecond).toBeNull();
    expect(usage.cpuPercent).toBeNull();
  });

  test('whatever the numbers are, what comes out is within its bounds', () => {
    const seeded = createSeeded(chooseSeed());
    const number = (): number | null =>
      seeded.fraction() < 0.1 ? null : seeded.integer(2 ** 30) * 10 ** seeded.integer(6);
    const reading = (): ContainerReading => ({
      at: new Date(seeded.integer(2 ** 31)),
      cpuNs: number(),
      systemNs: number(),
      cpus: seeded.fraction() < 0.1 ? null : 1 + seeded.integer(64),
      memoryBytes: number(),
      memoryLimitBytes: 1 + seeded.integer(2 ** 30),
      receivedBytes: number(),
      sentBytes: number(),
      readBytes: number(),
      writtenBytes: number(),
      pids: number(),
    });
    for (let round = 0; round < 2000; round += 1) {
      const after = reading();
      const usage = usageBetween(reading(), after);
      const rates = [
        usage.receivedBytesPerSecond,
        usage.sentBytesPerSecond,
        usage.readBytesPerSecond,
        usage.writtenBytesPerSecond,
      ];
      for (const rate of [usage.cpuPercent, ...rates]) {
        expect(rate === null || (Number.isFinite(rate) && rate >= 0), `seed ${seeded.seed}`).toBe(
          true,
        );
      }
      const mostPercent = (after.cpus ?? Number.POSITIVE_INFINITY) * 100;
      expect(usage.cpuPercent ?? 0, `seed ${seeded.seed}`).toBeLessThanOrEqual(mostPercent);
    }
  });
});
