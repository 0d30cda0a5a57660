// What operators may do: have the next level told now, and say who stands in for whom.
import type { Actor } from '../../core/actor.ts';
import { isFiring } from '../../core/alerts.ts';
import type { Clock } from '../../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import type { EscalationSettings, OnCallRotation } from '../../core/escalation.ts';
import type { Random } from '../../core/random.ts';
import { roleIncludes } from '../../core/role.ts';
import { requireRole } from '../../core/require-role.ts';
import { claimEscalations, type EscalationRow } from '../../store/alert-escalations.ts';
import { lockAlerts } from '../../store/alert-writes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import {
  insertOnCallOverride,
  listOnCallOverrides,
  type OnCallOverrideRow,
} from '../../store/on-call-overrides.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { Agreement } from '../agreement.ts';
import type { Decided } from './apply.ts';
import { judge, overridesOf } from './judge.ts';

export interface OverrideInput {
  readonly rotation: string;
  readonly person: string;
  readonly from: Date;
  readonly until: Date;
}

export interface EscalationCommands {
  /**
   * Tells the next level now, whatever its time and hours.
   * @throws ForbiddenError, NotFoundError; ConflictError that says why nobody else is told.
   */
  escalate(actor: Actor, alertId: string): Promise<AlertRow>;
  /** @throws ForbiddenError, NotFoundError, InvalidInputError, ConflictError */
  override(actor: Actor, input: OverrideInput): Promise<OnCallOverrideRow>;
}

export interface EscalationCommandsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  settings(): EscalationSettings;
  policyOfRule(this: void, rule: string): string | null;
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  /** Writes what was decided, and tells of it. */
  tell(tx: StoreTransaction, decided: readonly Decided[], now: Date): Promise<void>;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const longestOverrideMs = 366 * 86_400_000;
const maxOverrides = 200;

export function createEscalationCommands(options: EscalationCommandsOptions): EscalationCommands {
  const { store, clock, random, policyOfRule } = options;
  return {
    escalate: async (actor, alertId) => {
      requireRole(actor, 'operator');
      return store.transaction(async (tx) => {
        const now = clock.now();
        const [alert] = uuid.test(alertId) ? await lockAlerts(tx.q, [alertId]) : [];
        if (alert === undefined || !roleIncludes(actor.role, alert.audience)) {
          throw new NotFoundError('There is no such alert. `alerts` lists those there are.');
        }
        const [before = null] = await claimEscalations(tx.q, [alert.id]);
        const decided = await judge(tx.q, [{ alert, before }], {
          settings: options.settings(),
          policyOfRule,
          now,
          by: actor.name,
          atOnce: true,
          agreed: options.agreed,
        });
        const [one] = decided;
        if (one === undefined || one.decision.told.length === 0) {
          const { policies } = options.settings();
          throw refusal(alert, before, one, (policy) =>
            policies.some(({ name }) => name === policy),
          );
        }
        await options.tell(tx, decided, now);
        const [told] = one.decision.told;
        await insertAuditEntry(tx, random, {
          actor,
          action: 'escalateAlert',
          subject: `alert:${alert.id}`,
          result: 'ok',
          at: now,
          detail: { policy: one.decision.standing?.policy, level: (told?.level ?? 0) + 1 },
        });
        return alert;
      });
    },
    override: async (actor, input) => {
      requireRole(actor, 'operator');
      const { rotation, person, from, until } = input;
      const settings = options.settings().rotations.find(({ name }) => name === rotation);
      if (settings === undefined) {
        throw new NotFoundError('There is no such rotation. `rotations` lists those there are.');
      }
      return store.transaction(async (tx) => {
        const now = clock.now();
        checkOverride(settings, input, now);
        const others = overridesOf(await listOnCallOverrides(tx.q, now), rotation);
        if (others.length >= maxOverrides) {
          throw new ConflictError(
            `The rotation has ${maxOverrides} overrides already; some must be over first.`,
          );
        }
        const by = { createdBy: actor.name, createdAt: now };
        const row = { id: random.uuid(), rotation, person, from, until, ...by };
        await insertOnCallOverride(tx, row);
        await insertAuditEntry(tx, random, {
          actor,
          action: 'overrideOnCall',
          subject: `rotation:${rotation}`,
          result: 'ok',
          at: now,
          detail: { person, from, until },
        });
        return row;
      });
    },
  };
}

function refusal(
  alert: AlertRow,
  before: EscalationRow | null,
  decided: Decided | undefined,
  knows: (policy: string) => boolean,
): ConflictError {
  const { state, acknowledgedAt, acknowledgedBy, suppressed } = alert;
  if (state === 'RESOLVED') return new ConflictError('It is resolved: nobody is told any more.');
  if (!isFiring(state)) return new ConflictError('It does not fire yet.');
  if (acknowledgedAt !== null) {
    const by = acknowledgedBy ?? 'somebody';
    return new ConflictError(`${by} has acknowledged it: withdraw that first.`);
  }
  const [reason] = suppressed;
  if (reason !== undefined) {
    return new ConflictError(`Nobody is told of it now (${reason.reason}): end that first.`);
  }
  const standing = decided?.decision.standing ?? before;
  if (standing === null) {
    return new ConflictError(
      'No escalation policy is for it. `escalation` in hawkwatch.yaml declares them.',
    );
  }
  if (standing.stop === 'POLICY_REMOVED') {
    return new ConflictError(`Its policy ${standing.policy} is not configured any more.`);
  }
  if (!knows(standing.policy)) {
    return new ConflictError(
      `This replica does not know the policy ${standing.policy}: replicas have different files. ` +
        'Ask another one, or give all of them the same file.',
    );
  }
  return standing.stop === 'ALL_TOLD' && before?.stop === 'ALL_TOLD'
    ? new ConflictError(`All levels of ${standing.policy} were told: there is nobody else.`)
    : new ConflictError(`No level of ${standing.policy} is left that has somebody for it.`);
}

function checkOverride(rotation: OnCallRotation, input: OverrideInput, now: Date): void {
  const issues: InputIssue[] = [];
  const { people } = rotation;
  if (!people.some(({ name }) => name === input.person)) {
    const names = people.map(({ name }) => name).join(', ');
    issues.push({ path: 'person', message: `is nobody of the rotation, which has ${names}` });
  }
  const { from, until } = input;
  if (until <= from) issues.push({ path: 'until', message: 'must be later than from' });
  else if (until <= now) issues.push({ path: 'until', message: 'must be in the future' });
  else if (until.getTime() - from.getTime() > longestOverrideMs) {
    issues.push({ path: 'until', message: 'must be within 366 days of from' });
  }
  if (issues.length > 0) throw new InvalidInputError('The override is not possible.', issues);
}
