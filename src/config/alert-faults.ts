// What is wrong with the section `alerts` beyond its form: changes of rules that there are not, templates
// that are none, and escalation policies that nobody declares. What rules and templates there are is told by whoever reads the file.
import type { AlertRuleSettings } from '../core/alert-rules.ts';
import type { ConfigurationFault } from './configuration-error.ts';
import { hintOf, nearestWord } from './did-you-mean.ts';
import type { ConfigurationDocument, Path } from './document.ts';

export interface AlertRuleKnowledge {
  /** Hawkwatch's own rules: their names, and the kind of their condition. */
  readonly defaults: readonly { readonly name: string; readonly kind: 'event' | 'metric' }[];
  /** What is wrong with a template; undefined when nothing is. */
  templateFault(text: string): string | undefined;
}

export function alertFaults(
  { rules, changes }: AlertRuleSettings,
  { defaults, templateFault }: AlertRuleKnowledge,
  document: ConfigurationDocument,
): readonly ConfigurationFault[] {
  const kinds = new Map(defaults.map(({ name, kind }) => [name, kind]));
  const faultAt = (path: Path, message: string): ConfigurationFault => {
    const { where, line } = document.locate(path);
    return { where, line, message };
  };
  const ofRules = rules.flatMap(({ name, title, message }, index) => {
    const at = (key: string): Path => ['alerts', 'rules', index, key];
    const faults = Object.entries({ title, message }).flatMap(([key, text]) => {
      const fault = templateFault(text);
      return fault === undefined ? [] : [faultAt(at(key), fault)];
    });
    if (!kinds.has(name)) return faults;
    const hint = "is the name of one of hawkwatch's own rules: change that one under `changes`";
    return [...faults, faultAt(at('name'), hint)];
  });
  const ofChanges = changes.flatMap(({ rule, above, below, clear }, index) => {
    const path: Path = ['alerts', 'changes', index, 'rule'];
    const kind = kinds.get(rule);
    if (kind === undefined) {
      const nearest = nearestWord(rule, [...kinds.keys()]);
      const hint =
        nearest === undefined
          ? 'docs/alerting.md lists those there are'
          : `did you mean ${nearest}?`;
      return [faultAt(path, `is no rule of hawkwatch's own; ${hint}`)];
    }
    const hasLimits = above !== undefined || below !== undefined || clear !== undefined;
    if (kind === 'metric' || !hasLimits) return [];
    return [faultAt(path, 'is a rule of events: it has no above, below or clear')];
  });
  return [...ofRules, ...ofChanges];
}

/** Rules, and changes of rules, whose alerts a policy is to escalate that there is not. */
export function ruleEscalationFaults(
  { rules, changes }: AlertRuleSettings,
  policies: readonly string[],
  document: ConfigurationDocument,
): readonly ConfigurationFault[] {
  const faultsOf = (
    key: string,
    all: readonly { readonly escalation?: string | null | undefined }[],
  ): readonly ConfigurationFault[] =>
    all.flatMap(({ escalation }, index) => {
      if (escalation == null || policies.includes(escalation)) return [];
      const { where, line } = document.locate(['alerts', key, index, 'escalation']);
      const hint = hintOf(escalation, policies);
      return [{ where, line, message: `is no escalation policy that is configured; ${hint}` }];
    });
  return [...faultsOf('rules', rules), ...faultsOf('changes', changes)];
}
