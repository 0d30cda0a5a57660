// Which of several sources' statuses stands for a database.
import { migrationStatusStates, type MigrationStatusState } from '../core/migrations.ts';
import type { SourceStatus } from '../migrations/status-words.ts';

/** From what needs nobody to what needs somebody most. */
const severity: Record<MigrationStatusState, number> = {
  UP_TO_DATE: 0,
  BEHIND: 1,
  UNINITIALISED: 2,
  LOCKED: 3,
  AHEAD: 4,
  DIVERGED: 5,
  DIRTY: 6,
  UNREACHABLE: migrationStatusStates.length,
};

/** The status that needs attention most, the first of equals; undefined when there is none. */
export function worstStatus(statuses: readonly SourceStatus[]): SourceStatus | undefined {
  return statuses.reduce<SourceStatus | undefined>(
    (worst, status) =>
      worst === undefined || severity[status.state] > severity[worst.state] ? status : worst,
    undefined,
  );
}
