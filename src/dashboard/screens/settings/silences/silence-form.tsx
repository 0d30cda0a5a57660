// Makes a silence: which alerts, how long, and why. What it would silence now is shown first.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Choice } from '../forms/fields.tsx';
import { readLines } from '../forms/lines.ts';
import { readLocalTime, writeLocalTime } from '../forms/local-time.ts';
import { MatchersField } from '../forms/matchers-field.tsx';
import styles from '../forms/forms.module.css';
import { createSilenceMutation } from './operations.ts';

const minuteMs = 60_000;

const spans: Readonly<Record<string, string>> = {
  '30': '30 minutes',
  '60': '1 hour',
  '120': '2 hours',
  '480': '8 hours',
  '1440': '1 day',
  '10080': '1 week',
  until: 'until …',
};

export interface SilenceFormProps {
  onDone(): void;
  onClose(): void;
}

/** The form. */
export function SilenceForm({ onDone, onClose }: SilenceFormProps) {
  const [matchers, setMatchers] = useState('');
  const [comment, setComment] = useState('');
  const [span, setSpan] = useState('120');
  const [until, setUntil] = useState(() => writeLocalTime(Date.now() + 120 * minuteMs));
  const create = useAction(createSilenceMutation, 'Nobody is told of these any more.', {
    tellsFailure: false,
  });
  const save = async (): Promise<void> => {
    const endsAt = span === 'until' ? readLocalTime(until) : undefined;
    const time = endsAt === undefined ? { durationMinutes: Number(span) } : { endsAt };
    const input = { matchers: readLines(matchers), comment: comment.trim(), ...time };
    if ((await create.run({ input })) !== undefined) onDone();
  };
  return (
    <FormDialog
      title="New silence"
      deed="Silence them"
      isBusy={create.isBusy}
      failure={create.failure}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <MatchersField value={matchers} onChange={setMatchers} />
      <div className={styles.fields}>
        <Choice label="How long" value={span} options={spans} onChange={setSpan} />
        {span === 'until' ? (
          <label>
            Until, local time
            <input
              type="datetime-local"
              required
              min={writeLocalTime(Date.now())}
              value={until}
              onChange={({ target }) => setUntil(target.value)}
            />
          </label>
        ) : null}
      </div>
      <label>
        Why
        <input
          required
          maxLength={1_000}
          placeholder="known, being fixed by the storage team"
          value={comment}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
    </FormDialog>
  );
}
