// Rules as they are stored: those that were made over the API whole, and of all rules what is known of
// their work. A rule's change and its event stand in one transaction.
import { z } from 'zod';

import { and, asc, eq, inArray, isNotNull, isNull, sql } from './drizzle.ts';
import type { RuleOrigin } from '../core/alert-rules.ts';
import { defineEvent } from '../core/events.ts';
import { labelsForm } from './alerts.ts';
import type { Role } from '../core/role.ts';
import { alertRules, alerts } from './schema/index.ts';
import { storableJson, storableText, storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';
import { visibleTo } from './visible-rows.ts';

const changeWords = ['CREATED', 'UPDATED', 'DELETED', 'ENABLED', 'DISABLED'] as const;
export type AlertRuleChangeWord = (typeof changeWords)[number];

/** A rule was changed over the API: whoever applies rules reads them anew. */
export const alertRuleChanged = defineEvent({
  type: 'alert_rule.changed',
  version: 1,
  audience: 'viewer',
  schema: z.object({ rule: z.string(), change: z.enum(changeWords), by: z.string() }),
});

export const alertRuleSubject = (name: string): string => `alert-rule:${name}`;

/** What was made of a rule over the API. */
export interface StoredRule {
  readonly name: string;
  /** `API`: a rule as a file would declare it. `DEFAULT`: `{ enabled }`. */
  readonly origin: 'API' | 'DEFAULT';
  readonly definition: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const storedOrigin = z.enum(['API', 'DEFAULT']);
const columns = {
  name: alertRules.name,
  origin: alertRules.origin,
  definition: alertRules.definition,
  createdBy: alertRules.createdBy,
  createdAt: alertRules.createdAt,
  updatedAt: alertRules.updatedAt,
};

/** Rules of the API, and default rules that were switched over it, by name. */
export async function listStoredRules(q: Queryable): Promise<StoredRule[]> {
  const rows = await q
    .select(columns)
    .from(alertRules)
    .where(and(isNotNull(alertRules.definition), inArray(alertRules.origin, ['API', 'DEFAULT'])))
    .orderBy(asc(alertRules.name));
  return rows.map((row) => ({ ...row, origin: storedOrigin.parse(row.origin) }));
}

/** Another one whenever rules were changed over the API. */
export async function readRulesRevision(q: Queryable): Promise<string> {
  const [row] = await q
    .select({
      revision: sql<string>`coalesce(md5(string_agg(
        concat_ws(':', ${alertRules.name}, ${alertRules.origin}, extract(epoch from ${alertRules.updatedAt})),
        ',' order by ${alertRules.name})), '')`,
    })
    .from(alertRules)
    .where(isNotNull(alertRules.definition));
  return row?.revision ?? '';
}

/** Nobody else changes rules until the transaction ends. */
export async function lockRules(q: Queryable): Promise<void> {
  await q.execute(sql`select pg_advisory_xact_lock(1751218032, 1)`);
}

/** Writes what was made of a rule over the API, and tells it. */
export async function saveRule(
  tx: StoreTransaction,
  rule: Pick<StoredRule, 'name' | 'origin' | 'definition'>,
  change: { readonly word: AlertRuleChangeWord; readonly by: string; readonly at: Date },
): Promise<void> {
  const { by, at } = change;
  const set = {
    origin: rule.origin,
    definition: storableValue(rule.definition),
    updatedAt: at,
  };
  await tx.q
    .insert(alertRules)
    .values({ name: rule.name, ...set, createdBy: by, createdAt: at })
    .onConflictDoUpdate({
      target: alertRules.name,
      set: {
        ...set,
        // Never the same as before: by it changes are noticed.
        updatedAt: sql`greatest(${at.toISOString()}::timestamptz, ${alertRules.updatedAt} + interval '1 millisecond')`,
        ...(change.word === 'CREATED' ? { createdBy: by, createdAt: at } : {}),
      },
    });
  tellChange(tx, rule.name, change);
}

/** Removes what was made of a rule over the API, and tells it. */
export async function deleteRule(
  tx: StoreTransaction,
  name: string,
  change: { readonly by: string; readonly at: Date },
): Promise<void> {
  await tx.q.delete(alertRules).where(eq(alertRules.name, name));
  tellChange(tx, name, { ...change, word: 'DELETED' });
}

function tellChange(
  tx: StoreTransaction,
  rule: string,
  { word, by, at }: { word: AlertRuleChangeWord; by: string; at: Date },
): void {
  const payload = { rule, change: word, by };
  tx.append(alertRuleChanged.create({ subject: alertRuleSubject(rule), occurredAt: at, payload }));
}

/** What is known of the work of a rule. */
export interface RuleStanding {
  readonly name: string;
  readonly lastMatchedAt: Date | null;
  readonly lastEvaluatedAt: Date | null;
  readonly lastError: string | null;
  readonly createdBy: string;
  readonly updatedAt: Date;
}

export async function listRuleStandings(
  q: Queryable,
  names: readonly string[],
): Promise<RuleStanding[]> {
  if (names.length === 0) return [];
  return q
    .select({
      name: alertRules.name,
      lastMatchedAt: alertRules.lastMatchedAt,
      lastEvaluatedAt: alertRules.lastEvaluatedAt,
      lastError: alertRules.lastError,
      createdBy: alertRules.createdBy,
      updatedAt: alertRules.updatedAt,
    })
    .from(alertRules)
    .where(inArray(alertRules.name, [...names]));
}

export interface RuleNote {
  readonly name: string;
  readonly origin: RuleOrigin;
  readonly matchedAt?: Date | undefined;
  readonly evaluatedAt?: Date | undefined;
  /** Null: it was evaluated without one. */
  readonly error?: string | null | undefined;
}

/** Notes of several rules in one statement, in the order of their names. */
export async function noteRules(
  q: Queryable,
  notes: readonly RuleNote[],
  now: Date,
): Promise<void> {
  if (notes.length === 0) return;
  const list = storableJson(
    notes.map(({ name, origin, matchedAt, evaluatedAt, error }) => ({
      name,
      origin,
      matched: matchedAt?.toISOString() ?? null,
      evaluated: evaluatedAt?.toISOString() ?? null,
      tells: error !== undefined,
      error: error == null ? null : storableText(error).slice(0, 1000),
    })),
  );
  await q.execute(sql`
    insert into ${alertRules} as r
      (name, origin, created_by, created_at, updated_at, last_matched_at, last_evaluated_at, last_error)
    select n.name, n.origin, 'hawkwatch', ${now.toISOString()}::timestamptz,
      ${now.toISOString()}::timestamptz, n.matched, n.evaluated, n.error
    from jsonb_to_recordset(${list}::jsonb) as n(name text, origin text, matched timestamptz,
      evaluated timestamptz, tells boolean, error text)
    order by n.name
    on conflict (name) do update set
      last_matched_at = greatest(r.last_matched_at, excluded.last_matched_at),
      last_evaluated_at = greatest(r.last_evaluated_at, excluded.last_evaluated_at),
      last_error = case when excluded.last_evaluated_at is null and excluded.last_error is null
        then r.last_error else excluded.last_error end`);
}

/** How many alerts of these rules that `role` may see are open. */
export async function countOpenAlerts(
  q: Queryable,
  rules: readonly string[],
  role: Role,
): Promise<ReadonlyMap<string, number>> {
  if (rules.length === 0) return new Map();
  const rows = await q
    .select({ rule: alerts.rule, open: sql<number>`count(*)::int` })
    .from(alerts)
    .where(
      and(
        inArray(alerts.rule, [...rules]),
        eq(alerts.source, 'rule'),
        isNull(alerts.resolvedAt),
        visibleTo(alerts.audience, role),
      ),
    )
    .groupBy(alerts.rule);
  return new Map(rows.map(({ rule, open }) => [rule, open]));
}

/** An alert of a rule that what is observed next may change. */
export interface RuleAlert {
  readonly rule: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly condition: boolean;
}

const mostRuleAlerts = 20_000;

/**
 * Alerts of rules that are open, and those that were resolved by hand while their condition held: these
 * stay resolved until it is told that the condition has ended.
 */
export async function listRuleAlerts(q: Queryable, rules: readonly string[]): Promise<RuleAlert[]> {
  if (rules.length === 0) return [];
  const rows = await q
    .select({
      rule: alerts.rule,
      labels: alerts.labels,
      state: alerts.state,
      condition: alerts.condition,
    })
    .from(alerts)
    .where(
      and(
        inArray(alerts.rule, [...rules]),
        eq(alerts.source, 'rule'),
        sql`(${alerts.resolvedAt} is null or (${alerts.resolution} = 'MANUAL' and ${alerts.condition}))`,
      ),
    )
    .limit(mostRuleAlerts);
  return rows.map((row) => ({ ...row, labels: labelsForm.parse(row.labels) }));
}

/** Open alerts of rules that are about a database itself; not those of endpoints in front of it. */
export async function listRuleAlertsAbout(
  q: Queryable,
  database: string,
): Promise<readonly Pick<RuleAlert, 'rule' | 'labels'>[]> {
  const rows = await q
    .select({ rule: alerts.rule, labels: alerts.labels })
    .from(alerts)
    .where(
      and(
        eq(alerts.source, 'rule'),
        isNull(alerts.resolvedAt),
        sql`(${alerts.subject} = ${`database:${database}`} or ${alerts.labels} ->> 'database' = ${database})`,
      ),
    )
    .limit(mostRuleAlerts);
  return rows.map((row) => ({ ...row, labels: labelsForm.parse(row.labels) }));
}

/** Names of rules that have open alerts, with the label sets of these. */
export async function listOpenRuleLabels(q: Queryable): Promise<
  {
    readonly id: string;
    readonly rule: string;
    readonly labels: Readonly<Record<string, string>>;
  }[]
> {
  const rows = await q
    .select({ id: alerts.id, rule: alerts.rule, labels: alerts.labels })
    .from(alerts)
    .where(and(eq(alerts.source, 'rule'), isNull(alerts.resolvedAt)))
    .orderBy(asc(alerts.rule))
    .limit(mostRuleAlerts);
  return rows.map((row) => ({ ...row, labels: labelsForm.parse(row.labels) }));
}
