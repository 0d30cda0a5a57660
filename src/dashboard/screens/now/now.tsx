// The first screen: what needs somebody, what is watched and how it is, what changed.
import { Screen } from '../../parts/panel.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { LatestDeliveries } from './deliveries.tsx';
import { ChangeLane } from './lane/lane.tsx';
import { rangeOf, ranges } from './lane/time-axis.ts';
import { useLaneWindow } from './lane/use-lane-window.ts';
import { Matrix } from './matrix/matrix.tsx';
import { NeedsYou } from './needs-you/needs-you.tsx';
import styles from './now.module.css';
import { useRecentAlerts } from './recent-alerts.ts';
import { Strip } from './strip.tsx';

const dayMs = 24 * 3_600_000;

/** The lane and the matrix draw the same alerts. */
function Happenings() {
  const [named, setRange] = useUrlValue('range');
  const range = rangeOf(named);
  const lane = useLaneWindow(range);
  // An alert that was open within the range may have begun as long before it; the matrix needs a day.
  const needMs = 2 * Math.max(ranges[range].ms, dayMs);
  const grainMs = dayMs / 2;
  const sinceMs =
    Math.floor((Date.parse(lane.since) + ranges[range].ms - needMs) / grainMs) * grainMs;
  const recent = useRecentAlerts(new Date(sinceMs).toISOString());
  return (
    <>
      <ChangeLane
        range={range}
        onRange={(next) => setRange(next === '24h' ? undefined : next)}
        lane={lane}
        recent={recent}
      />
      <div className={styles.pair}>
        <Matrix recent={recent} />
        <LatestDeliveries />
      </div>
    </>
  );
}

/** The start. */
export default function Now() {
  return (
    <Screen title="Now">
      <Strip />
      <NeedsYou />
      <Happenings />
    </Screen>
  );
}
