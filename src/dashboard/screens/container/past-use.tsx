// What the container used in the last hours or days, from what was measured.
import { useMemo } from 'react';

import { formatBytes } from '../../parts/bytes.ts';
import { Answer } from '../../parts/notes.tsx';
import { alignLines, ratesOf, type Line, type LinePoint } from '../../parts/series/align-lines.ts';
import { Charts, type Chart } from '../../parts/series/charts.tsx';
import { useSeries, type MeasuredSeriesWindow } from '../../parts/series/use-series.ts';
import { formatPercent, formatRate } from './formats.ts';

const metrics = [
  'container.cpu_percent',
  'container.memory_bytes',
  'container.network_received_bytes',
  'container.network_sent_bytes',
  'container.block_read_bytes',
  'container.block_written_bytes',
] as const;

type Metric = (typeof metrics)[number];

function chartsOf({ series, ...window }: MeasuredSeriesWindow): readonly Chart[] {
  const pointsOf = (metric: Metric): MeasuredSeriesWindow['series'][number]['points'] =>
    series.find((one) => one.metric === metric)?.points ?? [];
  const gauge = (metric: Metric): readonly LinePoint[] =>
    pointsOf(metric).map(({ at, avg, count }) => ({ at, value: avg, count }));
  const peak = (metric: Metric): readonly LinePoint[] =>
    pointsOf(metric).map(({ at, max, count }) => ({ at, value: max, count }));
  const rate = (metric: Metric): readonly LinePoint[] =>
    ratesOf(
      pointsOf(metric).map(({ at, last, lastAt, max, count }) => ({
        at,
        readAt: lastAt,
        value: last ?? max,
        count,
      })),
      window,
    );
  const chart = (
    title: string,
    format: (value: number) => string,
    lines: readonly Line[],
    isBinary = true,
  ): Chart => ({ title, format, isBinary, ...alignLines(lines, window) });
  return [
    chart(
      'Processor (100 % is one)',
      formatPercent,
      [
        { label: 'Average', points: gauge('container.cpu_percent') },
        { label: 'Peak', points: peak('container.cpu_percent'), color: '--quiet' },
      ],
      false,
    ),
    chart('Memory', formatBytes, [
      { label: 'Memory', points: gauge('container.memory_bytes'), color: '--good' },
    ]),
    chart('Network', formatRate, [
      { label: 'Received', points: rate('container.network_received_bytes') },
      { label: 'Sent', points: rate('container.network_sent_bytes'), color: '--warn' },
    ]),
    chart('Block devices', formatRate, [
      { label: 'Read', points: rate('container.block_read_bytes') },
      { label: 'Written', points: rate('container.block_written_bytes'), color: '--warn' },
    ]),
  ];
}

export interface PastUseProps {
  /** As its key on the daemon. */
  readonly containerKey: string;
  readonly name: string;
  /** How far back. */
  readonly ms: number;
}

/** The charts. */
export function PastUse({ containerKey, name, ms }: PastUseProps) {
  const answer = useSeries({ metrics, subjects: [`container:${containerKey}`], ms });
  const measured = answer.data?.metricSeries;
  const charts = useMemo(() => (measured === undefined ? [] : chartsOf(measured)), [measured]);
  return <Answer answer={answer}>{() => <Charts charts={charts} about={name} />}</Answer>;
}
