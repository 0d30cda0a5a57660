// The numbers of series by what identifies them, so that a sample costs a look into a map. A number is
// claimed anew once an hour, which also tells the store that the series is alive. Bounded: what was not
// used for the longest time is forgotten.
import type { MetricLabels, WantedSeries } from '../store/metric-series.ts';
import { storableText } from '../store/storable.ts';
import { unitOf } from './catalogue/registry.ts';
import { maxMetricName } from './define-metric.ts';
import type { Sample } from './samples.ts';

export interface KnownSeries {
  /** Undefined: it found no room in the store. */
  readonly id: number | undefined;
  readonly claimedMs: number;
}

const claimEveryMs = 3_600_000;
/** A series without room asks again sooner: some may have been removed. */
const refusedEveryMs = 300_000;

const metricForm = /^[A-Za-z][A-Za-z0-9_.]*$/;
const maxSubject = 300;
const maxLabels = 8;
const maxLabelName = 120;
/** The names of tables with their schema, and paths, may be as long. */
const maxLabelValue = 300;
/** Bytes of all that identifies a series: an entry of the store's index holds no more than 2,700. */
const maxIdentity = 2_400;

/** Tells series apart; of labels in any order. */
export function seriesKey({ metric, subject, labels }: Omit<Sample, 'at' | 'value'>): string {
  if (labels === undefined) return `${metric}\n${subject}`;
  const names = Object.keys(labels);
  if (names.length === 0) return `${metric}\n${subject}`;
  let key = `${metric}\n${subject}`;
  for (const name of names.length === 1 ? names : names.toSorted()) {
    key += `\n${name}\n${labels[name] ?? ''}`;
  }
  return key;
}

/** What the store is asked for; undefined when it can be no series. */
export function toWanted({ metric, subject, labels = {} }: Sample): WantedSeries | undefined {
  if (typeof metric !== 'string' || typeof subject !== 'string') return undefined;
  if (metric.length > maxMetricName || !metricForm.test(metric)) return undefined;
  if (subject === '' || subject.length > maxSubject) return undefined;
  const pairs = Object.entries(labels);
  if (pairs.length > maxLabels) return undefined;
  const clean: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (typeof value !== 'string') return undefined;
    if (name === '' || name.length > maxLabelName || value.length > maxLabelValue) return undefined;
    clean[storableText(name)] = storableText(value);
  }
  if (Buffer.byteLength(metric + subject + JSON.stringify(clean)) > maxIdentity) return undefined;
  const kept: MetricLabels = clean;
  return { metric, subject: storableText(subject), labels: kept, unit: unitOf(metric) };
}

export class SeriesCache {
  readonly #known = new Map<string, KnownSeries>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** What is known and fresh. */
  find(key: string, nowMs: number): KnownSeries | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    const everyMs = known.id === undefined ? refusedEveryMs : claimEveryMs;
    return nowMs - known.claimedMs < everyMs ? known : undefined;
  }

  set(key: string, known: KnownSeries): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#max) break;
      this.#known.delete(oldest);
    }
  }
}
