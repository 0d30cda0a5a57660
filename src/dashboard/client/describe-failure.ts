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

/** A sentence for people. */
export function describeFailure(error: CombinedError | undefined): string {
  if (error?.networkError !== undefined) {
    return 'hawkwatch does not answer. What you see may be old; the page tries again by itself.';
  }
  const messages =
    error?.graphQLErrors.map(({ message, extensions }) => message + issuesOf(extensions)) ?? [];
  return messages.length > 0 ? messages.join(' ') : 'hawkwatch gave no answer. Try again.';
}
