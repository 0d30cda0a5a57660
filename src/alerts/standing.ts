// How an alert stands: the part of it that decides what becomes of it.
import type { AlertRow } from '../store/alerts.ts';

/** What is known of an alert as far as it decides. */
export type Standing = Pick<
  AlertRow,
  | 'state'
  | 'startedAt'
  | 'firedAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'recoveringSince'
  | 'resolvedAt'
  | 'resolvedBy'
  | 'resolution'
  | 'observedAt'
  | 'condition'
  | 'forMs'
  | 'keepFiringForMs'
  | 'lastsMs'
  | 'wakeAt'
  | 'timesFired'
  | 'flips'
  | 'flappingSince'
  | 'eventId'
>;

/** Of an alert, what decides and nothing else: never what is said of it. */
export function standingOf(alert: Standing): Standing {
  return {
    state: alert.state,
    startedAt: alert.startedAt,
    firedAt: alert.firedAt,
    acknowledgedAt: alert.acknowledgedAt,
    acknowledgedBy: alert.acknowledgedBy,
    recoveringSince: alert.recoveringSince,
    resolvedAt: alert.resolvedAt,
    resolvedBy: alert.resolvedBy,
    resolution: alert.resolution,
    observedAt: alert.observedAt,
    condition: alert.condition,
    forMs: alert.forMs,
    keepFiringForMs: alert.keepFiringForMs,
    lastsMs: alert.lastsMs,
    wakeAt: alert.wakeAt,
    timesFired: alert.timesFired,
    flips: alert.flips,
    flappingSince: alert.flappingSince,
    eventId: alert.eventId,
  };
}
