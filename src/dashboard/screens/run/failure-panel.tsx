// Why a run did not end well: what the database said, what that means, and what to do.
import { Panel } from '../../parts/panel.tsx';
import { explainSqlState, markPlace } from './explain-error.ts';
import type { RunDetails } from './operations.ts';
import styles from './run.module.css';

/** Shown for runs that failed or were interrupted. */
export function FailurePanel({ run }: { run: RunDetails }) {
  if (run.state === 'INTERRUPTED') return <Interrupted run={run} />;
  const { error } = run;
  if (error == null) return null;
  const explanation = explainSqlState(error.sqlState);
  return (
    <Panel title="Why it failed">
      <div className="column">
        <p className={styles.message}>{error.message}</p>
        {error.sqlState == null ? null : (
          <p className="soft small">
            SQLSTATE <code>{error.sqlState}</code>
            {explanation === undefined ? null : `: ${explanation.name}`}
          </p>
        )}
        {error.statement == null ? null : (
          <Statement text={error.statement} position={error.position} />
        )}
        <dl className={styles.advice}>
          {explanation === undefined ? null : (
            <>
              <dt>What it means</dt>
              <dd>{explanation.meaning}</dd>
            </>
          )}
          {error.hint == null ? null : (
            <>
              <dt>The database adds</dt>
              <dd>{error.hint}</dd>
            </>
          )}
          <dt>What to do</dt>
          <dd>
            {explanation?.advice ?? 'Correct the cause, then retry the run.'}{' '}
            {run.dryRun
              ? 'It was a dry run: nothing was changed.'
              : run.kind === 'ROLLBACK'
                ? 'What was rolled back before stays so, the rest is still applied; retry goes on with it. When a down file was changed, roll back anew instead.'
                : 'Migrations that were applied before stay; retry goes on after them. When a file was changed, trigger a new run instead.'}
          </dd>
        </dl>
      </div>
    </Panel>
  );
}

function Statement({ text, position }: { text: string; position: number | null | undefined }) {
  const [before, place, after] = markPlace(text, position);
  return (
    <pre tabIndex={0} aria-label="The statement that failed">
      {before}
      {place === '' ? null : <mark title="Here">{place}</mark>}
      {after}
    </pre>
  );
}

function Interrupted({ run }: { run: RunDetails }) {
  const isForeign = run.origin === 'FOREIGN';
  return (
    <Panel title="Why it stopped">
      <dl className={styles.advice}>
        <dt>What happened</dt>
        <dd>
          {isForeign
            ? 'Its session ended without recording what it had begun, or nobody watches its database any more.'
            : 'hawkwatch, or its connection to the database, went away while the run executed. What was not committed is undone, what was done before stays; the log ends with what is known.'}
        </dd>
        <dt>What to do</dt>
        <dd>
          {isForeign
            ? 'Look at the tool that ran it, and start it there again.'
            : `Retry the run: it goes on after what is ${run.kind === 'ROLLBACK' ? 'rolled back' : 'applied'}.`}
        </dd>
      </dl>
    </Panel>
  );
}
