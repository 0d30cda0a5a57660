// Puts measuring together: the recorder that all samples go to, what keeps and reads them, how hawkwatch
// itself performs, and where samples go besides the store.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { StoreAddress } from '../store/connection.ts';
import { readOutboxAgeMs } from '../store/outbox-age.ts';
import type { Store } from '../store/store.ts';
import { startDogStatsd, type DogStatsd, type DogStatsdSettings } from './dogstatsd.ts';
import type { EventLoopLag } from './event-loop-lag.ts';
import { createExposition, type Exposition, type StoredFigures } from './exposition.ts';
import { startSampleKeeper, type SampleRetention } from './keeper.ts';
import { createLatestBoard } from './latest-board.ts';
import type { OperationKind } from './operation-meter.ts';
import { createPerformance, samplesOf, type Performance } from './performance.ts';
import {
  refusals,
  startSampleRecorder,
  type RecorderState,
  type RunningRecorder,
} from './recorder.ts';
import type { Sample, SampleRecorder } from './samples.ts';
import { createSeriesReader, type SeriesReader } from './series-query.ts';

/** The part of the configuration that is about measuring. */
export interface MeasurementSettings {
  readonly retention: SampleRetention;
  readonly metrics: {
    /** `/metrics` needs no token. */
    readonly public: boolean;
    /** Series that the store takes at most. */
    readonly maxSeries: number;
    readonly dogstatsd?: DogStatsdSettings | undefined;
  };
}

export interface MeasurementOptions {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly clock: Clock;
  readonly eventLoop: EventLoopLag;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: MeasurementSettings;
  readonly version: string;
  readonly host: string;
  /** Id of this replica. */
  readonly replica: string;
  eventLogPosition(): number;
  streams(): { readonly members: number; readonly groups: number };
  readStored(): Promise<StoredFigures>;
}

/** What is asked of measuring by those who show it. */
export interface MeasurementViews {
  readonly series: SeriesReader;
  readonly performance: Performance;
  readonly exposition: Exposition;
  /** `/metrics` needs no token. */
  isPublic(): boolean;
}

export interface Measurements extends MeasurementViews {
  readonly samples: RunningRecorder;
  configure(settings: MeasurementSettings): void;
  health(): { readonly state: 'OK' | 'DEGRADED'; readonly reason: string | null };
  stop(): Promise<void>;
}

/** How often hawkwatch records how it is. */
const ownEveryMs = 10_000;
/** Series that are shown to Prometheus at most. */
const shownSeries = 10_000;
/** For how long a loss of samples is told. */
const lossToldMs = 10 * 60_000;

/** Begins to measure. */
export function startMeasurements(options: MeasurementOptions): Measurements {
  const { clock, eventLoop, logger, store } = options;
  let { settings } = options;
  let dogstatsd: DogStatsd | undefined;
  const openDogStatsd = (): void => {
    dogstatsd?.stop();
    const target = settings.metrics.dogstatsd;
    dogstatsd =
      target === undefined ? undefined : startDogStatsd({ settings: target, clock, logger });
  };
  openDogStatsd();

  const board = createLatestBoard({ clock, maxSeries: shownSeries });
  const retention = (): SampleRetention => settings.retention;
  const recorder = startSampleRecorder({
    ...options,
    settings: () => ({
      samplesMs: settings.retention.samplesMs,
      maxSeries: settings.metrics.maxSeries,
    }),
    taps: [board.note, (samples: readonly Sample[]) => dogstatsd?.note(samples)],
  });
  const keeper = startSampleKeeper({ ...options, retention });
  const onOperation = (kind: OperationKind, durationMs: number): void => {
    exposition.observe(kind, durationMs);
  };
  const performance = createPerformance({ clock, eventLoop, onOperation });
  const exposition = createExposition({
    ...options,
    performance,
    board,
    recorder: () => recorder.state,
    dogStatsdDropped: () => dogstatsd?.dropped ?? null,
  });

  const own = {
    subject: `hawkwatch:${options.host}`,
    labels: { replica: options.replica.slice(0, 8) },
  };
  let cancelTimer: () => void = () => undefined;
  const recordOwn = (): void => {
    cancelTimer = clock.setTimer(ownEveryMs, recordOwn);
    const snapshot = performance.read();
    const dropped = Object.entries(recorder.state.dropped).map(([reason, value]) => ({
      metric: 'hawkwatch.samples_dropped_count',
      subject: own.subject,
      labels: { ...own.labels, reason },
      at: snapshot.at,
      value,
    }));
    recorder.record([...samplesOf(performance, snapshot, own), ...dropped]);
    void recordOutboxAge(options, recorder);
  };
  cancelTimer = clock.setTimer(ownEveryMs, recordOwn);

  return {
    samples: recorder,
    series: createSeriesReader({ store, clock, retention }),
    performance,
    exposition,
    isPublic: () => settings.metrics.public,
    configure: (next) => {
      const before = JSON.stringify(settings.metrics.dogstatsd);
      settings = next;
      if (JSON.stringify(next.metrics.dogstatsd) !== before) openDogStatsd();
    },
    health: () => describeRecorder(recorder.state, clock.now()),
    stop: async () => {
      cancelTimer();
      performance.stop();
      await Promise.all([recorder.stop(), keeper.stop()]);
      dogstatsd?.stop();
    },
  };
}

/** While the store is away, nothing is recorded: then nothing is sent either, and health tells of it. */
async function recordOutboxAge(
  { store, clock, logger }: Pick<MeasurementOptions, 'store' | 'clock' | 'logger'>,
  recorder: SampleRecorder,
): Promise<void> {
  const at = clock.now();
  try {
    const value = (await readOutboxAgeMs(store.q)) / 1000;
    const metric = 'hawkwatch.outbox_age_seconds';
    recorder.record([{ metric, subject: 'hawkwatch:outbox', at, value }]);
  } catch (error) {
    logger.debug({ err: coerceError(error) }, 'how long deliveries wait could not be read');
  }
}

const refusalWords = {
  invalid: 'are no measurements (no number, no time, or names that are too long)',
  late: 'are older than is kept',
  future: "are ahead of this machine's clock",
  series: 'are of new series, for which there is no room (`metrics.maxSeries`)',
};

/** How recording is, in words. */
export function describeRecorder(
  { failure, pending, dropped, lostAt, refusedAt }: RecorderState,
  now: Date,
): { readonly state: 'OK' | 'DEGRADED'; readonly reason: string | null } {
  const lost = dropped.overflow + dropped.failed;
  if (failure !== null) {
    const also = lost > 0 ? `, ${lost} were lost` : '';
    return {
      state: 'DEGRADED',
      reason: `samples cannot be written (${failure}): ${pending} wait${also}`,
    };
  }
  if (lostAt !== null && now.getTime() - lostAt.getTime() < lossToldMs) {
    return {
      state: 'DEGRADED',
      reason: `${lost} samples were lost since the start, the last at ${lostAt.toISOString()}`,
    };
  }
  const refused = refusals.filter((reason) => {
    const at = refusedAt[reason];
    return at !== undefined && now.getTime() - at.getTime() < lossToldMs;
  });
  if (refused.length > 0) {
    const told = refused.map((reason) => `${dropped[reason]} ${refusalWords[reason]}`).join(', ');
    return { state: 'DEGRADED', reason: `samples were not stored; since the start ${told}` };
  }
  return { state: 'OK', reason: null };
}
