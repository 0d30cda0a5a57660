// Keeps what is usual for measured series, searches them for anomalies, and forecasts when they cross
// limits. The work is done in `metrics/`; this is when and where.
import type { AnalysisSettings } from '../../metrics/analysis-settings.ts';
import { keepBaselines } from '../../metrics/baseline-keeper/keep.ts';
import { defineMonitor } from '../monitor.ts';

export interface MetricBaselinesSettings {
  readonly analysis: AnalysisSettings;
}

const intervalMs = 60_000;
const timeoutMs = 55_000;

export const metricBaselinesMonitor = defineMonitor<MetricBaselinesSettings, AnalysisSettings>({
  kind: 'metric-baselines',
  scope: 'cluster',
  description:
    'Learns what is usual for measured series, finds anomalies, and forecasts when limits are crossed.',
  parseConfig: ({ analysis }) => (analysis.watch ? [{ name: 'main', config: analysis }] : []),
  intervalMs: () => intervalMs,
  timeoutMs: () => timeoutMs,
  check: async (config, context) => {
    const { leftOut, behind } = await keepBaselines(config, context);
    context.degraded(
      leftOut > 0
        ? `${leftOut} series are not watched: there are more than analysis.maxSeries allows`
        : null,
    );
    // What is due is worked off without waiting for the next minute.
    return behind > 0 ? 1_000 : undefined;
  },
});
