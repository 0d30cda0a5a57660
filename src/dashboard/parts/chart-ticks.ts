// What stands at the axes of charts. Pure.

const daySeconds = 86_400;

const seconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const minutes = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** Local times for seconds since the epoch, `step` apart; the day stands below where it begins to count. */
export function timeTicks(ticks: readonly number[], step: number): string[] {
  if (step >= daySeconds) return ticks.map((tick) => days.format(tick * 1_000));
  const format = step < 60 ? seconds : minutes;
  let day = '';
  return ticks.map((tick) => {
    const ofTick = days.format(tick * 1_000);
    const isSame = ofTick === day;
    day = ofTick;
    return `${format.format(tick * 1_000)}${isSame ? '' : `\n${ofTick}`}`;
  });
}

/** What stands at the side; a value that reads like the one below it says nothing, and is left out. */
export function valueTicks(
  ticks: readonly number[],
  format: (value: number) => string,
): (string | null)[] {
  let before: string | undefined;
  return ticks.map((tick) => {
    const text = format(tick);
    const isSame = text === before;
    before = text;
    return isSame ? null : text;
  });
}

/** How many pixels the values at the side need. */
export function sizeOfTicks(ticks: readonly (string | null)[] | null): number {
  const longest = Math.max(0, ...(ticks ?? []).map((tick) => tick?.length ?? 0));
  return Math.max(44, 18 + longest * 7);
}

/** Steps between values that are bytes: 1, 2, 4 … of each unit. */
export const binarySteps: readonly number[] = Array.from({ length: 50 }, (_, power) => 2 ** power);
