// The order of versions: runs of digits compare as numbers, the rest as text, so `2` comes before
// `10` and `20260102` before `20260103`.

const parts = /[0-9]+|[^0-9]+/g;

/** Negative when `a` comes before `b`, 0 when they are the same version (`1` and `001` are). */
export function compareVersions(a: string, b: string): number {
  const left = a.match(parts) ?? [];
  const right = b.match(parts) ?? [];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = compareParts(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

const digits = /^[0-9]+$/;

function compareParts(a: string, b: string): number {
  if (digits.test(a) && digits.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}
