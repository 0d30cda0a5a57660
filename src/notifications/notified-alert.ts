// An alert as it stands now, as plain data for whoever is told of it.
import type { NotifiedAlert } from '../core/notifications.ts';
import type { AlertFacts } from '../core/alerts.ts';

/** What is told of an alert. */
export function toNotifiedAlert(alert: AlertFacts, suspects: readonly string[]): NotifiedAlert {
  const { id, fingerprint, rule, type, severity, state, title, message, labels } = alert;
  return {
    id,
    fingerprint,
    status: state === 'RESOLVED' ? 'resolved' : 'firing',
    state,
    rule,
    type,
    severity,
    title,
    message,
    labels,
    database: alert.database,
    subject: alert.subject,
    value: alert.value,
    startedAt: alert.startedAt.toISOString(),
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
    acknowledgedBy: alert.acknowledgedBy,
    url: alert.url,
    suspects,
  };
}
