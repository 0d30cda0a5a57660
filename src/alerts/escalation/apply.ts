// Writes what was decided of many alerts, in the caller's transaction: standings, and whom to tell. A storm of
// alerts takes as many statements as one. What came of it is returned as changes: whoever runs the followers
// puts them on record.
import type { EscalationStanding } from '../../core/escalation.ts';
import { upsertEscalations, type EscalationRow } from '../../store/alert-escalations.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { Escalation, EscalationTarget } from '../../store/escalation-target.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { EscalationDecision, ToldLevel } from './decide.ts';

export interface Decided {
  readonly alert: AlertRow;
  /** As it was before; null: there was none. */
  readonly before: EscalationStanding | null;
  readonly decision: EscalationDecision;
  /** Name of the token that asked for it; undefined: hawkwatch itself. */
  readonly by: string | undefined;
}

/** Returns ESCALATED for each level that was told, and UPDATED for what else is worth knowing. */
export async function applyDecisions(
  tx: StoreTransaction,
  target: EscalationTarget,
  decided: readonly Decided[],
  now: Date,
): Promise<readonly AlertChange[]> {
  const rows: EscalationRow[] = [];
  const escalations: Escalation[] = [];
  const changes: AlertChange[] = [];
  for (const one of decided) {
    const { alert, before, decision } = one;
    const { standing, told } = decision;
    if (standing === null || standing === before) continue;
    const { policy } = standing;
    rows.push({ ...standing, alertId: alert.id, updatedAt: now });
    for (const { level, channels } of told) {
      // Going through all levels again is the policy's business, so each is told once.
      escalations.push({ alert, policy, level, channels, repeatMs: null });
    }
    changes.push(...changesOf(one, standing));
  }
  await upsertEscalations(tx.q, rows);
  if (escalations.length > 0) await target.escalate(tx, escalations, now);
  return changes;
}

const nameOf = ({ level, round }: { readonly level: number; readonly round: number }): string =>
  round === 0 ? `level ${level + 1}` : `level ${level + 1} (round ${round + 1})`;

function changesOf(
  { alert, before, decision, by }: Decided,
  { policy, stop }: EscalationStanding,
): AlertChange[] {
  const steps = [
    ...decision.told.map((one) => ({
      kind: 'ESCALATED' as const,
      text: `${policy}, ${nameOf(one)}: ${whoOf(one)} was told.`,
      one,
    })),
    ...decision.passed.map((one) => ({
      kind: 'UPDATED' as const,
      text:
        one.why === 'NOBODY'
          ? `${policy}, ${nameOf(one)}: it has nobody for ${alert.severity}.`
          : `${policy}, ${nameOf(one)}: passed over, outside its hours.`,
      one,
    })),
  ].toSorted((a, b) => a.one.round - b.one.round || a.one.level - b.one.level);
  const changes: AlertChange[] = steps.map(({ kind, text, one }) => ({
    kind,
    alert,
    by,
    text,
    detail: { escalation: { policy, ...one } },
  }));
  if (stop === before?.stop || (stop !== 'ALL_TOLD' && stop !== 'POLICY_REMOVED')) return changes;
  const text =
    stop === 'ALL_TOLD'
      ? `${policy}: that was its last level; nobody else is told.`
      : `${policy}: it is not configured any more; nobody else is told.`;
  return [...changes, { kind: 'UPDATED', alert, text, detail: { escalation: { policy, stop } } }];
}

const whoOf = ({ person, channels }: ToldLevel): string =>
  person === null ? channels.join(', ') : `${person} (on call) by ${channels.join(', ')}`;
