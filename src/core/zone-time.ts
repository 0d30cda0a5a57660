// Local time of a zone, and the moment at which a zone's clocks show a time. Pure. On the days on which
// clocks change, a time that they leave out is the moment of the change, and one that they show twice is
// the first of both.
const minuteMs = 60_000;
const dayMs = 86_400_000;

export interface LocalTime {
  /** Days since 1970-01-01 in the zone's calendar. */
  readonly dayNumber: number;
  /** Of the day, 0 to 1439. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Making one takes long. Zones are those of the configuration, so there are few.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What the zone's clocks show, as milliseconds of a clock that shows UTC. */
function shownMs(atMs: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(atMs);
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
}

export function localTimeAt(at: Date, timeZone: string): LocalTime {
  const shown = shownMs(at.getTime(), timeZone);
  const dayNumber = Math.floor(shown / dayMs);
  return { dayNumber, minute: Math.floor((shown - dayNumber * dayMs) / minuteMs) };
}

/** The first moment at which the zone's clocks show this time of this day, or a later one. */
export function momentOf({ dayNumber, minute }: LocalTime, timeZone: string): Date {
  const wanted = dayNumber * dayMs + minute * minuteMs;
  const offsetAt = (atMs: number): number => shownMs(atMs, timeZone) - atMs;
  // Clocks change once within two days at most.
  const early = wanted - offsetAt(wanted - dayMs);
  const late = wanted - offsetAt(wanted + dayMs);
  const [first, second] = early < late ? [early, late] : [late, early];
  if (shownMs(first, timeZone) === wanted) return new Date(first);
  if (shownMs(second, timeZone) === wanted) return new Date(second);
  // The clocks leave it out: the change lies between both.
  let before = first;
  let after = second;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (shownMs(middle, timeZone) < wanted) before = middle;
    else after = middle;
  }
  return new Date(after);
}

/** Minutes of a time as `09:30`. */
export function minuteOfTime(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** The day's number of a date as `2026-12-24`; undefined when there is no such day. */
export function findDayNumber(date: string): number | undefined {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) return undefined;
  return ms / dayMs;
}

/** 0 for Monday. */
export function weekDayOf(dayNumber: number): number {
  // 1970-01-01 was a Thursday.
  return (((dayNumber + 3) % 7) + 7) % 7;
}
