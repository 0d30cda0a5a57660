// What can be done about a run besides a review: end it, take it up again, or settle a statement whose
// outcome nobody could know.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import type { Run } from './read-runs.ts';

const cancelMutation = graphql(`
  mutation DatabaseCancelRun($runId: ID!) {
    cancelMigration(runId: $runId) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const retryMutation = graphql(`
  mutation DatabaseRetryRun($runId: ID!, $clientMutationId: String) {
    retryMigration(runId: $runId, clientMutationId: $clientMutationId) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const resolveMutation = graphql(`
  mutation DatabaseResolveInDoubt($runId: ID!, $applied: Boolean!) {
    resolveInDoubt(runId: $runId, applied: $applied) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const retryable = new Set(['FAILED', 'CANCELLED', 'INTERRUPTED']);

function CancelButton({ runId, name }: { runId: string; name: string }) {
  const [isAsked, setAsked] = useState(false);
  const cancel = useAction(cancelMutation, 'The run is being ended.', inDialog);
  return (
    <>
      <button className="danger" onClick={() => setAsked(true)}>
        Cancel the run …
      </button>
      {isAsked ? (
        <Confirm
          title={`Cancel the run on ${name}`}
          deed="Cancel the run"
          typed={name}
          isDangerous
          isBusy={cancel.isBusy}
          failure={cancel.failure}
          onConfirm={() => void cancel.run({ runId }).then((done) => done && setAsked(false))}
          onCancel={() => setAsked(false)}
        >
          <p>
            The present statement is ended, and what was not committed is undone. Migrations that
            are done stay applied.
          </p>
        </Confirm>
      ) : null}
    </>
  );
}

function RetryButton({ runId, name }: { runId: string; name: string }) {
  const [isAsked, setAsked] = useState(false);
  const [clientMutationId] = useState(() => crypto.randomUUID());
  const retry = useAction(retryMutation, 'The run is taken up again.', inDialog);
  return (
    <>
      <button onClick={() => setAsked(true)}>Retry …</button>
      {isAsked ? (
        <Confirm
          title={`Retry the run on ${name}`}
          deed="Retry"
          typed={name}
          isBusy={retry.isBusy}
          failure={retry.failure}
          onConfirm={() =>
            void retry.run({ runId, clientMutationId }).then((done) => done && setAsked(false))
          }
          onCancel={() => setAsked(false)}
        >
          <p>What the run has left undone is run, from where it ended.</p>
        </Confirm>
      ) : null}
    </>
  );
}

function SettleButton({ runId, name }: { runId: string; name: string }) {
  const [isAsked, setAsked] = useState(false);
  const [applied, setApplied] = useState<boolean>();
  const resolve = useAction(resolveMutation, 'Settled. Retry the run to go on.', inDialog);
  const settle = async (): Promise<void> => {
    if (applied === undefined) return;
    if ((await resolve.run({ runId, applied })) !== undefined) setAsked(false);
  };
  return (
    <>
      <button onClick={() => setAsked(true)}>Settle the doubt …</button>
      {isAsked ? (
        <Confirm
          title={`Settle what is in doubt on ${name}`}
          deed="Settle"
          typed={name}
          isDangerous
          isBusy={resolve.isBusy}
          failure={resolve.failure}
          isReady={applied !== undefined}
          onConfirm={() => void settle()}
          onCancel={() => setAsked(false)}
        >
          <p>
            The run was cut off during a statement, and nothing tells whether it took effect. Look
            at the database, then say what you found.
          </p>
          {[true, false].map((option) => (
            <label key={String(option)} className="beside">
              <input
                type="radio"
                name="applied"
                checked={applied === option}
                onChange={() => setApplied(option)}
              />
              {option ? 'It took effect' : 'It did not take effect'}
            </label>
          ))}
        </Confirm>
      ) : null}
    </>
  );
}

/** The buttons; which, the run's state says. */
export function RunActions({ run, name }: { run: Run; name: string }) {
  const { id, state, origin, dryRun, migrations } = run;
  if (origin === 'FOREIGN') return null;
  const isPartial = migrations.some((step) => step.state === 'PARTIAL');
  return (
    <>
      {state === 'RUNNING' || state === 'QUEUED' ? <CancelButton runId={id} name={name} /> : null}
      {retryable.has(state) && isPartial ? <SettleButton runId={id} name={name} /> : null}
      {retryable.has(state) && !dryRun ? <RetryButton runId={id} name={name} /> : null}
    </>
  );
}
