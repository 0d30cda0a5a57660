// A run that waits for somebody to look at it: what it was assessed as, and the decision.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { Answer } from '../../../../parts/notes.tsx';
import { useMay } from '../../../../shell/viewer.ts';

const reviewQuery = graphql(`
  query DatabaseReview($id: ID!) {
    migrationRun(id: $id) {
      assessment {
        ...ShownImpact
      }
    }
  }
`);

const approveMutation = graphql(`
  mutation DatabaseApprove($runId: ID!, $comment: String) {
    approveMigration(runId: $runId, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const rejectMutation = graphql(`
  mutation DatabaseReject($runId: ID!, $comment: String!) {
    rejectMigration(runId: $runId, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

interface DecisionProps {
  readonly runId: string;
  readonly name: string;
  /** False: what it was assessed as is not shown yet. */
  readonly isShown: boolean;
}

function Decision({ runId, name, isShown }: DecisionProps) {
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const [comment, setComment] = useState('');
  const approve = useAction(
    approveMutation,
    'Approved: it runs as soon as it is its turn.',
    inDialog,
  );
  const reject = useAction(rejectMutation, 'Rejected.', inDialog);
  const text = comment.trim();
  const decide = async (): Promise<void> => {
    const result =
      asked === 'reject'
        ? await reject.run({ runId, comment: text })
        : await approve.run({ runId, comment: text === '' ? null : text });
    if (result !== undefined) setAsked(undefined);
  };
  return (
    <>
      <div className="row">
        <button className="primary" disabled={!isShown} onClick={() => setAsked('approve')}>
          Approve …
        </button>
        <button onClick={() => setAsked('reject')}>Reject …</button>
      </div>
      {asked === undefined ? null : (
        <Confirm
          title={asked === 'approve' ? `Approve the run on ${name}` : `Reject the run on ${name}`}
          deed={asked === 'approve' ? 'Approve' : 'Reject'}
          {...(asked === 'approve' ? { typed: name } : {})}
          isBusy={approve.isBusy || reject.isBusy}
          failure={(asked === 'approve' ? approve : reject).failure}
          isReady={asked === 'approve' ? isShown : text !== ''}
          onConfirm={() => void decide()}
          onCancel={() => setAsked(undefined)}
        >
          <p>
            {asked === 'approve'
              ? 'What runs is exactly what was assessed, also when the files were changed since.'
              : 'It will not run, and cannot be retried.'}
          </p>
          <label>
            {asked === 'approve' ? 'Comment (optional)' : 'Why'}
            <input value={comment} onChange={(event) => setComment(event.target.value)} />
          </label>
        </Confirm>
      )}
    </>
  );
}

/** The assessment, and the buttons for those who may decide. */
export function Review({ runId, name }: { runId: string; name: string }) {
  const mayDecide = useMay('OPERATOR');
  const answer = useLiveQuery(reviewQuery, { id: runId });
  return (
    <>
      <Answer answer={answer}>
        {({ migrationRun }) =>
          migrationRun?.assessment == null ? (
            <p className="soft">It was not assessed.</p>
          ) : (
            <Impact impact={migrationRun.assessment} />
          )
        }
      </Answer>
      {mayDecide ? (
        <Decision
          runId={runId}
          name={name}
          isShown={answer.data !== undefined && answer.error === undefined}
        />
      ) : (
        <p className="soft">An operator can approve or reject it.</p>
      )}
    </>
  );
}
