// Hours of the week and time zones, as several sections write them.
import { z } from 'zod';

import { weekDays } from '../../core/hours.ts';
import { section } from '../forms.ts';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    // The only way to ask for it: an unknown name is a RangeError.
    return false;
  }
}

/** A zone of the tz database; UTC when it is left out. */
export const timeZone = z
  .string()
  .refine(isTimeZone, 'is no time zone, as Europe/Berlin or UTC')
  .default('UTC');

/** A time of day, as `22:30`. */
export const clockTime = z
  .string()
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be a time as "22:30", in quotes');

/** Hours of the week in a time zone. */
export const hours = section({
  from: clockTime,
  to: clockTime,
  days: z
    .array(z.enum(weekDays, `must be one of ${weekDays.join(', ')}`))
    .min(1, 'must name a day')
    .default([...weekDays]),
  timeZone,
});
