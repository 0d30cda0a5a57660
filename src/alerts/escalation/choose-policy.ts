// Which policy an alert is escalated by: its rule's, else the first whose matchers fit, else the default. A
// rule may name one that is not there (it was removed); then the others decide. Pure.
import { matchedLabels } from '../../core/alerts.ts';
import type { EscalationPolicy, EscalationSettings } from '../../core/escalation.ts';
import { matchesAll } from '../../core/matchers.ts';

type Chosen = Parameters<typeof matchedLabels>[0];

export function choosePolicy(
  { policies, defaultPolicy }: EscalationSettings,
  alert: Chosen,
  ofRule: string | null,
): EscalationPolicy | null {
  const called = (name: string | null): EscalationPolicy | undefined =>
    name === null ? undefined : policies.find((policy) => policy.name === name);
  const named = called(ofRule);
  if (named !== undefined) return named;
  const labels = matchedLabels(alert);
  const fitting = policies.find(({ match }) => match !== null && matchesAll(match, labels));
  return fitting ?? called(defaultPolicy) ?? null;
}
