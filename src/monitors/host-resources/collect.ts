// All sources of this host in one look: Linux by its files, other systems by what Node tells. A source
// that is not there is left out. Keeps what the next look is compared with.
import { readdir } from 'node:fs/promises';
import os from 'node:os';

import type { Clock } from '../../core/clock.ts';
import { isInContainer, readControlGroup, type ControlGroup } from './control-group.ts';
import { measureCpu, measureLimitedCpu, parseCpuTimes, sumCpuTimes, type CpuTimes } from './cpu.ts';
import { measureDescriptors, parseOpenFilesLimit, parseSystemFiles } from './descriptors.ts';
import { createDiskReader, type DiskReader } from './disks.ts';
import { measureMemory, parseMemory } from './memory.ts';
import { parseMounts, type Mount } from './mounts.ts';
import { measurePressure, parsePressure, pressured, type Pressure } from './pressure.ts';
import type { HostMeasure, HostNote } from './settings.ts';
import { createTextFiles, type TextFiles } from './text-file.ts';

export interface HostFindings {
  readonly measures: readonly HostMeasure[];
  readonly notes: readonly HostNote[];
  readonly platform: string;
  /** What may be used, where it is a container with a limit. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly isContainer: boolean;
}

export interface HostCollector {
  collect(): Promise<HostFindings>;
}

export interface HostCollectorOptions {
  readonly clock: Clock;
  readonly excludeMounts: readonly string[];
  readonly files?: TextFiles;
  readonly disks?: DiskReader;
  /** The number of files this process has open. */
  countOpenFiles?(): Promise<number | undefined>;
}

interface Before {
  readonly atMs: number;
  readonly cpu: CpuTimes;
  readonly groupCpuMs: number | undefined;
  readonly pressure: ReadonlyMap<string, Pressure>;
}

export function createHostCollector(options: HostCollectorOptions): HostCollector {
  const { clock, excludeMounts, files = createTextFiles() } = options;
  const { disks = createDiskReader({ clock }), countOpenFiles = countOwnFiles } = options;
  let before: Before | undefined;
  let inContainer: Promise<boolean> | undefined;

  const readGroup = async (): Promise<ControlGroup | undefined> => {
    inContainer ??= isInContainer(files);
    return (await inContainer) ? readControlGroup(files) : undefined;
  };

  const readPressure = async (isContainer: boolean): Promise<ReadonlyMap<string, Pressure>> => {
    const found = new Map<string, Pressure>();
    for (const resource of pressured) {
      const own = isContainer ? await files.read(`/sys/fs/cgroup/${resource}.pressure`) : undefined;
      const text = own ?? (await files.read(`/proc/pressure/${resource}`));
      const pressure = text === undefined ? undefined : parsePressure(text);
      if (pressure !== undefined) found.set(resource, pressure);
    }
    return found;
  };

  const readDisks = async () => {
    const text = await files.read('/proc/self/mountinfo');
    const mounts: readonly Mount[] =
      text === undefined ? plainMounts() : parseMounts(text, excludeMounts);
    return disks.read(mounts);
  };

  return {
    collect: async () => {
      const [stat, meminfo, group, limits, fileNr, openFiles] = await Promise.all([
        files.read('/proc/stat'),
        files.read('/proc/meminfo'),
        readGroup(),
        files.read('/proc/self/limits'),
        files.read('/proc/sys/fs/file-nr'),
        countOpenFiles(),
      ]);
      const cores = Math.min(group?.cores ?? Number.POSITIVE_INFINITY, os.availableParallelism());
      const memory = (meminfo === undefined ? undefined : parseMemory(meminfo)) ?? plainMemory();
      const now: Before = {
        atMs: clock.monotonicMs(),
        cpu: (stat === undefined ? undefined : parseCpuTimes(stat)) ?? sumCpuTimes(os.cpus()),
        groupCpuMs: group?.cpuMs,
        pressure: await readPressure(group !== undefined),
      };
      const disksFound = await readDisks();
      const measures = [
        ...cpuMeasures(before, now, group),
        ...loadMeasures(cores),
        ...measureMemory(memory, group),
        ...pressureMeasures(before, now),
        ...disksFound.measures,
        ...measureDescriptors(
          openFiles === undefined
            ? undefined
            : {
                used: openFiles,
                limit: limits === undefined ? undefined : parseOpenFilesLimit(limits),
              },
          fileNr === undefined ? undefined : parseSystemFiles(fileNr),
        ),
        { metric: 'host.uptime_seconds', value: os.uptime() },
      ];
      before = now;
      return {
        measures,
        notes: disksFound.notes,
        platform: `${os.type()} ${os.release()} ${os.arch()}`.slice(0, 100),
        cores,
        memoryBytes: Math.min(group?.memoryLimit ?? memory.totalBytes, memory.totalBytes),
        isContainer: group !== undefined,
      };
    },
  };
}

function cpuMeasures(
  before: Before | undefined,
  now: Before,
  group: ControlGroup | undefined,
): readonly HostMeasure[] {
  const ofHost = measureCpu(before?.cpu, now.cpu);
  if (group?.cores === undefined || now.groupCpuMs === undefined) return ofHost;
  const { atMs, groupCpuMs: usedMs } = now;
  const last =
    before?.groupCpuMs === undefined ? undefined : { atMs: before.atMs, usedMs: before.groupCpuMs };
  const limited = measureLimitedCpu(last, { atMs, usedMs }, group.cores);
  return [...limited, ...ofHost.filter(({ metric }) => metric !== 'host.cpu_percent')];
}

function loadMeasures(cores: number): readonly HostMeasure[] {
  const [one = 0, five = 0, fifteen = 0] = os.loadavg();
  // Windows has none.
  if (one === 0 && five === 0 && fifteen === 0) return [];
  return [
    { metric: 'host.load', labels: { minutes: '1' }, value: one },
    { metric: 'host.load', labels: { minutes: '5' }, value: five },
    { metric: 'host.load', labels: { minutes: '15' }, value: fifteen },
    { metric: 'host.load_per_core', value: five / Math.max(cores, 0.01) },
  ];
}

function pressureMeasures(before: Before | undefined, now: Before): readonly HostMeasure[] {
  if (before === undefined) return [];
  const windowMs = now.atMs - before.atMs;
  return [...now.pressure].flatMap(([resource, pressure]) =>
    measurePressure(resource, before.pressure.get(resource), pressure, windowMs),
  );
}

function plainMemory() {
  return {
    totalBytes: os.totalmem(),
    availableBytes: os.freemem(),
    swapTotalBytes: 0,
    swapFreeBytes: 0,
  };
}

/** Where nothing tells of mounts, the disk that hawkwatch runs on. */
function plainMounts(): readonly Mount[] {
  const path = process.platform === 'win32' ? process.cwd().slice(0, 3) : '/';
  return [{ path, type: '', isRemote: false }];
}

async function countOwnFiles(): Promise<number | undefined> {
  try {
    // The one that is opened to look counts too.
    return (await readdir(process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd')).length - 1;
  } catch {
    // Windows has no such folder.
    return undefined;
  }
}
