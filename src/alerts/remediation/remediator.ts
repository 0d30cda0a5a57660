// Does what was configured about alerts (R-B14): when an admin asks for it, or by itself when the alert
// fires and its remedy says `automatic`. What it does is given to it from outside.
//
//   queued (a row, in the transaction of the alert or of the request) → taken by one replica, for as long as
//   that renews its lease → done, outside of any transaction → how it ended is written: row, timeline, event
//
// What takes longer than two minutes is told as TIMED_OUT; nobody waits for it any more, but it keeps its
// object until it has really ended: nothing else is done to that meanwhile. A row is taken once: what a
// replica had begun when it ended is told as UNKNOWN once its lease is over, and never done again, for a
// second roll-back may do more harm than none. Suppressed alerts are not remedied by themselves.
import type { Actor } from '../../core/actor.ts';
import { systemActor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import type { RemediationSettings } from '../../core/correlation.ts';
import { coerceError, ConflictError, ExpectedError, NotFoundError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import type { AlertFollower } from '../../store/alert-changes.ts';
import { insertTimeline } from '../../store/alert-timeline.ts';
import { listAlertsById, type AlertRow } from '../../store/alerts.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import {
  claimRemediation,
  findRemediation,
  finishRemediation,
  insertRemediations,
  listContainersCalled,
  listLeftRemediations,
  lockLostRemediations,
  noteRemediationTimedOut,
  renewRemediations,
  type NewRemediation,
  type Remediation,
} from '../../store/remediations.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { offersFor, type AllowedActions, type RemediationOffer } from './offers.ts';

/** What is done, by those who can: they check, record and limit it as for anybody else. */
export interface RemediationDoers {
  /** Resolves when it runs again. */
  restartContainer(actor: Actor, containerId: string): Promise<void>;
  /** Resolves with the id of the run that was queued; the same key gives the same run. */
  rollBack(
    actor: Actor,
    input: {
      readonly database: string;
      readonly source: string | undefined;
      readonly reason: string;
      readonly key: string;
    },
  ): Promise<string>;
}

export interface RemediationCommands {
  /** What may be done about an alert. */
  offers(alert: AlertRow): readonly RemediationOffer[];
  /**
   * Resolves when it is done, or has failed.
   * @throws ForbiddenError, NotFoundError, ConflictError
   */
  run(actor: Actor, alertId: string, name: string): Promise<Remediation>;
}

export interface Remediator {
  readonly commands: RemediationCommands;
  /** Queues what is done by itself. */
  readonly follower: AlertFollower;
  /** Takes what others have left behind. */
  sweep(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface RemediatorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly doers: RemediationDoers;
  settings(): {
    readonly remediation: readonly RemediationSettings[];
    readonly actions: AllowedActions;
  };
}

const sweepMs = 15_000;
/** Whoever queued it has not taken it for so long: it is gone. */
const leftAfterMs = 30_000;
const timeLimitMs = 120_000;
/** Renewed with each sweep, so that a store that is away for a while loses nobody's object. */
const leaseMs = 300_000;
const atOnce = 20;
const tooLong = `it took longer than ${timeLimitMs / 1000} s`;

/** Creates it. */
export function createRemediator(options: RemediatorOptions): Remediator {
  const { store, clock, random, logger, settings } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  /** Ids of what is being done here, also for longer than anybody waits. */
  const leased = new Set<string>();
  let sweeping: Promise<void> = Promise.resolve();

  const offers = (alert: AlertRow): readonly RemediationOffer[] =>
    offersFor(alert, settings().remediation, settings().actions);

  const rowOf = (
    alert: AlertRow,
    offer: RemediationOffer,
    askedBy: string,
    automatic: boolean,
    now: Date,
  ): NewRemediation => {
    const { name: remedy, action, object, source, maxPerHour } = offer;
    const of = { id: random.uuid(), alertId: alert.id, remedy, action, object, source };
    return { ...of, automatic, askedBy, queuedAt: now, maxPerHour };
  };

  const tellTimeline = (tx: StoreTransaction, told: Remediation, now: Date): Promise<void> => {
    const { id, alertId, remedy, action, object, automatic, askedBy, state, message } = told;
    return insertTimeline(tx.q, [
      {
        alertId,
        at: now,
        kind: 'REMEDIATED',
        text: `${remedy}: ${message}`,
        actor: automatic ? null : askedBy,
        detail: { remediationId: id, remedy, action, object, state },
      },
    ]);
  };

  const finish = async (
    tx: StoreTransaction,
    id: string,
    { state, message }: { readonly state: EndState; readonly message: string },
  ): Promise<void> => {
    const now = clock.now();
    const ended = await finishRemediation(tx, id, state, message, now);
    if (ended !== undefined) await tellTimeline(tx, ended, now);
  };

  const perform = async (actor: Actor, id: string): Promise<void> => {
    const now = clock.now();
    const taken = await claimRemediation(store.q, id, { now, leaseUntil: leaseFrom(now) });
    if (taken === undefined) return;
    leased.add(id);
    const startedMs = clock.monotonicMs();
    const doing: Promise<End> = act(options, actor, taken)
      .then(
        (message) => ({ state: 'SUCCEEDED', message }) as const,
        (error: unknown) => failureOf(error, logger, taken),
      )
      .finally(() => leased.delete(id));
    const first = await within(clock, stopping.signal, doing);
    // Whoever takes over after this replica says what is known of it, once the lease has ended.
    if (first === 'stopped') return;
    if (first !== 'limit') {
      await store.transaction((tx) => finish(tx, id, first));
      return;
    }
    // Before it is noted: it may end at any time, and noting may fail.
    doing
      .then(({ state, message }) => {
        const afterS = Math.round((clock.monotonicMs() - startedMs) / 1000);
        const how = state === 'SUCCEEDED' ? 'ended' : 'failed';
        const end = {
          state: 'TIMED_OUT',
          message: `${tooLong}, and ${how} after ${afterS} s: ${message}`,
        } as const;
        return store.transaction((tx) => finish(tx, id, end));
      })
      .catch((error: unknown) => {
        logger.warn({ err: coerceError(error), remediation: id }, 'an end was not written');
      });
    await store.transaction(async (tx) => {
      const at = clock.now();
      const noted = await noteRemediationTimedOut(tx, id, `${tooLong}, and goes on`, at);
      if (noted !== undefined) await tellTimeline(tx, noted, at);
    });
  };

  const performLater = (ids: readonly string[]): void => {
    for (const id of ids) {
      const work = (async () => {
        const row = await findRemediation(store.q, id);
        if (row !== undefined) await perform(actorOf(row), id);
      })().catch((error: unknown) => {
        logger.warn({ err: coerceError(error), remediation: id }, 'a remediation was not done');
      });
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    }
  };

  const follower: AlertFollower = {
    follow: async (tx, changes, now) => {
      if (!settings().remediation.some(({ automatic }) => automatic)) return changes;
      const rows = new Map<string, NewRemediation>();
      for (const { kind, alert } of changes) {
        if (kind !== 'FIRED' || alert.suppressed.length > 0) continue;
        for (const offer of offers(alert)) {
          if (!offer.automatic || offer.refusal !== null || rows.has(offer.object)) continue;
          rows.set(offer.object, rowOf(alert, offer, `remedy ${offer.name}`, true, now));
        }
      }
      const queued = await insertRemediations(tx.q, [...rows.values()], now);
      if (queued.size > 0) tx.onCommit(() => performLater([...queued]));
      return changes;
    },
  };

  const run = async (actor: Actor, alertId: string, name: string): Promise<Remediation> => {
    requireRole(actor, 'admin');
    const [alert] = await listAlertsById(store.q, [alertId]);
    if (alert === undefined) {
      throw new NotFoundError('There is no such alert. `alerts` lists those there are.');
    }
    const offered = offers(alert);
    const offer = offered.find((one) => one.name === name);
    if (offer === undefined) {
      const names = offered.map((one) => `"${one.name}"`).join(', ');
      throw new NotFoundError(
        names === ''
          ? 'Nothing is offered for this alert. `remediation` in hawkwatch.yaml says what is, for which alerts.'
          : `That is not offered for this alert; offered are ${names}.`,
      );
    }
    if (offer.refusal !== null) throw new ConflictError(offer.refusal);
    const row = rowOf(alert, offer, actor.name, false, clock.now());
    await store.transaction(async (tx) => {
      const queued = await insertRemediations(tx.q, [row], row.queuedAt);
      if (!queued.has(row.id)) {
        throw new ConflictError(
          `Something is done to ${offer.object} already, or was done ${offer.maxPerHour} times within ` +
            'the last hour, which is all that `maxPerHour` allows. Look at `remediationRuns` of its alerts.',
        );
      }
      const { remedy, action, object } = row;
      await insertAuditEntry(tx, random, {
        actor,
        action: 'runRemediation',
        subject: `alert:${alertId}`,
        result: 'ok',
        at: row.queuedAt,
        detail: { remedy, action, object, remediationId: row.id },
      });
    });
    await perform(actor, row.id);
    const ended = await findRemediation(store.q, row.id);
    if (ended === undefined) throw new Error('a remediation is gone');
    return ended;
  };

  const sweep = async (): Promise<void> => {
    const now = clock.now();
    const nowMs = now.getTime();
    await renewRemediations(store.q, [...leased], leaseFrom(now));
    const left = await listLeftRemediations(store.q, new Date(nowMs - leftAfterMs), atOnce);
    performLater(left);
    await store.transaction(async (tx) => {
      const lost = await lockLostRemediations(tx.q, now, atOnce);
      for (const { id } of lost) {
        const message = 'hawkwatch ended while it was under way; look at what it was done to';
        await finish(tx, id, { state: 'UNKNOWN', message });
      }
    });
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(sweepMs, stopping.signal).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await sweep().catch((error: unknown) => {
        logger.warn({ err: coerceError(error) }, 'remediations are looked at later');
      });
    }
  };

  return {
    commands: { offers, run },
    follower,
    sweep,
    start: () => {
      sweeping = loop();
    },
    stop: async () => {
      stopping.abort(new Error('hawkwatch stops'));
      await Promise.all([sweeping, ...underWay]);
    },
  };
}

type EndState = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'UNKNOWN';

/** How it ended, when whoever did it says so. */
interface End {
  readonly state: 'SUCCEEDED' | 'FAILED';
  readonly message: string;
}

const leaseFrom = (now: Date): Date => new Date(now.getTime() + leaseMs);

const actorOf = ({ remedy }: Remediation): Actor => ({ ...systemActor, name: `remedy ${remedy}` });

/** Does it; returns what is to be said of it. */
async function act(
  { store, doers }: RemediatorOptions,
  actor: Actor,
  { id, action, object, source, alertId, remedy }: Remediation,
): Promise<string> {
  const name = object.slice(object.indexOf(':') + 1);
  if (action === 'EMERGENCY_ROLLBACK') {
    const reason = `remedy ${remedy} of alert ${alertId}`;
    const key = `remediation:${id}`;
    const run = await doers.rollBack(actor, {
      database: name,
      source: source ?? undefined,
      reason,
      key,
    });
    return `the roll-back of ${name} was queued as run ${run}`;
  }
  const found = await containersOf(store, name);
  const [container, second] = found;
  if (container === undefined) throw new NotFoundError(`There is no container "${name}" now.`);
  if (second !== undefined) {
    throw new ConflictError(
      `Several containers are called "${name}"; give the alert a label \`host\`, or name another one.`,
    );
  }
  await doers.restartContainer(actor, container);
  return `the container ${name} was restarted`;
}

// Keys hold slashes themselves: the part before the first one is a host only when there is one so called.
async function containersOf({ q }: Store, name: string): Promise<readonly string[]> {
  const slash = name.indexOf('/');
  if (slash > 0) {
    const onHost = await listContainersCalled(q, name.slice(slash + 1), name.slice(0, slash));
    if (onHost.length > 0) return onHost;
  }
  return listContainersCalled(q, name, undefined);
}

/** What it comes to; `limit` and `stopped` when nobody waits for it any more, and it goes on by itself. */
async function within(
  clock: Clock,
  signal: AbortSignal,
  work: Promise<End>,
): Promise<End | 'limit' | 'stopped'> {
  const over = new AbortController();
  const limit = clock.sleep(timeLimitMs, AbortSignal.any([signal, over.signal])).then(
    () => 'limit' as const,
    () => 'stopped' as const,
  );
  return Promise.race([work, limit]).finally(() => over.abort());
}

function failureOf(
  error: unknown,
  logger: Logger,
  { id, remedy, object }: Remediation,
): { readonly state: 'FAILED'; readonly message: string } {
  if (error instanceof ExpectedError) return { state: 'FAILED', message: error.message };
  logger.error(
    { err: coerceError(error), remediation: id, remedy, object },
    'a remediation failed',
  );
  return { state: 'FAILED', message: 'it failed; the log says why' };
}
