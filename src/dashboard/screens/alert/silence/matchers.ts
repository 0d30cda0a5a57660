// The matchers that fit an alert and nothing else. Pure.
import { entriesOf } from '../values.ts';

export interface MatchedAlert {
  readonly rule: string;
  readonly labels: unknown;
}

/** Values that a matcher can say; others are left out, and the silence fits more for it. */
const isWritable = (value: string): boolean =>
  value.length <= 500 && value === value.trim() && !/^".*"$/s.test(value) && value !== '';

/** The rule, and each label that it has. */
export function matchersOf({ rule, labels }: MatchedAlert): readonly string[] {
  const own = entriesOf(labels).filter(
    ([name, value]) => /^[A-Za-z_][\w./-]{0,62}$/.test(name) && isWritable(value),
  );
  return [`rule=${rule}`, ...own.map(([name, value]) => `${name}=${value}`)];
}
