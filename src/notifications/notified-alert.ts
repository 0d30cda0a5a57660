// An alert as it stands now, as plain data for whoever is told of it.
import type { NotifiedAlert } from '../core/notifications.ts';
import type { AlertFacts } from '../core/alerts.ts';

/** What is told of an alert. */
export function toNotifiedAlert(alert: AlertFacts, suspects: readonly string[]): NotifiedAlert {
  const { id, fingerprint, rule, type, severity, state, title, message, labels } = alert;
  const { database, subject, value, acknowledgedBy, url } = alert;
  return {
    ...{ id, fingerprint, rule, type, severity, state, title, message, labels },
    ...{ database, subject, value, acknowledgedBy, url, suspects },
    status: state === 'RESOLVED' ? 'resolved' : 'firing',
    startedAt: alert.startedAt.toISOString(),
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
  };
}
