// Hosts come and go. What runs on a host that nobody serves any more is WAITING after a moment; after a
// day it is retired, and after a month forgotten. Done by whoever leads the cluster's monitors.
import type { Clock } from '../../core/clock.ts';
import { listLed } from '../../store/leadership.ts';
import {
  deleteRetiredMonitors,
  listMonitorHosts,
  listMonitorsOf,
  updateMonitor,
  type MonitorRow,
} from '../../store/monitors.ts';
import type { Store } from '../../store/store.ts';
import { retire } from './reconcile.ts';

/** What is led by whoever runs the monitors of a host. */
export const hostLeadership = (host: string): string => `host monitors ${host}`;

export interface UnledHostsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How long a host may be unled before that is told. */
  readonly unledMs: number;
}

const everyMs = 5_000;
const dayMs = 86_400_000;

/** Looks at the hosts, at most every few seconds; the memory is that of one leader. */
export function createUnledHosts({ store, clock, unledMs }: UnledHostsOptions) {
  const unledSince = new Map<string, number>();
  let lookedMs = Number.NEGATIVE_INFINITY;

  const leave = async (host: string, goneMs: number): Promise<void> => {
    const now = clock.now();
    for (const seen of await listMonitorsOf(store.q, { scope: 'host', host })) {
      // Mostly there is nothing to do, for as long as the host is gone: no row is locked for that.
      if (afterLoss(seen, now, goneMs) === undefined) continue;
      const decide = (row: MonitorRow) => afterLoss(row, now, goneMs);
      await store.transaction((tx) => updateMonitor(tx, seen.id, now, decide));
    }
  };

  return async (): Promise<void> => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lookedMs < Math.min(everyMs, unledMs)) return;
    lookedMs = nowMs;
    const hosts = await listMonitorHosts(store.q);
    const led = new Set(await listLed(store.raw, hosts.map(hostLeadership)));
    for (const host of unledSince.keys()) if (!hosts.includes(host)) unledSince.delete(host);
    for (const host of hosts) {
      if (led.has(hostLeadership(host))) unledSince.delete(host);
      else {
        const sinceMs = unledSince.get(host) ?? nowMs;
        unledSince.set(host, sinceMs);
        if (nowMs - sinceMs >= unledMs) await leave(host, nowMs - sinceMs);
      }
    }
    await deleteRetiredMonitors(store.q, new Date(clock.now().getTime() - 30 * dayMs));
  };
}

function afterLoss(row: MonitorRow, now: Date, goneMs: number) {
  if (row.retiredAt !== null) return undefined;
  if (row.state === 'WAITING' || row.state === 'PAUSED') {
    // One that waits does so since its host is gone, whoever led then; a pause says nothing of that.
    const lostMs = row.state === 'WAITING' ? now.getTime() - row.since.getTime() : goneMs;
    return lostMs > dayMs
      ? retire(now, 'Its host has not been seen for a day; its history is kept.')(row)
      : undefined;
  }
  const reason = `no replica runs on the host ${row.host}`;
  return { state: 'WAITING' as const, reason, replica: null };
}
