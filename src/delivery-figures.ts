// How deliveries stand, for hawkwatch's health and as samples: what waits, since when, what was given up.
import type { Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import { isWell, type HealthSource } from './health.ts';
import type { SampleRecorder } from './metrics/samples.ts';
import { readDeliveryFigures } from './store/delivery-retention.ts';
import type { Store } from './store/store.ts';

const hourMs = 3_600_000;
/** Older than that, and nobody can say that people are told in time. */
const lateMs = 5 * 60_000;

/** The part `deliveries`. */
export function deliveriesHealth(store: Store, clock: Clock): HealthSource {
  return {
    name: 'deliveries',
    check: async () => {
      const now = clock.now();
      const since = new Date(now.getTime() - hourMs);
      const { waiting, oldestAt, dead } = await readDeliveryFigures(store.q, since);
      const reasons: string[] = [];
      const ageMs = oldestAt === null ? 0 : now.getTime() - oldestAt.getTime();
      if (ageMs > lateMs) {
        reasons.push(
          `${waiting} notifications wait, the oldest for ${Math.floor(ageMs / 60_000)} minutes`,
        );
      }
      if (dead > 0) reasons.push(`${dead} were given up within the last hour`);
      return reasons.length === 0 ? isWell : { state: 'DEGRADED', reason: reasons.join('; ') };
    },
  };
}

export interface DeliveryFiguresOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly samples: SampleRecorder;
  readonly host: string;
  readonly replica: string;
  readonly everyMs?: number;
}

/** Records samples from now on; the returned function ends that. */
export function recordDeliveryFigures(options: DeliveryFiguresOptions): () => void {
  const { store, clock, logger, samples, host, replica, everyMs = 10_000 } = options;
  const of = { subject: `hawkwatch:${host}`, labels: { replica: replica.slice(0, 8) } };
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const record = async (): Promise<void> => {
    try {
      const at = clock.now();
      const { waiting, oldestAt } = await readDeliveryFigures(store.q, at);
      const ageMs = oldestAt === null ? 0 : Math.max(0, at.getTime() - oldestAt.getTime());
      samples.record([
        { ...of, metric: 'hawkwatch.deliveries_waiting_count', at, value: waiting },
        { ...of, metric: 'hawkwatch.outbox_oldest_seconds', at, value: ageMs / 1000 },
      ]);
    } catch (error) {
      logger.debug({ err: coerceError(error) }, 'figures of deliveries could not be read');
    }
    if (!isStopped) cancel = clock.setTimer(everyMs, () => void record());
  };
  cancel = clock.setTimer(everyMs, () => void record());
  return () => {
    isStopped = true;
    cancel();
  };
}
