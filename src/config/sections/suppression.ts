// The sections `maintenance`, `inhibitions` and `dependencies`: of what nobody is told for the time being.
import { Cron } from 'croner';
import { z } from 'zod';

import {
  longestComment,
  longestWindowMs,
  readNarrowMatchers,
  scheduleFault,
  type InhibitionSettings,
  type MaintenanceSettings,
} from '../../core/suppression.ts';
import { duration, filled, named, section } from '../forms.ts';
import { timeZone } from './hours.ts';

const listed = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

/** A list of matchers, of which one at least asks for a label. */
const matchers = z.preprocess(
  listed,
  z
    .array(z.string().max(1_000, 'must have 1000 characters at most'))
    .transform((texts, context) => {
      const { matchers: read, faults } = readNarrowMatchers(texts);
      for (const { index, message } of faults) {
        context.addIssue({ code: 'custom', path: index === null ? [] : [index], message });
      }
      return faults.length === 0 ? read : z.NEVER;
    }),
);

const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be a time with its offset, as 2026-12-01T22:00:00+01:00 or 2026-12-01T21:00:00Z',
  })
  .transform((text) => new Date(text).toISOString());

const once = section({ from: instant, until: instant });

function nextRunFault(cron: string, timezone: string): string | undefined {
  try {
    return new Cron(cron, { timezone, mode: '5-part' }).nextRun() === null
      ? 'is a time that never comes'
      : undefined;
  } catch {
    // The only way to ask: what is none is an error.
    return 'must have five fields as cron has them: minute, hour, day, month, weekday';
  }
}

const recurring = section({
  cron: filled.max(200, 'must have 200 characters at most'),
  duration: duration(0, longestWindowMs),
  timeZone,
}).superRefine(({ cron, timeZone: zone, duration: durationMs }, context) => {
  const fault = nextRunFault(cron, zone);
  if (fault !== undefined) context.addIssue({ code: 'custom', path: ['cron'], message: fault });
  if (durationMs === 0) {
    context.addIssue({ code: 'custom', path: ['duration'], message: 'is missing' });
  }
});

const window = section({
  name: named,
  match: matchers,
  once: once.optional(),
  recurring: recurring.optional(),
  comment: z
    .string()
    .max(longestComment, `must have ${longestComment} characters at most`)
    .default(''),
}).transform((value, context): MaintenanceSettings => {
  const { name, match, comment } = value;
  const schedule =
    value.once !== undefined
      ? ({ kind: 'once', ...value.once } as const)
      : value.recurring && {
          kind: 'recurring' as const,
          cron: value.recurring.cron,
          durationMs: value.recurring.duration,
          timeZone: value.recurring.timeZone,
        };
  if (schedule === undefined || (value.once !== undefined && value.recurring !== undefined)) {
    context.addIssue('needs one of once and recurring');
    return z.NEVER;
  }
  const fault = scheduleFault(schedule);
  if (fault !== undefined) {
    context.addIssue({ code: 'custom', path: [schedule.kind], message: fault });
  }
  return { name, match, schedule, comment };
});

const equal = z
  .array(filled.max(63, 'must have 63 characters at most'))
  .max(20, 'has too many entries')
  .default([]);

const inhibition = section({ name: named, source: matchers, target: matchers, equal }).transform(
  (value): InhibitionSettings => ({ kind: 'INHIBITION', ...value }),
);

const dependency = section({ name: named, parent: matchers, child: matchers, equal }).transform(
  ({ name, parent, child, equal: labels }): InhibitionSettings => ({
    kind: 'DEPENDENCY',
    name,
    source: parent,
    target: child,
    equal: labels,
  }),
);

export const maintenance = z.array(window).max(200, 'has too many entries').default([]);
export const inhibitions = z.array(inhibition).max(200, 'has too many entries').default([]);
export const dependencies = z.array(dependency).max(200, 'has too many entries').default([]);
