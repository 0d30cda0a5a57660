// Escalation as one part: it follows changes of alerts in their transaction, tells levels when their time
// has come, and answers and obeys the API. What it decides is in `decide.ts`.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type {
  EscalationPolicy,
  EscalationSettings,
  OnCallRotation,
} from '../../core/escalation.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import {
  claimDueEscalations,
  claimEscalations,
  findNextEscalation,
} from '../../store/alert-escalations.ts';
import type { AlertChange, AlertChangeKind, AlertFollower } from '../../store/alert-changes.ts';
import type { EscalationTarget } from '../../store/escalation-target.ts';
import type { Queryable, Store, StoreTransaction } from '../../store/store.ts';
import type { AlertFollowing } from '../following.ts';
import { alone, type Agreement } from '../agreement.ts';
import { startDueTicker, type DueTicker } from '../due-ticker.ts';
import { createAdopter } from './adopt.ts';
import { applyDecisions, type Decided } from './apply.ts';
import { createEscalationCommands, type EscalationCommands } from './commands.ts';
import { createFailures } from './failures.ts';
import { judge, type Judged } from './judge.ts';

export interface EscalationOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: EscalationSettings;
  /** Who tells people. */
  readonly target: EscalationTarget;
  /** Runs the followers, of which this one is one; asked for after the start only. */
  following(): AlertFollowing;
  /** Name of the policy that a rule asks for (`escalation`); null: none. */
  policyOfRule(this: void, rule: string): string | null;
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  readonly pollMs?: number;
}

export interface EscalationService extends EscalationCommands {
  policies(): readonly EscalationPolicy[];
  rotations(): readonly OnCallRotation[];
  readonly defaultPolicy: string | null;
}

export interface EscalationPart {
  readonly follower: AlertFollower;
  /** For GraphQL. */
  readonly service: EscalationService;
  /** Begins to tell what is due. */
  start(): void;
  configure(settings: EscalationSettings): void;
  stop(): Promise<void>;
}

const followed: ReadonlySet<AlertChangeKind> = new Set([
  'FIRED',
  'REFIRED',
  'ACKNOWLEDGED',
  'UNACKNOWLEDGED',
  'SUPPRESSED',
  'UNSUPPRESSED',
  'RESOLVED',
]);

/** What goes on then may have a policy that only another replica has. */
const resumed: ReadonlySet<AlertChangeKind> = new Set(['UNACKNOWLEDGED', 'UNSUPPRESSED']);

/** A replica that has not read the new configuration yet leaves policies it does not know alone so long. */
const unknownPolicyMs = 5 * 60_000;

export function createEscalation(options: EscalationOptions): EscalationPart {
  const { store, clock, target, policyOfRule, agreed = alone } = options;
  let { settings } = options;
  let ticker: DueTicker | undefined;
  let filesDiffered = false;
  const failures = createFailures();
  const names = (): readonly string[] => settings.policies.map(({ name }) => name);

  const apply = async (
    tx: StoreTransaction,
    decided: readonly Decided[],
    now: Date,
  ): Promise<readonly AlertChange[]> => {
    const changes = await applyDecisions(tx, target, decided, now);
    const times = decided.flatMap(({ decision: { standing } }) => standing?.nextAt ?? []);
    const [earliest] = times.toSorted((a, b) => a.getTime() - b.getTime());
    if (earliest !== undefined) tx.onCommit(() => ticker?.wake(earliest));
    return changes;
  };

  const applyAndTell = async (
    tx: StoreTransaction,
    decided: readonly Decided[],
    now: Date,
  ): Promise<void> => {
    const changes = await apply(tx, decided, now);
    await options.following().tell(tx, changes, now, follower);
  };

  /** Never while another replica may know them. */
  const othersBeforeMs = async (q: Queryable, now: Date): Promise<number> => {
    const isAgreed = await agreed(q);
    // What a replica with another file has taken may have a policy by this one.
    if (isAgreed && filesDiffered) adopter.lookAgain();
    filesDiffered = !isAgreed;
    return isAgreed ? now.getTime() - unknownPolicyMs : 0;
  };

  const judgeNow = (
    tx: StoreTransaction,
    judged: readonly Judged[],
    now: Date,
    fromFiring = false,
  ): Promise<readonly Decided[]> =>
    judge(tx.q, judged, { settings, policyOfRule, now, agreed, fromFiring });

  const tellDue = (limit: number, claimedIds: string[]): Promise<number> =>
    store.transaction(async (tx) => {
      const now = clock.now();
      claimedIds.length = 0;
      const claimed = await claimDueEscalations(tx.q, {
        now,
        policies: names(),
        othersBefore: new Date(await othersBeforeMs(tx.q, now)),
        except: failures.present(now),
        limit,
      });
      claimedIds.push(...claimed.map(({ alert }) => alert.id));
      const judged = claimed.map(({ alert, standing }) => ({ alert, before: standing }));
      await applyAndTell(tx, await judgeNow(tx, judged, now), now);
      return claimed.length;
    });

  /** One that cannot be told does not hold up the others: what fails together is tried one by one. */
  const tell = async (limit: number): Promise<number> => {
    const claimedIds: string[] = [];
    try {
      return await tellDue(limit, claimedIds);
    } catch (error) {
      const [id, ...others] = claimedIds;
      if (id === undefined) throw error;
      if (others.length === 0) {
        const err = coerceError(error);
        options.logger.error({ err, alert: id }, 'an alert could not be escalated; later again');
        failures.add(id, clock.now());
        return 1;
      }
      for (let left = claimedIds.length; left > 0 && (await tell(1)) === 1; left -= 1);
      return limit;
    }
  };

  const adopter = createAdopter({
    ...options,
    adopt: async (tx, alerts, now) => {
      const judged = alerts.map((alert) => ({ alert, before: null }));
      await applyAndTell(tx, await judgeNow(tx, judged, now, true), now);
    },
  });

  const commands = createEscalationCommands({
    ...options,
    settings: () => settings,
    tell: applyAndTell,
  });

  const follower: AlertFollower = {
    follow: async (tx, changes, now) => {
      // Without any policy there is nothing to begin; what is under way is ended by the ticker.
      const kinds = settings.policies.length === 0 ? resumed : followed;
      // The last change of an alert has it as it is.
      const latest = new Map(
        changes.filter(({ kind }) => kinds.has(kind)).map(({ alert }) => [alert.id, alert]),
      );
      if (latest.size === 0) return changes;
      const standings = await claimEscalations(tx.q, [...latest.keys()]);
      const byAlert = new Map(standings.map((standing) => [standing.alertId, standing]));
      const judged = [...latest.values()].map((alert) => ({
        alert,
        before: byAlert.get(alert.id) ?? null,
      }));
      const decided = await judgeNow(tx, judged, now);
      return [...changes, ...(await apply(tx, decided, now))];
    },
  };

  return {
    follower,
    service: {
      ...commands,
      policies: () => settings.policies,
      rotations: () => settings.rotations,
      get defaultPolicy() {
        return settings.defaultPolicy;
      },
    },
    start: () => {
      ticker ??= startDueTicker({
        ...options,
        what: 'escalations',
        tell: async (limit) => {
          if (settings.policies.length > 0) await adopter.adoptAll();
          return tell(limit);
        },
        findNext: () => findNextEscalation(store.q, names()),
      });
    },
    configure: (next) => {
      settings = next;
      adopter.lookAgain();
      ticker?.wake(clock.now());
    },
    stop: async () => {
      adopter.stop();
      await ticker?.stop();
    },
  };
}
