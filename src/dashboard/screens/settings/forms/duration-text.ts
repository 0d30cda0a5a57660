// Durations as they are typed and shown: `90s`, `5min`, `1h 30min`. Pure.

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** What may be typed, as the pattern of an input. */
export const durationPattern = '\\s*(?:\\d+(?:\\.\\d+)?\\s*(?:ms|s|min|h|d)\\s*)+';

/** Milliseconds; undefined for what is no duration. */
export function readDuration(text: string): number | undefined {
  if (!new RegExp(`^${durationPattern}$`).test(text)) return undefined;
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|s|h|d)/g)) {
    totalMs += Number(count) * (units.find(([name]) => name === unit)?.[1] ?? 0);
  }
  return Math.round(totalMs);
}

/** As it can be typed again, with nothing lost: `0s`, `5min`, `1d 12h`. */
export function writeDuration(ms: number): string {
  let restMs = ms;
  const parts: string[] = [];
  for (const [name, sizeMs] of units) {
    const count = Math.floor(restMs / sizeMs);
    if (count === 0) continue;
    parts.push(`${count}${name}`);
    restMs -= count * sizeMs;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
