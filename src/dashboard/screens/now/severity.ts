// Severities from the worst to the mildest, and how each one is drawn. Pure.
import type { Severity } from '../../graphql/graphql.ts';
import type { Tone } from '../../parts/state.tsx';

export const severities = [
  'CRITICAL',
  'ERROR',
  'WARNING',
  'INFO',
] as const satisfies readonly Severity[];

export const severityTones: Readonly<Record<Severity, Tone>> = {
  CRITICAL: 'critical',
  ERROR: 'bad',
  WARNING: 'warn',
  INFO: 'quiet',
};

/** Negative when the first one is worse. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
