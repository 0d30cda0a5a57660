// What the rows of a scope have to become by what is wanted: added, taken out of retirement, retired.
// Settings that a kind cannot read have a row of their own.
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import {
  insertMonitors,
  listMonitorsOf,
  updateMonitor,
  type MonitorIdentity,
  type MonitorRow,
} from '../../store/monitors.ts';
import type { Store } from '../../store/store.ts';
import { settingsRow } from './wanted.ts';

export interface ReconcileOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly scope: Pick<MonitorIdentity, 'scope' | 'host'>;
}

export const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string =>
  `${kind}/${name}`;

/**
 * Makes the rows fit; `faults` tells by kind why settings cannot be read.
 * @returns the rows of what is wanted, by their keys.
 */
export async function reconcileRows(
  { store, clock, random, scope }: ReconcileOptions,
  wanted: readonly { readonly kind: string; readonly name: string }[],
  faults: ReadonlyMap<string, string>,
): Promise<Map<string, MonitorRow>> {
  const faulty = [...faults.keys()].map((kind) => ({ kind, name: settingsRow }));
  const all = new Map([...wanted, ...faulty].map((one) => [keyOf(one), one]));
  let rows = await listMonitorsOf(store.q, scope);
  const known = new Set(rows.map(keyOf));
  const missing = [...all.values()].filter((one) => !known.has(keyOf(one)));
  if (missing.length > 0) {
    const identities = missing.map(({ kind, name }) => ({ ...scope, kind, name }));
    await insertMonitors(store.q, identities, random, clock.now());
    rows = await listMonitorsOf(store.q, scope);
  }
  const update = (
    row: MonitorRow,
    decide: Parameters<typeof updateMonitor>[3],
  ): Promise<MonitorRow | undefined> =>
    store.transaction((tx) => updateMonitor(tx, row.id, clock.now(), decide));

  const found = new Map<string, MonitorRow>();
  for (let row of rows) {
    const key = keyOf(row);
    if (!all.has(key)) {
      if (row.retiredAt === null) await update(row, retire(clock.now()));
      continue;
    }
    if (row.retiredAt !== null) row = (await update(row, takeBack)) ?? row;
    const fault = row.name === settingsRow ? faults.get(row.kind) : undefined;
    if (fault !== undefined && (row.state !== 'FAILING' || row.reason !== fault)) {
      const failed = { lastErrorAt: clock.now(), lastError: fault };
      await update(row, () => ({ state: 'FAILING', reason: fault, ...failed }));
    }
    if (fault === undefined) found.set(key, row);
  }
  return found;
}

/** Whoever runs it may write nothing more. */
export function retire(now: Date, reason = 'It is not configured any more; its history is kept.') {
  return (row: MonitorRow) =>
    row.retiredAt === null
      ? {
          state: 'RETIRED' as const,
          reason,
          retiredAt: now,
          claim: row.claim + 1,
          replica: null,
          nextRunAt: null,
          runRequestedAt: null,
        }
      : undefined;
}

function takeBack({ retiredAt, pausedAt }: MonitorRow) {
  if (retiredAt === null) return undefined;
  const state = pausedAt === null ? ('WAITING' as const) : ('PAUSED' as const);
  return { state, reason: null, retiredAt: null };
}
