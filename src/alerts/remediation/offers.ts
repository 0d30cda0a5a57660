// What may be done about an alert: the remedies whose matchers fit it, each with what it would be done to,
// and why it may not be done. Pure.
import { matchedLabels } from '../../core/alerts.ts';
import type { RemediationAction, RemediationSettings } from '../../core/correlation.ts';
import { matchesAll } from '../../core/matchers.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { containerObject } from '../correlation/topology.ts';

export interface AllowedActions {
  readonly restartContainers: boolean;
  readonly rollBackMigrations: boolean;
}

export interface RemediationOffer {
  readonly name: string;
  readonly action: RemediationAction;
  /** As `container:host/key`, `container:key` or `database:shop`. */
  readonly object: string;
  readonly source: string | null;
  readonly automatic: boolean;
  readonly maxPerHour: number;
  /** Why it cannot be done; null: it can. */
  readonly refusal: string | null;
}

/** The remedies of an alert; what names nothing to act on is none of it. */
export function offersFor(
  alert: AlertRow,
  remedies: readonly RemediationSettings[],
  allowed: AllowedActions,
): readonly RemediationOffer[] {
  const labels = matchedLabels(alert);
  return remedies.flatMap((remedy) => {
    if (!matchesAll(remedy.match, labels)) return [];
    const object = objectOf(alert, remedy);
    if (object === undefined) return [];
    const { name, action, source, automatic, maxPerHour } = remedy;
    const refusal = refusalOf(alert, action, allowed);
    return [{ name, action, object, source, automatic, maxPerHour, refusal }];
  });
}

function objectOf(alert: AlertRow, remedy: RemediationSettings): string | undefined {
  const { labels, subject, database } = alert;
  if (remedy.action === 'EMERGENCY_ROLLBACK') {
    const name = remedy.database ?? database ?? labels['database'];
    return name === undefined || name === '' ? undefined : `database:${name}`;
  }
  const host = labels['host'];
  const ofAlert = subject.startsWith('container:')
    ? subject.slice('container:'.length)
    : labels['container'];
  const key = remedy.container ?? ofAlert;
  if (key === undefined || key === '') return undefined;
  // A container that the remedy names may run on another host than what the alert is about.
  const sameHost = remedy.container === null || remedy.container === ofAlert;
  return host === undefined || !sameHost ? `container:${key}` : containerObject(host, key);
}

function refusalOf(
  alert: AlertRow,
  action: RemediationAction,
  allowed: AllowedActions,
): string | null {
  const setting = action === 'RESTART_CONTAINER' ? 'restartContainers' : 'rollBackMigrations';
  if (!allowed[setting]) {
    return (
      'Not allowed here: whoever operates hawkwatch can allow it with ' +
      `\`actions: { ${setting}: on }\` in hawkwatch.yaml.`
    );
  }
  if (alert.resolvedAt !== null) return 'The alert is over, so there is nothing to remedy.';
  return alert.state === 'PENDING' ? 'The alert does not fire yet.' : null;
}
