// Severities from the worst to the mildest, and how each one is drawn. Pure.
import type { Severity } from '../../graphql/graphql.ts';

export const severities = [
  'CRITICAL',
  'ERROR',
  'WARNING',
  'INFO',
] as const satisfies readonly Severity[];

export const severityTones = {
  CRITICAL: 'critical',
  ERROR: 'bad',
  WARNING: 'warn',
  INFO: 'quiet',
} as const satisfies Readonly<Record<Severity, string>>;

/** Negative when the first one is worse. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
