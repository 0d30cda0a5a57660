// A rule ready to be applied: its templates parsed, and what an override changes of it.
import type { AlertRule, RuleOverride } from '../../core/alert-rules.ts';
import type { Labels, Severity } from '../../core/alerts.ts';
import { coerceError } from '../../core/errors.ts';
import { matchesAll } from '../../core/matchers.ts';
import { parseTemplate, type Template } from '../../templates/template.ts';

export interface PreparedRule {
  readonly rule: AlertRule;
  /** What is said of an alert; a template that fails with the data gives the rule's name and why. */
  say(data: SaidData): Said;
}

export interface Said {
  readonly title: string;
  readonly message: string;
}

export type SaidData = Readonly<Record<string, unknown>> & {
  /** Of the alert. */
  readonly labels: Labels;
};

const longestTitle = 300;
const longestMessage = 4000;

/**
 * Prepares a rule.
 * @throws InvalidInputError when a template of it is none.
 */
export function prepareRule(rule: AlertRule): PreparedRule {
  const title = parseTemplate(rule.title);
  const message = parseTemplate(rule.message);
  const about = {
    name: rule.name,
    type: rule.type,
    description: rule.description,
    runbook: rule.runbook,
  };
  return {
    rule,
    say: (data) => {
      const given = { ...data, rule: about };
      return {
        title: cut(attempt(title, given, rule.name).replace(/\s+/g, ' ').trim(), longestTitle),
        message: cut(attempt(message, given, rule.description).trim(), longestMessage),
      };
    },
  };
}

// An alert is worth more than its text: what cannot be said well is said badly.
function attempt(
  template: Template,
  data: Readonly<Record<string, unknown>>,
  instead: string,
): string {
  try {
    return template.render(data);
  } catch (error) {
    return `${instead} (its template failed: ${coerceError(error).message})`;
  }
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** What applies to one alert of a rule. */
export interface RuleSettings {
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly forMs: number;
  readonly above: number | null;
  readonly below: number | null;
  readonly clear: number | null;
}

/** The rule's settings for an alert; `valueOf` gives what its overrides' matchers ask for. */
export function settingsFor(
  rule: AlertRule,
  valueOf: (label: string) => string | undefined,
): RuleSettings {
  const { condition } = rule;
  const own: RuleSettings = {
    enabled: rule.enabled,
    severity: rule.severity,
    forMs: rule.forMs,
    above: condition.kind === 'metric' ? condition.above : null,
    below: condition.kind === 'metric' ? condition.below : null,
    clear: condition.kind === 'metric' ? condition.clear : null,
  };
  const fitting = rule.overrides.find(({ match }) => matchesAll(match, labelsOf(match, valueOf)));
  return fitting === undefined ? own : { ...own, ...changesOf(fitting) };
}

function labelsOf(
  match: RuleOverride['match'],
  valueOf: (label: string) => string | undefined,
): Labels {
  return Object.fromEntries(match.map(({ label }) => [label, valueOf(label) ?? '']));
}

function changesOf({ match: _match, ...changes }: RuleOverride): Partial<RuleSettings> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings: Partial<RuleSettings> = Object.fromEntries(given);
  // A threshold of an override is the only one, and the rule's own hysteresis is not meant for it.
  if (settings.above !== undefined) return { below: null, clear: null, ...settings };
  if (settings.below !== undefined) return { above: null, clear: null, ...settings };
  return settings;
}

/** True when an open alert with these labels may still be one of the rule as it is now. */
export function mayBelongTo(rule: AlertRule, labels: Labels): boolean {
  if (Object.entries(rule.labels).some(([name, value]) => labels[name] !== value)) return false;
  if (rule.condition.kind === 'metric') return true;
  const known = new Set([...Object.keys(rule.labels), ...Object.keys(rule.condition.labels)]);
  return Object.keys(labels).every((name) => known.has(name));
}
