// For how much of the time work waited for a resource, as the kernel counts it (pressure stall
// information). Pure.
import type { HostMeasure } from './settings.ts';

export const pressured = ['cpu', 'memory', 'io'] as const;

/** Microseconds of waiting since the start: of some work, and of all work at once. */
export interface Pressure {
  readonly some: number;
  /** Undefined for processors on older kernels. */
  readonly full: number | undefined;
}

/** `/proc/pressure/*`. */
export function parsePressure(text: string): Pressure | undefined {
  const total = (kind: string): number | undefined => {
    const match = new RegExp(`^${kind} .*total=([0-9]+)`, 'm').exec(text);
    return match === null ? undefined : Number(match[1]);
  };
  const some = total('some');
  return some === undefined ? undefined : { some, full: total('full') };
}

export function measurePressure(
  resource: string,
  before: Pressure | undefined,
  now: Pressure,
  windowMs: number,
): readonly HostMeasure[] {
  if (before === undefined || windowMs <= 0) return [];
  const share = (kind: string, from: number | undefined, to: number | undefined): HostMeasure[] => {
    if (from === undefined || to === undefined || to < from) return [];
    const value = Math.min(100, (to - from) / 10 / windowMs);
    return [{ metric: 'host.pressure_percent', labels: { resource, kind }, value }];
  };
  return [...share('some', before.some, now.some), ...share('full', before.full, now.full)];
}
