// An alert that nobody has taken on.
import { Link } from 'wouter';

import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import styles from './needs-you.module.css';
import type { NeedyAlert } from './operations.ts';
import type { AlertActions } from './use-alert-actions.ts';

export interface EntryProps {
  /** Where it stands in the list. */
  readonly index: number;
  readonly isChosen: boolean;
  readonly mayAct: boolean;
  onChoose(): void;
}

/** An entry of the list. */
export function AlertEntry({
  alert,
  actions,
  index,
  isChosen,
  mayAct,
  onChoose,
}: EntryProps & { readonly alert: NeedyAlert; readonly actions: AlertActions }) {
  const { id, title, message, severity, databaseName, startedAt, assignedTo, flappingSince } =
    alert;
  const isBusy = actions.isBusy(id);
  return (
    <li
      className={styles.entry}
      data-index={index}
      tabIndex={-1}
      aria-current={isChosen ? 'true' : undefined}
      onFocus={onChoose}
    >
      <span className={styles.sign}>
        <State state={severity} />
      </span>
      <div className={styles.text}>
        <Link href={`/alerts/${encodeURIComponent(id)}`} className={styles.title}>
          {title}
        </Link>
        <span className="soft small">
          since <Time at={startedAt} />
          {databaseName == null ? null : ` · ${databaseName}`}
          {assignedTo == null ? null : ` · for ${assignedTo}`}
          {flappingSince == null ? null : ' · comes and goes'}
        </span>
        {message === '' || message === title ? null : (
          <span className={`${styles.message} soft small`} title={message}>
            {message}
          </span>
        )}
      </div>
      {mayAct ? (
        <div className={styles.actions}>
          <button
            disabled={isBusy}
            aria-label={`Acknowledge: ${title}`}
            onClick={() => void actions.acknowledge(id)}
          >
            Acknowledge
          </button>
          <button
            className="plain"
            disabled={isBusy}
            aria-label={`Silence 1 h: ${title}`}
            onClick={() => void actions.silence(id)}
          >
            Silence 1 h
          </button>
        </div>
      ) : null}
    </li>
  );
}
