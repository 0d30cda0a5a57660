import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { createHostCollector } from '../../../src/monitors/host-resources/collect.ts';
import {
  coresOf,
  foldersUpward,
  isInContainer,
  readControlGroup,
} from '../../../src/monitors/host-resources/control-group.ts';
import {
  measureCpu,
  measureLimitedCpu,
  parseCpuTimes,
  sumCpuTimes,
} from '../../../src/monitors/host-resources/cpu.ts';
import {
  measureDescriptors,
  parseOpenFilesLimit,
  parseSystemFiles,
} from '../../../src/monitors/host-resources/descriptors.ts';
import { createDiskReader, measureDisk } from '../../../src/monitors/host-resources/disks.ts';
import { measureMemory, parseMemory } from '../../../src/monitors/host-resources/memory.ts';
import { parseMounts } from '../../../src/monitors/host-resources/mounts.ts';
import { measurePressure, parsePressure } from '../../../src/monitors/host-resources/pressure.ts';
import { createTextFiles } from '../../../src/monitors/host-resources/text-file.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A machine's files in a folder of their own. */
async function machine(texts: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), 'hawkwatch-host-'));
  folders.push(root);
  for (const [file, text] of Object.entries(texts)) {
    await mkdir(path.dirname(`${root}${file}`), { recursive: true });
    await writeFile(`${root}${file}`, text);
  }
  return createTextFiles(root);
}

const meminfo = `MemTotal:       16000000 kB
MemFree:         1000000 kB
MemAvailable:   12000000 kB
Buffers:          200000 kB
Cached:          9000000 kB
SwapTotal:       2000000 kB
SwapFree:        1500000 kB
`;

const disk = {
  blockBytes: 4096,
  blocks: 1000,
  free: 300,
  available: 250,
  inodes: 100,
  inodesFree: 25,
};

const valueOf = (measures: readonly { metric: string; value: number }[], metric: string) =>
  measures.find((one) => one.metric === metric)?.value;

describe('processors', () => {
  const text = 'cpu  100 20 30 800 50 5 5 40 60 0\ncpu0 1 1 1 1\nintr 9\n';

  it('are busy with everything but idling and waiting for disks', () => {
    const before = parseCpuTimes(text);
    expect(before).toEqual({ busy: 200, total: 1050, wait: 50, stolen: 40 });
    const now = parseCpuTimes('cpu  140 20 40 840 60 5 5 40 60 0\n');
    if (now === undefined) throw new Error('nothing was read');
    const measures = measureCpu(before, now);
    expect(valueOf(measures, 'host.cpu_percent')).toBe(50);
    expect(valueOf(measures, 'host.cpu_wait_percent')).toBe(10);
    expect(measureCpu(undefined, now)).toEqual([]);
    expect(measureCpu(now, now)).toEqual([]);
  });

  it('say nothing when the text is no such text', () => {
    expect(parseCpuTimes('')).toBeUndefined();
    expect(parseCpuTimes('cpu  1 2\n')).toBeUndefined();
  });

  it('are summed on other platforms', () => {
    const times = { user: 10, nice: 0, sys: 10, idle: 80, irq: 0 };
    expect(sumCpuTimes([{ times }, { times }])).toEqual({ busy: 40, total: 200 });
  });

  it('of a container are a share of its limit', () => {
    const measures = measureLimitedCpu({ usedMs: 100, atMs: 0 }, { usedMs: 600, atMs: 1000 }, 0.5);
    expect(measures).toEqual([{ metric: 'host.cpu_percent', value: 100 }]);
    expect(measureLimitedCpu({ usedMs: 600, atMs: 0 }, { usedMs: 1, atMs: 9 }, 1)).toEqual([]);
  });
});

describe('memory', () => {
  it('is used when it is not available', () => {
    const facts = parseMemory(meminfo);
    if (facts === undefined) throw new Error('nothing was read');
    const measures = measureMemory(facts, undefined);
    expect(valueOf(measures, 'host.memory_used_percent')).toBe(25);
    expect(valueOf(measures, 'host.swap_used_percent')).toBe(25);
  });

  it('of an old kernel is estimated, and without a total unknown', () => {
    expect(parseMemory('MemTotal: 100 kB\nMemFree: 10 kB\nCached: 30 kB\n')).toMatchObject({
      availableBytes: 40 * 1024,
    });
    expect(parseMemory('')).toBeUndefined();
  });

  it('of a container is what its limit says', () => {
    const facts = parseMemory(meminfo);
    if (facts === undefined) throw new Error('nothing was read');
    const group = { memoryLimit: 1_000_000, memoryUsed: 900_000, cores: undefined, cpuMs: 1 };
    const measures = measureMemory(facts, group);
    expect(valueOf(measures, 'host.memory_bytes')).toBe(1_000_000);
    expect(valueOf(measures, 'host.memory_used_percent')).toBe(90);
  });
});

describe('control groups', () => {
  it('of version 2 give the least limit on the way up, and memory without the cache', async () => {
    const files = await machine({
      '/.dockerenv': '',
      '/proc/self/cgroup': '0::/docker/abc\n',
      '/sys/fs/cgroup/docker/memory.max': '500000000\n',
      '/sys/fs/cgroup/docker/abc/memory.max': 'max\n',
      '/sys/fs/cgroup/docker/abc/memory.current': '300000000\n',
      '/sys/fs/cgroup/docker/abc/memory.stat': 'anon 1\ninactive_file 100000000\n',
      '/sys/fs/cgroup/docker/abc/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/docker/abc/cpu.stat': 'usage_usec 2000000\nuser_usec 1\n',
    });
    expect(await isInContainer(files)).toBe(true);
    expect(await readControlGroup(files)).toEqual({
      memoryLimit: 500_000_000,
      memoryUsed: 200_000_000,
      cores: 1.5,
      cpuMs: 2000,
    });
  });

  it('of version 1 are found by controller, also when the path is hidden', async () => {
    const files = await machine({
      '/proc/self/cgroup': '5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/x\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '268435456\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '200000000\n',
      '/sys/fs/cgroup/memory/memory.stat': 'cache 1\ntotal_inactive_file 50000000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpuacct/cpuacct.usage': '3000000000\n',
    });
    expect(await isInContainer(files)).toBe(true);
    expect(await readControlGroup(files)).toEqual({
      memoryLimit: 268_435_456,
      memoryUsed: 150_000_000,
      cores: 0.5,
      cpuMs: 3000,
    });
  });

  it('without limits limit nothing, and a plain machine is no container', async () => {
    const files = await machine({
      '/proc/self/cgroup': '0::/user.slice/session.scope\n',
      '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
      '/sys/fs/cgroup/memory.stat': '',
    });
    expect(await isInContainer(files)).toBe(false);
    expect(await readControlGroup(files)).toMatchObject({
      memoryLimit: undefined,
      cores: undefined,
    });
    expect(coresOf('-1', '100000')).toBeUndefined();
    expect(coresOf('max 100000')).toBeUndefined();
    expect(foldersUpward('/c', '/a/../b')).toEqual(['/c/a/b', '/c/a', '/c']);
  });
});

const mountinfo = `22 28 0:21 / /sys rw,nosuid - sysfs sysfs rw
25 28 0:5 / /dev rw - devtmpfs udev rw
28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 28 8:1 /var/data /srv/again rw - ext4 /dev/sda1 rw
31 28 8:17 / /mnt/with\\040space rw - xfs /dev/sdb1 rw
32 28 0:45 / /mnt/share rw - nfs4 server:/share rw
33 28 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
34 28 0:50 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
35 28 0:51 / /run/user/0 rw - tmpfs tmpfs rw
36 28 0:52 / /home/a/remote rw - fuse.sshfs a@b:/ rw
37 28 8:33 / /mnt/backup rw - ext4 /dev/sdc1 rw
`;

describe('mounts', () => {
  it('are disks, each once, nearest to the root', () => {
    expect(parseMounts(mountinfo, ['/mnt/back*'])).toEqual([
      { path: '/', type: 'ext4', isRemote: false },
      { path: '/home/a/remote', type: 'fuse.sshfs', isRemote: true },
      { path: '/mnt/share', type: 'nfs4', isRemote: true },
      { path: '/mnt/with space', type: 'xfs', isRemote: false },
    ]);
  });

  it('of a container are its root', () => {
    const text =
      '1 0 0:99 / / rw - overlay overlay rw\n2 1 8:1 /x /etc/hosts rw - ext4 /dev/sda1 rw\n';
    expect(parseMounts(text).map(({ path: at }) => at)).toEqual(['/']);
  });
});

describe('disks', () => {
  it('are full when nobody but root may write', () => {
    const measures = measureDisk('/', disk);
    expect(valueOf(measures, 'host.disk_used_percent')).toBeCloseTo((100 * 700) / 950);
    expect(valueOf(measures, 'host.inodes_used_percent')).toBe(75);
    expect(measureDisk('/', { ...disk, free: 0, available: 0, inodes: 0 })).toHaveLength(4);
    expect(measureDisk('/', { ...disk, blocks: 0 })).toEqual([]);
  });

  it('that hang hold up nobody and are not asked twice', async () => {
    const clock = createFakeClock();
    const asked: string[] = [];
    const reader = createDiskReader({
      clock,
      timeoutMs: 2000,
      ask: ({ path: at }) => {
        asked.push(at);
        return at === '/hung' ? new Promise(() => undefined) : Promise.resolve(disk);
      },
    });
    const mounts = [
      { path: '/', type: 'ext4', isRemote: false },
      { path: '/hung', type: 'nfs4', isRemote: true },
    ];
    const first = reader.read(mounts);
    // Those that answer do so first.
    await new Promise(setImmediate);
    clock.advance(2000);
    const found = await first;
    expect(valueOf(found.measures, 'host.disk_bytes')).toBe(4_096_000);
    expect(found.notes).toEqual([
      { about: 'disk /hung', reason: 'it did not answer within 2000 ms' },
    ]);
    clock.advance(60_000);
    const second = await reader.read(mounts);
    expect(second.notes[0]?.reason).toMatch(/has not answered yet/);
    expect(asked).toEqual(['/', '/hung', '/']);
  });

  it('that hang are never more than a few', async () => {
    const clock = createFakeClock();
    let asked = 0;
    const reader = createDiskReader({
      clock,
      ask: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    });
    const mounts = Array.from({ length: 10 }, (_, index) => ({
      path: `/hung${index}`,
      type: 'nfs',
      isRemote: true,
    }));
    const reading = reader.read(mounts);
    clock.advance(2000);
    const { notes } = await reading;
    expect(notes).toHaveLength(10);
    expect(asked).toBe(4);
  });

  it('of remote servers are asked once a minute', async () => {
    const clock = createFakeClock();
    let asked = 0;
    const reader = createDiskReader({
      clock,
      ask: () => {
        asked += 1;
        return Promise.resolve(disk);
      },
    });
    const mounts = [{ path: '/mnt/share', type: 'nfs4', isRemote: true }];
    for (const ms of [0, 15_000, 15_000, 31_000]) {
      clock.advance(ms);
      expect((await reader.read(mounts)).measures.length).toBeGreaterThan(0);
    }
    expect(asked).toBe(2);
  });

  it('are really asked, local and remote ones alike', async () => {
    const reader = createDiskReader({ clock: createSystemClock(), timeoutMs: 20_000 });
    const local = await reader.read([{ path: '/', type: 'ext4', isRemote: false }]);
    const other = await reader.read([{ path: '/', type: 'nfs4', isRemote: true }]);
    expect(valueOf(other.measures, 'host.disk_bytes')).toBe(
      valueOf(local.measures, 'host.disk_bytes'),
    );
    const gone = await reader.read([{ path: '/not-there', type: 'ext4', isRemote: false }]);
    expect(gone.notes).toEqual([{ about: 'disk /not-there', reason: 'it is not there' }]);
  });
});

describe('open files', () => {
  it('are those of the process and of the system', () => {
    const limit = parseOpenFilesLimit(
      'Max open files            1024                 4096  files\n',
    );
    const system = parseSystemFiles('9000\t1000\t16000\n');
    const measures = measureDescriptors({ used: 512, limit }, system);
    expect(valueOf(measures, 'process.open_files_used_percent')).toBe(50);
    expect(valueOf(measures, 'host.open_files_used_percent')).toBe(50);
    expect(parseOpenFilesLimit('Max open files   unlimited   unlimited  files')).toBeUndefined();
    const endless = parseSystemFiles('900 0 9223372036854775807');
    expect(measureDescriptors(undefined, endless)).toEqual([
      { metric: 'host.open_files', value: 900 },
    ]);
  });
});

describe('pressure', () => {
  it('is the share of the time in which work waited', () => {
    const before = parsePressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\n');
    const now = parsePressure('some avg10=1 avg60=0 avg300=0 total=251000\nfull avg10=0 total=9\n');
    if (now === undefined) throw new Error('nothing was read');
    expect(measurePressure('io', before, now, 1000)).toEqual([
      { metric: 'host.pressure_percent', labels: { resource: 'io', kind: 'some' }, value: 25 },
    ]);
    expect(parsePressure('')).toBeUndefined();
  });
});

describe('all of a host', () => {
  it('is collected where every file is missing', async () => {
    const collector = createHostCollector({
      clock: createSystemClock(),
      excludeMounts: [],
      files: await machine({}),
      disks: { read: () => Promise.resolve({ measures: [], notes: [] }) },
      countOpenFiles: () => Promise.resolve(undefined),
    });
    const found = await collector.collect();
    expect(found.isContainer).toBe(false);
    expect(valueOf(found.measures, 'host.memory_used_percent')).toBeGreaterThan(0);
    for (const { value } of found.measures) expect(Number.isFinite(value)).toBe(true);
  });

  it('is that of the container in one', async () => {
    const files = {
      '/run/.containerenv': '',
      '/proc/meminfo': meminfo,
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': '1000000000\n',
      '/sys/fs/cgroup/memory.current': '850000000\n',
      '/sys/fs/cgroup/memory.stat': 'inactive_file 0\n',
      '/sys/fs/cgroup/cpu.max': '50000 100000\n',
    };
    const collector = createHostCollector({
      clock: createSystemClock(),
      excludeMounts: [],
      files: await machine(files),
    });
    const found = await collector.collect();
    expect(found).toMatchObject({ isContainer: true, cores: 0.5, memoryBytes: 1_000_000_000 });
    expect(valueOf(found.measures, 'host.memory_used_percent')).toBe(85);
  });
});
