// A panel with the charts of a plan, and the choice of how far back they look.
import { useMemo, type ReactNode } from 'react';

import { Answer, Empty } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { Charts } from './charts.tsx';
import { planCharts, type ChartPlan } from './plan-charts.ts';
import { SpanChoice } from './span-choice.tsx';
import { spans, type Span } from './spans.ts';
import { useSeries } from './use-series.ts';

export interface PlannedPanelProps {
  readonly span: Span & { readonly key: string };
  readonly plans: readonly ChartPlan[];
  readonly subjects?: readonly string[];
  /** What they are about, for screen readers. */
  readonly about: string;
  /** What to do when nothing was measured. */
  readonly hint: ReactNode;
}

const titles = Object.fromEntries(Object.entries(spans).map(([key, { title }]) => [key, title]));

/** The panel. */
export function PlannedPanel({ span, plans, subjects, about, hint }: PlannedPanelProps) {
  const metrics = useMemo(() => plans.flatMap((plan) => Object.keys(plan.metrics)), [plans]);
  const answer = useSeries({
    metrics,
    ms: span.ms,
    ...(subjects === undefined ? {} : { subjects }),
  });
  const measured = answer.data?.metricSeries;
  const charts = useMemo(
    () => (measured === undefined ? [] : planCharts(measured, plans)),
    [measured, plans],
  );
  return (
    <Panel
      title={`The last ${span.title}`}
      aside={<SpanChoice titles={titles} chosen={span.key} />}
    >
      <Answer answer={answer}>
        {() =>
          charts.length === 0 ? (
            <Empty title="Nothing was measured in this time">{hint}</Empty>
          ) : (
            <Charts charts={charts} about={about} />
          )
        }
      </Answer>
    </Panel>
  );
}
