// Rules for the API: pages of those in force on this replica, with what the store knows of their work; and
// input types in the form of the configuration file.
import type { AlertRule, RuleOrigin } from '../core/alert-rules.ts';
import type { Severity } from '../core/alerts.ts';
import { NotFoundError } from '../core/errors.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { decodeGlobalId } from './global-ids.ts';
import { connectionOf, parsePage, sliceOf, type Connection, type PageArguments } from './paging.ts';

export interface AlertRuleFilterInput {
  readonly origins?: readonly RuleOrigin[] | null | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly text?: string | null | undefined;
}

/** The rules that fit. */
export function selectRules(
  rules: readonly AlertRule[],
  filter: AlertRuleFilterInput,
): readonly AlertRule[] {
  const { origins, severities, types, enabled, text } = filter;
  const words = text?.toLowerCase() ?? '';
  return rules.filter(
    (rule) =>
      (origins?.includes(rule.origin) ?? true) &&
      (severities?.includes(rule.severity) ?? true) &&
      (types?.includes(rule.type) ?? true) &&
      (enabled ?? rule.enabled) === rule.enabled &&
      `${rule.name} ${rule.description}`.toLowerCase().includes(words),
  );
}

export type AlertRuleList = Connection<AlertRule> & { readonly count: number };

/** A page of rules by name. */
export async function readAlertRules(
  context: GraphqlContext,
  input: AlertRuleFilterInput | null | undefined,
  args: PageArguments,
): Promise<AlertRuleList> {
  checkFilterSize(input ?? {});
  const asOf = await context.asOf();
  const rules = selectRules(context.services.alertRules.book.rules, input ?? {});
  const page = parsePage(args, decodeName);
  const rows = sliceOf(page, rules, ({ name }) => name);
  const connection = connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: Buffer.from(`rule:${node.name}`).toString('base64url'),
  }));
  return { ...connection, count: rules.length };
}

function decodeName(cursor: string): string | undefined {
  if (cursor.length > 200) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('rule:') ? text.slice(5) : undefined;
}

/** The rule with this global id or name. */
export function findAlertRule(
  { services }: GraphqlContext,
  reference: string,
): AlertRule | undefined {
  const decoded = decodeGlobalId(reference);
  return services.alertRules.book.find(decoded?.typename === 'AlertRule' ? decoded.id : reference);
}

/** @throws NotFoundError */
export function getAlertRule(context: GraphqlContext, reference: string): AlertRule {
  const rule = findAlertRule(context, reference);
  if (rule !== undefined) return rule;
  throw new NotFoundError('There is no such rule. `alertRules` lists those there are.');
}

type Given = Readonly<Record<string, unknown>>;

/** An input in the form of the configuration file, by whose rules it is read. */
export function ruleDeclarationOf(input: Given): Record<string, unknown> {
  const declared: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    const name = durations[key];
    if (name !== undefined && typeof value === 'number') declared[name] = `${value}ms`;
    else declared[key] = convert(key, value);
  }
  return declared;
}

// The file has words for durations, the API milliseconds.
const durations: Readonly<Record<string, string | undefined>> = {
  forMs: 'for',
  keepFiringForMs: 'keepFiringFor',
  lastsMs: 'lasts',
  windowMs: 'window',
  noDataAfterMs: 'noDataAfter',
};

function convert(key: string, value: unknown): unknown {
  if (key === 'labels' && Array.isArray(value)) {
    const pairs: readonly { readonly name: string; readonly value: string }[] = value;
    return Object.fromEntries(pairs.map(({ name, value: text }) => [name, text]));
  }
  if (Array.isArray(value))
    return value.map((one: unknown) => (isGiven(one) ? ruleDeclarationOf(one) : one));
  return isGiven(value) ? ruleDeclarationOf(value) : value;
}

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name for the audit log, whatever was given as one. */
export function auditedRule(name: string): string {
  return `alert-rule:${name.slice(0, 63)}`;
}
