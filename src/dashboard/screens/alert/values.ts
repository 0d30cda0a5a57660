// The values of an alert in words. Pure.

/** The entries of a JSON object as text; what has no value is left out. */
export function entriesOf(record: unknown): readonly (readonly [string, string])[] {
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === undefined || value === '') return [];
    if (typeof value === 'string') return [[name, value] as const];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      return value.length === 0 ? [] : [[name, value.join(', ')] as const];
    }
    return [[name, JSON.stringify(value)] as const];
  });
}

const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });
const silentUnits = new Set(['count', 'ratio', '']);

/** What was measured, in the unit that the rule tells of. */
export function formatValue(
  value: number | null | undefined,
  metadata: unknown,
): string | undefined {
  if (value == null) return undefined;
  const unit: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'unit') : undefined;
  const known = typeof unit === 'string' && !silentUnits.has(unit) ? ` ${unit}` : '';
  return `${rounded.format(value)}${known}`;
}
