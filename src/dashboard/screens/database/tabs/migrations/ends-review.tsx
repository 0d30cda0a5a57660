// Said before something is begun while a run of the same source waits for its review.
import { Link } from 'wouter';

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
