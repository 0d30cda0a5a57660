// The rules that are off unless asked for, by name.
import { nearestWord } from '../config/did-you-mean.ts';
import { CommandError } from './failures.ts';

interface OptionalRule {
  readonly id: string;
  readonly optIn?: boolean;
}

/** @throws CommandError when a name is no rule's, or that of a rule that is on anyway. */
export function checkOptIn(names: readonly string[], rules: readonly OptionalRule[]): void {
  const optional = rules.filter((rule) => rule.optIn === true).map((rule) => rule.id);
  for (const name of names) {
    if (optional.includes(name)) continue;
    const isOn = rules.some((rule) => rule.id === name);
    const nearest = nearestWord(name, optional);
    const hint =
      nearest === undefined ? `there are ${optional.join(', ')}` : `did you mean ${nearest}?`;
    throw new CommandError(
      isOn ? `--opt-in ${name}: this rule is on anyway` : `--opt-in ${name}: no such rule; ${hint}`,
    );
  }
}
