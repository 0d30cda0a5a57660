// Approves or rejects a run, with all that is known of its impact in sight.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Impact } from '../../../parts/impact/impact.tsx';
import { Answer } from '../../../parts/notes.tsx';
import { approveMutation, impactQuery, rejectMutation, type NeedyRun } from './operations.ts';

export interface ReviewDialogProps {
  readonly run: NeedyRun;
  readonly decision: 'approve' | 'reject';
  onDone(): void;
  onClose(): void;
}

/** The question. */
export default function ReviewDialog({ run, decision, onDone, onClose }: ReviewDialogProps) {
  const { id, database } = run;
  const isApproval = decision === 'approve';
  const impact = useLiveQuery(impactQuery, { id });
  const [comment, setComment] = useState('');
  const approve = useAction(
    approveMutation,
    'Approved: it runs as soon as it is its turn.',
    inDialog,
  );
  const reject = useAction(rejectMutation, 'Rejected: nothing was run.', inDialog);
  const text = comment.trim();
  const decide = async (): Promise<void> => {
    const done = isApproval
      ? await approve.run({ id, comment: text === '' ? null : text })
      : await reject.run({ id, comment: text });
    if (done === undefined) return;
    onClose();
    onDone();
  };
  return (
    <Confirm
      title={`${isApproval ? 'Approve' : 'Reject'} the run on ${database.name}`}
      deed={isApproval ? 'Approve and run' : 'Reject'}
      {...(isApproval ? { typed: database.name } : { isDangerous: true })}
      isBusy={approve.isBusy || reject.isBusy}
      failure={(isApproval ? approve : reject).failure}
      isReady={isApproval ? impact.data !== undefined : text !== ''}
      onConfirm={() => void decide()}
      onCancel={onClose}
    >
      <p>
        {isApproval
          ? 'What runs is exactly what was assessed, also when the files were changed since.'
          : 'It will not run, and cannot be retried. Who asked for it reads why.'}
      </p>
      <Answer answer={impact}>
        {({ migrationRun }) =>
          migrationRun?.assessment == null ? (
            <p className="soft">It was not assessed: read its files.</p>
          ) : (
            <Impact impact={migrationRun.assessment} shownAtFirst={3} />
          )
        }
      </Answer>
      <label>
        {isApproval ? 'Comment (optional)' : 'Why'}
        <input
          maxLength={500}
          value={comment}
          autoFocus={!isApproval}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
    </Confirm>
  );
}
