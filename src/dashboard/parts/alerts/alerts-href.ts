// Where the list of alerts is that a number counts. Pure.

export interface CountedAlerts {
  readonly rule?: string;
  /** Matchers that all fit, as `team=orders`. */
  readonly labels?: readonly string[];
  /** Only those that are (not) kept from being told. */
  readonly suppressed?: boolean;
}

/** All that is not over, also what nobody was told of yet: what counts of open alerts count. */
const notOver = ['PENDING', 'FIRING', 'ACKNOWLEDGED', 'RECOVERING'];

/** The list of those that are not over. */
export function openAlertsHref({ rule, labels = [], suppressed }: CountedAlerts): string {
  const asked = new URLSearchParams();
  if (rule !== undefined) asked.append('rule', rule);
  for (const label of labels) asked.append('label', label);
  if (suppressed !== undefined) asked.append('suppressed', String(suppressed));
  for (const state of notOver) asked.append('state', state);
  return `/alerts?${asked.toString()}`;
}
