// Settles a statement whose outcome nobody could know: somebody has looked and says what is true.
import { useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../confirm.tsx';
import type { RunDialogProps } from './actions-of.ts';
import { resolveDoubt } from './operations.ts';
import styles from './run-actions.module.css';

export interface SettleDialogProps extends RunDialogProps {
  /** Whether anything is in doubt is to be asked anew. */
  onSettled(): void;
}

/** The question: did it take effect? */
export function SettleDialog({ run, onClose, onSettled }: SettleDialogProps) {
  const [applied, setApplied] = useState<boolean>();
  const action = useAction(resolveDoubt, 'Settled. Retry the run to go on.', inDialog);
  const settle = async (): Promise<void> => {
    if (applied === undefined) return;
    if ((await action.run({ id: run.id, applied })) === undefined) return;
    onSettled();
    onClose();
  };
  return (
    <Confirm
      title="Did the statement take effect?"
      deed="Settle"
      typed={run.database.name}
      isDangerous
      isReady={applied !== undefined}
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void settle()}
      onCancel={onClose}
    >
      <p>
        hawkwatch was cut off while a statement executed that cannot run in a transaction, and
        nothing in the database tells whether it took effect. Look at{' '}
        <strong>{run.database.name}</strong> yourself: the log and the error name the statement. A
        wrong answer makes the next run skip it, or execute it twice.
      </p>
      <fieldset className={styles.choices}>
        <legend className="unseen">Did the statement take effect?</legend>
        <label className="beside">
          <input
            type="radio"
            name="applied"
            required
            checked={applied === true}
            onChange={() => setApplied(true)}
          />
          It took effect
        </label>
        <label className="beside">
          <input
            type="radio"
            name="applied"
            required
            checked={applied === false}
            onChange={() => setApplied(false)}
          />
          It did not take effect
        </label>
      </fieldset>
    </Confirm>
  );
}
