// How much tables are used. Counters divided by the time they have counted tell the average, which for
// long-running servers hides what began lately; so there they are read again after a moment, and the
// higher of the two counts. Backends report about once a second.
import type { Clock } from '../../core/clock.ts';
import type { TargetClient } from '../../databases/postgres/client.ts';
import { readRows } from './facts-queries.ts';
import { trafficQuery, type TrafficRow } from './measuring-queries.ts';

export interface Traffic {
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
}

export interface TrafficOptions {
  readonly clock: Clock;
  /** For how long the counters have counted; null when nobody knows. */
  readonly countedMinutes: number | null;
  /** Counters of a shorter time say nothing. */
  readonly leastCountedMinutes?: number;
  /** The average of a longer time does not say enough. */
  readonly sampledAboveMinutes?: number;
}

const sampleMs = 1100;

/** The traffic of tables by their oid; empty when nothing can be said. */
export async function readTraffic(
  client: TargetClient,
  oids: readonly number[],
  options: TrafficOptions,
): Promise<ReadonlyMap<number, Traffic>> {
  const { clock, countedMinutes: minutes } = options;
  const { leastCountedMinutes = 10, sampledAboveMinutes = 24 * 60 } = options;
  if (oids.length === 0 || minutes === null || minutes < leastCountedMinutes) return new Map();
  const first = await readRows<TrafficRow>(client, trafficQuery(oids));
  const average = new Map(
    first.map(({ oid, reads, writes }) => [oid, perMinute(reads, writes, minutes)]),
  );
  if (minutes <= sampledAboveMinutes) return average;
  await clock.sleep(sampleMs);
  const second = await readRows<TrafficRow>(client, trafficQuery(oids));
  const before = new Map(first.map((row) => [row.oid, row]));
  return new Map(
    second.map(({ oid, reads, writes, at }) => {
      const then = before.get(oid);
      const known = average.get(oid) ?? { readsPerMinute: 0, writesPerMinute: 0 };
      if (then === undefined || at <= then.at) return [oid, known];
      const now = perMinute(reads - then.reads, writes - then.writes, (at - then.at) / 60);
      return [oid, higher(known, now)];
    }),
  );
}

function perMinute(reads: number, writes: number, minutes: number): Traffic {
  return { readsPerMinute: reads / minutes, writesPerMinute: writes / minutes };
}

function higher(a: Traffic, b: Traffic): Traffic {
  return {
    readsPerMinute: Math.max(a.readsPerMinute, b.readsPerMinute),
    writesPerMinute: Math.max(a.writesPerMinute, b.writesPerMinute),
  };
}
