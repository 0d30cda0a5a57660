// Reading alerts: pages of them, newest or worst first. Nothing here writes.
import { alertLabel } from './alert-labels.ts';
import { severities, severityRank, type AlertState, type Severity } from '../core/alerts.ts';
import type { Role } from '../core/role.ts';
import type { Matcher } from '../core/matchers.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import { alerts } from './schema/index.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

/** Which alerts; what is left out does not restrict. */
export interface AlertFilter {
  /** Whose view it is. */
  readonly role: Role;
  readonly states?: readonly AlertState[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly rules?: readonly string[] | undefined;
  /** Name of the database. */
  readonly database?: string | undefined;
  readonly matchers?: readonly Matcher[] | undefined;
  /** Within title, message or subject, whatever the case. */
  readonly text?: string | undefined;
  /** Started then or later. */
  readonly since?: Date | undefined;
  readonly suppressed?: boolean | undefined;
}

export const alertOrders = ['NEWEST_FIRST', 'WORST_FIRST'] as const;
export type AlertOrder = (typeof alertOrders)[number];

export interface AlertPlace {
  /** Of its severity. */
  readonly rank: number;
  readonly at: Date;
  readonly id: string;
}

export interface AlertPage {
  readonly limit: number;
  readonly order: AlertOrder;
  readonly after?: AlertPlace | undefined;
  readonly before?: AlertPlace | undefined;
  readonly backwards?: boolean | undefined;
}

export function alertPlaceOf({ severity, startedAt, id }: AlertRow): AlertPlace {
  return { rank: severityRank(severity), at: startedAt, id };
}

function within(
  column: Parameters<typeof inArray>[0],
  words: readonly string[] | undefined,
): SQL | undefined {
  if (words === undefined) return undefined;
  return words.length === 0 ? sql`false` : inArray(column, [...words]);
}

/** As LIKE writes it: text for itself, `%` and `_` for what a matcher's `*` and `?` stand for. */
const likeOf = (pattern: string): string =>
  pattern
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

function fits({ label, operator, value }: Matcher): SQL {
  const given = alertLabel(label);
  if (operator === '=') return sql`${given} = ${value}`;
  if (operator === '!=') return sql`${given} <> ${value}`;
  const any = or(...value.split('|').map((one) => sql`${given} like ${likeOf(one)}`));
  return operator === '~' ? sql`(${any})` : sql`not (${any})`;
}

function matches(filter: AlertFilter): SQL | undefined {
  const { states, rules, database, matchers = [], text, since, suppressed } = filter;
  return and(
    visibleTo(alerts.audience, filter.role),
    inStates(states),
    within(alerts.severity, filter.severities),
    within(alerts.rule, rules),
    database === undefined ? undefined : eq(alerts.databaseName, database),
    ...matchers.map(fits),
    text === undefined ? undefined : hasText(text),
    since === undefined ? undefined : gte(alerts.startedAt, since),
    suppressed === undefined
      ? undefined
      : suppressed
        ? sql`${alerts.suppressed} <> '[]'::jsonb`
        : sql`${alerts.suppressed} = '[]'::jsonb`,
  );
}

/** Open ones are few among all that are kept: said so that the indexes of open ones serve. */
function inStates(states: readonly AlertState[] | undefined): SQL | undefined {
  if (states === undefined || states.length === 0) return within(alerts.state, states);
  if (!states.includes('RESOLVED')) {
    return and(isNull(alerts.resolvedAt), within(alerts.state, states));
  }
  return states.every((state) => state === 'RESOLVED')
    ? isNotNull(alerts.resolvedAt)
    : within(alerts.state, states);
}

function hasText(text: string): SQL {
  const wanted = text.toLowerCase();
  return sql`(position(${wanted}::text in lower(${alerts.title})) > 0
    or position(${wanted}::text in lower(${alerts.message})) > 0
    or position(${wanted}::text in lower(${alerts.subject})) > 0)`;
}

const rank = sql`array_position(${`{${severities.join(',')}}`}::text[], ${alerts.severity}) - 1`;

function beyond(later: boolean, order: AlertOrder, place: AlertPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  const compare = later ? lt : gt;
  const inTime = or(
    compare(alerts.startedAt, place.at),
    and(eq(alerts.startedAt, place.at), compare(alerts.id, place.id)),
  );
  if (order === 'NEWEST_FIRST') return inTime;
  const worse = later ? sql`${rank} > ${place.rank}` : sql`${rank} < ${place.rank}`;
  return or(worse, and(sql`${rank} = ${place.rank}`, inTime));
}

/** A page of alerts. */
export async function listAlerts(
  q: Queryable,
  filter: AlertFilter,
  page: AlertPage,
): Promise<AlertRow[]> {
  const { order, backwards = false } = page;
  const time = backwards ? asc : desc;
  const severity = backwards ? desc : asc;
  const rows = await q
    .select()
    .from(alerts)
    .where(and(matches(filter), beyond(true, order, page.after), beyond(false, order, page.before)))
    .orderBy(
      ...(order === 'WORST_FIRST' ? [severity(rank)] : []),
      time(alerts.startedAt),
      time(alerts.id),
    )
    .limit(page.limit);
  return rows.map(toAlert);
}

/** How many there are. */
export async function countAlerts(q: Queryable, filter: AlertFilter): Promise<number> {
  const [row] = await q
    .select({ n: sql<number>`count(*)::int4` })
    .from(alerts)
    .where(matches(filter));
  return row?.n ?? 0;
}
