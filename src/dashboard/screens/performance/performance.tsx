// How hawkwatch and the hosts it runs on perform: now, along time, beside what is usual, and as a report.
import { AnomaliesPanel } from '../../parts/analysis/anomalies-panel.tsx';
import { BaselinesPanel } from '../../parts/analysis/baselines-panel.tsx';
import { TrendsPanel } from '../../parts/analysis/trends-panel.tsx';
import { Screen } from '../../parts/panel.tsx';
import { PlannedPanel } from '../../parts/series/planned-panel.tsx';
import { useChosenSpan } from '../../parts/series/use-chosen-span.ts';
import { HostsPanel } from './hosts-panel.tsx';
import { LivePanel } from './live-panel.tsx';
import { analysed, plans, trended } from './plans.ts';
import { ReportPanel } from './report-panel.tsx';
import { StatementsPanel } from './statements-panel.tsx';

const scope = { metrics: analysed };

/** The screen. */
export default function Performance() {
  const span = useChosenSpan();
  return (
    <Screen title="Performance">
      <LivePanel />
      <HostsPanel />
      <PlannedPanel
        span={span}
        plans={plans}
        about="hawkwatch and its hosts"
        hint="hawkwatch measures itself every ten seconds. Choose a longer time."
      />
      <AnomaliesPanel scope={scope} ms={span.ms} />
      <ReportPanel key={span.key} span={span} />
      <StatementsPanel />
      <TrendsPanel metrics={trended} />
      <BaselinesPanel scope={scope} />
    </Screen>
  );
}
