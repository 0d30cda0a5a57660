// Writes what was decided of many alerts, in the caller's transaction: standings, timelines, events, and
// whom to tell. Everything set-based: a storm of alerts takes as many statements as one.
import type { EscalationStanding } from '../../core/escalation.ts';
import {
  alertEscalated,
  insertEscalationEntries,
  upsertEscalations,
  type EscalationEntry,
  type EscalationRow,
} from '../../store/alert-escalations.ts';
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
  /** Name of the token that asked for it; null: hawkwatch itself. */
  readonly actor: string | null;
}

/** Returns the changes for those who follow, ESCALATED for each alert that was told of. */
export async function applyDecisions(
  tx: StoreTransaction,
  target: EscalationTarget,
  decided: readonly Decided[],
  now: Date,
): Promise<readonly AlertChange[]> {
  const rows: EscalationRow[] = [];
  const entries: EscalationEntry[] = [];
  const escalations: Escalation[] = [];
  const changes: AlertChange[] = [];
  for (const { alert, before, decision, actor } of decided) {
    const { standing, told } = decision;
    if (standing === null || standing === before) continue;
    rows.push({ ...standing, alertId: alert.id, updatedAt: now });
    entries.push(...entriesOf({ alert, before, decision, actor }));
    for (const one of told) {
      const { level, channels } = one;
      // Going through all levels again is the policy's business, so each is told once.
      escalations.push({ alert, policy: standing.policy, level, channels, repeatMs: null });
      announce(tx, { alert, policy: standing.policy, told: one, actor }, now);
    }
    if (told.length > 0) changes.push({ kind: 'ESCALATED', alert });
  }
  await upsertEscalations(tx.q, rows);
  await insertEscalationEntries(tx.q, entries, now);
  if (escalations.length > 0) await target.escalate(tx, escalations, now);
  return changes;
}

const levelName = ({ level, round }: { readonly level: number; readonly round: number }): string =>
  round === 0 ? `level ${level + 1}` : `level ${level + 1} (round ${round + 1})`;

function entriesOf({ alert, before, decision, actor }: Decided): EscalationEntry[] {
  const { standing, told, passed } = decision;
  if (standing === null) return [];
  const { policy } = standing;
  const base = { alertId: alert.id, actor };
  const order = [
    ...told.map((one) => ({
      ...base,
      kind: 'ESCALATED' as const,
      text: `${policy}: ${levelName(one)} was told: ${whoOf(one)}.`,
      detail: { policy, ...one },
    })),
    ...passed.map((one) => ({
      ...base,
      kind: 'LEVEL_PASSED' as const,
      text:
        one.why === 'NOBODY'
          ? `${policy}: ${levelName(one)} has nobody for ${alert.severity}.`
          : `${policy}: ${levelName(one)} was passed over, outside its hours.`,
      detail: { policy, ...one },
    })),
  ].toSorted((a, b) => a.detail.round - b.detail.round || a.detail.level - b.detail.level);
  const { stop } = standing;
  if (stop === before?.stop || (stop !== 'ALL_TOLD' && stop !== 'POLICY_REMOVED')) return order;
  const text =
    stop === 'ALL_TOLD'
      ? `${policy}: all levels were told, nobody else comes.`
      : `The policy ${policy} is not configured any more: nobody else is told.`;
  return [...order, { ...base, kind: 'ESCALATION_ENDED', text, detail: { policy, stop } }];
}

const whoOf = ({ person, channels }: ToldLevel): string =>
  person === null ? channels.join(', ') : `${person} (on call) by ${channels.join(', ')}`;

function announce(
  tx: StoreTransaction,
  about: {
    readonly alert: AlertRow;
    readonly policy: string;
    readonly told: ToldLevel;
    readonly actor: string | null;
  },
  now: Date,
): void {
  const { alert, policy, told, actor } = about;
  const payload = {
    alertId: alert.id,
    rule: alert.rule,
    type: alert.type,
    severity: alert.severity,
    title: alert.title,
    database: alert.database,
    policy,
    level: told.level + 1,
    round: told.round + 1,
    channels: [...told.channels],
    person: told.person,
    by: actor,
  };
  tx.append(alertEscalated.create({ subject: alert.subject, occurredAt: now, payload }));
}
