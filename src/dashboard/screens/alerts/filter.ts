// The filters of the alerts, as they stand in the address and as the API takes them. Pure.
import type { AlertFilter, AlertOrder, AlertState, Severity } from '../../graphql/graphql.ts';

export const states: readonly AlertState[] = [
  'PENDING',
  'FIRING',
  'ACKNOWLEDGED',
  'RECOVERING',
  'RESOLVED',
];

/** Without a word about states: what somebody was told of and is not over. */
export const openStates: readonly AlertState[] = ['FIRING', 'ACKNOWLEDGED', 'RECOVERING'];

/** In the address: whatever their state. */
export const anyState = 'any';

export const severities: readonly Severity[] = ['CRITICAL', 'ERROR', 'WARNING', 'INFO'];

const hourMs = 3_600_000;

/** How far back, as the address says it. */
export const spans: Readonly<Record<string, { readonly label: string; readonly ms: number }>> = {
  '1h': { label: 'Last hour', ms: hourMs },
  '24h': { label: 'Last 24 hours', ms: 24 * hourMs },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * hourMs },
  '30d': { label: 'Last 30 days', ms: 30 * 24 * hourMs },
};

export const suppressions: Readonly<Record<string, string>> = {
  false: 'Are told',
  true: 'Are kept silent',
};

/** The first one is the usual one. */
export const orders: Readonly<Record<string, { readonly label: string; readonly by: AlertOrder }>> =
  {
    worst: { label: 'Worst first', by: 'WORST_FIRST' },
    newest: { label: 'Newest first', by: 'NEWEST_FIRST' },
  };

export interface Chosen {
  readonly states: readonly string[];
  readonly severities: readonly string[];
  readonly rules: readonly string[];
  readonly database: string | undefined;
  /** Matchers, as `team=orders`. */
  readonly labels: readonly string[];
  readonly text: string | undefined;
  /** A span's name, or a date. */
  readonly since: string | undefined;
  /** `true` or `false`. */
  readonly suppressed: string | undefined;
  readonly sort: string | undefined;
}

function sinceOf(since: string, nowMs: number): string | undefined {
  const span = Object.hasOwn(spans, since) ? spans[since] : undefined;
  if (span !== undefined) return new Date(nowMs - span.ms).toISOString();
  const ms = Date.parse(since);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The states that are shown; none: all of them. */
export function shownStates(chosen: readonly string[]): readonly AlertState[] {
  if (chosen.includes(anyState)) return [];
  const known = states.filter((state) => chosen.includes(state));
  return known.length === 0 ? openStates : known;
}

/** The states for the address after one of them was switched on or off. */
export function toggleState(chosen: readonly string[], state: AlertState): readonly string[] {
  const shown = shownStates(chosen);
  const next = shown.includes(state) ? shown.filter((one) => one !== state) : [...shown, state];
  const isUsual =
    next.length === openStates.length && openStates.every((one) => next.includes(one));
  if (isUsual) return [];
  return next.length === 0 ? [anyState] : states.filter((one) => next.includes(one));
}

/** What the API is asked for; what the address says wrongly is left out. */
export function filterOf(chosen: Chosen, nowMs: number): AlertFilter {
  const { rules, database, labels, text, since, suppressed } = chosen;
  const shown = shownStates(chosen.states);
  const severe = severities.filter((severity) => chosen.severities.includes(severity));
  const from = since === undefined ? undefined : sinceOf(since, nowMs);
  return {
    ...(shown.length === 0 ? {} : { states: [...shown] }),
    ...(severe.length === 0 ? {} : { severities: severe }),
    ...(rules.length === 0 ? {} : { rules: [...rules] }),
    ...(database === undefined ? {} : { database }),
    ...(labels.length === 0 ? {} : { labels: [...labels] }),
    ...(text === undefined ? {} : { text }),
    ...(from === undefined ? {} : { since: from }),
    ...(suppressed === 'true' || suppressed === 'false'
      ? { suppressed: suppressed === 'true' }
      : {}),
  };
}

/** True when it is counted from now what belongs to the list. */
export function isMoving({ since }: Chosen): boolean {
  return since !== undefined && Object.hasOwn(spans, since);
}

export function orderOf({ sort }: Chosen): AlertOrder {
  const order = sort !== undefined && Object.hasOwn(orders, sort) ? orders[sort] : undefined;
  return order?.by ?? 'WORST_FIRST';
}

/** True when open alerts are left out of the list. */
export function isNarrowed(chosen: Chosen): boolean {
  const { sort: _sort, states: _states, severities: severe, rules, labels, ...others } = chosen;
  const shown = shownStates(chosen.states);
  return (
    (shown.length > 0 && openStates.some((state) => !shown.includes(state))) ||
    severe.length + rules.length + labels.length > 0 ||
    Object.values(others).some((value) => value !== undefined)
  );
}
