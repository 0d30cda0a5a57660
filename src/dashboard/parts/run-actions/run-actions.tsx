// The buttons of a run and the questions they ask, wherever it is shown. Viewers have none.
import { useMemo, useState, type ReactNode } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { useMay } from '../../shell/viewer.ts';
import { concernsDatabase } from '../concerns-database.ts';
import {
  actionsOf,
  hasDoubt,
  isCutOff,
  isOver,
  type ActedRun,
  type RunAction,
} from './actions-of.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { doubtsQuery } from './operations.ts';
import { RetryDialog } from './retry-dialog.tsx';
import { SettleDialog } from './settle-dialog.tsx';

const names: Readonly<Record<RunAction, string>> = {
  cancel: 'Cancel the run …',
  retry: 'Retry …',
  rollback: 'Roll back …',
  settle: 'Settle the doubt …',
};

export interface RunActionsProps {
  readonly run: ActedRun;
  /** The run that a retry made. */
  onRetried?(runId: string): void;
  /** The question of a roll-back; without it none is offered. */
  rollbackDialog?(onClose: () => void): ReactNode;
}

/** What one may do with this run now. */
export function RunActions({ run, onRetried, rollbackDialog }: RunActionsProps) {
  const [asked, setAsked] = useState<RunAction>();
  const may = useMay('OPERATOR');
  // The run's own steps do not tell, and stay as they are when somebody has settled it.
  const isHalfDone = isOver(run) && run.migrations.some(isCutOff);
  const concerns = useMemo(() => concernsDatabase(run.database.name), [run.database.name]);
  const doubts = useLiveQuery(
    doubtsQuery,
    { database: run.database.id, source: run.source },
    {
      pause: !may || !isHalfDone,
      staleAfter: ['migration.completed', 'migration_status.changed'],
      concerns,
    },
  );
  const isInDoubt =
    isHalfDone && hasDoubt(run.migrations, doubts.data?.migrationStatus.migrations ?? []);
  const offered = may
    ? actionsOf(run, { isInDoubt }).filter(
        (action) => action !== 'rollback' || rollbackDialog !== undefined,
      )
    : [];
  const close = (): void => setAsked(undefined);
  const common = { run, onClose: close };
  return (
    <>
      {offered.map((action) => (
        <button
          key={action}
          className={action === 'retry' ? 'primary' : action === 'settle' ? '' : 'danger'}
          onClick={() => setAsked(action)}
        >
          {names[action]}
        </button>
      ))}
      {asked === 'cancel' ? <CancelDialog {...common} /> : null}
      {asked === 'retry' ? <RetryDialog {...common} onRetried={onRetried} /> : null}
      {asked === 'rollback' ? rollbackDialog?.(close) : null}
      {asked === 'settle' ? <SettleDialog {...common} onSettled={doubts.refresh} /> : null}
    </>
  );
}
