// Times in the query of an address.
import type { InputIssue } from '../core/errors.ts';

const timeForm =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The time of a parameter; undefined without one, and with an issue for one that is none. */
export function parseTime(
  query: URLSearchParams,
  path: string,
  issues: InputIssue[],
): Date | undefined {
  const text = query.get(path);
  if (text === null) return undefined;
  const time = timeForm.test(text) ? new Date(text) : undefined;
  if (time !== undefined && !Number.isNaN(time.getTime())) return time;
  issues.push({ path, message: 'must be a time like 2026-01-31T12:00:00Z or a day' });
  return undefined;
}
