// Silences what an alert is: all its labels, or fewer, and then more alerts. What else would be silenced is
// shown before.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { DurationField, usualMinutes } from '../../../parts/alerts/duration-field.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { Failure, Loading } from '../../../parts/notes.tsx';
import { State } from '../../../parts/state.tsx';
import styles from '../alert.module.css';
import { createSilence, previewSilence, type AlertDetails } from '../operations.ts';
import { matchersOf } from './matchers.ts';

export interface SilenceDialogProps {
  readonly alert: AlertDetails;
  onClose(): void;
}

/** More than so many are silenced only when their number is typed. */
const many = 10;

/** The question. */
export function SilenceDialog({ alert, onClose }: SilenceDialogProps) {
  const all = matchersOf(alert);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [own, setOwn] = useState('');
  const [minutes, setMinutes] = useState(usualMinutes);
  const [comment, setComment] = useState('');
  const written = own
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const matchers = [...all.filter((one) => !left.has(one)), ...written];
  const [asked, setAsked] = useState(matchers);
  const preview = useLiveQuery(
    previewSilence,
    { matchers: asked },
    { staleAfter: ['alert.'], everyMs: 3_000, pause: asked.length === 0 },
  );
  const action = useAction(createSilence, 'Silenced: nobody is told meanwhile.', inDialog);
  const change = (matcher: string, isOn: boolean): void => {
    const next = new Set(left);
    if (isOn) next.delete(matcher);
    else next.add(matcher);
    setLeft(next);
    setAsked([...all.filter((one) => !next.has(one)), ...written]);
  };
  const silence = async (): Promise<void> => {
    const input = { matchers, comment: comment.trim(), durationMinutes: minutes };
    if ((await action.run({ input })) !== undefined) onClose();
  };
  const isKnown = asked.join('\n') === matchers.join('\n') && preview.error === undefined;
  const total = preview.data?.previewSilence.total;
  return (
    <Confirm
      title="Silence"
      deed="Silence"
      isBusy={action.isBusy}
      failure={action.failure}
      isReady={matchers.length > 0 && isKnown && total !== undefined}
      {...(total !== undefined && total > many ? { typed: String(total) } : {})}
      onConfirm={() => void silence()}
      onCancel={onClose}
    >
      <fieldset className={styles.matchers}>
        <legend>Alerts that fit all of these; with fewer, more alerts are silenced</legend>
        {all.map((matcher) => (
          <label key={matcher} className="beside">
            <input
              type="checkbox"
              checked={!left.has(matcher)}
              onChange={({ target }) => change(matcher, target.checked)}
            />
            <code>{matcher}</code>
          </label>
        ))}
      </fieldset>
      <label>
        <span>
          And these, one a line, as <code>host~web-*|db-?</code>, <code>severity!=CRITICAL</code>
        </span>
        <textarea
          rows={2}
          value={own}
          spellCheck={false}
          onChange={({ target }) => setOwn(target.value)}
          onBlur={() => setAsked(matchers)}
        />
      </label>
      {matchers.length === 0 ? (
        <p>Choose at least one: a silence without any would fit everything.</p>
      ) : (
        <div aria-live="polite">
          {preview.error === undefined ? null : <Failure error={preview.error} />}
          {isKnown && total === undefined ? <Loading what="Looking at what fits" /> : null}
          {isKnown ? null : preview.error === undefined ? (
            <button type="button" onClick={() => setAsked(matchers)}>
              See what fits
            </button>
          ) : null}
          {isKnown && preview.data !== undefined ? (
            <Fitting preview={preview.data.previewSilence} />
          ) : null}
        </div>
      )}
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

interface FittingProps {
  readonly preview: {
    readonly total: number;
    readonly alerts: readonly {
      readonly id: string;
      readonly title: string;
      readonly severity: string;
    }[];
  };
}

function Fitting({ preview: { total, alerts } }: FittingProps) {
  const more = total - alerts.length;
  return (
    <>
      <p>
        <strong>
          {total === 1 ? '1 open alert fits' : `${total.toLocaleString('en')} open alerts fit`}
        </strong>
        {total === 0 ? '; others may come.' : '; those that come later are silenced, too.'}
      </p>
      {alerts.length === 0 ? null : (
        <ul className={styles.preview} aria-label="Alerts that fit" tabIndex={0}>
          {alerts.map(({ id, title, severity }) => (
            <li key={id}>
              <State state={severity} /> {title}
            </li>
          ))}
          {more > 0 ? <li>and {more} more</li> : null}
        </ul>
      )}
    </>
  );
}
