// Before a run is taken up again: what is left of it.
import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../confirm.tsx';
import { useOnceKeys } from '../once-key.ts';
import { countLeft, type RunDialogProps } from './actions-of.ts';
import { EndsReviews } from './ends-review.tsx';
import { retryRun } from './operations.ts';
import { useEndedReviews } from './use-ended-reviews.ts';

export interface RetryDialogProps extends RunDialogProps {
  readonly onRetried: ((runId: string) => void) | undefined;
}

/** The question. */
export function RetryDialog({ run, onClose, onRetried }: RetryDialogProps) {
  const keyOf = useOnceKeys();
  const reviews = useEndedReviews(run);
  const action = useAction(retryRun, 'The run is taken up again.', inDialog);
  const retry = async (): Promise<void> => {
    const made = (await action.run({ id: run.id, key: keyOf({ id: run.id }) }))?.retryMigration;
    if (made?.__typename !== 'MigrationRun') return;
    onClose();
    onRetried?.(made.id);
  };
  const left = countLeft(run);
  return (
    <Confirm
      title={`Retry the run on ${run.database.name}?`}
      deed="Retry"
      typed={run.database.name}
      isReady={!reviews.isLoading}
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
      <EndsReviews reviews={reviews} />
    </Confirm>
  );
}
