// What must be true after an alert storm: each alert was told as firing, then as resolved; a repetition has
// the same id and belongs to a crash; of one fingerprint there is one alert, which fired and is resolved.
import postgres from 'postgres';

import type { NotifiedAlert } from '../../src/core/notifications.ts';
import type { Crash, StormResult } from './alert-storm.ts';

interface Begun {
  readonly id: string;
  readonly replica: string;
  readonly at: Date;
}

export interface StormFindings {
  readonly lies: readonly string[];
  readonly duplicates: number;
}

/** A claim lasts so long: an attempt that a crash interrupted began no longer before it. */
const leaseMs = 45_000;

export async function findStormLies(
  storeUrl: string,
  alerts: number,
  { receiver, crashes, exitCodes }: StormResult,
): Promise<StormFindings> {
  const lies: string[] = [];
  if (exitCodes.some((code) => code !== 0)) lies.push(`exit codes ${JSON.stringify(exitCodes)}`);
  const sql = postgres(storeUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ n: string; count: number; open: number; fired: number }[]>`
      select labels->>'n' as n, count(*)::int as count,
        (count(*) filter (where resolved_at is null))::int as open,
        (count(*) filter (where fired_at is not null))::int as fired
      from hawkwatch_store.alerts group by 1`;
    if (rows.length !== alerts) lies.push(`${rows.length} alerts are stored`);
    for (const { n, count, open, fired } of rows) {
      if (count !== 1 || open !== 0 || fired !== 1) {
        lies.push(`alert ${n}: ${count} times, ${open} open, ${fired} fired`);
      }
    }
    const ended = await sql<{ state: string; count: number }[]>`
      select state, count(*)::int from hawkwatch_store.deliveries group by 1`;
    const counts = JSON.stringify(ended.map(({ state, count }) => [state, count]));
    if (counts !== JSON.stringify([['DELIVERED', 2 * alerts]])) lies.push(`deliveries ${counts}`);
    const begun = await sql<Begun[]>`
      select delivery_id as id, replica, at from hawkwatch_store.delivery_attempts where ok is null`;
    for (const one of begun) {
      if (!crashes.some((crash) => interrupts(crash, one))) {
        lies.push(`an attempt of ${one.id} was interrupted without a crash`);
      }
    }
    return findWrongPosts(lies, alerts, receiver.received, new Set(begun.map(({ id }) => id)));
  } finally {
    await sql.end();
  }
}

function interrupts(crash: Crash, { replica, at }: Begun): boolean {
  const afterMs = crash.at - at.getTime();
  return (crash.replica ?? replica) === replica && afterMs > -leaseMs && afterMs < leaseMs;
}

function findWrongPosts(
  lies: string[],
  alerts: number,
  received: StormResult['receiver']['received'],
  interrupted: ReadonlySet<string>,
): StormFindings {
  const told = new Map<string, string>();
  let duplicates = 0;
  const ids = new Set<string>();
  for (const { id, answer, content } of received) {
    if (answer !== 200) continue;
    if (ids.has(id)) {
      duplicates += 1;
      if (!interrupted.has(id)) lies.push(`${id} came twice without a crash`);
    }
    ids.add(id);
    // What the channel posts has the notification inside.
    const { data } = content as unknown as { data: { alerts: readonly NotifiedAlert[] } };
    for (const { labels, status } of data.alerts) {
      const key = `${labels['n']} ${status}`;
      const first = told.get(key);
      if (first === undefined) told.set(key, id);
      else if (first !== id) lies.push(`${key} came as ${first} and as ${id}`);
      if (first === undefined && status === 'firing' && told.has(`${labels['n']} resolved`)) {
        lies.push(`${labels['n']} fired after it was resolved`);
      }
    }
  }
  for (let n = 0; n < alerts; n += 1) {
    for (const status of ['firing', 'resolved']) {
      if (!told.has(`${n} ${status}`)) lies.push(`${n} ${status} was never told`);
    }
  }
  return { lies, duplicates };
}
