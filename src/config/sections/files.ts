// The section `files`: which files are watched, each list entry a watch of its own.
import { z } from 'zod';

import { dayMs, duration, filled, longestRetentionMs, named, section, whole } from '../forms.ts';

const kinds = ['auto', 'database', 'configuration', 'terraform', 'kubernetes'] as const;
const mebibyte = 1_048_576;

const listed = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);
const texts = (what: string, least: number) => {
  const message = `must be a list of ${what}`;
  return z.preprocess(
    listed,
    z.array(filled, message).min(least, message).max(200, 'has too many entries'),
  );
};
const patterns = () =>
  z
    .preprocess(
      listed,
      z
        .array(filled.max(500, 'is too long'), 'must be a list of patterns')
        .max(200, 'has too many entries'),
    )
    .default([]);

const poll = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return undefined;
    const parsed = duration(0, dayMs).safeParse(text);
    if (parsed.success && parsed.data >= 1000) return parsed.data;
    context.addIssue(parsed.error?.issues[0]?.message ?? 'must be 1s at least');
    return z.NEVER;
  });

const watch = section({
  name: named,
  paths: texts('files and folders', 1),
  include: patterns(),
  exclude: patterns(),
  kind: z.enum(kinds, `must be one of ${kinds.join(', ')}`).default('auto'),
  database: named.optional(),
  settle: duration(500, 3_600_000).refine((ms) => ms >= 50, 'must be 50ms at least'),
  maxHashBytes: whole(0, 32 * mebibyte),
  poll,
  keep: duration(90 * dayMs, longestRetentionMs),
}).transform(({ settle, keep, poll: pollMs, ...rest }) => ({
  ...rest,
  settleMs: settle,
  keepMs: keep,
  pollMs,
}));

/** All watches; their names differ. */
export const files = z
  .array(watch, 'must be a list of watches')
  .max(100, 'has too many entries')
  .superRefine((watches, context) => {
    const names = new Set<string>();
    for (const [index, { name }] of watches.entries()) {
      if (names.has(name)) {
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'is there twice' });
      }
      names.add(name);
    }
  })
  .default([]);
