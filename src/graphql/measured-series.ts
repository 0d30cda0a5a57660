// Views of what was measured: metrics, series of points, newest samples.
import { setImmediate as nextTurn } from 'node:timers/promises';

import { encodeCursor } from '../core/cursor.ts';
import { InvalidInputError } from '../core/errors.ts';
import { metricCatalogue } from '../metrics/catalogue/registry.ts';
import type { MetricKind } from '../metrics/define-metric.ts';
import type { SeriesWindow } from '../metrics/series-query.ts';
import { readHead } from '../store/event-log.ts';
import { listLatestSamples, type PointSource, type SeriesPoints } from '../store/metric-points.ts';
import {
  listMetrics,
  listSeries,
  type MetricLabels,
  type SeriesFilter,
  type SeriesPlace,
  type SeriesRecord,
} from '../store/metric-series.ts';
import type { GraphqlContext } from './context.ts';
import { connectionOf, parsePage, sliceOf, type Connection, type PageArguments } from './paging.ts';

export interface MetricView {
  readonly name: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly description: string | null;
  readonly series: number;
  readonly subjectCount: number;
  readonly subjects: readonly string[];
  readonly lastSeen: Date | null;
}

export interface LabelInput {
  readonly name: string;
  readonly value: string;
}

export interface MeasuredFilterInput {
  readonly metrics?: readonly string[] | null | undefined;
  readonly subjects?: readonly string[] | null | undefined;
  readonly labels?: readonly LabelInput[] | null | undefined;
}

export interface PointView {
  readonly at: Date;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly last: number | null;
  readonly lastAt: Date | null;
}

export interface MeasuredSeriesView {
  readonly series: SeriesRecord;
  /** Resolves one series after the other, and others have a turn in between. */
  points(): Promise<readonly PointView[]>;
}

export interface SeriesWindowView {
  readonly from: Date;
  readonly to: Date;
  readonly stepMs: number;
  readonly source: PointSource;
  readonly series: readonly MeasuredSeriesView[];
}

export interface LatestView {
  readonly series: SeriesRecord;
  readonly at: Date | null;
  readonly value: number | null;
}

const maxWords = 100;

function toLabels(labels: readonly LabelInput[] | null | undefined): MetricLabels | undefined {
  if (labels === null || labels === undefined || labels.length === 0) return undefined;
  return Object.fromEntries(labels.map(({ name, value }) => [name, value]));
}

function toFilter(filter: MeasuredFilterInput | null | undefined): SeriesFilter {
  const { metrics, subjects, labels } = filter ?? {};
  const issues = Object.entries({ metrics, subjects, labels })
    .filter(([, words]) => (words?.length ?? 0) > maxWords)
    .map(([name]) => ({ path: `filter.${name}`, message: `holds more than ${maxWords}` }));
  if (issues.length > 0) throw new InvalidInputError('The filter is too long.', issues);
  return {
    metrics: metrics ?? undefined,
    subjects: subjects ?? undefined,
    labels: toLabels(labels),
  };
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

function decodeText(cursor: string): string | undefined {
  if (cursor.length > 2_000) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  return text === '' || text.includes('\0') ? undefined : text;
}

/** Metrics that are declared or were recorded, by name. */
export async function listMeasuredMetrics(
  { services }: GraphqlContext,
  args: PageArguments,
  input: MeasuredFilterInput | null | undefined,
): Promise<Connection<MetricView>> {
  const { q } = services.store;
  const page = parsePage(args, decodeText);
  const filter = toFilter(input);
  const asOf = encodeCursor(await readHead(q));
  const found = new Map((await listMetrics(q, filter)).map((one) => [one.metric, one]));
  // What was never recorded has neither subjects nor labels.
  const declared =
    filter.subjects === undefined && filter.labels === undefined ? metricCatalogue : [];
  const wanted = (name: string): boolean => filter.metrics?.includes(name) !== false;
  const names = new Set([...declared.map(({ name }) => name).filter(wanted), ...found.keys()]);
  const definitions = new Map(metricCatalogue.map((metric) => [metric.name, metric]));
  const views = [...names].toSorted().map((name): MetricView => {
    const recorded = found.get(name);
    const definition = definitions.get(name);
    return {
      name,
      unit: definition?.unit ?? recorded?.unit ?? 'count',
      kind: definition?.kind ?? 'gauge',
      description: definition?.description ?? null,
      series: recorded?.series ?? 0,
      subjectCount: recorded?.subjectCount ?? 0,
      subjects: recorded?.subjects ?? [],
      lastSeen: recorded?.lastSeen ?? null,
    };
  });
  const rows = sliceOf(page, views, ({ name }) => name);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encode(node.name) }));
}

function decodePlace(cursor: string): SeriesPlace | undefined {
  const [id = '', metric, subject, ...more] = decodeText(cursor)?.split('\n') ?? [];
  if (metric === undefined || subject === undefined || !/^\d{1,9}$/.test(id)) return undefined;
  return { id: Number(id), metric, subject: [subject, ...more].join('\n') };
}

/** Series with their newest samples, by metric and subject. */
export async function listLatest(
  { services }: GraphqlContext,
  args: PageArguments,
  input: MeasuredFilterInput | null | undefined,
): Promise<Connection<LatestView>> {
  const { q, raw } = services.store;
  const page = parsePage(args, decodePlace);
  const filter = toFilter(input);
  const asOf = encodeCursor(await readHead(q));
  const rows = await listSeries(q, filter, page);
  const newest = new Map(
    (
      await listLatestSamples(
        raw,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.seriesId, one]),
  );
  return connectionOf(page, rows, asOf, (series) => {
    const { at = null, value = null } = newest.get(series.id) ?? {};
    const { id, metric, subject } = series;
    return { node: { series, at, value }, cursor: encode(`${id}\n${metric}\n${subject}`) };
  });
}

export interface SeriesQueryInput extends MeasuredFilterInput {
  readonly metrics: readonly string[];
  readonly from: Date;
  readonly to?: Date | null | undefined;
  readonly maxPoints?: number | null | undefined;
}

/** Series in a window. */
export async function readMeasuredSeries(
  { services }: GraphqlContext,
  query: SeriesQueryInput,
  last: boolean,
): Promise<SeriesWindowView> {
  const { metrics, subjects, labels, from, to, maxPoints } = query;
  const window = await services.measurements.series.read({
    metrics,
    subjects: subjects ?? undefined,
    labels: toLabels(labels),
    from,
    to: to ?? undefined,
    maxPoints: maxPoints ?? undefined,
    last,
  });
  return { ...window, series: toViews(window.series) };
}

/** Points of an answer that are told before others have a turn. */
const pointsOfTurn = 1_000;

function toViews(series: SeriesWindow['series']): readonly MeasuredSeriesView[] {
  let before: Promise<unknown> = Promise.resolve();
  let told = 0;
  return series.map(({ series: record, points }) => ({
    series: record,
    points: () => {
      const mine = before.then(async () => {
        if (told + points.at.length > pointsOfTurn) {
          await nextTurn();
          told = 0;
        }
        told += points.at.length;
        return points.at.map((_at, i) => toPoint(points, i));
      });
      before = mine;
      return mine;
    },
  }));
}

function toPoint(points: SeriesPoints, i: number): PointView {
  const { at, count, sum, min, max, last, lastAt } = points;
  const n = count[i] ?? 0;
  const lastMs = lastAt[i] ?? null;
  return {
    at: new Date(at[i] ?? 0),
    count: n,
    min: min[i] ?? 0,
    max: max[i] ?? 0,
    avg: (sum[i] ?? 0) / n,
    last: last[i] ?? null,
    lastAt: lastMs === null ? null : new Date(lastMs),
  };
}
