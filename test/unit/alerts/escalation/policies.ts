// Policies and alerts as the tests of escalation write them.
import type { Severity } from '../../../../src/core/alerts.ts';
import type { EscalationLevel, EscalationPolicy } from '../../../../src/core/escalation.ts';
import type { EscalatedAlert, OnCallNow } from '../../../../src/alerts/escalation/decide.ts';

export const minutes = (count: number): number => count * 60_000;

export const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 1, 12) + minutes(minute));

const everySeverity = (names: readonly string[]): Record<Severity, readonly string[]> => ({
  CRITICAL: names,
  ERROR: names,
  WARNING: names,
  INFO: names,
});

export function level(
  afterMinutes: number,
  channels: readonly string[] | Record<Severity, readonly string[]>,
  more: Partial<EscalationLevel> = {},
): EscalationLevel {
  return {
    afterMs: minutes(afterMinutes),
    channels: 'CRITICAL' in channels ? channels : everySeverity(channels),
    rotation: null,
    hours: null,
    ...more,
  };
}

export function policy(
  levels: readonly EscalationLevel[],
  more: Partial<EscalationPolicy> = {},
): EscalationPolicy {
  return {
    name: 'standard',
    match: null,
    levels,
    repeat: 0,
    repeatAfterMs: minutes(30),
    ...more,
  };
}

export const firing: EscalatedAlert = {
  state: 'FIRING',
  severity: 'CRITICAL',
  acknowledgedAt: null,
  suppressed: [],
};

export const acknowledged: EscalatedAlert = {
  ...firing,
  state: 'ACKNOWLEDGED',
  acknowledgedAt: at(0),
};

export const suppressed: EscalatedAlert = {
  ...firing,
  suppressed: [{ kind: 'SILENCE', id: 's', reason: 'silenced', until: null }],
};

export const resolved: EscalatedAlert = { ...firing, state: 'RESOLVED' };

export const nobody: OnCallNow = () => undefined;
