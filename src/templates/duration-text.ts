// Spans of time as people say them, for the texts of alerts. Pure.

const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
] as const;

/** `0.35 s`, `12 s`, `16 min 57 s`, `4 h 3 min`, `2 d 5 h`: the two largest parts that are not nothing. */
export function durationText(seconds: number): string {
  if (seconds < 0) return `-${durationText(-seconds)}`;
  if (seconds < 10) return `${Number(seconds.toFixed(2))} s`;
  const whole = Math.round(seconds);
  const at = units.findIndex((unit) => whole >= unit.seconds);
  const unit = units[at];
  if (unit === undefined) return `${whole} s`;
  const next = units[at + 1] ?? { name: 's', seconds: 1 };
  // Rounded to the smaller part first: no hour has sixty minutes.
  const rounded = Math.round(whole / next.seconds) * next.seconds;
  const before = units[at - 1];
  if (before !== undefined && rounded >= before.seconds) return `1 ${before.name}`;
  const rest = (rounded % unit.seconds) / next.seconds;
  const first = `${Math.floor(rounded / unit.seconds)} ${unit.name}`;
  return rest === 0 ? first : `${first} ${rest} ${next.name}`;
}
