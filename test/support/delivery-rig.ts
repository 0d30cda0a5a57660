// Deliveries over real HTTP: a plain webhook channel, notifications, and what tests ask of the store.
import { createSystemClock, type Clock } from '../../src/core/clock.ts';
import type { Notification, NotifiedAlert } from '../../src/core/notifications.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom, type Random } from '../../src/core/random.ts';
import {
  DeliveryError,
  defineChannel,
  type ChannelKind,
  type ChannelSettings,
} from '../../src/notifications/channel.ts';
import type { ConfiguredChannel } from '../../src/notifications/delivery/channels.ts';
import {
  startDispatcher,
  type DeliveryDispatcher,
  type DispatcherOptions,
} from '../../src/notifications/delivery/dispatcher.ts';
import { createDigests } from '../../src/notifications/delivery/digest.ts';
import type { NewDelivery } from '../../src/notifications/delivery-queue.ts';
import type { StoreClock } from '../../src/store/store-clock.ts';
import type { Store } from '../../src/store/store.ts';

/** A webhook as tests need it: no signature, the notification as it is. */
export const plainWebhook: ChannelKind<{ readonly url: string }> = defineChannel({
  kind: 'webhook',
  description: 'Posts the notification.',
  maxAlerts: Number.MAX_SAFE_INTEGER,
  parseSettings: (settings) => settings as { url: string },
  describeTarget: ({ url }) => new URL(url).host,
  send: async ({ url }, notification, { deliveryId, attempt, signal }) => {
    const post = async () => {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal,
        headers: { 'webhook-id': deliveryId, 'x-attempt': String(attempt) },
        body: JSON.stringify(notification),
      });
      return { response, body: await response.text() };
    };
    const { response, body } = await post().catch(() => {
      throw new DeliveryError('The connection was lost.', {
        reason: signal.aborted ? 'TIMEOUT' : 'NETWORK',
        permanent: false,
      });
    });
    const { status } = response;
    if (status >= 200 && status < 300) return { status, body };
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    const rate = { reason: 'RATE_LIMITED', permanent: false } as const;
    const kinds = {
      401: { reason: 'AUTH_ERROR', permanent: true },
      410: { reason: 'GONE', permanent: true },
      429: rate,
    } as const;
    const kind =
      status in kinds
        ? kinds[status as keyof typeof kinds]
        : status >= 500
          ? ({ reason: 'SERVER_ERROR', permanent: false } as const)
          : ({ reason: 'CLIENT_ERROR', permanent: true } as const);
    throw new DeliveryError(`The receiver answered ${status}.`, {
      ...kind,
      status,
      body,
      ...(Number.isFinite(after) ? { retryAfterMs: after * 1000 } : {}),
    });
  },
});

/** A channel of the plain kind. */
export function webhookChannel(
  url: string,
  settings: Partial<ChannelSettings> = {},
  kind: ChannelKind<{ readonly url: string }> = plainWebhook,
): ConfiguredChannel {
  return {
    settings: {
      name: 'hook',
      kind: kind.kind,
      settings: { url },
      timeoutMs: 5000,
      sendResolved: true,
      rate: { messages: 1_000_000, perMs: 60_000 },
      ...settings,
    },
    kind: kind as ChannelKind<unknown>,
  };
}

export function notifiedAlert(n: number, change: Partial<NotifiedAlert> = {}): NotifiedAlert {
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    fingerprint: `f${n}`,
    status: 'firing',
    state: 'FIRING',
    rule: 'rule',
    type: 'TEST',
    severity: 'ERROR',
    title: `alert ${n}`,
    message: 'it is wrong',
    labels: { n: String(n) },
    database: null,
    subject: `thing:${n}`,
    value: null,
    startedAt: '2026-01-01T00:00:00.000Z',
    resolvedAt: null,
    acknowledgedBy: null,
    url: null,
    suspects: [],
    ...change,
  };
}

export const resolvedAlert = (n: number): NotifiedAlert =>
  notifiedAlert(n, {
    status: 'resolved',
    state: 'RESOLVED',
    resolvedAt: '2026-01-01T01:00:00.000Z',
  });

/** A delivery that tells of one alert; `key` is what orders it. */
export function newDelivery(
  alert: NotifiedAlert,
  { channel = 'hook', key = alert.fingerprint }: { channel?: string; key?: string } = {},
): NewDelivery {
  const notification: Notification = {
    kind: 'ALERTS',
    reason: alert.status === 'firing' ? 'FIRST_NOTIFICATION' : 'ALL_RESOLVED',
    status: alert.status,
    route: 'default',
    groupKey: key,
    groupLabels: {},
    alerts: [alert],
    escalation: null,
    event: null,
  };
  return {
    orderKey: `${key}/${channel}`,
    groupId: null,
    channel,
    notification,
    alertIds: [alert.id],
  };
}

/** As the clock of the store where that has the same time. */
export const asStoreClock = (clock: Clock): StoreClock => ({
  ...clock,
  own: clock,
  sync: () => Promise.resolve(),
});

const isStoreClock = (clock: Clock): clock is StoreClock => 'sync' in clock;

export interface RigOptions extends Partial<Omit<DispatcherOptions, 'channels' | 'clock'>> {
  readonly store: Store;
  /** What the store's clock says as well; unless it is one that asks the store. */
  readonly clock?: Clock | StoreClock;
  readonly channels: readonly ConfiguredChannel[] | (() => readonly ConfiguredChannel[]);
}

/** A dispatcher with everything that is not told as in production. */
export function startTestDispatcher(options: RigOptions): Promise<DeliveryDispatcher> {
  const list = options.channels;
  const all = typeof list === 'function' ? list : () => list;
  const clock: Clock | StoreClock = options.clock ?? createSystemClock();
  const random: Random = options.random ?? createSystemRandom();
  return startDispatcher({
    logger: silentLogger,
    replica: 'replica-1',
    merge: createDigests({ random }),
    ...options,
    clock: isStoreClock(clock) ? clock : asStoreClock(clock),
    random,
    channels: {
      list: all,
      find: (name) => all().find(({ settings }) => settings.name === name),
    },
  });
}

/** Writes deliveries in one transaction. */
export function enqueue(
  store: Store,
  { queue }: Pick<DeliveryDispatcher, 'queue'>,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<readonly string[]> {
  return store.transaction((tx) => queue.enqueue(tx, deliveries, now));
}

export interface StoredDelivery {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly claim: number;
  readonly failure: string | null;
  readonly failureReason: string | null;
  readonly status: number | null;
  readonly nextAt: number;
  readonly mergedInto: string | null;
  readonly endedAt: number | null;
  readonly reason: string;
  readonly audience: string;
}

/** All deliveries in the order in which they were written. */
export async function storedDeliveries(store: Store): Promise<StoredDelivery[]> {
  const rows = await store.raw<StoredDelivery[]>`
    select id, state, attempts, claim, failure, failure_reason as "failureReason", status, reason,
      audience, (extract(epoch from next_at) * 1000)::float8 as "nextAt", merged_into as "mergedInto",
      (extract(epoch from ended_at) * 1000)::float8 as "endedAt"
    from hawkwatch_store.deliveries order by seq`;
  return [...rows];
}

export interface StoredAttempt {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly ok: boolean | null;
  readonly status: number | null;
  readonly failureReason: string | null;
  readonly body: string | null;
}

export async function storedAttempts(store: Store): Promise<StoredAttempt[]> {
  const rows = await store.raw<StoredAttempt[]>`
    select delivery_id as "deliveryId", attempt, ok, status, failure_reason as "failureReason", body
    from hawkwatch_store.delivery_attempts order by at, attempt`;
  return [...rows];
}

export async function storedEvents(store: Store, type: string): Promise<Record<string, unknown>[]> {
  const rows = await store.raw<{ payload: Record<string, unknown> }[]>`
    select payload from hawkwatch_store.events where type = ${type} order by id`;
  return rows.map(({ payload }) => payload);
}

export async function emptyDeliveries(store: Store): Promise<void> {
  await store.raw`delete from hawkwatch_store.deliveries`;
  await store.raw`delete from hawkwatch_store.channel_states`;
  await store.raw`delete from hawkwatch_store.events`;
}
