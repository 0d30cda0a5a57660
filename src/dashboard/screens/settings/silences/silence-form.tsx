// Makes a silence, or changes one: which alerts, how long, and why. What it would silence now is shown first.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Choice } from '../forms/fields.tsx';
import { writeLocalTime } from '../forms/local-time.ts';
import { MatchersField } from '../forms/matchers-field.tsx';
import styles from '../forms/forms.module.css';
import { createSilenceMutation, updateSilenceMutation, type ShownSilence } from './operations.ts';
import { changedInput, draftOf, emptyDraft, newInput, type SilenceDraft } from './silence-draft.ts';

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
  /** The one to change; without it a new one is made. */
  readonly silence?: ShownSilence | undefined;
  onDone(): void;
  onClose(): void;
}

function useSave(silence: ShownSilence | undefined, before: SilenceDraft) {
  const quiet = { tellsFailure: false };
  const create = useAction(createSilenceMutation, 'Nobody is told of these any more.', quiet);
  const update = useAction(updateSilenceMutation, 'The silence is changed.', quiet);
  const { isBusy, failure } = silence === undefined ? create : update;
  const save = async (draft: SilenceDraft): Promise<boolean> => {
    if (silence === undefined) {
      return (await create.run({ input: newInput(draft) })) !== undefined;
    }
    const input = changedInput(draft, before);
    if (Object.keys(input).length === 0) return true;
    return (await update.run({ id: silence.id, input })) !== undefined;
  };
  return { isBusy, failure, save };
}

/** The form. */
export function SilenceForm({ silence, onDone, onClose }: SilenceFormProps) {
  const [before] = useState(() =>
    silence === undefined ? emptyDraft(Date.now()) : draftOf(silence),
  );
  const [draft, setDraft] = useState(before);
  const { isBusy, failure, save } = useSave(silence, before);
  const change = (part: Partial<SilenceDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const { matchers, comment, span, until } = draft;
  return (
    <FormDialog
      title={silence === undefined ? 'New silence' : 'Change the silence'}
      deed={silence === undefined ? 'Silence them' : 'Change the silence'}
      isBusy={isBusy}
      failure={failure}
      onSubmit={() => void save(draft).then((isDone) => isDone && onDone())}
      onClose={onClose}
    >
      <MatchersField value={matchers} onChange={(next) => change({ matchers: next })} />
      <div className={styles.fields}>
        <Choice
          label={silence === undefined ? 'How long' : 'How long from now'}
          value={span}
          options={spans}
          onChange={(next) => change({ span: next })}
        />
        {span === 'until' ? (
          <label>
            Until, local time
            <input
              type="datetime-local"
              required
              min={until === before.until ? undefined : writeLocalTime(Date.now())}
              value={until}
              onChange={({ target }) => change({ until: target.value })}
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
          onChange={({ target }) => change({ comment: target.value })}
        />
      </label>
    </FormDialog>
  );
}
