// Which rules are in force: hawkwatch's own, those of the configuration file, those of the API, and what
// the file changes of the first. Pure. Of several with one name, the file's wins, then hawkwatch's own.
import type {
  AlertRule,
  AlertRuleSettings,
  RuleChange,
  RuleOverride,
} from '../../core/alert-rules.ts';

export interface RuleSources {
  readonly defaults: readonly AlertRule[];
  readonly settings: AlertRuleSettings;
  /** Made over the API. */
  readonly made: readonly AlertRule[];
  /** Default rules that were switched over the API. */
  readonly switched: ReadonlyMap<string, boolean>;
}

/** All rules, by name; those that are switched off are among them. */
export function combineRules({
  defaults,
  settings,
  made,
  switched,
}: RuleSources): readonly AlertRule[] {
  const byName = new Map<string, AlertRule>(made.map((rule) => [rule.name, rule]));
  for (const rule of defaults) {
    const enabled = settings.defaults && (switched.get(rule.name) ?? rule.enabled);
    byName.set(rule.name, changeRule({ ...rule, enabled }, settings.changes));
  }
  for (const rule of settings.rules) byName.set(rule.name, rule);
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Changes without matchers are the rule's; the others come before its own overrides. */
function changeRule(rule: AlertRule, changes: readonly RuleChange[]): AlertRule {
  let changed = rule;
  const overrides: RuleOverride[] = [];
  for (const { rule: name, match, keepFiringForMs, escalation, ...rest } of changes) {
    if (name !== rule.name) continue;
    if (match === null) changed = changeWhole(changed, { ...rest, keepFiringForMs, escalation });
    else overrides.push({ ...rest, match });
  }
  return { ...changed, overrides: [...overrides, ...changed.overrides] };
}

function changeWhole(rule: AlertRule, change: Omit<RuleChange, 'rule' | 'match'>): AlertRule {
  const { condition } = rule;
  const { above, below, clear } = change;
  const limits =
    above === undefined && below === undefined
      ? clear === undefined
        ? {}
        : { clear }
      : { above: above ?? null, below: below ?? null, clear: clear ?? null };
  return {
    ...rule,
    enabled: change.enabled ?? rule.enabled,
    severity: change.severity ?? rule.severity,
    forMs: change.forMs ?? rule.forMs,
    keepFiringForMs: change.keepFiringForMs ?? rule.keepFiringForMs,
    escalation: change.escalation ?? rule.escalation,
    condition: condition.kind === 'metric' ? { ...condition, ...limits } : condition,
    // Who says how bad all of them are means those, too, of which the rule says it differently.
    overrides:
      change.severity === undefined
        ? rule.overrides
        : rule.overrides.map(({ severity: _severity, ...rest }) => rest),
  };
}
