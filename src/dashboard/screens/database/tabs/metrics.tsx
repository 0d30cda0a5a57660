// A database's figures along time: sizes, sessions, latency, the cache; what was unusual, what is usual,
// and where it is going.
import { useMemo } from 'react';

import { AnomaliesPanel } from '../../../parts/analysis/anomalies-panel.tsx';
import { BaselinesPanel } from '../../../parts/analysis/baselines-panel.tsx';
import { TrendsPanel } from '../../../parts/analysis/trends-panel.tsx';
import { PlannedPanel } from '../../../parts/series/planned-panel.tsx';
import { useChosenSpan } from '../../../parts/series/use-chosen-span.ts';
import { plans, trended } from './metrics/plans.ts';
import { SlowStatementsPanel } from './metrics/slow-statements-panel.tsx';

export interface MetricsTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

/** The figures. */
export function MetricsTab({ id, name }: MetricsTabProps) {
  const span = useChosenSpan();
  const scope = useMemo(() => ({ subjects: [`database:${name}`] }), [name]);
  return (
    <>
      <PlannedPanel
        span={span}
        plans={plans}
        subjects={scope.subjects}
        about={name}
        hint="A database is measured while it answers. Choose a longer time, or look at its state above."
      />
      <AnomaliesPanel scope={scope} ms={span.ms} />
      <TrendsPanel subjects={scope.subjects} metrics={trended} />
      <BaselinesPanel scope={scope} />
      <SlowStatementsPanel id={id} />
    </>
  );
}
