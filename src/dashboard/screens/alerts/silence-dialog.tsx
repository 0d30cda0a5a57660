// The question before marked alerts are silenced, each by a silence of its own.
import { useState } from 'react';

import { DurationField, usualMinutes } from '../../parts/alerts/duration-field.tsx';
import { Confirm } from '../../parts/confirm.tsx';

export interface SilenceDialogProps {
  readonly count: number;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  onConfirm(minutes: number, comment: string): void;
  onCancel(): void;
}

/** Asks for how long, and why. */
export function SilenceDialog(props: SilenceDialogProps) {
  const { count, isBusy, failure, onConfirm, onCancel } = props;
  const [minutes, setMinutes] = useState(usualMinutes);
  const [comment, setComment] = useState('');
  return (
    <Confirm
      title={count === 1 ? 'Silence this alert?' : `Silence ${count} alerts?`}
      deed="Silence"
      isBusy={isBusy}
      failure={failure}
      onConfirm={() => onConfirm(minutes, comment.trim())}
      onCancel={onCancel}
    >
      <p>
        Nobody is told of {count === 1 ? 'it' : 'them'} meanwhile, also when{' '}
        {count === 1 ? 'it comes' : 'they come'} again. What happens is recorded all the same.
      </p>
      <DurationField minutes={minutes} onChange={setMinutes} />
      <label>
        Why
        <input
          required
          maxLength={1000}
          value={comment}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
    </Confirm>
  );
}
