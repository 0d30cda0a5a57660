// A chart of series along time, by uPlot, which is loaded with the first chart. It follows the width of
// its place and the colours of the system. Its axis is the whole time that was asked for, so that one sees
// when nothing was measured yet, or any more; what stands alone is a dot.
import 'uplot/dist/uPlot.min.css';

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

import { binarySteps, sizeOfTicks, timeTicks, valueTicks } from './chart-ticks.ts';
import { lonePoints, type AlignedValue, type ChartWindow } from './series/align-lines.ts';

export interface ChartSeries {
  readonly label: string;
  /** One value for each time; null where nothing was measured, undefined where the line runs through. */
  readonly values: readonly AlignedValue[];
  /** A token of the style sheet, as `--accent`. */
  readonly color?: string;
}

export interface LineChartProps {
  readonly label: string;
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** What the axis covers; from the first to the last time when it is left out. */
  readonly window?: ChartWindow | undefined;
  readonly format?: (value: number) => string;
  readonly height?: number;
  /** The values are bytes: the scale goes by powers of two. */
  readonly isBinary?: boolean;
}

const legendTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const colors = ['--accent', '--good', '--warn', '--bad', '--critical', '--quiet'];

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const dot = 5;

function optionsOf(
  props: LineChartProps,
  width: number,
  windowOf: () => ChartWindow | undefined,
): uPlot.Options {
  const { series, format = String, height = 180, isBinary = false } = props;
  const axis = { stroke: colorOf('--text-soft'), grid: { stroke: colorOf('--line'), width: 1 } };
  return {
    width,
    height,
    legend: { live: true },
    scales: {
      x: {
        range: (_chart, first, last) => {
          const { from, to } = windowOf() ?? { from: first, to: last };
          return [from, to];
        },
      },
    },
    series: [
      {
        value: (_chart: uPlot, value: number | null) =>
          value == null ? '–' : legendTime.format(value * 1_000),
      },
      ...series.map(({ label, color }, index) => {
        const stroke = colorOf(color ?? colors[index % colors.length] ?? '--accent');
        return {
          label,
          stroke,
          width: 1.5,
          points: {
            show: false,
            size: dot,
            fill: stroke,
            filter: ({ data }: uPlot, of: number) => lonePoints(Array.from(data[of] ?? [])),
          },
          value: (_chart: uPlot, value: number | null) => (value == null ? '–' : format(value)),
        };
      }),
    ],
    axes: [
      {
        ...axis,
        space: 72,
        values: (_chart, ticks, _axis, _space, step) => timeTicks(ticks, step),
      },
      {
        ...axis,
        size: (_chart, ticks) => sizeOfTicks(ticks),
        values: (_chart, ticks) => valueTicks(ticks, format),
        ...(isBinary ? { incrs: [...binarySteps] } : {}),
      },
    ],
  };
}

/** Series along time. */
export default function LineChart(props: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const labels = props.series.map(({ label }) => label).join('\n');

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const dataOf = ({ times, series }: LineChartProps): uPlot.AlignedData => [
      [...times],
      ...series.map(({ values }) => [...values]),
    ];
    const draw = (): void => {
      chart.current?.destroy();
      const width = Math.max(200, element.clientWidth);
      const options = optionsOf(latest.current, width, () => latest.current.window);
      chart.current = new uPlot(options, dataOf(latest.current), element);
    };
    draw();
    const sized = new ResizeObserver(() => {
      const width = Math.max(200, element.clientWidth);
      if (chart.current?.width !== width) {
        chart.current?.setSize({ width, height: latest.current.height ?? 180 });
      }
    });
    sized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      sized.disconnect();
      scheme.removeEventListener('change', draw);
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, [labels]);

  useEffect(() => {
    chart.current?.setData([[...props.times], ...props.series.map(({ values }) => [...values])]);
  }, [props.times, props.series, props.window]);

  return <div ref={place} role="img" aria-label={props.label} />;
}
