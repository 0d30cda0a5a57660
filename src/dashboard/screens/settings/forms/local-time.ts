// Points in time as an input of the kind `datetime-local` takes and gives them: in local time. Pure.

/** `2026-11-27T22:30`, local. */
export function writeLocalTime(ms: number): string {
  const date = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The same as the API takes it; undefined when nothing was chosen. */
export function readLocalTime(text: string): string | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
