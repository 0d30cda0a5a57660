// What the sections of `hawkwatch.yaml` are made of: keys that are known, durations, whole numbers.
// Unknown keys are refused; the message of such an issue is the list of the known ones, from which
// `faults.ts` chooses the nearest.
import { z } from 'zod';

import { nameForm } from '../core/database-words.ts';
import { findMatcher, matcherForm, type Matcher } from '../core/matchers.ts';
import { durationForm, findDurationMs } from './duration.ts';

export const dayMs = 86_400_000;
// PostgreSQL's and Node's timers count milliseconds in 31 bits.
export const longestTimerMs = 24 * dayMs;
export const longestRetentionMs = 36_500 * dayMs;

/** The known keys inside the message of an unrecognized-keys issue. */
export function knownKeysOf(message: string): readonly string[] {
  return message.split(', ');
}

/** What is wrong with something that no file declares; it holds no value of it. */
export interface DeclarationFault {
  readonly path: string;
  readonly message: string;
}

export function declarationFaults(
  issues: readonly z.core.$ZodIssue[],
): readonly DeclarationFault[] {
  return issues.map((issue) => ({
    path: issue.path.join('.'),
    message:
      issue.code === 'unrecognized_keys'
        ? `has keys that are not known; known are ${knownKeysOf(issue.message).join(', ')}`
        : issue.message,
  }));
}

export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined,
  });
}

export function duration(defaultMs: number, longestMs: number) {
  return z
    .string(`must be ${durationForm}`)
    .transform((text, context): number => {
      const durationMs = findDurationMs(text);
      if (durationMs === undefined) context.addIssue(`must be ${durationForm}`);
      else if (durationMs < 1) context.addIssue('must be longer than nothing');
      else if (durationMs > longestMs) context.addIssue(`must be ${longestMs / dayMs}d at most`);
      else return durationMs;
      return z.NEVER;
    })
    .default(defaultMs);
}

// A reference gives text, so digits are taken for the number they write.
export function whole(least: number, defaultValue: number) {
  const digits = (value: unknown): unknown =>
    typeof value === 'string' && /^[0-9]{1,10}$/.test(value) ? Number(value) : value;
  const message = `must be a whole number from ${least} to 2147483647`;
  const number = z.int(message).min(least, message).max(2_147_483_647, message);
  return z.preprocess(digits, number).default(defaultValue);
}

// YAML 1.2 takes `on` and `off` for texts, and a reference gives text in any case.
export function onOrOff(message: string) {
  const words: Readonly<Record<string, boolean>> = {
    on: true,
    true: true,
    off: false,
    false: false,
  };
  const read = (value: unknown): unknown =>
    typeof value === 'string' ? (words[value.toLowerCase()] ?? value) : value;
  return z.preprocess(read, z.boolean(message));
}

export const named = z.string().regex(nameForm.pattern, nameForm.message);
/** A matcher, as routes, rules, policies and remedies have them. */
export const matcher = z.string(`must be ${matcherForm}`).transform((text, context): Matcher => {
  const found = findMatcher(text);
  if (found !== undefined) return found;
  context.addIssue(`must be ${matcherForm}`);
  return z.NEVER;
});

export const filled = z.string().min(1, 'must not be empty');

export function listOf(what: string, least: number) {
  const message = `must be a list of ${what}`;
  return z.array(filled, message).min(least, message).max(200, 'has too many entries');
}
