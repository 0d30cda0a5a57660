// A folder watcher on a bench, without leadership: started and stopped as often as a test likes.
import {
  createAutomaticSwitch,
  type AutomaticSwitch,
} from '../../src/migrations/automatic/switch.ts';
import { migrationAssessed } from '../../src/migrations/automatic/events.ts';
import type { AutomaticPolicy } from '../../src/databases/target.ts';
import {
  watchSources,
  type WatchSourcesOptions,
} from '../../src/migrations/watching/watch-sources.ts';
import { readLog } from '../../src/store/event-log.ts';
import type { Bench } from './migrations.ts';
import { until } from './until.ts';

export const lowRisk: AutomaticPolicy = {
  maxRisk: 'LOW',
  confidence: 90,
  hours: null,
  dryRun: false,
};

export interface Watching {
  readonly automaticSwitch: AutomaticSwitch;
  stop(): Promise<void>;
}

export function startWatching(bench: Bench, more: Partial<WatchSourcesOptions> = {}): Watching {
  const { parts, hub } = bench;
  const configured = more.configured ?? (() => true);
  const automaticSwitch = createAutomaticSwitch({ ...parts, configured });
  const stopping = new AbortController();
  const timings = { settleMs: 60, recheckMs: 500, retryMs: 100, waitMs: 50 };
  const watching = watchSources(
    { ...parts, hub, configured, automaticSwitch, ...timings, ...more },
    stopping.signal,
  );
  return {
    automaticSwitch,
    stop: async () => {
      stopping.abort(new Error('the test is over'));
      await watching;
    },
  };
}

export type Assessed = ReturnType<(typeof migrationAssessed)['schema']['parse']>;

/** All assessments that were announced, in order. */
export async function assessedOf(bench: Bench): Promise<readonly Assessed[]> {
  const types = [migrationAssessed.type];
  const { events } = await readLog(bench.store.raw, { after: 0, limit: 10_000 }, { types });
  return events.flatMap((event) => migrationAssessed.read(event) ?? []);
}

/** Waits for the announcement of exactly these versions. */
export function assessed(bench: Bench, versions: readonly string[]): Promise<Assessed> {
  return until(
    `the assessment of ${versions.join(', ')}`,
    async () =>
      (await assessedOf(bench)).findLast((one) => one.versions.join() === versions.join()),
    20_000,
  );
}
