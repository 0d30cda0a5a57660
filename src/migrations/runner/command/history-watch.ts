// Turns what appears in a tool's history into the steps of a run: the history is the only witness of
// what a command did.
import type { MigrationState } from '../../../core/migrations.ts';
import type { MigrationRun, MigrationRunStep } from '../../../store/migration-runs.ts';
import type { MigrationEntry, SourceStatus, StatusReader } from '../../status-words.ts';
import type { Target } from '../../../databases/targets.ts';
import type { RunProgress } from '../progress.ts';

export interface HistoryWatchOptions {
  readonly run: MigrationRun;
  readonly steps: readonly MigrationRunStep[];
  readonly target: Target;
  readonly statuses: StatusReader;
  readonly progress: RunProgress;
}

export interface HistoryWatch {
  /** Looks at the history and tells what is new. */
  look(): Promise<void>;
  /**
   * Looks for the last time: what did not happen is told as such. Undefined when the database cannot
   * be asked.
   */
  settle(): Promise<SourceStatus | undefined>;
  /** Versions that are not done. */
  open(): readonly string[];
}

const inDatabase = new Set<MigrationState>(['APPLIED', 'BASELINE', 'MARKED', 'EDITED']);
const failed = new Set<MigrationState>(['FAILED', 'PARTIAL']);

/** Creates a watch over the steps of a run. */
export function createHistoryWatch(options: HistoryWatchOptions): HistoryWatch {
  const { run, steps, target, statuses, progress } = options;
  const doneState: MigrationState = run.kind === 'MIGRATE' ? 'APPLIED' : 'ROLLED_BACK';
  const isDone = (step: MigrationRunStep): boolean => progress.stateOf(step.position) === doneState;

  const readNow = async (): Promise<SourceStatus | undefined> => {
    const [status] = await statuses.read(target.settings.name, run.source);
    return status?.state === 'UNREACHABLE' ? undefined : status;
  };

  const entriesOf = (status: SourceStatus): ReadonlyMap<string, MigrationEntry> =>
    new Map(status.migrations.map((entry) => [entry.version, entry]));

  const tellDone = (entries: ReadonlyMap<string, MigrationEntry>): void => {
    for (const step of steps) {
      if (isDone(step)) continue;
      const entry = entries.get(step.version);
      const applied = entry !== undefined && inDatabase.has(entry.state);
      if (applied !== (run.kind === 'MIGRATE')) continue;
      const durationMs = entry?.durationMs ?? null;
      progress.migrationFinished(step.position, {
        state: doneState,
        statementsDone: 1,
        durationMs,
      });
    }
  };

  return {
    look: async () => {
      const status = await readNow();
      if (status === undefined) return;
      tellDone(entriesOf(status));
      const next = steps.find((step) => !isDone(step));
      if (next !== undefined && progress.stateOf(next.position) !== 'RUNNING') {
        progress.migrationStarted(next.position, 0);
      }
    },
    settle: async () => {
      const status = await readNow();
      if (status === undefined) return undefined;
      const entries = entriesOf(status);
      tellDone(entries);
      for (const step of steps) {
        if (isDone(step)) continue;
        const entry = entries.get(step.version);
        const broken = entry !== undefined && failed.has(entry.state);
        const told = progress.stateOf(step.position);
        if (told !== 'RUNNING' && !broken) continue;
        progress.migrationFinished(step.position, {
          state: broken ? entry.state : run.kind === 'MIGRATE' ? 'PENDING' : 'APPLIED',
          statementsDone: 0,
          durationMs: null,
          ...(entry?.reason == null ? {} : { message: entry.reason }),
        });
      }
      return status;
    },
    open: () => steps.filter((step) => !isDone(step)).map((step) => step.version),
  };
}
