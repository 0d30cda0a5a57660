// Charts of many series by a plan: which metrics stand in which chart, and what their lines are called. Pure.
import {
  alignLines,
  isGoingOn,
  type AlignedLines,
  type LinePoint,
  type MeasuredWindow,
} from './align-lines.ts';
import { formatMeasure } from './format-measure.ts';

export interface PlannedSeries {
  readonly metric: string;
  readonly unit: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly points: readonly {
    readonly at: string;
    readonly avg: number;
    readonly count?: number;
  }[];
}

/** What a chart shows: metrics by their names, with what the legend calls them. */
export interface ChartPlan {
  readonly title: string;
  readonly metrics: Readonly<Record<string, string>>;
}

export interface PlannedChart extends AlignedLines {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly isBinary: boolean;
  readonly summary: string;
  readonly newest: string | undefined;
}

// More lines than this cannot be told apart.
const mostLines = 6;

const averagesOf = (points: PlannedSeries['points']): readonly LinePoint[] =>
  points.map(({ avg, ...point }) => ({ ...point, value: avg }));

const meanOf = ({ points }: PlannedSeries): number =>
  points.reduce((sum, { avg }) => sum + avg, 0) / Math.max(1, points.length);

function labelOf(series: PlannedSeries, plan: ChartPlan): string {
  const name = plan.metrics[series.metric] ?? series.metric;
  // Which replica of hawkwatch measured says nothing to people.
  const labels = series.labels.filter((label) => label.name !== 'replica');
  if (labels.length === 0) return name;
  const values = labels.map(({ value }) => value).join(' ');
  return Object.keys(plan.metrics).length > 1 ? `${name} ${values}` : values;
}

/** Names that several lines have become different ones. */
function tellApart(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function summarise({ series }: AlignedLines, format: (value: number) => string): string {
  return series
    .map(({ label, values }) => {
      const known = values.filter((value) => value != null);
      const [least, most] = [Math.min(...known), Math.max(...known)];
      return `${label} ${format(least)} to ${format(most)}, last ${format(known.at(-1) ?? 0)}`;
    })
    .join('; ');
}

/** The chart of a plan; undefined when nothing of it was measured. */
function planChart(
  all: readonly PlannedSeries[],
  window: MeasuredWindow,
  plan: ChartPlan,
): PlannedChart | undefined {
  const order = Object.keys(plan.metrics);
  const found = all
    .filter(({ metric, points }) => order.includes(metric) && points.length > 0)
    .toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || meanOf(b) - meanOf(a));
  const shown = found.slice(0, mostLines);
  const [first] = shown;
  if (first === undefined) return undefined;
  const { unit } = first;
  const format = (value: number): string => formatMeasure(value, unit);
  const names = tellApart(shown.map((series) => labelOf(series, plan)));
  const lines = alignLines(
    shown.map(({ points }, index) => ({
      label: names[index] ?? '',
      points: averagesOf(points),
    })),
    window,
  );
  const hidden = found.length - shown.length;
  const last = first.points.at(-1)?.avg;
  const isAlone = shown.length === 1 && isGoingOn(averagesOf(first.points), window);
  return {
    ...lines,
    title: hidden === 0 ? plan.title : `${plan.title}, the highest ${mostLines} of ${found.length}`,
    format,
    isBinary: unit === 'bytes',
    summary: summarise(lines, format),
    newest: last === undefined || !isAlone ? undefined : format(last),
  };
}

/** The charts of plans, without those of which nothing was measured. */
export function planCharts(
  measured: MeasuredWindow & { readonly series: readonly PlannedSeries[] },
  plans: readonly ChartPlan[],
): PlannedChart[] {
  return plans.flatMap((plan) => planChart(measured.series, measured, plan) ?? []);
}
