// Has deliveries that ended sent once more, one or many at a time, on record. Content is copied within the
// store and never read. What cannot be done with one of many is said of that one; the others are done.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type ExpectedError,
  type InputIssue,
} from '../../core/errors.ts';
import type { DeliveryState } from '../../core/notifications.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import { roleIncludes } from '../../core/role.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { claimChannelStates } from '../../store/channel-states.ts';
import { findDeliveries, type DeliveryRow } from '../../store/delivery-pages.ts';
import {
  insertRedeliveries,
  listRedeliverable,
  type RedeliveryFilter,
} from '../../store/redeliveries.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { ConfiguredChannels } from './channels.ts';

/** What became of one delivery: the id of the new one, or why there is none. */
export type RedeliveryOutcome =
  | { readonly id: string; readonly as: string; readonly channel: string }
  | { readonly id: string; readonly refusal: ExpectedError };

export interface RedeliveryOutcomes {
  readonly outcomes: readonly RedeliveryOutcome[];
  /** True when more fits the filter than is done at once. */
  readonly hasMore: boolean;
}

/** These, or those of a channel that were not sent again yet, the oldest first. */
export type RedeliveryWish =
  | { readonly ids: readonly string[] }
  | {
      readonly channel: string;
      /** DEAD and DELIVERED only. */
      readonly states: readonly DeliveryState[];
      readonly since: Date | undefined;
    };

export interface RedeliverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly channels: ConfiguredChannels;
  /** Called when there may be something to send. */
  ring(): void;
}

export const mostRedeliveredAtOnce = 200;

/** Has one sent; gives the id of the new one. @throws ForbiddenError, NotFoundError, ConflictError */
export async function redeliverOne(
  options: RedeliverOptions,
  actor: Actor,
  id: string,
): Promise<string> {
  requireRole(actor, 'operator');
  return options.store.transaction(async (tx) => {
    const [outcome] = await repeat(tx, options, actor, [id]);
    if (outcome === undefined) throw new Error('a redelivery had no outcome');
    if ('refusal' in outcome) throw outcome.refusal;
    await record(tx, options, actor, {
      action: 'redeliver',
      subject: `delivery:${id}`,
      detail: { channel: outcome.channel, as: outcome.as },
    });
    return outcome.as;
  });
}

/** Has many sent. @throws ForbiddenError, InvalidInputError, NotFoundError */
export async function redeliverMany(
  options: RedeliverOptions,
  actor: Actor,
  wish: RedeliveryWish,
): Promise<RedeliveryOutcomes> {
  requireRole(actor, 'operator');
  const filter = 'ids' in wish ? undefined : readFilter(options, actor, wish);
  if ('ids' in wish) checkIds(wish.ids);
  return options.store.transaction(async (tx) => {
    // Two who ask for the same at once come one after the other, and nothing is sent twice.
    if (filter !== undefined) await claimChannelStates(tx.q, [filter.channel]);
    const found =
      'ids' in wish
        ? [...new Set(wish.ids)]
        : await listRedeliverable(tx.q, filter ?? nothing, mostRedeliveredAtOnce + 1);
    const ids = found.slice(0, mostRedeliveredAtOnce);
    const outcomes = await repeat(tx, options, actor, ids);
    const done = outcomes.flatMap((one) => ('as' in one ? [one.id] : []));
    await record(tx, options, actor, {
      action: 'redeliverMany',
      subject: filter === undefined ? 'deliveries' : `channel:${filter.channel}`,
      detail: {
        ...('ids' in wish ? {} : { states: wish.states, since: wish.since?.toISOString() ?? null }),
        deliveries: done,
        refused: outcomes.length - done.length,
      },
    });
    return { outcomes, hasMore: found.length > ids.length };
  });
}

const nothing: RedeliveryFilter = { channel: '', states: [], since: undefined, role: 'viewer' };

async function repeat(
  tx: StoreTransaction,
  { clock, random, channels, ring }: RedeliverOptions,
  actor: Actor,
  ids: readonly string[],
): Promise<RedeliveryOutcome[]> {
  const rows = await findDeliveries(tx.q, ids.filter(isUuid));
  const known = new Map(rows.map((row) => [row.id, row]));
  const outcomes = ids.map((id): RedeliveryOutcome => {
    const row = known.get(id);
    if (row === undefined || !roleIncludes(actor.role, row.audience)) {
      const message = 'There is no such delivery, or not any more.';
      return { id, refusal: new NotFoundError(message) };
    }
    const refusal = refusalOf(row, channels);
    return refusal === undefined
      ? { id, as: random.uuid(), channel: row.channel }
      : { id, refusal };
  });
  const written = outcomes.flatMap((one) => ('as' in one ? [{ id: one.as, of: one.id }] : []));
  await insertRedeliveries(tx.q, written, clock.now());
  tx.onCommit(ring);
  return outcomes;
}

function refusalOf(row: DeliveryRow, channels: ConfiguredChannels): ExpectedError | undefined {
  if (row.endedAt === null) {
    return new ConflictError('It has not ended yet: it is still going to be sent.');
  }
  if (row.state === 'SPLIT') {
    return new ConflictError(
      'It was refused as a whole, and its `parts` were sent instead. Have those of them sent again ' +
        'that are DEAD.',
    );
  }
  if (channels.find(row.channel) !== undefined) return undefined;
  return new ConflictError(
    `Its channel "${row.channel}" is not in the configuration. Add it there first.`,
  );
}

function readFilter(
  { channels }: RedeliverOptions,
  actor: Actor,
  { channel, states, since }: Exclude<RedeliveryWish, { readonly ids: readonly string[] }>,
): RedeliveryFilter {
  if (channels.find(channel) === undefined) {
    throw new NotFoundError('There is no such channel. `channels` lists those there are.');
  }
  const ended = states.filter((state) => state === 'DEAD' || state === 'DELIVERED');
  if (ended.length === 0 || ended.length < states.length) {
    const message = 'must be DEAD, DELIVERED or both: others wait, or are told by another delivery';
    throw new InvalidInputError('Nothing is sent again.', [{ path: 'filter.states', message }]);
  }
  return { channel, states: [...new Set(ended)], since, role: actor.role };
}

function checkIds(ids: readonly string[]): void {
  const issues: InputIssue[] = [];
  if (ids.length === 0) issues.push({ path: 'ids', message: 'must name a delivery' });
  if (ids.length > mostRedeliveredAtOnce) {
    const most = mostRedeliveredAtOnce;
    const message = `must name ${most} deliveries at most; call it again for the others`;
    issues.push({ path: 'ids', message });
  }
  if (issues.length > 0) throw new InvalidInputError('Nothing is sent again.', issues);
}

function record(
  tx: StoreTransaction,
  { clock, random }: RedeliverOptions,
  actor: Actor,
  fact: {
    readonly action: string;
    readonly subject: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  return insertAuditEntry(tx, random, { actor, result: 'ok', at: clock.now(), ...fact });
}

const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
