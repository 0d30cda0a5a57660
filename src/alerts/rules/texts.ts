// What the texts of rules may cost: templates come from people, and whoever renders holds everything else up.
// When the time of a rule, or of all of them together, is used up, the rule's plain name is said.
import type { Clock } from '../../core/clock.ts';
import type { PreparedRule, Said, SaidData } from './prepare-rule.ts';

export interface TextBudget {
  say(prepared: PreparedRule, data: SaidData): Said;
  /** What to note of a rule whose time is used up. */
  faultOf(rule: string): string | null;
}

export interface TextLimits {
  readonly ruleMs: number;
  readonly allMs: number;
}

const usual: TextLimits = { ruleMs: 250, allMs: 1000 };

/** A budget for one page, round or preview. */
export function createTextBudget(
  clock: Pick<Clock, 'monotonicMs'>,
  { ruleMs, allMs }: TextLimits = usual,
): TextBudget {
  const spent = new Map<string, number>();
  const plain = new Set<string>();
  let spentMs = 0;
  return {
    say: (prepared, data) => {
      const { name, description } = prepared.rule;
      const ofRule = spent.get(name) ?? 0;
      if (ofRule >= ruleMs || spentMs >= allMs) {
        plain.add(name);
        return { title: name, message: description };
      }
      const startedMs = clock.monotonicMs();
      const said = prepared.say(data);
      const tookMs = clock.monotonicMs() - startedMs;
      spent.set(name, ofRule + tookMs);
      spentMs += tookMs;
      return said;
    },
    faultOf: (rule) =>
      plain.has(rule)
        ? 'its texts took too long; its name was said instead: make `title` and `message` simpler'
        : null,
  };
}

/** The rule, whose texts are of this budget. */
export function withTexts(prepared: PreparedRule, texts: Pick<TextBudget, 'say'>): PreparedRule {
  return { rule: prepared.rule, say: (data) => texts.say(prepared, data) };
}
