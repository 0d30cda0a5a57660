// For how long a silence lasts: one of the usual spans, and until when that is.
import { useNow } from '../time.tsx';

const minutesOf: Readonly<Record<string, number>> = {
  '15 minutes': 15,
  '1 hour': 60,
  '4 hours': 240,
  '12 hours': 720,
  '1 day': 1_440,
  '3 days': 4_320,
  '1 week': 10_080,
};

/** What a silence lasts unless another span is chosen. */
export const usualMinutes = 60;

const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export interface DurationFieldProps {
  readonly minutes: number;
  onChange(minutes: number): void;
}

/** The choice. */
export function DurationField({ minutes, onChange }: DurationFieldProps) {
  const end = new Date(useNow() + minutes * 60_000);
  return (
    <label>
      For how long
      <select value={minutes} onChange={({ target }) => onChange(Number(target.value))}>
        {Object.entries(minutesOf).map(([name, value]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <span className="soft small">
        Until <time dateTime={end.toISOString()}>{local.format(end)}</time>
      </span>
    </label>
  );
}
