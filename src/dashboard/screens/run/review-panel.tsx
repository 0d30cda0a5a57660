// A run that waits for somebody: what it was assessed as, and the decision.
import { useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Impact } from '../../parts/impact/impact.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useMay } from '../../shell/viewer.ts';
import { approveRun, rejectRun, type RunDetails } from './operations.ts';

interface DialogProps {
  readonly run: RunDetails;
  onClose(): void;
}

/** The panel of the decision. */
export function ReviewPanel({ run }: { run: RunDetails }) {
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const may = useMay('OPERATOR');
  const close = (): void => setAsked(undefined);
  return (
    <Panel
      title="Waits for your review"
      aside={
        may ? (
          <>
            <button className="primary" onClick={() => setAsked('approve')}>
              Approve
            </button>
            <button className="danger" onClick={() => setAsked('reject')}>
              Reject
            </button>
          </>
        ) : (
          <span className="soft">Operators decide about it.</span>
        )
      }
    >
      {run.assessment == null ? (
        <p>It was not assessed: look at the files yourself.</p>
      ) : (
        <Impact impact={run.assessment} />
      )}
      {asked === 'approve' ? <ApproveDialog run={run} onClose={close} /> : null}
      {asked === 'reject' ? <RejectDialog run={run} onClose={close} /> : null}
    </Panel>
  );
}

function ApproveDialog({ run, onClose }: DialogProps) {
  const [comment, setComment] = useState('');
  const action = useAction(approveRun, 'Approved: the run is queued.', inDialog);
  const approve = async (): Promise<void> => {
    const text = comment.trim();
    const input = { id: run.id, comment: text === '' ? null : text };
    if ((await action.run(input)) !== undefined) onClose();
  };
  const count = run.migrations.length;
  return (
    <Confirm
      title={`Approve the run on ${run.database.name}?`}
      deed="Approve and run"
      typed={run.database.name}
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void approve()}
      onCancel={onClose}
    >
      <p>
        {count === 1 ? 'Its migration is' : `Its ${count} migrations are`} executed as soon as the
        queue allows, with exactly the contents that were assessed.
      </p>
      <label>
        Comment, kept with the run (not required)
        <input
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
    </Confirm>
  );
}

function RejectDialog({ run, onClose }: DialogProps) {
  const [comment, setComment] = useState('');
  const action = useAction(rejectRun, 'Rejected: nothing was run.', inDialog);
  const reject = async (): Promise<void> => {
    const done = await action.run({ id: run.id, comment: comment.trim() });
    if (done !== undefined) onClose();
  };
  return (
    <Confirm
      title={`Reject the run on ${run.database.name}?`}
      deed="Reject"
      isReady={comment.trim() !== ''}
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      onConfirm={() => void reject()}
      onCancel={onClose}
    >
      <p>Nothing of it is run, and it cannot be retried. Who asked for it reads why.</p>
      <label>
        Why, kept with the run
        <input
          required
          autoFocus
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
    </Confirm>
  );
}
