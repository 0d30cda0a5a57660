// Which routes and channels an alert would reach, for whoever writes routes.
import type { Labels, Severity } from '../../core/alerts.ts';
import { ruleLabel, severities } from '../../core/alerts.ts';
import type { RouteSettings } from '../../core/notifications.ts';
import type { RouteTable } from './routes.ts';

export interface RoutePreview {
  readonly route: RouteSettings;
  /** Those that would be told; a channel is not told of its own trouble. */
  readonly channels: readonly string[];
  /** What makes the group that it would belong to. */
  readonly groupLabels: Labels;
}

/** The routes an alert with these labels would reach, in their order. */
export function previewRoute(table: RouteTable, labels: Labels): readonly RoutePreview[] {
  const { [ruleLabel]: name = '', rule = name, ...given } = labels;
  const { type = '', severity, subject = '', database = null, ...own } = given;
  const targets = table.targetsOf({
    rule,
    type,
    severity: findSeverity(severity) ?? 'INFO',
    subject,
    database,
    labels: own,
    fingerprint: '',
  });
  const byRoute = Map.groupBy(targets, ({ route }) => route);
  return [...byRoute].map(([route, reached]) => ({
    route,
    channels: reached.map(({ channel }) => channel),
    groupLabels: reached[0]?.labels ?? {},
  }));
}

function findSeverity(text: string | undefined): Severity | undefined {
  return severities.find((one) => one === text?.toUpperCase());
}
