// The questions before an alert, or many of them, are resolved or assigned.
import { useState } from 'react';

import { Confirm } from '../confirm.tsx';
import { AssigneeField } from './assignee-field.tsx';

interface DialogProps {
  readonly count: number;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  onCancel(): void;
}

/** So many are resolved only when their number is typed. */
const many = 10;

const counted = (count: number): string => (count === 1 ? 'this alert' : `${count} alerts`);

/** Says what resolving does, and takes a comment. */
export function ResolveDialog({
  count,
  isBusy,
  failure,
  onConfirm,
  onCancel,
}: DialogProps & { onConfirm(comment: string): void }) {
  const [comment, setComment] = useState('');
  return (
    <Confirm
      title={`Resolve ${counted(count)}?`}
      deed="Resolve"
      isBusy={isBusy}
      failure={failure}
      {...(count > many ? { typed: String(count) } : {})}
      onConfirm={() => onConfirm(comment.trim())}
      onCancel={onCancel}
    >
      <p>
        Whoever was told hears that it is over. Where the condition still holds, no other alert
        opens until it has ended or comes anew.
      </p>
      <label>
        Comment (not required)
        <input
          maxLength={1000}
          value={comment}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
    </Confirm>
  );
}

/** Asks for whom. */
export function AssignDialog({
  count,
  assignedTo = '',
  isBusy,
  failure,
  onConfirm,
  onCancel,
}: DialogProps & { readonly assignedTo?: string; onConfirm(assignee: string): void }) {
  const [assignee, setAssignee] = useState(assignedTo);
  return (
    <Confirm
      title={`Assign ${counted(count)}`}
      deed={assignee.trim() === '' ? 'Assign to nobody' : 'Assign'}
      isBusy={isBusy}
      failure={failure}
      onConfirm={() => onConfirm(assignee.trim())}
      onCancel={onCancel}
    >
      <AssigneeField value={assignee} onChange={setAssignee} />
    </Confirm>
  );
}
