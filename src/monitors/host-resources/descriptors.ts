// Open files: of this process, and of the whole system. Pure.
import type { HostMeasure } from './settings.ts';

/** The soft limit in `/proc/self/limits`; undefined without one. */
export function parseOpenFilesLimit(text: string): number | undefined {
  const match = /^Max open files\s+([0-9]+)/m.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** `/proc/sys/fs/file-nr`: allocated, of them unused, and the most there may be. */
export function parseSystemFiles(
  text: string,
): { readonly used: number; readonly most: number } | undefined {
  const [allocated, unused, most] = text.trim().split(/\s+/).map(Number);
  if (allocated === undefined || unused === undefined || most === undefined) return undefined;
  if (Number.isNaN(allocated + unused + most)) return undefined;
  return { used: allocated - unused, most };
}

export function measureDescriptors(
  own: { readonly used: number; readonly limit: number | undefined } | undefined,
  system: { readonly used: number; readonly most: number } | undefined,
): readonly HostMeasure[] {
  const measures: HostMeasure[] = [];
  if (own !== undefined) {
    measures.push({ metric: 'process.open_files', value: own.used });
    if (own.limit !== undefined && own.limit > 0) {
      const value = (100 * own.used) / own.limit;
      measures.push({ metric: 'process.open_files_used_percent', value });
    }
  }
  if (system !== undefined) {
    measures.push({ metric: 'host.open_files', value: system.used });
    // Newer kernels have no limit worth the name: 2^63 - 1.
    if (system.most > 0 && system.most < Number.MAX_SAFE_INTEGER) {
      const value = (100 * system.used) / system.most;
      measures.push({ metric: 'host.open_files_used_percent', value });
    }
  }
  return measures;
}
