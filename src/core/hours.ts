// Whether a moment lies within the hours of a policy, in that policy's time zone. Pure. Wall-clock
// times decide, so a day on which the clocks change has an hour more or less of them.
export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type WeekDay = (typeof weekDays)[number];

/** Hours of a day in local time; `to` before `from` reaches into the next day. */
export interface AllowedHours {
  readonly from: string;
  readonly to: string;
  readonly days: readonly WeekDay[];
  readonly timeZone: string;
}

interface LocalTime {
  /** 0 for Monday. */
  readonly day: number;
  readonly minute: number;
}

/** Makes the form of a zone's local time, which takes long; `createZoneFormats` remembers it. */
export type ZoneFormats = (timeZone: string) => Intl.DateTimeFormat;

const makeFormat: ZoneFormats = (timeZone) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

/** Forms that are made once per zone, for those who ask often. */
export function createZoneFormats(): ZoneFormats {
  const known = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const format = known.get(timeZone) ?? makeFormat(timeZone);
    known.set(timeZone, format);
    return format;
  };
}

function localTimeOf(now: Date, format: Intl.DateTimeFormat): LocalTime {
  const parts = format.formatToParts(now);
  const text = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  const weekday = text('weekday').toLowerCase();
  return {
    day: weekDays.findIndex((day) => day === weekday),
    minute: Number(text('hour')) * 60 + Number(text('minute')),
  };
}

const minuteOf = (time: string): number => {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
};

/**
 * True when `now` is within the hours: from `from` on, until just before `to`. Hours that reach into
 * the next day belong to the day on which they begin; with `from` equal to `to` they are the whole
 * day.
 */
export function isWithinHours(
  hours: AllowedHours,
  now: Date,
  formatOf: ZoneFormats = makeFormat,
): boolean {
  const { day, minute } = localTimeOf(now, formatOf(hours.timeZone));
  const from = minuteOf(hours.from);
  const to = minuteOf(hours.to);
  const includes = (at: number): boolean => hours.days.includes(weekDays[at % 7] ?? 'mon');
  if (from < to) return minute >= from && minute < to && includes(day);
  return (minute >= from && includes(day)) || (minute < to && includes(day + 6));
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * The first minute from `now` on that is within the hours; `now` itself when it is. Undefined when there is
 * none in nine days, which hours with a day always have.
 */
export function whenHoursBegin(
  hours: AllowedHours,
  now: Date,
  formatOf: ZoneFormats = makeFormat,
): Date | undefined {
  if (isWithinHours(hours, now, formatOf)) return now;
  const { day, minute } = localTimeOf(now, formatOf(hours.timeZone));
  const from = minuteOf(hours.from);
  const startMs = Math.floor(now.getTime() / minuteMs) * minuteMs;
  for (let ahead = 0; ahead <= 9; ahead += 1) {
    if (!hours.days.includes(weekDays[(day + ahead) % 7] ?? 'mon')) continue;
    const expectedMs = startMs + (ahead * dayMinutes + from - minute) * minuteMs;
    // Where clocks change in between, it is up to two hours earlier or later.
    for (let shift = -120; shift <= 120; shift += 1) {
      const at = new Date(expectedMs + shift * minuteMs);
      if (at > now && isWithinHours(hours, at, formatOf)) return at;
    }
  }
  return undefined;
}

/** The hours in words, as `22:00 to 04:00 (Europe/Berlin), mon to fri`. */
export function describeHours(hours: AllowedHours): string {
  const days = hours.days.length === 7 ? '' : ` on ${hours.days.join(', ')}`;
  return `${hours.from} to ${hours.to} ${hours.timeZone}${days}`;
}
