// Whether it is within hours of the week, and when they begin next. Pure.
import {
  createZoneFormats,
  isWithinHours as isWithin,
  weekDays,
  type AllowedHours,
} from '../../core/hours.ts';
import { localTimeAt, minuteOfTime, momentOf, weekDayOf } from '../../core/zone-time.ts';

// Zones are those of the configuration, so there are few.
const formats = createZoneFormats();

export function isWithinHours(hours: AllowedHours, now: Date): boolean {
  return isWithin(hours, now, formats);
}

/** The first moment within the hours: `now` itself, or when they begin next. */
export function nextWithinHours(hours: AllowedHours, now: Date): Date {
  if (isWithinHours(hours, now)) return now;
  const { dayNumber } = localTimeAt(now, hours.timeZone);
  const minute = minuteOfTime(hours.from);
  for (let day = dayNumber; day <= dayNumber + 8; day += 1) {
    const name = weekDays[weekDayOf(day)];
    if (name === undefined || !hours.days.includes(name)) continue;
    const begin = momentOf({ dayNumber: day, minute }, hours.timeZone);
    if (begin > now && isWithinHours(hours, begin)) return begin;
  }
  // Hours that the clocks leave out on the only day they have: a week later they are there again.
  return nextWithinHours(hours, new Date(now.getTime() + 7 * 86_400_000));
}
