// Where an alert stands in its escalation policy, in words. Pure.
import type { AlertPagePoliciesQuery, EscalationStop, Severity } from '../../graphql/graphql.ts';

export type PolicyShape = AlertPagePoliciesQuery['escalationPolicies'][number];
type Level = PolicyShape['levels'][number];
type Shift = AlertPagePoliciesQuery['onCall'][number];

const stops: Readonly<Record<EscalationStop, string>> = {
  ACKNOWLEDGED: 'Somebody has taken it on: nobody else is told.',
  SUPPRESSED: 'It waits while nobody is to be told.',
  RESOLVED: 'It is over: nobody else is told.',
  ALL_TOLD: 'Everybody was told; there is no other level.',
  POLICY_REMOVED: 'The policy is not configured any more.',
};

export function describeStop(stop: EscalationStop): string {
  return stops[stop];
}

/** Whether a level was told in this round, is next, or comes later. */
export function levelStanding(
  number: number,
  { nextLevel }: { readonly nextLevel?: number | null | undefined },
): 'TOLD' | 'NEXT' | 'LATER' {
  if (nextLevel == null || number < nextLevel) return 'TOLD';
  return number === nextLevel ? 'NEXT' : 'LATER';
}

/** `ada (on call in database-people) by pager`, `ops`, or that it is nobody. */
export function whoIsTold(
  { rotation, channels }: Level,
  severity: Severity,
  onCall: readonly Shift[],
): string {
  const own = channels.find((one) => one.severity === severity)?.channels ?? [];
  const by = own.join(', ');
  if (rotation == null) return by === '' ? 'Nobody, for this severity' : by;
  const person = onCall.find((shift) => shift.rotation === rotation)?.person.name;
  const who =
    person === undefined
      ? `whoever is on call in ${rotation}`
      : `${person} (on call in ${rotation})`;
  return by === '' ? who : `${who} by ${by}`;
}
