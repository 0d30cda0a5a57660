// Notes which occurrences of maintenance windows began and ended, once for all replicas. What is over by
// time is noted as ended; one whose window was taken away or changed is forgotten, because it may come back.
// While replicas have different files, none that one of these files has is ended before its time.
import { isDeepStrictEqual } from 'node:util';

import type { Clock } from '../../core/clock.ts';
import {
  deleteOccurrence,
  endOccurrence,
  insertOccurrence,
  listOpenOccurrences,
  updateOccurrence,
  type OccurrenceDefinition,
  type OccurrenceRow,
} from '../../store/maintenance-windows.ts';
import type { Queryable, Store, StoreTransaction } from '../../store/store.ts';
import { countSuppressed } from '../../store/suppressed-alerts.ts';
import { maintenanceBegan, maintenanceEnded } from '../../store/suppression-events.ts';
import { lockStanding, type GroundReader, type StandingWindow } from './ground.ts';

interface Difference {
  readonly began: readonly StandingWindow[];
  readonly changed: readonly OccurrenceRow[];
  readonly ended: readonly OccurrenceRow[];
}

async function compare(q: Queryable, ground: GroundReader, now: Date): Promise<Difference> {
  const { windows } = await ground.readStanding(q, now);
  const open = await listOpenOccurrences(q);
  const same = (row: OccurrenceRow, window: StandingWindow): boolean =>
    row.name === window.name && row.startsAt.getTime() === window.from.getTime();
  return {
    began: windows.filter((window) => !open.some((row) => same(row, window))),
    changed: open.flatMap((row) => {
      const window = windows.find((one) => same(row, one));
      if (window === undefined) return [];
      const now = { ...row, endsAt: window.until, definition: definitionOf(window) };
      return isDeepStrictEqual(now, row) ? [] : [now];
    }),
    ended: open.filter((row) => !windows.some((window) => same(row, window))),
  };
}

const definitionOf = ({ match, comment, origin }: StandingWindow): OccurrenceDefinition => ({
  match: match.map(({ label, operator, value }) => ({ label, operator, value })),
  comment,
  origin,
});

const isEmpty = ({ began, changed, ended }: Difference): boolean =>
  began.length + changed.length + ended.length === 0;

/** Notes what began and ended until now, with the events of it. */
export async function noteOccurrences(
  store: Store,
  ground: GroundReader,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  if (isEmpty(await compare(store.q, ground, clock.now()))) return;
  await store.transaction(async (tx) => {
    await lockStanding(tx.q);
    const now = clock.now();
    const { began, changed, ended } = await compare(tx.q, ground, now);
    for (const row of changed) await updateOccurrence(tx.q, row);
    for (const row of ended) await end(tx, row, now);
    for (const window of began) await begin(tx, window, now);
  });
}

async function begin(tx: StoreTransaction, window: StandingWindow, now: Date): Promise<void> {
  const { name, from, until, comment } = window;
  const definition = definitionOf(window);
  const noted = { name, startsAt: from, endsAt: until, definition };
  if (!(await insertOccurrence(tx.q, noted))) return;
  const payload = {
    window: name,
    comment,
    startsAt: from.toISOString(),
    endsAt: until.toISOString(),
  };
  tx.append(maintenanceBegan.create({ subject: `maintenance:${name}`, occurredAt: now, payload }));
}

async function end(tx: StoreTransaction, row: OccurrenceRow, now: Date): Promise<void> {
  const { name, startsAt, endsAt } = row;
  if (endsAt <= now) await endOccurrence(tx.q, row, now);
  else await deleteOccurrence(tx.q, row);
  const payload = {
    window: name,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    endedAt: now.toISOString(),
    alerts:
      (await countSuppressed(tx.q, 'MAINTENANCE', [name], maintenanceEnded.audience)).get(name) ??
      0,
  };
  tx.append(maintenanceEnded.create({ subject: `maintenance:${name}`, occurredAt: now, payload }));
}

/** When a window begins or ends next after `now`; undefined when none does. */
export async function findNextWindowChange(
  q: Queryable,
  ground: GroundReader,
  now: Date,
): Promise<Date | undefined> {
  const times = (await ground.readWindows(q, now)).flatMap(({ occurrences }) => [
    occurrences.at(now)?.until.getTime() ?? Number.POSITIVE_INFINITY,
    occurrences.after(now)?.from.getTime() ?? Number.POSITIVE_INFINITY,
  ]);
  // Also what only the file of another replica has.
  const noted = (await listOpenOccurrences(q)).filter(({ endsAt }) => endsAt > now);
  times.push(...noted.map(({ endsAt }) => endsAt.getTime()));
  const first = Math.min(...times);
  return Number.isFinite(first) ? new Date(first) : undefined;
}
