// What a run is: where, what, who asked for it, and when.
import { Link } from 'wouter';

import { Facts, type Fact } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import type { RunDetails } from './operations.ts';

const began: Readonly<Record<RunDetails['origin'], string>> = {
  API: 'a request to the API',
  AUTOMATIC: 'hawkwatch itself',
  COMMAND: 'the command line',
  FOREIGN: 'another tool',
};

/** The facts of a run. */
export function RunFacts({ run }: { run: RunDetails }) {
  const { database, review, retryOf, wave } = run;
  const facts: readonly Fact[] = [
    {
      name: 'Database',
      value: (
        <>
          <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
          {database.environment == null ? '' : ` (${database.environment})`}
        </>
      ),
    },
    { name: 'Source', value: run.source },
    { name: 'Up to', value: run.toVersion ?? 'the newest version' },
    { name: 'Begun by', value: <Beginner run={run} /> },
    { name: 'Asked for', value: <Time at={run.queuedAt} /> },
    { name: 'Began', value: run.startedAt == null ? null : <Time at={run.startedAt} /> },
    {
      name: 'Waited',
      value: run.startedAt == null ? null : <Duration since={run.queuedAt} until={run.startedAt} />,
    },
    { name: 'Ended', value: run.finishedAt == null ? null : <Time at={run.finishedAt} /> },
    {
      name: run.finishedAt == null ? 'For' : 'Took',
      value:
        run.startedAt == null ? null : (
          <Duration since={run.startedAt} until={run.finishedAt ?? null} />
        ),
    },
    {
      name: 'Review',
      value:
        review == null ? null : (
          <>
            {wordsOf(review.decision)} by {review.by}, <Time at={review.at} />
            {review.comment == null ? null : <div className="soft">“{review.comment}”</div>}
          </>
        ),
    },
    {
      name: 'Retry of',
      value:
        retryOf == null ? null : (
          <Link href={`/runs/${encodeURIComponent(retryOf.id)}`}>
            the run of <Time at={retryOf.queuedAt} />
          </Link>
        ),
    },
    {
      name: 'Wave',
      value:
        wave == null ? null : (
          <Link href={`/runs?wave=${encodeURIComponent(wave.id)}`}>
            {`${wave.source} to ${wave.toVersion}`}
          </Link>
        ),
    },
  ];
  return (
    <Panel title="About this run">
      <Facts facts={facts} />
    </Panel>
  );
}

/** What began it, and with whose token; that leads to all that the token asked for. */
function Beginner({ run: { origin, triggeredBy } }: { run: RunDetails }) {
  const by = origin === 'AUTOMATIC' ? null : triggeredBy;
  return (
    <>
      {began[origin]}
      {by == null ? null : (
        <>
          {', '}
          <Link href={`/runs?by=${encodeURIComponent(by)}`}>{by}</Link>
        </>
      )}
    </>
  );
}
