// How long checks took: percentiles of the last checks, and the course of time with its parts.
import { useMemo } from 'react';

import { Facts } from '../../parts/facts.tsx';
import { Answer } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { alignLines, type Line, type LinePoint } from '../../parts/series/align-lines.ts';
import { Charts, type Chart } from '../../parts/series/charts.tsx';
import { SpanChoice, useSpan } from '../../parts/series/span-choice.tsx';
import { spans } from '../../parts/series/spans.ts';
import { useSeries, type MeasuredSeriesWindow } from '../../parts/series/use-series.ts';
import { formatDuration } from '../../parts/format-time.ts';
import { percentilesOf } from './percentiles.ts';

const metrics = ['endpoint.duration_ms', 'endpoint.phase_ms'] as const;
const titles = Object.fromEntries(Object.entries(spans).map(([name, { title }]) => [name, title]));

/** Phases in the order in which they happen, with what people call them. */
const phases: readonly (readonly [string, string, string])[] = [
  ['dns', 'Resolving names', '--critical'],
  ['connect', 'Connecting', '--good'],
  ['tls', 'TLS', '--warn'],
  ['firstByte', 'First byte', '--accent'],
];

/** Short times with a digit: endpoints beside the service answer in less than a millisecond. */
const format = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms));

const averagesOf = (
  points: MeasuredSeriesWindow['series'][number]['points'],
): readonly LinePoint[] => points.map(({ at, avg, count }) => ({ at, value: avg, count }));

function chartsOf({ series, ...window }: MeasuredSeriesWindow): readonly Chart[] {
  const duration = series.find(({ metric }) => metric === 'endpoint.duration_ms')?.points ?? [];
  const lines: readonly Line[] = [
    { label: 'Average', points: averagesOf(duration) },
    {
      label: 'Slowest',
      points: duration.map(({ at, max, count }) => ({ at, value: max, count })),
      color: '--quiet',
    },
  ];
  const parts = phases.flatMap(([phase, label, color]): Line[] => {
    const found = series.find(({ labels }) => labels.some(({ value }) => value === phase));
    if (found === undefined) return [];
    return [{ label, points: averagesOf(found.points), color }];
  });
  return [
    { title: 'A check', format, ...alignLines(lines, window) },
    ...(parts.length === 0 ? [] : [{ title: 'Its parts', format, ...alignLines(parts, window) }]),
  ];
}

export interface LatencyPanelProps {
  readonly name: string;
  /** How long the last checks took that went well; undefined while they are not known. */
  readonly durationsMs: readonly number[] | undefined;
}

function Percentiles({ durationsMs }: { durationsMs: readonly number[] }) {
  const percentiles = percentilesOf(durationsMs);
  if (percentiles.length === 0) {
    return <p className="soft">No check has gone well lately; only those are measured.</p>;
  }
  return (
    <div>
      <Facts facts={percentiles.map(({ name, value }) => ({ name, value: format(value) }))} />
      <p className="soft small">
        of the last {durationsMs.length} {durationsMs.length === 1 ? 'check that' : 'checks that'}{' '}
        went well
      </p>
    </div>
  );
}

/** The panel. */
export function LatencyPanel({ name, durationsMs }: LatencyPanelProps) {
  const span = useSpan(Object.keys(spans), '24h');
  const ms = spans[span]?.ms ?? 0;
  const answer = useSeries({ metrics, subjects: [`endpoint:${name}`], ms });
  const measured = answer.data?.metricSeries;
  const charts = useMemo(() => (measured === undefined ? [] : chartsOf(measured)), [measured]);
  return (
    <Panel title="Latency" aside={<SpanChoice titles={titles} chosen={span} />}>
      <div className="column">
        {durationsMs === undefined ? null : <Percentiles durationsMs={durationsMs} />}
        <Answer answer={answer}>{() => <Charts charts={charts} about={name} />}</Answer>
      </div>
    </Panel>
  );
}
