// Reading the values of settings: sizes, numbers, versions, switches.

const units: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  ti: 1024 ** 4,
};

/** Bytes (or a plain number) that a text such as `20Gi`, `100 GB` or `20` says. */
export function quantityOf(value: string | null): number | undefined {
  const [, digits, unit = ''] =
    /^\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgt]i?)?b?\s*$/i.exec(value ?? '') ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (units[unit.toLowerCase()] ?? 1);
}

/** Days of `7`, `7d`, `4w`, `3m` or `168h`. */
export function daysOf(value: string | null): number | undefined {
  const [, digits, unit = 'd'] = /^\s*([0-9]+)\s*([hdwm])?s?\s*$/i.exec(value ?? '') ?? [];
  if (digits === undefined) return undefined;
  const days: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, m: 30 };
  return Number(digits) * (days[unit.toLowerCase()] ?? 1);
}

/** The numbers of a version, from `15.4`, `POSTGRES_15`, `v1.2`, `16-alpine`; undefined without any. */
export function versionOf(value: string | null): readonly number[] | undefined {
  const [found] = /[0-9]+(?:[._][0-9]+){0,3}/.exec(value ?? '') ?? [];
  return found?.split(/[._]/).map(Number);
}

export type VersionStep = 'SAME' | 'DOWNGRADE' | 'MAJOR' | 'MINOR' | 'UNKNOWN';

/** What lies between two versions. MySQL's and old PostgreSQL's second number is a major one too. */
export function versionStep(before: string | null, after: string | null): VersionStep {
  const [from, to] = [versionOf(before), versionOf(after)];
  if (from === undefined || to === undefined) return 'UNKNOWN';
  const length = Math.max(from.length, to.length);
  for (let at = 0; at < length; at += 1) {
    // `16` may be any 16: nothing is known of what it leaves out.
    const [a, b] = [from[at], to[at]];
    if (a === undefined || b === undefined) return 'MINOR';
    if (a === b) continue;
    if (b < a) return at === 0 || isSecondMajor(from) ? 'DOWNGRADE' : 'MINOR';
    return at === 0 || (at === 1 && isSecondMajor(from)) ? 'MAJOR' : 'MINOR';
  }
  return 'SAME';
}

function isSecondMajor([first = 0]: readonly number[]): boolean {
  return first < 10;
}

/** True, false, or undefined when it is neither. */
export function switchOf(value: string | null): boolean | undefined {
  const word = (value ?? '').toLowerCase();
  if (/^(?:true|on|yes|enabled?|1)$/.test(word)) return true;
  if (/^(?:false|off|no|disabled?|0|none|)$/.test(word)) return false;
  return undefined;
}

/** True for a list of addresses that holds everybody's. */
export function isWorld(value: string | null): boolean {
  return /(?:^|[\s,"])(?:0\.0\.0\.0\/0|::\/0|\*|Internet|Any)(?:$|[\s,"])/i.test(value ?? '');
}

export interface Image {
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** The parts of an image's name. */
export function imageOf(value: string): Image {
  const [named = '', digest = null] = value.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    tag: hasTag ? named.slice(colon + 1) : null,
    digest,
  };
}
