// Durations as people write them: a whole number and a unit. A number alone is refused, because
// nobody can tell whether it means seconds or milliseconds.
import { InvalidInputError } from '../core/errors.ts';

const unitsMs = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const form = /^([0-9]{1,12}) ?(ms|s|min|h|d)$/;

/** What a duration looks like, for messages. */
export const durationForm = 'a whole number with a unit: 500ms, 5s, 10min, 12h or 30d';

function isUnit(text: string | undefined): text is keyof typeof unitsMs {
  return text !== undefined && Object.hasOwn(unitsMs, text);
}

/** The milliseconds of a text such as `10min`, or undefined when it is no duration. */
export function findDurationMs(text: string): number | undefined {
  const match = form.exec(text.trim());
  const unit = match?.[2];
  if (!isUnit(unit)) return undefined;
  const durationMs = Number(match?.[1]) * unitsMs[unit];
  return Number.isSafeInteger(durationMs) ? durationMs : undefined;
}

/** The milliseconds of a text such as `10min`; throws `InvalidInputError` when it is no duration. */
export function parseDurationMs(text: string): number {
  const durationMs = findDurationMs(text);
  if (durationMs !== undefined) return durationMs;
  const message = `must be ${durationForm}`;
  throw new InvalidInputError(`the duration ${message}`, [{ path: '', message }]);
}
