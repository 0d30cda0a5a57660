// Says in words what failed between the page and the service, and what to do.
import type { CombinedError } from 'urql';

/** What is wrong with which part of what was asked for, where the service says so. */
function issuesOf(extensions: Readonly<Record<string, unknown>> | undefined): string {
  const issues = extensions?.['issues'];
  if (!Array.isArray(issues)) return '';
  return issues
    .flatMap((issue: unknown) => {
      const message: unknown =
        typeof issue === 'object' && issue !== null && Reflect.get(issue, 'message');
      return typeof message === 'string' ? [` It ${message}.`] : [];
    })
    .join('');
}

// What is read is asked for again by whoever shows it. A deed is done once: it may have been done although
// its answer was lost, and whoever does it again has to know that.
const noAnswer = {
  reading: 'hawkwatch does not answer. What you see may be old; the page tries again by itself.',
  download: 'hawkwatch does not answer. Try again.',
  deed: 'hawkwatch did not answer: it is not known whether this was done. Look before you do it again.',
};

/** A sentence for people; `attempt` is what failed. */
export function describeFailure(
  error: CombinedError | undefined,
  attempt: keyof typeof noAnswer = 'reading',
): string {
  if (error?.networkError !== undefined) return noAnswer[attempt];
  const messages =
    error?.graphQLErrors.map(({ message, extensions }) => message + issuesOf(extensions)) ?? [];
  return messages.length > 0 ? messages.join(' ') : 'hawkwatch gave no answer. Try again.';
}
