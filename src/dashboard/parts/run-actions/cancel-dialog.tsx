// Before a run is ended: what becomes of what it has begun.
import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../confirm.tsx';
import type { RunDialogProps } from './actions-of.ts';
import { cancelRun } from './operations.ts';

/** The question. */
export function CancelDialog({ run, onClose }: RunDialogProps) {
  const action = useAction(cancelRun, 'The run was told to end.', inDialog);
  const cancel = async (): Promise<void> => {
    if ((await action.run({ id: run.id })) !== undefined) onClose();
  };
  const isRunning = run.state === 'RUNNING';
  const done = run.kind === 'ROLLBACK' ? 'rolled back before stay so' : 'applied before stay';
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
          ? `The statement that executes is ended, and what was not committed is undone. Migrations that were ${done}. It can be retried.`
          : 'It has not begun; nothing is changed. It can be retried.'}
      </p>
    </Confirm>
  );
}
