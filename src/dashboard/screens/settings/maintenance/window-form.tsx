// Makes a maintenance window: once, or again and again.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { Choice, DurationField, TextField } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import styles from '../forms/forms.module.css';
import { readDuration } from '../forms/duration-text.ts';
import { readLines } from '../forms/lines.ts';
import { readLocalTime, writeLocalTime } from '../forms/local-time.ts';
import { MatchersField } from '../forms/matchers-field.tsx';
import { createWindowMutation } from './operations.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

export interface WindowFormProps {
  onDone(): void;
  onClose(): void;
}

/** The form. */
export function WindowForm({ onDone, onClose }: WindowFormProps) {
  const [name, setName] = useState('');
  const [comment, setComment] = useState('');
  const [matchers, setMatchers] = useState('');
  const [kind, setKind] = useState('once');
  const [from, setFrom] = useState(() => writeLocalTime(Date.now()));
  const [until, setUntil] = useState(() => writeLocalTime(Date.now() + hourMs));
  const [cron, setCron] = useState('0 2 * * sun');
  const [length, setLength] = useState('2h');
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const create = useAction(createWindowMutation, `The window ${name} is made.`, {
    tellsFailure: false,
  });
  const save = async (): Promise<void> => {
    const time =
      kind === 'once'
        ? { once: { from: readLocalTime(from) ?? from, until: readLocalTime(until) ?? until } }
        : {
            recurring: {
              cron: cron.trim(),
              durationMinutes: Math.ceil((readDuration(length) ?? 0) / minuteMs),
              ...(zone.trim() === '' ? {} : { timeZone: zone.trim() }),
            },
          };
    const input = {
      name: name.trim(),
      comment: comment.trim(),
      matchers: readLines(matchers),
      ...time,
    };
    if ((await create.run({ input })) !== undefined) onDone();
  };
  return (
    <FormDialog
      title="New maintenance window"
      deed="Make the window"
      isBusy={create.isBusy}
      failure={create.failure}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <label>
          Name
          <input
            required
            autoFocus
            pattern="[a-z0-9_\-]+"
            title="Lower-case letters, digits, _ and -"
            placeholder="move-to-rack-2"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <Choice
          label="How often"
          value={kind}
          options={{ once: 'once', recurring: 'again and again' }}
          onChange={setKind}
        />
        {kind === 'once' ? (
          <>
            <label>
              From, local time
              <input
                type="datetime-local"
                required
                value={from}
                onChange={({ target }) => setFrom(target.value)}
              />
            </label>
            <label>
              Until, local time
              <input
                type="datetime-local"
                required
                min={from}
                value={until}
                onChange={({ target }) => setUntil(target.value)}
              />
            </label>
          </>
        ) : (
          <>
            <TextField
              label="Begins: minute, hour, day, month, weekday"
              value={cron}
              isRequired
              placeholder="0 2 * * sun"
              onChange={setCron}
            />
            <DurationField label="Lasts" value={length} isRequired onChange={setLength} />
            <TextField
              label="Time zone"
              value={zone}
              placeholder="Europe/Berlin"
              onChange={setZone}
            />
          </>
        )}
      </div>
      <MatchersField value={matchers} onChange={setMatchers} />
      <label>
        Why (optional)
        <input
          maxLength={1_000}
          value={comment}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
    </FormDialog>
  );
}
