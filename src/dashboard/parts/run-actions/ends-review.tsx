// Said before something is begun while a run of the same source waits for its review.
import { Link } from 'wouter';

import { Failure } from '../notes.tsx';
import type { EndedReviews } from './use-ended-reviews.ts';

/** The waiting run is rejected by whatever takes its place, for good. */
export function EndsReview({ run }: { run: string }) {
  return (
    <p>
      <strong>A run of this source waits for its review.</strong> This takes its place:{' '}
      <Link href={`/runs/${encodeURIComponent(run)}`}>the waiting run</Link> is rejected, and cannot
      be approved any more.
    </p>
  );
}

/** The same of all of them, where they were asked for; when they could not be read, it says so. */
export function EndsReviews({ reviews }: { reviews: EndedReviews }) {
  const { runs, error, refresh } = reviews;
  return (
    <>
      {runs.map((run) => (
        <EndsReview key={run} run={run} />
      ))}
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
    </>
  );
}
