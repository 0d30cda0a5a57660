// The limits of the control group that this process is in, version 1 or 2. In a container they are the
// truth: the machine's memory is not there to be used. The least limit on the way up to the root counts.
import { numberAfter, numberIn, type TextFiles } from './text-file.ts';

export interface ControlGroup {
  /** Bytes; undefined without a limit. */
  readonly memoryLimit: number | undefined;
  /** Bytes in use, without the page cache that can be given back. */
  readonly memoryUsed: number | undefined;
  /** Cores that may be used; undefined without a limit. */
  readonly cores: number | undefined;
  /** CPU time used, in milliseconds. */
  readonly cpuMs: number | undefined;
}

/** Where the group is: `/proc/self/cgroup` names it, by controller in version 1. */
export function parseGroupPaths(text: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^[0-9]+:([^:]*):(\/.*)$/.exec(line);
    const [, controllers = '', path = ''] = match ?? [];
    if (match === null) continue;
    for (const controller of controllers.split(',')) paths.set(controller, path);
  }
  return paths;
}

/** The folders of a group and of all above it, the innermost first. */
export function foldersUpward(root: string, path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, up) =>
    [root, ...parts.slice(0, parts.length - up)].join('/'),
  );
}

/** Cores of a quota such as `200000 100000`; undefined for `max` or -1. */
export function coresOf(quota: string | undefined, period?: string): number | undefined {
  const [used = '', per = period ?? ''] = (quota ?? '').trim().split(/\s+/);
  const [quotaUs, periodUs] = [numberIn(used), numberIn(per)];
  if (quotaUs === undefined || periodUs === undefined || periodUs === 0) return undefined;
  return quotaUs / periodUs;
}

// Version 1 writes "no limit" as the largest number of pages.
const noLimit = 2 ** 60;

const leastOf = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined && value < noLimit) as number[];
  return known.length === 0 ? undefined : Math.min(...known);
};

/** Looks up the group; undefined where there is none. */
export async function readControlGroup(files: TextFiles): Promise<ControlGroup | undefined> {
  const text = await files.read('/proc/self/cgroup');
  if (text === undefined) return undefined;
  const paths = parseGroupPaths(text);
  const memory = paths.get('memory');
  if (memory !== undefined) return readVersion1(files, memory, paths.get('cpu') ?? '/');
  return readVersion2(files, paths.get('') ?? '/');
}

async function readVersion2(files: TextFiles, path: string): Promise<ControlGroup> {
  const folders = foldersUpward('/sys/fs/cgroup', path);
  const all = (file: string) =>
    Promise.all(folders.map((folder) => files.read(`${folder}/${file}`)));
  const memoryLimit = leastOf((await all('memory.max')).map(numberIn));
  const cores = leastOf((await all('cpu.max')).map((quota) => coresOf(quota)));
  // Of a namespace that hides the folders above, the root is the group itself.
  const first = async (file: string): Promise<string | undefined> =>
    (await all(file)).find((text) => text !== undefined);
  const [used, stat = '', cpu = ''] = await Promise.all([
    first('memory.current'),
    first('memory.stat'),
    first('cpu.stat'),
  ]);
  const usageUs = numberAfter(cpu, 'usage_usec');
  return {
    memoryLimit,
    memoryUsed: withoutCache(numberIn(used), numberAfter(stat, 'inactive_file')),
    cores,
    cpuMs: usageUs === undefined ? undefined : usageUs / 1000,
  };
}

async function readVersion1(
  files: TextFiles,
  memoryPath: string,
  cpuPath: string,
): Promise<ControlGroup> {
  const memoryFolders = foldersUpward('/sys/fs/cgroup/memory', memoryPath);
  const cpuFolders = foldersUpward('/sys/fs/cgroup/cpu', cpuPath);
  const all = (folders: readonly string[], file: string) =>
    Promise.all(folders.map((folder) => files.read(`${folder}/${file}`)));
  const first = async (folders: readonly string[], file: string): Promise<string | undefined> =>
    (await all(folders, file)).find((text) => text !== undefined);
  const quotas = await all(cpuFolders, 'cpu.cfs_quota_us');
  const periods = await all(cpuFolders, 'cpu.cfs_period_us');
  const [limits, used, stat = '', usage] = await Promise.all([
    all(memoryFolders, 'memory.limit_in_bytes'),
    first(memoryFolders, 'memory.usage_in_bytes'),
    first(memoryFolders, 'memory.stat'),
    first(
      cpuFolders.map((folder) => folder.replace('/cgroup/cpu', '/cgroup/cpuacct')),
      'cpuacct.usage',
    ),
  ]);
  const usageNs = numberIn(usage);
  return {
    memoryLimit: leastOf(limits.map(numberIn)),
    memoryUsed: withoutCache(numberIn(used), numberAfter(stat, 'total_inactive_file')),
    cores: leastOf(quotas.map((quota, index) => coresOf(quota, periods[index]?.trim()))),
    cpuMs: usageNs === undefined ? undefined : usageNs / 1e6,
  };
}

function withoutCache(used: number | undefined, cache = 0): number | undefined {
  return used === undefined ? undefined : Math.max(0, used - cache);
}

/** True when this process is in a container: only then a group's limits are those of its machine. */
export async function isInContainer(files: TextFiles): Promise<boolean> {
  const marks = await Promise.all(
    ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].map((file) => files.read(file)),
  );
  if (marks.some((mark) => mark !== undefined)) return true;
  const paths = parseGroupPaths((await files.read('/proc/self/cgroup')) ?? '');
  if ([...paths.values()].some((path) => /\/(docker|kubepods|lxc|containerd)/.test(path))) {
    return true;
  }
  // The root of the machine's own tree has no limit, and no file for one.
  const isRoot = paths.get('') === '/';
  return isRoot && (await files.read('/sys/fs/cgroup/memory.max')) !== undefined;
}
