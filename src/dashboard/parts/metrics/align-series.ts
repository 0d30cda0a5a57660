// Series as charts need them: all on the same times, nothing where nothing was measured. Pure.
import type { ChartSeries } from '../line-chart.tsx';

export interface MeasuredSeries {
  readonly metric: string;
  readonly subject: string;
  readonly unit: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly points: readonly { readonly at: string; readonly avg: number }[];
}

/** What a chart shows: metrics by their names, with what the legend calls them. */
export interface ChartPlan {
  readonly title: string;
  readonly metrics: Readonly<Record<string, string>>;
}

export interface AlignedChart {
  readonly title: string;
  readonly unit: string;
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Series that there is no room for. */
  readonly hidden: number;
}

// More lines than this cannot be told apart.
const mostSeries = 6;

const meanOf = ({ points }: MeasuredSeries): number =>
  points.reduce((sum, { avg }) => sum + avg, 0) / Math.max(1, points.length);

function labelOf(series: MeasuredSeries, plan: ChartPlan): string {
  const name = plan.metrics[series.metric] ?? series.metric;
  // Which replica of hawkwatch measured is of interest only where there are several.
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

/** The chart of a plan; undefined when nothing of it was measured. */
export function alignSeries(
  all: readonly MeasuredSeries[],
  stepMs: number,
  plan: ChartPlan,
): AlignedChart | undefined {
  const order = Object.keys(plan.metrics);
  const found = all
    .filter(({ metric, points }) => order.includes(metric) && points.length > 0)
    .toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || meanOf(b) - meanOf(a));
  const shown = found.slice(0, mostSeries);
  const [first] = shown;
  if (first === undefined) return undefined;
  const instants = shown.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const from = Math.min(...instants);
  const count = Math.round((Math.max(...instants) - from) / stepMs) + 1;
  const names = tellApart(shown.map((series) => labelOf(series, plan)));
  return {
    title: plan.title,
    unit: first.unit,
    times: Array.from({ length: count }, (_, index) => (from + index * stepMs) / 1_000),
    series: shown.map(({ points }, index) => {
      const values: (number | null)[] = Array.from({ length: count }, () => null);
      for (const { at, avg } of points) values[Math.round((Date.parse(at) - from) / stepMs)] = avg;
      return { label: names[index] ?? '', values };
    }),
    hidden: found.length - shown.length,
  };
}
