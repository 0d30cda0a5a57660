// Asks the pure decision about alerts, with the settings in force and who is on call now.
import type { EscalationPolicy, EscalationSettings } from '../../core/escalation.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { EscalationRow } from '../../store/alert-escalations.ts';
import { listOnCallOverrides, type OnCallOverrideRow } from '../../store/on-call-overrides.ts';
import type { Queryable } from '../../store/store.ts';
import { alone, type Agreement } from '../agreement.ts';
import type { Decided } from './apply.ts';
import { choosePolicy } from './choose-policy.ts';
import { decideEscalation, type OnCallNow } from './decide.ts';
import { findOnCall } from './on-call.ts';

export interface Judged {
  readonly alert: AlertRow;
  readonly before: EscalationRow | null;
}

export interface JudgeOptions {
  readonly settings: EscalationSettings;
  /** Name of the policy that an alert's rule asks for; null: none. */
  readonly policyOfRule: (rule: string) => string | null;
  readonly now: Date;
  /** Name of the token that asks for it. */
  readonly by?: string | undefined;
  readonly atOnce?: boolean;
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  /** Those without a standing are escalated from when they fired. */
  readonly fromFiring?: boolean;
}

export async function judge(
  q: Queryable,
  judged: readonly Judged[],
  options: JudgeOptions,
): Promise<readonly Decided[]> {
  if (judged.length === 0) return [];
  const { settings, policyOfRule, now, by, atOnce = false, agreed = alone } = options;
  const onCall = await readOnCall(q, settings, now);
  const policyNamed = (name: string): EscalationPolicy | undefined =>
    settings.policies.find((policy) => policy.name === name);
  const hasUnknown = judged.some(
    ({ before }) => before !== null && policyNamed(before.policy) === undefined,
  );
  const othersMayKnow = hasUnknown && !(await agreed(q));
  return judged.map(({ alert, before }) => {
    const policy =
      before === null
        ? choosePolicy(settings, alert, policyOfRule(alert.rule))
        : (policyNamed(before.policy) ?? null);
    const firedAt = options.fromFiring === true ? alert.firedAt : null;
    const asked = { onCall, atOnce, othersMayKnow, firedAt };
    const question = { policy, standing: before, alert, now, ...asked };
    return { alert, before, decision: decideEscalation(question), by };
  });
}

/** Overrides are read once for all, and only where a level may ask for them. */
async function readOnCall(
  q: Queryable,
  { rotations, policies }: EscalationSettings,
  now: Date,
): Promise<OnCallNow> {
  const isAsked = policies.some(({ levels }) => levels.some(({ rotation }) => rotation !== null));
  const overrides = isAsked ? await listOnCallOverrides(q, now) : [];
  const known = new Map<string, ReturnType<OnCallNow>>();
  return (name) => {
    if (!known.has(name)) {
      const rotation = rotations.find((one) => one.name === name);
      const own = overridesOf(overrides, name);
      known.set(name, rotation && findOnCall(rotation, now, own).person);
    }
    return known.get(name);
  };
}

export function overridesOf(
  overrides: readonly OnCallOverrideRow[],
  rotation: string,
): readonly OnCallOverrideRow[] {
  return overrides.filter((one) => one.rotation === rotation);
}
