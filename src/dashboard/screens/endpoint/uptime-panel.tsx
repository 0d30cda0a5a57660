// How long the endpoint was up, in four windows; how much of each was measured at all.
import { useMemo } from 'react';

import type { EndpointPageQuery, UptimeWindow } from '../../graphql/graphql.ts';
import { Bars } from '../../parts/bars.tsx';
import { Answer } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSeries } from '../../parts/series/use-series.ts';
import { formatDuration } from '../../parts/format-time.ts';
import { dayBars, describeDay } from '../endpoints/day-bars.ts';
import { formatUptime } from '../endpoints/endpoint-words.ts';
import styles from './endpoint.module.css';

type Uptime = NonNullable<EndpointPageQuery['endpoint']>['uptime'][number];

const titles: Readonly<Record<UptimeWindow, string>> = {
  LAST_24_HOURS: '24 hours',
  LAST_7_DAYS: '7 days',
  LAST_30_DAYS: '30 days',
  LAST_90_DAYS: '90 days',
};
const dayMs = 86_400_000;
const metrics = ['endpoint.up', 'endpoint.duration_ms'] as const;

function measuredWords({ percent, measuredShare, downMs }: Uptime): string {
  if (percent == null) return 'not measured';
  const down = downMs === 0 ? 'never down' : `down ${formatDuration(downMs)}`;
  if (measuredShare >= 0.995) return down;
  return `${down}; ${measuredShare < 0.01 ? '< 1' : Math.round(measuredShare * 100)} % was measured`;
}

/** The panel. */
export function UptimePanel({ name, uptime }: { name: string; uptime: readonly Uptime[] }) {
  const answer = useSeries({
    metrics,
    subjects: [`endpoint:${name}`],
    ms: dayMs,
    maxPoints: 30,
  });
  const series = answer.data?.metricSeries.series;
  const bars = useMemo(() => {
    const pointsOf = (metric: string) => series?.find((one) => one.metric === metric)?.points ?? [];
    return dayBars(pointsOf('endpoint.up'), pointsOf('endpoint.duration_ms'), Date.now());
  }, [series]);
  return (
    <Panel title="Uptime">
      <div className="column">
        <dl className={styles.windows}>
          {uptime.map((one) => (
            <div key={one.window}>
              <dt className="soft small">Last {titles[one.window]}</dt>
              <dd className={styles.percent}>{formatUptime(one.percent)}</dd>
              <dd className="soft small">{measuredWords(one)}</dd>
            </div>
          ))}
        </dl>
        <Answer answer={answer}>
          {() => (
            <div>
              <Bars slices={bars} label={describeDay(bars)} height={32} />
              <div className="row spread soft small">
                <span>24 hours ago</span>
                <span>now</span>
              </div>
              <p className="small">{describeDay(bars)}.</p>
            </div>
          )}
        </Answer>
      </div>
    </Panel>
  );
}
