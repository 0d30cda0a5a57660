// The buttons of a run's page and the questions they ask. Viewers have none.
import { useState } from 'react';
import { useLocation } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useMay } from '../../shell/viewer.ts';
import { actionsOf, countLeft, type RunAction } from './actions-of.ts';
import { useOnceKey, type DialogProps } from './dialog.ts';
import { cancelRun, retryRun, type RunDetails } from './operations.ts';
import { RollbackDialog } from './rollback-dialog.tsx';
import { SettleDialog } from './settle-dialog.tsx';

const names: Readonly<Record<RunAction, string>> = {
  cancel: 'Cancel the run',
  retry: 'Retry',
  rollback: 'Roll back',
  settle: 'Settle the doubt',
};

/** What one may do with this run now. */
export function Actions({ run }: { run: RunDetails }) {
  const [asked, setAsked] = useState<RunAction>();
  const may = useMay('OPERATOR');
  const offered = may ? actionsOf(run) : [];
  const close = (): void => setAsked(undefined);
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
      {asked === 'cancel' ? <CancelDialog run={run} onClose={close} /> : null}
      {asked === 'retry' ? <RetryDialog run={run} onClose={close} /> : null}
      {asked === 'rollback' ? <RollbackDialog run={run} onClose={close} /> : null}
      {asked === 'settle' ? <SettleDialog run={run} onClose={close} /> : null}
    </>
  );
}

function CancelDialog({ run, onClose }: DialogProps) {
  const action = useAction(cancelRun, 'The run was told to end.', inDialog);
  const cancel = async (): Promise<void> => {
    if ((await action.run({ id: run.id })) !== undefined) onClose();
  };
  const isRunning = run.state === 'RUNNING';
  return (
    <Confirm
      title={`Cancel the run on ${run.database.name}?`}
      deed="Cancel the run"
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      {...(isRunning ? { typed: run.database.name } : {})}
      onConfirm={() => void cancel()}
      onCancel={onClose}
    >
      <p>
        {isRunning
          ? `The statement that executes is ended, and what was not committed is undone. Migrations that were ${run.kind === 'ROLLBACK' ? 'rolled back before stay so' : 'applied before stay'}. It can be retried.`
          : 'It has not begun; nothing is changed. It can be retried.'}
      </p>
    </Confirm>
  );
}

function RetryDialog({ run, onClose }: DialogProps) {
  const [, navigate] = useLocation();
  const key = useOnceKey();
  const action = useAction(retryRun, 'The run is taken up again.', inDialog);
  const retry = async (): Promise<void> => {
    const made = (await action.run({ id: run.id, key }))?.retryMigration;
    if (made?.__typename !== 'MigrationRun') return;
    onClose();
    navigate(`/runs/${encodeURIComponent(made.id)}`);
  };
  const left = countLeft(run);
  return (
    <Confirm
      title={`Retry the run on ${run.database.name}?`}
      deed="Retry"
      typed={run.database.name}
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void retry()}
      onCancel={onClose}
    >
      <p>
        {run.dryRun
          ? 'The dry run is made once more; what it does is undone.'
          : `A new run goes on with ${left === 1 ? 'the migration that is' : `the ${left} migrations that are`} left, with the same contents. When a file was changed since, it is refused: trigger a new run then.`}
      </p>
    </Confirm>
  );
}
