// Sizes as people read them.

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `0 B`, `812 B`, `7.4 MiB`, `312 GiB`. */
export function formatBytes(bytes: number): string {
  const exponent = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** exponent;
  const digits = exponent === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${units[exponent]}`;
}
