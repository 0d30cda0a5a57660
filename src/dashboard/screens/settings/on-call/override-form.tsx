// Has somebody of a rotation stand in for a while.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { Choice } from '../forms/fields.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import styles from '../forms/forms.module.css';
import { readLocalTime, writeLocalTime } from '../forms/local-time.ts';
import { overrideMutation, type ShownRotation } from './operations.ts';

const hourMs = 3_600_000;

export interface OverrideFormProps {
  readonly rotation: ShownRotation;
  onDone(): void;
  onClose(): void;
}

/** The form. */
export function OverrideForm({ rotation, onDone, onClose }: OverrideFormProps) {
  const names = rotation.people.map(({ name }) => name);
  const [person, setPerson] = useState(names[0] ?? '');
  const [from, setFrom] = useState(() => writeLocalTime(Date.now()));
  const [until, setUntil] = useState(() => writeLocalTime(Date.now() + 8 * hourMs));
  const override = useAction(overrideMutation, `${person} stands in.`, { tellsFailure: false });
  const save = async (): Promise<void> => {
    const done = await override.run({
      rotation: rotation.name,
      person,
      from: readLocalTime(from) ?? from,
      until: readLocalTime(until) ?? until,
    });
    if (done !== undefined) onDone();
  };
  return (
    <FormDialog
      title={`Stand in: ${rotation.name}`}
      deed="Let them stand in"
      isBusy={override.isBusy}
      failure={override.failure}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <p className="soft small">
        Of several the one made last counts: to take one back, let whoever has the turn stand in.
      </p>
      <div className={styles.fields}>
        <Choice
          label="Who"
          value={person}
          options={Object.fromEntries(names.map((name) => [name, name]))}
          onChange={setPerson}
        />
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
      </div>
    </FormDialog>
  );
}
