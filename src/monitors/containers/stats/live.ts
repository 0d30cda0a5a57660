// Live statistics of a container, for as long as somebody looks at it. All who look at one share one
// stream of the daemon's, which is closed with the last of them. Each gets the latest value only: who is
// slow misses some, and nothing piles up.
//
//   first subscriber  ──> stream open ──(it ended, the container was recreated, the daemon is away)──> again,
//   last one leaves   ──> stream closed                                  with growing pauses, up to 10 s
//
// A container that is gone for good ends its subscriptions.
import { backoffMs } from '../../../core/backoff.ts';
import type { Clock } from '../../../core/clock.ts';
import { coerceError, ConflictError, ExpectedError, NotFoundError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Random } from '../../../core/random.ts';
import { findContainers, type ContainerRow } from '../../../store/containers.ts';
import type { Store } from '../../../store/store.ts';
import { DaemonError } from '../daemon-error.ts';
import { unavailable, type DaemonReach } from '../reach.ts';
import { createLatest, type Latest } from './latest.ts';
import {
  parseReading,
  usageBetween,
  type ContainerReading,
  type ContainerUsage,
} from './reading.ts';

export interface LiveUsage {
  /** Of the container's row. */
  readonly containerId: string;
  readonly at: Date;
  /** Null while it does not run. */
  readonly usage: ContainerUsage | null;
}

export interface LiveStats {
  /**
   * A value a second; the last one at once, where there is one.
   * @throws NotFoundError, ConflictError that names the host, UnavailableError.
   */
  open(containerId: string): Promise<AsyncIterableIterator<LiveUsage, undefined>>;
  /** How many streams of daemons are open now. */
  readonly streams: number;
  close(): void;
}

export interface LiveStatsOptions {
  readonly store: Pick<Store, 'q'>;
  readonly reach: DaemonReach;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Containers that may be looked at, at once. */
  readonly most?: number;
  readonly retry?: { readonly firstMs: number; readonly maxMs: number };
}

interface Watched {
  readonly lookers: Set<Latest<LiveUsage>>;
  readonly stop: AbortController;
  latest: LiveUsage | undefined;
}

const defaultRetry = { firstMs: 500, maxMs: 10_000 };
/** One that is recreated is gone for a moment. */
const goneMs = 10_000;
/** An older value is not shown to who comes later. */
const freshMs = 3000;

export function createLiveStats(options: LiveStatsOptions): LiveStats {
  const { store, reach, clock, random, logger, most = 100, retry = defaultRetry } = options;
  const watched = new Map<string, Watched>();
  const closing = new AbortController();

  const get = async (id: string): Promise<ContainerRow> => {
    const [row] = await findContainers(store.q, [id]);
    if (row !== undefined && row.vanishedAt === null) return row;
    throw new NotFoundError(
      'There is no such container any more. `containers` lists those there are.',
    );
  };

  /** Whoever cannot be served is told now, not after a silence. */
  const probe = async (row: ContainerRow): Promise<void> => {
    try {
      const daemon = await reach.find(row);
      await daemon.inspect(row.containerId, closing.signal);
    } catch (error) {
      // It may be under recreation.
      if (error instanceof DaemonError && error.kind === 'NOT_FOUND') return;
      throw unavailable(row, error);
    }
  };

  /** Ends with the stream. @throws DaemonError, what the store throws. */
  const follow = async (id: string, row: ContainerRow, one: Watched): Promise<void> => {
    const { signal } = one.stop;
    const daemon = await reach.find(row);
    const lines = await daemon.statsStream(row.containerId, signal);
    let before: ContainerReading | null = null;
    for await (const line of lines) {
      const reading = line === null ? null : parseReading(JSON.parse(line), clock.now());
      const usage: ContainerUsage | null = reading && usageBetween(before, reading);
      const isNews = usage !== null || one.latest?.usage !== null;
      before = reading;
      if (!isNews) continue;
      one.latest = { containerId: id, at: usage?.at ?? clock.now(), usage };
      for (const looker of one.lookers) looker.put(one.latest);
    }
  };

  const end = (id: string, one: Watched, failure: Error | undefined): void => {
    if (watched.get(id) === one) watched.delete(id);
    one.stop.abort(new Error('nobody looks at the container any more'));
    for (const looker of one.lookers) looker.end(failure);
    one.lookers.clear();
  };

  const run = async (id: string, one: Watched): Promise<void> => {
    const { signal } = one.stop;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const beganMs = clock.monotonicMs();
      try {
        const [row] = await findContainers(store.q, [id]);
        if (row === undefined || isGone(row, clock.now())) {
          end(id, one, undefined);
          return;
        }
        if (row.vanishedAt === null) await follow(id, row, one);
      } catch (error) {
        if (signal.aborted) return;
        // The configuration of the daemon is gone: it will not come back by itself.
        if (error instanceof ConflictError) {
          end(id, one, error);
          return;
        }
        if (!(error instanceof DaemonError || error instanceof ExpectedError)) {
          logger.warn(
            { err: coerceError(error), container: id },
            'live statistics are begun again',
          );
        }
      }
      if (clock.monotonicMs() - beganMs > retry.maxMs) failures = 0;
      await clock.sleep(backoffMs(failures, retry, random), signal).catch(() => undefined);
    }
  };

  const begin = (id: string): Watched => {
    const one: Watched = { lookers: new Set(), stop: new AbortController(), latest: undefined };
    watched.set(id, one);
    void run(id, one).catch((error: unknown) => end(id, one, coerceError(error)));
    return one;
  };

  return {
    get streams() {
      return watched.size;
    },
    open: async (id) => {
      const row = await get(id);
      if (!watched.has(id)) await probe(row);
      if (!watched.has(id) && watched.size >= most) {
        throw new ConflictError(
          `${most} containers are looked at already, which is the most there may be at once.`,
        );
      }
      const one = watched.get(id) ?? begin(id);
      const looker = createLatest<LiveUsage>(() => {
        one.lookers.delete(looker);
        if (one.lookers.size === 0) end(id, one, undefined);
      });
      one.lookers.add(looker);
      const { latest } = one;
      if (latest !== undefined && clock.now().getTime() - latest.at.getTime() < freshMs) {
        looker.put(latest);
      }
      return looker.values;
    },
    close: () => {
      closing.abort(new Error('hawkwatch stops'));
      for (const [id, one] of watched) end(id, one, undefined);
    },
  };
}

function isGone({ vanishedAt }: ContainerRow, now: Date): boolean {
  return vanishedAt !== null && now.getTime() - vanishedAt.getTime() >= goneMs;
}
