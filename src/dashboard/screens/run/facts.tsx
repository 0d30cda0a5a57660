// What a run is: where, what, who asked for it, and when.
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import type { RunDetails } from './operations.ts';
import styles from './run.module.css';

const began: Readonly<Record<RunDetails['origin'], string>> = {
  API: 'a request to the API',
  AUTOMATIC: 'hawkwatch itself',
  COMMAND: 'the command line',
  FOREIGN: 'another tool',
};

/** The facts of a run. */
export function Facts({ run }: { run: RunDetails }) {
  const { database, review, retryOf, wave } = run;
  const facts: readonly (readonly [string, ReactNode] | undefined)[] = [
    [
      'Database',
      <>
        <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
        {database.environment == null ? '' : ` (${database.environment})`}
      </>,
    ],
    ['Source', run.source],
    ['Up to', run.toVersion ?? 'the newest version'],
    [
      'Begun by',
      <>
        {began[run.origin]}
        {run.triggeredBy == null ? null : (
          <>
            {', '}
            <Link href={`/runs?by=${encodeURIComponent(run.triggeredBy)}`}>{run.triggeredBy}</Link>
          </>
        )}
      </>,
    ],
    ['Asked for', <Time key="queued" at={run.queuedAt} />],
    run.startedAt == null ? undefined : ['Began', <Time key="began" at={run.startedAt} />],
    run.startedAt == null
      ? undefined
      : ['Waited', <Duration key="waited" since={run.queuedAt} until={run.startedAt} />],
    run.finishedAt == null ? undefined : ['Ended', <Time key="ended" at={run.finishedAt} />],
    run.startedAt == null
      ? undefined
      : [
          run.finishedAt == null ? 'For' : 'Took',
          <Duration key="took" since={run.startedAt} until={run.finishedAt ?? null} />,
        ],
    review == null
      ? undefined
      : [
          'Review',
          <>
            {wordsOf(review.decision)} by {review.by}, <Time at={review.at} />
            {review.comment == null ? null : <div className="soft">“{review.comment}”</div>}
          </>,
        ],
    retryOf == null
      ? undefined
      : [
          'Retry of',
          <Link key="retry" href={`/runs/${encodeURIComponent(retryOf.id)}`}>
            the run of <Time at={retryOf.queuedAt} />
          </Link>,
        ],
    wave == null ? undefined : ['Wave', `${wave.source} to ${wave.toVersion}`],
  ];
  return (
    <Panel title="About this run">
      <dl className={styles.facts}>
        {facts.map((fact) =>
          fact === undefined ? null : (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
        )}
      </dl>
    </Panel>
  );
}
