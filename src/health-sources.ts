// The parts of hawkwatch that tell how they are. A quick look asks the store and this process only; a full
// one reaches what is watched as well.
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';

import type { Tail } from './bus/tail.ts';
import type { Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { MonitoredDatabases } from './databases/monitored.ts';
import { isWell, type HealthFinding, type HealthSource } from './health.ts';
import type { EventLoopLag } from './metrics/event-loop-lag.ts';
import { listDatabaseStates } from './store/database-states.ts';
import { findDatabases } from './store/databases.ts';
import { readHead } from './store/event-log.ts';
import type { Store } from './store/store.ts';

export interface OwnHealthOptions {
  readonly store: Store;
  readonly tail: Pick<Tail, 'healthy' | 'position' | 'readAtMs'>;
  readonly clock: Clock;
  readonly stateDirectory: string;
  /** Faults of the configuration file that are not in force, or null. */
  fault(): string | null;
}

/** What hawkwatch stands on: its store, its log, its memory, its files. */
export function ownHealth(options: OwnHealthOptions): readonly HealthSource[] {
  const { store, tail, clock, stateDirectory } = options;
  return [
    storeHealth(store),
    eventsHealth(tail, store, clock),
    memoryHealth(),
    configurationHealth(() => options.fault()),
    stateDirectoryHealth(stateDirectory),
  ];
}

const degraded = (reason: string): HealthFinding => ({ state: 'DEGRADED', reason });

/** hawkwatch's own database: without it nothing works. */
export function storeHealth({ raw }: Pick<Store, 'raw'>): HealthSource {
  const reason = "hawkwatch's own database does not answer";
  return {
    name: 'store',
    whenSilent: 'DOWN',
    check: async () => {
      try {
        await raw`select 1`;
        return isWell;
      } catch {
        // Why it does not, the store's own log says.
        return { state: 'DOWN', reason, latencyMs: null };
      }
    },
  };
}

const mostBehind = 5_000;
const longestUnreadMs = 10_000;

/** The event log: whether it is read, and how far behind its head. */
export function eventsHealth(
  tail: Pick<Tail, 'healthy' | 'position' | 'readAtMs'>,
  { q }: Pick<Store, 'q'>,
  clock: Clock,
): HealthSource {
  return {
    name: 'events',
    check: async () => {
      if (!tail.healthy) return degraded('the event log cannot be read; subscriptions are late');
      const unreadMs = clock.monotonicMs() - tail.readAtMs;
      if (unreadMs > longestUnreadMs) {
        const seconds = Math.round(unreadMs / 1000);
        return degraded(`the event log was last read ${seconds} s ago; subscriptions are late`);
      }
      const head = await readHead(q).catch(() => undefined);
      const behind = head === undefined ? 0 : head.id - tail.position;
      return behind > mostBehind ? degraded(`subscriptions are ${behind} events behind`) : isWell;
    },
  };
}

const windowMs = 10_000;

/** How late the event loop is: above `overloadedMs` (p99) the service counts as overloaded. */
export function loadHealth(
  clock: Clock,
  eventLoop: EventLoopLag,
  overloadedMs = 250,
): HealthSource {
  const reader = eventLoop.createReader();
  let sinceMs = clock.monotonicMs();
  let before = 0;
  return {
    name: 'load',
    check: () => {
      const p99 = Math.max(reader.lagMs(), before);
      // A window that has just begun knows too little, so the one before it counts too.
      if (clock.monotonicMs() - sinceMs > windowMs) {
        before = reader.lagMs();
        sinceMs = clock.monotonicMs();
        reader.restart();
      }
      const finding =
        p99 > overloadedMs
          ? degraded(`overloaded: the event loop lags by ${Math.round(p99)} ms`)
          : isWell;
      return { ...finding, latencyMs: p99 };
    },
    stop: () => {
      reader.stop();
    },
  };
}

const leastMemoryShare = 0.05;

/** The memory this process may still take, in a container within its limit. */
export function memoryHealth(): HealthSource {
  return {
    name: 'memory',
    check: () => {
      const available = process.availableMemory();
      const share = available / Math.max(1, available + process.memoryUsage.rss());
      if (share >= leastMemoryShare) return { ...isWell, latencyMs: null };
      const left = Math.round(available / 1024 / 1024);
      return { ...degraded(`only ${left} MB of memory are left`), latencyMs: null };
    },
  };
}

/** Whether the configuration file that is in force is the one that lies there. */
export function configurationHealth(faultOf: () => string | null): HealthSource {
  return {
    name: 'configuration',
    check: () => {
      const fault = faultOf();
      const finding =
        fault === null
          ? isWell
          : degraded(`the file is faulty, the one before is in force: ${fault}`);
      return { ...finding, latencyMs: null };
    },
  };
}

const leastFreeBytes = 64 * 1024 * 1024;

/** The state directory, where outcomes of runs are kept while the store is away. */
export function stateDirectoryHealth(directory: string): HealthSource {
  return {
    name: 'stateDirectory',
    check: async () => {
      try {
        await access(directory, constants.W_OK);
        const { bavail, bsize } = await statfs(directory);
        const free = bavail * bsize;
        if (free >= leastFreeBytes) return isWell;
        const left = Math.round(free / 1024 / 1024);
        return degraded(`its disk has ${left} MB left: outcomes of runs may find no room`);
      } catch (error) {
        const failure = coerceError(error);
        const code = 'code' in failure ? String(failure.code) : 'unknown reason';
        return degraded(`it cannot be written (${code}): outcomes of runs may be lost`);
      }
    },
  };
}

const namesTold = 3;
const listed = (names: readonly string[]): string =>
  names.slice(0, namesTold).join(', ') + (names.length > namesTold ? ' and more' : '');

/** Monitored databases: as they were found last, or, in a full look, as they are now. */
export function databasesHealth(
  { q }: Pick<Store, 'q'>,
  monitored: Pick<MonitoredDatabases, 'list'>,
): HealthSource {
  const found = async (): Promise<readonly { name: string; state: string }[]> => {
    const states = await listDatabaseStates(q);
    const rows = await findDatabases(
      q,
      states.map(({ databaseId }) => databaseId),
    );
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return states.map(({ databaseId, state }) => ({ name: names.get(databaseId) ?? '', state }));
  };
  const reached = (): Promise<readonly { name: string; state: string }[]> =>
    Promise.all(
      monitored.list().map(async (one) => {
        const { state } = await one.health();
        return { name: one.settings.name, state };
      }),
    );
  return {
    name: 'databases',
    counts: false,
    check: async (depth) => {
      const all = await (depth === 'full' ? reached() : found());
      const down = all.filter(({ state }) => state === 'DOWN').map(({ name }) => name);
      const limited = all.filter(({ state }) => state === 'DEGRADED').map(({ name }) => name);
      const reasons = [
        ...(down.length === 0 ? [] : [`${down.length} of ${all.length} are down: ${listed(down)}`]),
        ...(limited.length === 0
          ? []
          : [`${limited.length} work with restrictions: ${listed(limited)}`]),
      ];
      return reasons.length === 0 ? isWell : degraded(reasons.join('; '));
    },
  };
}
