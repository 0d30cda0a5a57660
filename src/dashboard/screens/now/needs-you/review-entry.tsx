// A run that waits for somebody to look at it.
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';

import { Risk } from '../../../parts/risk.tsx';
import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import type { EntryProps } from './alert-entry.tsx';
import styles from './needs-you.module.css';
import type { NeedyRun } from './operations.ts';

// Few look at it, so it is not part of what everybody loads.
const ReviewDialog = lazy(() => import('./review-dialog.tsx'));
const namesShown = 3;

function describe({ kind, source, migrations }: NeedyRun): string {
  const deed = kind === 'ROLLBACK' ? 'roll back' : 'run';
  const names = migrations.slice(0, namesShown).map(({ version, name }) => `${version} ${name}`);
  const more = migrations.length > namesShown ? ` and ${migrations.length - namesShown} more` : '';
  return `${deed} ${names.join(', ')}${more} of ${source}`;
}

/** An entry of the list. */
export function ReviewEntry({
  run,
  index,
  isChosen,
  mayAct,
  onChoose,
  onDone,
}: EntryProps & { readonly run: NeedyRun; onDone(): void }) {
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const { id, database, assessment, queuedAt, triggeredBy, origin } = run;
  const { name, environment } = database;
  return (
    <li
      className={styles.entry}
      data-index={index}
      tabIndex={-1}
      aria-current={isChosen ? 'true' : undefined}
      onFocus={onChoose}
    >
      <span className={styles.sign}>
        <State state="AWAITING_REVIEW" label="review" />
      </span>
      <div className={styles.text}>
        <Link href={`/runs/${encodeURIComponent(id)}`} className={styles.title}>
          {name}: {describe(run)}
        </Link>
        <span className="soft small">
          waits since <Time at={queuedAt} />
          {environment == null ? null : ` · ${environment}`}
          {origin === 'AUTOMATIC'
            ? ' · by hawkwatch itself'
            : triggeredBy == null
              ? null
              : ` · by ${triggeredBy}`}
        </span>
        <span className={styles.impact}>
          {assessment == null ? (
            <span className="soft small">It was not assessed: read its files.</span>
          ) : (
            <>
              <Risk level={assessment.risk} />
              {assessment.losses.map(({ message }, index) => (
                <span key={index} className="small">
                  {message}
                </span>
              ))}
            </>
          )}
        </span>
      </div>
      {mayAct ? (
        <div className={styles.actions}>
          <button aria-label={`Approve … the run on ${name}`} onClick={() => setAsked('approve')}>
            Approve …
          </button>
          <button
            className="plain"
            aria-label={`Reject … the run on ${name}`}
            onClick={() => setAsked('reject')}
          >
            Reject …
          </button>
        </div>
      ) : null}
      {asked === undefined ? null : (
        <Suspense fallback={null}>
          <ReviewDialog
            run={run}
            decision={asked}
            onDone={onDone}
            onClose={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </li>
  );
}
