// Memory and swap. Pure. What counts as used is what cannot be had again without writing something out:
// the page cache is not.
import type { ControlGroup } from './control-group.ts';
import type { HostMeasure } from './settings.ts';
import { numberAfter } from './text-file.ts';

export interface MemoryFacts {
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
}

/** `/proc/meminfo`. */
export function parseMemory(text: string): MemoryFacts | undefined {
  const bytes = (key: string): number | undefined => {
    const kibibytes = numberAfter(text, key);
    return kibibytes === undefined ? undefined : kibibytes * 1024;
  };
  const totalBytes = bytes('MemTotal');
  // Kernels before 3.14 leave it out.
  const availableBytes =
    bytes('MemAvailable') ??
    (bytes('MemFree') ?? 0) + (bytes('Buffers') ?? 0) + (bytes('Cached') ?? 0);
  if (totalBytes === undefined || totalBytes === 0) return undefined;
  return {
    totalBytes,
    availableBytes,
    swapTotalBytes: bytes('SwapTotal') ?? 0,
    swapFreeBytes: bytes('SwapFree') ?? 0,
  };
}

/** The memory there is to use, and what of it is in use. */
export function measureMemory(
  facts: MemoryFacts,
  group: ControlGroup | undefined,
): readonly HostMeasure[] {
  const limit = group?.memoryLimit;
  const isLimited =
    limit !== undefined && limit < facts.totalBytes && group?.memoryUsed !== undefined;
  const total = isLimited ? limit : facts.totalBytes;
  const used = isLimited ? (group?.memoryUsed ?? 0) : facts.totalBytes - facts.availableBytes;
  const measures: HostMeasure[] = [
    { metric: 'host.memory_bytes', value: total },
    { metric: 'host.memory_used_bytes', value: used },
    { metric: 'host.memory_used_percent', value: (100 * used) / total },
  ];
  if (facts.swapTotalBytes > 0) {
    const swapped = facts.swapTotalBytes - facts.swapFreeBytes;
    measures.push(
      { metric: 'host.swap_used_bytes', value: swapped },
      { metric: 'host.swap_used_percent', value: (100 * swapped) / facts.swapTotalBytes },
    );
  }
  return measures;
}
