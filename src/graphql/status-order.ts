// Which of several sources' statuses stands for a database.
import { statusSeverity } from '../core/migrations.ts';
import type { SourceStatus } from '../migrations/status-words.ts';

/** The status that needs attention most, the first of equals; undefined when there is none. */
export function worstStatus(statuses: readonly SourceStatus[]): SourceStatus | undefined {
  return statuses.reduce<SourceStatus | undefined>(
    (worst, status) =>
      worst === undefined || statusSeverity[status.state] > statusSeverity[worst.state]
        ? status
        : worst,
    undefined,
  );
}
