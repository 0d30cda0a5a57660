// What people call the kinds of endpoints.
import type { EndpointKind, EndpointState } from '../../graphql/graphql.ts';

export const kindWords: Readonly<Record<EndpointKind, string>> = {
  HTTP: 'HTTP',
  TCP: 'TCP',
  POSTGRES: 'PostgreSQL',
  REDIS: 'Redis',
  SMTP: 'SMTP',
  DNS: 'DNS',
  CERTIFICATE: 'certificate',
};

export const stateWords: Readonly<Record<EndpointState, string>> = {
  DOWN: 'down',
  DEGRADED: 'degraded',
  UNKNOWN: 'unknown',
  PAUSED: 'paused',
  UP: 'up',
};

/** `99.98 %`, and `100 %` only where nothing was missing. */
export function formatUptime(percent: number | null | undefined): string {
  if (percent == null) return '–';
  if (percent === 100) return '100 %';
  // Rounded down: what was down at all is not to look as if it never was.
  return `${(Math.floor(percent * 100) / 100).toFixed(2)} %`;
}

const dayMs = 86_400_000;

/** Whole days until a certificate ends; negative when it has ended. */
export function daysLeft(validTo: string, nowMs: number): number {
  return Math.floor((Date.parse(validTo) - nowMs) / dayMs);
}
