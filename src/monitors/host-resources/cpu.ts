// How busy the processors were between two looks. Pure. Where a container has a limit, its share of the
// limit is what counts, not that of the machine.
import type { HostMeasure } from './settings.ts';

/** Time of all processors since the machine started, in any one unit. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
  /** Waiting for a disk, and taken by the machine below; undefined where it is not told. */
  readonly wait?: number;
  readonly stolen?: number;
}

/** The first line of `/proc/stat`. */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const match = /^cpu\s+(.+)$/m.exec(text);
  const [user = 0, nice = 0, system = 0, idle, wait = 0, irq = 0, softIrq = 0, stolen = 0] = (
    match?.[1] ?? ''
  )
    .split(/\s+/)
    .map(Number);
  if (idle === undefined || Number.isNaN(user + idle)) return undefined;
  // Time of guests is within that of users.
  const busy = user + nice + system + irq + softIrq + stolen;
  return { busy, total: busy + idle + wait, wait, stolen };
}

/** The times that every platform tells of, core by core. */
export function sumCpuTimes(
  cores: readonly { readonly times: Readonly<Record<string, number>> }[],
): CpuTimes {
  let total = 0;
  let idle = 0;
  for (const { times } of cores) {
    for (const value of Object.values(times)) total += value;
    idle += times['idle'] ?? 0;
  }
  return { busy: total - idle, total };
}

const percent = (part: number, whole: number): number =>
  Math.min(100, Math.max(0, (100 * part) / whole));

/** What the machine did between two looks. */
export function measureCpu(before: CpuTimes | undefined, now: CpuTimes): readonly HostMeasure[] {
  const total = now.total - (before?.total ?? now.total);
  // A number that went back comes of another machine, after a move.
  if (before === undefined || total <= 0) return [];
  const measures = [{ metric: 'host.cpu_percent', value: percent(now.busy - before.busy, total) }];
  if (now.wait !== undefined && before.wait !== undefined) {
    const value = percent(now.wait - before.wait, total);
    measures.push({ metric: 'host.cpu_wait_percent', value });
  }
  if (now.stolen !== undefined && before.stolen !== undefined) {
    const value = percent(now.stolen - before.stolen, total);
    measures.push({ metric: 'host.cpu_stolen_percent', value });
  }
  return measures;
}

/** What a container did with the cores it may use. */
export function measureLimitedCpu(
  before: { readonly usedMs: number; readonly atMs: number } | undefined,
  now: { readonly usedMs: number; readonly atMs: number },
  cores: number,
): readonly HostMeasure[] {
  const windowMs = now.atMs - (before?.atMs ?? now.atMs);
  if (before === undefined || windowMs <= 0 || now.usedMs < before.usedMs) return [];
  const value = percent(now.usedMs - before.usedMs, windowMs * cores);
  return [{ metric: 'host.cpu_percent', value }];
}
