// Which alerts may have to be told of or not, and why not: what suppression reads of alerts, and the only
// column of them that it writes. Rows are locked in the order of their fingerprints, as the engine does.
import { alertLabel } from './alert-labels.ts';
import { and, asc, gt, inArray, isNotNull, isNull, or, sql, type SQL } from './drizzle.ts';
import type { Labels, Severity, AlertState, Suppression, SuppressionKind } from '../core/alerts.ts';
import type { Role } from '../core/role.ts';
import type { Matcher } from '../core/matchers.ts';
import { outageMemberType, outageType } from '../core/suppression.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { alerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

/** What is needed to decide whether an alert is told, and whether it keeps others from being told. */
export interface SuppressibleAlert {
  readonly id: string;
  readonly rule: string;
  readonly type: string;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly title: string;
  readonly labels: Labels;
  readonly database: string | null;
  readonly subject: string;
  /** Only of what an outage of endpoints is made of; of all others it is empty. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly suppressed: readonly Suppression[];
  readonly audience: Role;
}

// Of what only the engine and this file write; not parsed, because all open alerts may be read.
const columns = {
  id: alerts.id,
  rule: alerts.rule,
  type: alerts.type,
  severity: sql<Severity>`${alerts.severity}`,
  state: sql<AlertState>`${alerts.state}`,
  title: alerts.title,
  labels: sql<Labels>`${alerts.labels}`,
  database: alerts.databaseName,
  subject: alerts.subject,
  // It may be large: all that is open is looked at again and again.
  metadata: sql<Readonly<Record<string, unknown>>>`case
    when ${alerts.type} in (${outageType}, ${outageMemberType}) then ${alerts.metadata}
    else '{}'::jsonb end`,
  suppressed: sql<readonly Suppression[]>`${alerts.suppressed}`,
  audience: sql<Role>`${alerts.audience}`,
};

const isFiring = sql`${alerts.resolvedAt} is null and ${alerts.state} <> 'PENDING'`;
const isSuppressed = sql`${alerts.suppressed} <> '[]'::jsonb`;

/** Alerts with these labels: all of a group's matchers fit, of any group. */
export type MatcherGroup = readonly Matcher[];

// Takes too many rather than too few: characters are counted otherwise here. Readers match again.
const likePattern = (pattern: string): string =>
  pattern.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll(/[*?]/g, '%');

function mayFit({ label, operator, value }: Matcher): SQL | undefined {
  switch (operator) {
    case '=':
      return sql`${alertLabel(label)} = ${value}`;
    case '!=':
      return sql`${alertLabel(label)} <> ${value}`;
    case '~':
      return or(
        ...value.split('|').map((one) => sql`${alertLabel(label)} like ${likePattern(one)}`),
      );
    case '!~':
      return undefined;
  }
}

const anyOf = (groups: readonly MatcherGroup[]): SQL =>
  or(...groups.map((group) => and(sql`true`, ...group.map(mayFit)))) ?? sql`false`;

/** Alerts that fire and may fit one of the groups, the oldest first. */
export function listFiringLike(
  q: Queryable,
  groups: readonly MatcherGroup[],
): Promise<SuppressibleAlert[]> {
  if (groups.length === 0) return Promise.resolve([]);
  return q
    .select(columns)
    .from(alerts)
    .where(and(isFiring, anyOf(groups)))
    .orderBy(asc(alerts.startedAt), asc(alerts.id));
}

/** Open alerts that may fit and that `role` may see, also pending ones, the oldest first. */
export function listOpenLike(
  q: Queryable,
  group: MatcherGroup,
  role: Role,
): Promise<SuppressibleAlert[]> {
  return q
    .select(columns)
    .from(alerts)
    .where(and(isNull(alerts.resolvedAt), anyOf([group]), visibleTo(alerts.audience, role)))
    .orderBy(asc(alerts.startedAt), asc(alerts.id));
}

/** Alerts of these of which is to be decided: those that fire or are suppressed. */
export function listSuppressible(
  q: Queryable,
  scope: { readonly ids: readonly string[]; readonly groups: readonly MatcherGroup[] },
): Promise<SuppressibleAlert[]> {
  const { ids, groups } = scope;
  if (ids.length === 0 && groups.length === 0) return Promise.resolve([]);
  const named = ids.length === 0 ? sql`false` : inArray(alerts.id, [...ids]);
  return q
    .select(columns)
    .from(alerts)
    .where(and(or(isFiring, isSuppressed), or(named, anyOf(groups))));
}

/** First the open ones, by their fingerprints, then those that are over and still suppressed. */
export interface SuppressiblePlace {
  readonly isOver: boolean;
  readonly fingerprint: string;
  readonly id: string;
}

export interface SuppressiblePage {
  readonly alerts: readonly SuppressibleAlert[];
  /** Where the next page begins; undefined when this was the last one. */
  readonly after: SuppressiblePlace | undefined;
}

const firstPlace: Omit<SuppressiblePlace, 'isOver'> = {
  fingerprint: '',
  id: '00000000-0000-0000-0000-000000000000',
};

/**
 * A page of all alerts of which is to be decided, however many are kept: each kind has an index in the order
 * of the fingerprints, and of open ones there is one for each.
 */
export async function listAllSuppressible(
  q: Queryable,
  page: { readonly after: SuppressiblePlace | undefined; readonly limit: number },
): Promise<SuppressiblePage> {
  const { isOver, fingerprint, id } = page.after ?? { ...firstPlace, isOver: false };
  const rows = await q
    .select({ ...columns, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(
      isOver
        ? and(
            isNotNull(alerts.resolvedAt),
            isSuppressed,
            sql`(${alerts.fingerprint}, ${alerts.id}) > (${fingerprint}, ${id}::uuid)`,
          )
        : and(
            isNull(alerts.resolvedAt),
            or(isFiring, isSuppressed),
            gt(alerts.fingerprint, fingerprint),
          ),
    )
    .orderBy(...(isOver ? [asc(alerts.fingerprint), asc(alerts.id)] : [asc(alerts.fingerprint)]))
    .limit(page.limit);
  const last = rows.length < page.limit ? undefined : rows.at(-1);
  if (last !== undefined) return { alerts: rows, after: { ...last, isOver } };
  return { alerts: rows, after: isOver ? undefined : { ...firstPlace, isOver: true } };
}

/** Alerts under the locks of their rows, in the order of their fingerprints. */
export async function lockAlertRows(q: Queryable, ids: readonly string[]): Promise<AlertRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(alerts)
    .where(
      sql`${alerts.id} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`,
    )
    .orderBy(asc(alerts.fingerprint), asc(alerts.id))
    .for('no key update');
  return rows.map(toAlert);
}

/** Writes why nobody is told of alerts; their rows are held. */
export async function updateSuppressed(
  q: Queryable,
  rows: readonly { readonly id: string; readonly suppressed: readonly Suppression[] }[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await q.execute(sql`
    update ${alerts} set suppressed = given.suppressed, updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as given (id uuid, suppressed jsonb)
    where ${alerts.id} = given.id`);
}

/** How many open alerts that `role` may see each reason of a kind keeps from being told now, by its id. */
export async function countSuppressed(
  q: Queryable,
  kind: SuppressionKind,
  ids: readonly string[],
  role: Role,
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await q.execute<{ id: string; alerts: string }>(sql`
    select reason ->> 'id' as id, count(*) as alerts
    from ${alerts}, jsonb_array_elements(${alerts.suppressed}) as reason
    where ${isSuppressed} and ${alerts.resolvedAt} is null
      and ${visibleTo(alerts.audience, role) ?? sql`true`} and reason ->> 'kind' = ${kind}
      and reason ->> 'id' in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    group by 1`);
  return new Map(rows.map((row) => [row.id, Number(row.alerts)]));
}
