// What may be asked for of silences and windows: all faults at once, none with a value in it that is too
// long to show.
import { InvalidInputError, type InputIssue } from '../../core/errors.ts';
import type { Matcher } from '../../core/matchers.ts';
import { longestComment, longestSilenceMs, readNarrowMatchers } from '../../core/suppression.ts';

export interface SilenceTimes {
  /** Without it, from now on. */
  readonly startsAt?: Date | null | undefined;
  /** One of both is set. */
  readonly endsAt?: Date | null | undefined;
  readonly durationMs?: number | null | undefined;
}

/** The faults of a list of matchers, and the matchers. */
export function checkMatchers(
  texts: readonly string[],
  path: string,
  issues: InputIssue[],
): readonly Matcher[] {
  const { matchers, faults } = readNarrowMatchers(texts);
  for (const { index, message } of faults) {
    issues.push({ path: index === null ? path : `${path}.${index}`, message });
  }
  return matchers;
}

/** The faults of a comment, and the comment. */
export function checkComment(text: string, path: string, issues: InputIssue[]): string {
  const comment = text.trim();
  if (comment === '') issues.push({ path, message: 'must say why' });
  if (comment.length > longestComment) {
    issues.push({ path, message: `must have ${longestComment} characters at most` });
  }
  return comment;
}

/** The faults of when a silence begins and ends, and these times. */
export function checkTimes(
  times: SilenceTimes,
  now: Date,
  issues: InputIssue[],
): { readonly startsAt: Date; readonly endsAt: Date } {
  const startsAt = times.startsAt ?? now;
  const { endsAt, durationMs } = times;
  if ((endsAt == null) === (durationMs == null)) {
    const message = 'set one of endsAt and durationMinutes';
    issues.push({ path: 'input.endsAt', message });
    return { startsAt, endsAt: startsAt };
  }
  const begin = Math.max(startsAt.getTime(), now.getTime());
  const end = endsAt?.getTime() ?? begin + (durationMs ?? 0);
  const path = endsAt == null ? 'input.durationMinutes' : 'input.endsAt';
  if (!(end > begin)) issues.push({ path, message: 'must be after its beginning, and after now' });
  else if (end - now.getTime() > longestSilenceMs) {
    issues.push({ path, message: 'must be within 366 days from now' });
  }
  return { startsAt: new Date(begin), endsAt: Number.isFinite(end) ? new Date(end) : startsAt };
}

/** @throws InvalidInputError when there are faults. */
export function failOn(issues: readonly InputIssue[], what: string): void {
  if (issues.length === 0) return;
  const told = issues.slice(0, 5).map(({ path, message }) => `\`${path}\` ${message}`);
  throw new InvalidInputError(`${what}: ${told.join('; ')}.`, issues);
}
