// The series that are watched: those of the chosen metrics that are still recorded.
import {
  listMetrics,
  listSeries,
  type SeriesPlace,
  type SeriesRecord,
} from '../../store/metric-series.ts';
import type { Queryable } from '../../store/store.ts';
import { isAnalysed, type AnalysisSettings } from '../analysis-settings.ts';
import { dayMs } from '../analysis/time-series.ts';

export interface SelectedSeries {
  readonly series: readonly SeriesRecord[];
  /** How many more there are than may be watched. */
  readonly leftOut: number;
}

const pageSize = 500;
const recordedWithinMs = 2 * dayMs;

export async function selectSeries(
  q: Queryable,
  settings: AnalysisSettings,
  now: Date,
): Promise<SelectedSeries> {
  const seenSince = new Date(now.getTime() - recordedWithinMs);
  const chosen = (await listMetrics(q, { seenSince })).filter(({ metric }) =>
    isAnalysed(settings, metric),
  );
  if (chosen.length === 0) return { series: [], leftOut: 0 };
  const total = chosen.reduce((sum, { series }) => sum + series, 0);
  const filter = { metrics: chosen.map(({ metric }) => metric), seenSince };
  const series: SeriesRecord[] = [];
  let after: SeriesPlace | undefined;
  while (series.length < settings.maxSeries) {
    const limit = Math.min(pageSize, settings.maxSeries - series.length);
    const page = await listSeries(q, filter, { limit, after });
    series.push(...page);
    after = page.at(-1);
    if (page.length < limit) break;
  }
  return { series, leftOut: Math.max(total - series.length, 0) };
}
