// What one answer of Docker's to "stats" says, and what two of them say together. Pure. Counters grow
// since the container's start; whoever wants a rate compares with the sample before, because the daemon
// need not wait for a second one then.
import { z } from 'zod';

const count = z.number().nonnegative().nullish();
const network = z.object({ rx_bytes: count, tx_bytes: count });
const blockEntry = z.object({ op: z.string().nullish(), value: count });

// Old and new engines, and both versions of cgroups, leave out different things.
const answer = z.object({
  read: z.string().nullish(),
  cpu_stats: z
    .object({
      cpu_usage: z
        .object({ total_usage: count, percpu_usage: z.array(z.number()).nullish() })
        .nullish(),
      system_cpu_usage: count,
      online_cpus: count,
    })
    .nullish(),
  memory_stats: z
    .object({ usage: count, limit: count, stats: z.record(z.string(), z.number()).nullish() })
    .nullish(),
  networks: z.record(z.string(), network).nullish(),
  blkio_stats: z.object({ io_service_bytes_recursive: z.array(blockEntry).nullish() }).nullish(),
  pids_stats: z.object({ current: count }).nullish(),
});

/** How it is, and what it has used since its start. Null: the daemon does not tell. */
export interface ContainerReading {
  readonly at: Date;
  readonly cpuNs: number | null;
  /** Of the whole machine, idle time included. */
  readonly systemNs: number | null;
  readonly cpus: number | null;
  /** What it needs: without the files that the kernel would drop first. */
  readonly memoryBytes: number | null;
  /** Null where it may use all there is. */
  readonly memoryLimitBytes: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
  readonly pids: number | null;
}

/**
 * A reading from a daemon's answer; null when the container does not run, which the daemon tells by
 * zeros. `now` is for a daemon that gives no time.
 * @throws ZodError when it is no such answer.
 */
export function parseReading(raw: unknown, now: Date): ContainerReading | null {
  const {
    read,
    cpu_stats: cpu,
    memory_stats,
    networks,
    blkio_stats,
    pids_stats,
  } = answer.parse(raw);
  const at = read == null || read.startsWith('0001-') ? null : new Date(read);
  const cpuNs = cpu?.cpu_usage?.total_usage ?? null;
  const memory = memoryOf(memory_stats ?? {});
  const pids = pids_stats?.current ?? null;
  if (memory.usage === null && (cpuNs ?? 0) === 0 && (pids ?? 0) === 0) return null;
  const perCpu = cpu?.cpu_usage?.percpu_usage?.length ?? 0;
  const cpus = cpu?.online_cpus || perCpu;
  const net = Object.values(networks ?? {});
  const blocks = blkio_stats?.io_service_bytes_recursive ?? null;
  return {
    at: at === null || Number.isNaN(at.getTime()) ? now : at,
    cpuNs,
    // Where the daemon may not read it, it says 0.
    systemNs: cpu?.system_cpu_usage || null,
    cpus: cpus > 0 ? cpus : null,
    memoryBytes: memory.usage,
    memoryLimitBytes: memory.limit,
    receivedBytes: net.length === 0 ? null : sum(net.map(({ rx_bytes }) => rx_bytes)),
    sentBytes: net.length === 0 ? null : sum(net.map(({ tx_bytes }) => tx_bytes)),
    readBytes: blockBytes(blocks, 'read'),
    writtenBytes: blockBytes(blocks, 'write'),
    pids,
  };
}

const sum = (numbers: readonly (number | null | undefined)[]): number =>
  numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

interface MemoryStats {
  readonly usage?: number | null | undefined;
  readonly limit?: number | null | undefined;
  readonly stats?: Readonly<Record<string, number>> | null | undefined;
}

// A cgroup without a limit has one of about 2^63, rounded down to whole pages.
const noLimit = 2 ** 62;

function memoryOf({ usage = null, limit = null, stats }: MemoryStats): {
  readonly usage: number | null;
  readonly limit: number | null;
} {
  // cgroup v1 counts children in `total_`, v2 has one number; both count caches as usage.
  const cached = stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0;
  return {
    usage: usage === null ? null : cached < usage ? usage - cached : usage,
    limit: limit === null || limit <= 0 || limit >= noLimit ? null : limit,
  };
}

/** cgroup v1 writes `Read`, v2 `read`. */
function blockBytes(
  entries: readonly z.infer<typeof blockEntry>[] | null,
  op: 'read' | 'write',
): number | null {
  if (entries === null) return null;
  return sum(entries.flatMap((entry) => (entry.op?.toLowerCase() === op ? [entry.value] : [])));
}

/** A reading beside the one before. */
export interface ContainerUsage extends ContainerReading {
  /** 100 is one processor; null before there are two readings, and across a restart. */
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  readonly receivedBytesPerSecond: number | null;
  readonly sentBytesPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  readonly writtenBytesPerSecond: number | null;
}

/** What was used between two readings of one container; `before` may be of an earlier start of it. */
export function usageBetween(
  before: ContainerReading | null,
  reading: ContainerReading,
): ContainerUsage {
  const { memoryBytes, memoryLimitBytes } = reading;
  const elapsedMs = before === null ? 0 : reading.at.getTime() - before.at.getTime();
  const grown = (key: Counter): number | null => grownBy(before?.[key], reading[key]);
  // Counters of a container that was started anew begin at zero: the interval says nothing.
  const isAnew = grown('cpuNs') === null;
  const perSecond = (key: Counter): number | null => {
    const growth = isAnew || elapsedMs <= 0 ? null : grown(key);
    return growth === null ? null : (growth * 1000) / elapsedMs;
  };
  return {
    ...reading,
    cpuPercent: before === null ? null : cpuPercent(before, reading, elapsedMs),
    memoryPercent:
      memoryBytes === null || memoryLimitBytes === null
        ? null
        : (memoryBytes / memoryLimitBytes) * 100,
    receivedBytesPerSecond: perSecond('receivedBytes'),
    sentBytesPerSecond: perSecond('sentBytes'),
    readBytesPerSecond: perSecond('readBytes'),
    writtenBytesPerSecond: perSecond('writtenBytes'),
  };
}

type Counter = 'cpuNs' | 'systemNs' | 'receivedBytes' | 'sentBytes' | 'readBytes' | 'writtenBytes';

function grownBy(before: number | null | undefined, after: number | null): number | null {
  if (before === null || before === undefined || after === null || after < before) return null;
  return after - before;
}

function cpuPercent(
  before: ContainerReading,
  after: ContainerReading,
  elapsedMs: number,
): number | null {
  const used = grownBy(before.cpuNs, after.cpuNs);
  if (used === null) return null;
  const machine = grownBy(before.systemNs, after.systemNs);
  // Both counters are of the same moment, which the time of the answer is not.
  if (machine !== null && machine > 0 && after.cpus !== null) {
    return bounded((used / machine) * after.cpus * 100, after.cpus);
  }
  return elapsedMs > 0 ? bounded((used / (elapsedMs * 1e6)) * 100, after.cpus) : null;
}

// The two counters are read one after the other, so a full load can come out as a little more.
function bounded(percent: number, cpus: number | null): number {
  return cpus === null ? percent : Math.min(percent, cpus * 100);
}
