// One run on the database's page: what it is, its live progress, why it failed, and what can be done.
import { Link } from 'wouter';

import { RunActions } from '../../../../parts/run-actions/run-actions.tsx';
import { RunProgress } from '../../../../parts/run-progress/run-progress.tsx';
import { State } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import type { Run } from './read-runs.ts';
import styles from './migrations.module.css';
import { Review } from './review.tsx';

/** `Dry run of shop to 0004`. */
function titleOf({ kind, dryRun, emergency, source, toVersion }: Run): string {
  const what =
    kind === 'ROLLBACK'
      ? emergency
        ? 'Emergency roll-back'
        : 'Roll-back'
      : dryRun
        ? 'Dry run'
        : 'Run';
  return `${what} of ${source}${toVersion == null ? '' : ` to ${toVersion}`}`;
}

export interface CurrentRunProps {
  readonly run: Run;
  /** The database's name. */
  readonly name: string;
  /** True: its progress is shown, also after its end. */
  readonly isWatched: boolean;
  onTurn(): void;
  onPutAway(): void;
}

/** A run. */
export function CurrentRun({ run, name, isWatched, onTurn, onPutAway }: CurrentRunProps) {
  const { id, state, origin, triggeredBy, queuedAt, finishedAt, error } = run;
  const isWaiting = state === 'AWAITING_REVIEW';
  return (
    <article className={styles.run} aria-label={titleOf(run)}>
      <div className="row spread">
        <div className="row">
          {isWatched && !isWaiting ? null : <State state={state} />}
          <Link href={`/runs/${encodeURIComponent(id)}`}>
            <strong>{titleOf(run)}</strong>
          </Link>
          <span className="soft small">
            {origin === 'FOREIGN' ? 'begun outside of hawkwatch' : 'asked for'}
            {triggeredBy == null ? ' ' : ` by ${triggeredBy} `}
            <Time at={queuedAt} />
          </span>
        </div>
        <div className="row">
          <RunActions run={run} />
          {finishedAt == null ? null : <button onClick={onPutAway}>Put away</button>}
        </div>
      </div>
      {error == null ? null : (
        <div className={`column ${styles.error}`} role="alert">
          <strong>{error.message}</strong>
          {error.statement == null ? null : <code>{error.statement}</code>}
          {error.hint == null ? null : <span>{error.hint}</span>}
        </div>
      )}
      {isWaiting ? (
        <Review runId={id} name={name} />
      ) : isWatched ? (
        <RunProgress runId={id} onTurn={onTurn} />
      ) : null}
    </article>
  );
}
