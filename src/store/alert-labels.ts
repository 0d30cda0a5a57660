// The labels that matchers see, as SQL over the alerts' rows: the same that `matchedLabels` (core) gives of
// one that was read.
import { ruleLabel } from '../core/alerts.ts';
import { sql, type SQL } from './drizzle.ts';
import { alerts } from './schema/index.ts';

/** The value of a label; empty for one that is missing. */
export function alertLabel(label: string): SQL {
  switch (label) {
    case 'rule':
    case ruleLabel:
      return sql`${alerts.rule}`;
    case 'type':
      return sql`${alerts.type}`;
    case 'severity':
      return sql`${alerts.severity}`;
    case 'database':
      return sql`coalesce(${alerts.labels} ->> 'database', ${alerts.databaseName}, '')`;
    case 'subject':
      return sql`coalesce(${alerts.labels} ->> 'subject', ${alerts.subject})`;
    default:
      return sql`coalesce(${alerts.labels} ->> ${label}::text, '')`;
  }
}
