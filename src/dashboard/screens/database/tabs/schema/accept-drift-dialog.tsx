// Makes what a database has its new baseline, after its name was typed. The digest makes sure that what is
// accepted is what was seen.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import type { SchemaDatabase } from './read-schema.ts';

const acceptMutation = graphql(`
  mutation DatabaseAcceptDrift($id: ID!, $comment: String!, $digest: String) {
    acceptDrift(id: $id, comment: $comment, digest: $digest) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export interface AcceptDriftDialogProps {
  readonly drift: NonNullable<SchemaDatabase['drift']>;
  readonly name: string;
  onDone(): void;
  onClose(): void;
}

/** Asks why, and for the name. */
export function AcceptDriftDialog({ drift, name, onDone, onClose }: AcceptDriftDialogProps) {
  const [comment, setComment] = useState('');
  // What was seen when the question was asked; it may change beneath it.
  const [{ id, digest, changeCount }] = useState(drift);
  const accept = useAction(acceptMutation, `What ${name} has is its baseline now.`, inDialog);
  const send = async (): Promise<void> => {
    const result = await accept.run({ id, digest, comment: comment.trim() });
    if (result !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Accept the drift of ${name}`}
      deed="Accept"
      typed={name}
      isDangerous
      isReady={comment.trim() !== ''}
      isBusy={accept.isBusy}
      failure={accept.failure}
      onConfirm={() => void send()}
      onCancel={onClose}
    >
      <p>
        {changeCount === 1 ? 'One difference becomes' : `${changeCount} differences become`} part of
        what {name} should be. It is not told as drift any more, and no migration knows of it: other
        databases and new ones do not have it.
      </p>
      <label>
        Why (it is recorded)
        <input required value={comment} onChange={(event) => setComment(event.target.value)} />
      </label>
    </Confirm>
  );
}
