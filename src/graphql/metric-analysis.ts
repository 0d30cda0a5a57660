// Lists of what was found in measurements: filters are checked, pages cut, stored findings read.
import { InvalidInputError, type InputIssue } from '../core/errors.ts';
import { expectedAt, type Baseline } from '../metrics/analysis/baseline.ts';
import { dayMs } from '../metrics/analysis/time-series.ts';
import { isSilent, type Silence } from '../metrics/analysis/confidence.ts';
import type { Forecast, Limit } from '../metrics/analysis/forecast.ts';
import { readBaseline, readForecast } from '../metrics/stored-analysis.ts';
import { longestWindowMs, type SeriesTrend } from '../metrics/trends.ts';
import { listAnomalies, type AnomalyRecord } from '../store/metric-anomalies.ts';
import { findBaselines, findForecasts } from '../store/metric-baselines.ts';
import { listSeries, type SeriesPlace, type SeriesRecord } from '../store/metric-series.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  type Connection,
  type PageArguments,
} from './paging.ts';

export interface AnalysedFilterInput {
  readonly metrics?: readonly string[] | null | undefined;
  readonly subjects?: readonly string[] | null | undefined;
}

export interface AnomalyFilterInput extends AnalysedFilterInput {
  readonly open?: boolean | null | undefined;
  readonly minConfidence?: number | null | undefined;
  readonly since?: Date | null | undefined;
  readonly until?: Date | null | undefined;
}

export interface BaselineView {
  readonly series: SeriesRecord;
  readonly computedAt: Date | null;
  readonly baseline: Baseline | undefined;
  readonly silence: string | null;
  readonly forecasts: readonly ForecastView[];
}

export interface ForecastView {
  readonly limit: Limit;
  readonly forecast: Forecast | undefined;
  readonly silence: string | null;
}

/** Trends are computed when they are asked for. */
const maxTrends = 20;

function checkFilter(filter: AnalysedFilterInput | null | undefined): {
  readonly metrics: readonly string[] | undefined;
  readonly subjects: readonly string[] | undefined;
} {
  checkFilterSize(filter ?? {});
  const { metrics, subjects } = filter ?? {};
  return { metrics: metrics ?? undefined, subjects: subjects ?? undefined };
}

function encodeSeriesPlace({ metric, subject, id }: SeriesPlace): string {
  return Buffer.from(JSON.stringify([metric, subject, id])).toString('base64url');
}

function decodeSeriesPlace(cursor: string): SeriesPlace | undefined {
  if (cursor.length > 2000) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parsed)) return undefined;
    const [metric, subject, id]: readonly unknown[] = parsed;
    const isPlace =
      typeof metric === 'string' && typeof subject === 'string' && Number.isInteger(id);
    if (!isPlace || `${metric}${subject}`.includes('\0')) return undefined;
    return { metric, subject, id: Number(id) };
  } catch {
    // What a client made up is no cursor.
    return undefined;
  }
}

/** What is usual for the series that match, by metric and subject. */
export async function pageOfBaselines(
  context: GraphqlContext,
  args: PageArguments,
  filter: AnalysedFilterInput | null | undefined,
): Promise<Connection<BaselineView>> {
  const { q } = context.services.store;
  const asOf = await context.asOf();
  const page = parsePage(args, decodeSeriesPlace);
  const series = await listSeries(q, checkFilter(filter), page);
  const ids = series.map(({ id }) => id);
  const [rows, forecasts] = await Promise.all([findBaselines(q, ids), findForecasts(q, ids)]);
  const byId = new Map(rows.map((row) => [row.seriesId, row]));
  return connectionOf(page, series, asOf, (one) => {
    const row = byId.get(one.id);
    const baseline = readBaseline(row?.baseline);
    const silence =
      baseline === undefined
        ? (row?.silence ?? 'it is not watched, or was not computed yet: see analysis.include')
        : null;
    const own = forecasts.filter(({ seriesId }) => seriesId === one.id);
    const node: BaselineView = {
      series: one,
      computedAt: row?.computedAt ?? null,
      baseline,
      silence,
      forecasts: own.flatMap(({ limit, forecast, silence: why }) => {
        const read = readForecast(forecast);
        const of = read?.limit ?? parseLimit(limit);
        return of === undefined ? [] : [{ limit: of, forecast: read, silence: why }];
      }),
    };
    return { node, cursor: encodeSeriesPlace(one) };
  });
}

function parseLimit(key: string): Limit | undefined {
  const [, side, value] = /^(above|below) (\S+)$/.exec(key) ?? [];
  if (side === undefined || value === undefined) return undefined;
  return { side: side === 'above' ? 'ABOVE' : 'BELOW', value: Number(value) };
}

/** What a baseline expects at a time. */
export function expectationAt(baseline: Baseline, at: Date) {
  const { centre, spreadBelow, spreadAbove } = expectedAt(baseline, at.getTime());
  return { centre, low: centre - 3 * spreadBelow, high: centre + 3 * spreadAbove };
}

export interface TrendArguments extends PageArguments {
  readonly filter?: AnalysedFilterInput | null | undefined;
  readonly days?: number | null | undefined;
  readonly above?: number | null | undefined;
  readonly below?: number | null | undefined;
}

/** Trends of the series that match, computed now. */
export async function pageOfTrends(
  context: GraphqlContext,
  { filter, days, above, below, ...args }: TrendArguments,
): Promise<Connection<SeriesTrend>> {
  const asOf = await context.asOf();
  const page = parsePage(
    { ...args, first: args.first ?? (args.last == null ? 10 : null) },
    decodeSeriesPlace,
  );
  const windowMs = (days ?? 28) * dayMs;
  const issues: InputIssue[] = [];
  if (page.size > maxTrends) {
    const path = page.backwards ? 'last' : 'first';
    issues.push({ path, message: `must be ${maxTrends} at most: trends are computed now` });
  }
  if (windowMs < dayMs || windowMs > longestWindowMs) {
    issues.push({ path: 'days', message: `must be between 1 and ${longestWindowMs / dayMs}` });
  }
  if (above != null && below != null) {
    issues.push({ path: 'below', message: 'cannot be combined with `above`' });
  }
  if (issues.length > 0) throw new InvalidInputError('These trends cannot be computed.', issues);
  const { services } = context;
  const rows = await listSeries(services.store.q, checkFilter(filter), page);
  const limit: Limit | undefined =
    above != null
      ? { side: 'ABOVE', value: above }
      : below == null
        ? undefined
        : { side: 'BELOW', value: below };
  // The row that only tells of a next page is not worth a computation.
  const trends = await services.trends.read(rows.slice(0, page.size), { windowMs, limit });
  const bySeries = new Map(trends.map((one) => [one.series.id, one]));
  const places = rows.map((one) => bySeries.get(one.id) ?? unread(one));
  return connectionOf(page, places, asOf, (node) => ({
    node,
    cursor: encodeSeriesPlace(node.series),
  }));
}

function unread(series: SeriesRecord): SeriesTrend {
  return { series, trend: { silence: 'it is on another page' }, forecast: undefined };
}

/** Anomalies, those that began last first. */
export async function pageOfAnomalies(
  context: GraphqlContext,
  args: PageArguments,
  filter: AnomalyFilterInput | null | undefined,
): Promise<Connection<AnomalyRecord>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const { open, minConfidence, since, until } = filter ?? {};
  const rows = await listAnomalies(
    context.services.store.q,
    {
      ...checkFilter(filter),
      open: open ?? undefined,
      minConfidence: minConfidence ?? undefined,
      since: since ?? undefined,
      until: until ?? undefined,
    },
    page,
  );
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.since, id: node.id }),
  }));
}

/** What was found, or null with the reason. */
export function split<Finding extends object>(
  finding: Finding | Silence | undefined,
): { readonly found: Finding | null; readonly silence: string | null } {
  if (finding === undefined) return { found: null, silence: null };
  return isSilent(finding)
    ? { found: null, silence: finding.silence }
    : { found: finding, silence: null };
}
