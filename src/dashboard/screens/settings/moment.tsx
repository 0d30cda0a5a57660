// A point in time in a sentence, as `until 23:30` or `from Mon, 30 Nov, 10:00`: local, exact and UTC on hover.

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
const monthsMs = 180 * 86_400_000;

function textOf(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return `${time.format(at)} today`;
  const isNear = Math.abs(at.getTime() - now.getTime()) < monthsMs;
  return (isNear ? day : whole).format(at);
}

/** The time. */
export function Moment({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${exact.format(date)}\n${date.toISOString()}`} className="number">
      {textOf(date, new Date())}
    </time>
  );
}
