// Says that somebody knows of a drift.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';

const acknowledgeMutation = graphql(`
  mutation DatabaseAcknowledgeDrift($id: ID!, $comment: String) {
    acknowledgeDrift(id: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export interface AcknowledgeDriftDialogProps {
  readonly id: string;
  readonly name: string;
  onDone(): void;
  onClose(): void;
}

/** Asks for a comment. */
export function AcknowledgeDriftDialog({ id, name, onDone, onClose }: AcknowledgeDriftDialogProps) {
  const [comment, setComment] = useState('');
  const acknowledge = useAction(
    acknowledgeMutation,
    `The drift of ${name} is acknowledged.`,
    inDialog,
  );
  const send = async (): Promise<void> => {
    const text = comment.trim();
    const result = await acknowledge.run({ id, comment: text === '' ? null : text });
    if (result !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Acknowledge the drift of ${name}`}
      deed="Acknowledge"
      isBusy={acknowledge.isBusy}
      failure={acknowledge.failure}
      onConfirm={() => void send()}
      onCancel={onClose}
    >
      <p>Others see that you know of it. It is open again when it becomes another one.</p>
      <label>
        Comment (not needed)
        <input value={comment} onChange={(event) => setComment(event.target.value)} />
      </label>
    </Confirm>
  );
}
