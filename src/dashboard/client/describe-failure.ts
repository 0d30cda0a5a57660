// Says in words what failed between the page and the service, and what to do.
import type { CombinedError } from 'urql';

/** A sentence for people. */
export function describeFailure(error: CombinedError | undefined): string {
  if (error?.networkError !== undefined) {
    return 'hawkwatch does not answer. What you see may be old; the page tries again by itself.';
  }
  const messages = error?.graphQLErrors.map(({ message }) => message) ?? [];
  return messages.length > 0 ? messages.join(' ') : 'hawkwatch gave no answer. Try again.';
}
