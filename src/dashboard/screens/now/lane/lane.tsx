// The change lane: what was changed stands as marks above the alerts of the same time, so that cause and
// effect are seen together. Zoomed by buttons, keys and dragging.
import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';

import { useKey } from '../../../parts/keys.tsx';
import { Failure } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { wordsOf } from '../../../parts/state.tsx';
import type { RecentAlerts } from '../recent-alerts.ts';
import { severities, severityTones } from '../severity.ts';
import { AlertBars } from './alert-bars.tsx';
import { LaneControls } from './controls.tsx';
import styles from './lane.module.css';
import { LaneTable } from './lane-table.tsx';
import { MarkRow, type Hint } from './mark-row.tsx';
import { changeKinds, clusterMarks, kindNames, type ChangeKind, type Cluster } from './clusters.ts';
import { useChanges } from './read-changes.ts';
import { Shape } from './shape.tsx';
import { sliceAlerts } from './slices.ts';
import { formatPoint, formatTick, ticksOf, type RangeName } from './time-axis.ts';
import { useDrag } from './use-drag.ts';
import type { LaneWindow } from './use-lane-window.ts';
import { useWidth } from './use-width.ts';

const shortNames: Readonly<Record<ChangeKind, string>> = {
  migration: 'Migrations',
  deployment: 'Deploys',
  schema: 'Schema',
  restart: 'Restarts',
  file: 'Files',
};
const markWidth = 26;
const tickWidth = 74;
const barWidth = 9;

export interface ChangeLaneProps {
  readonly range: RangeName;
  onRange(range: RangeName): void;
  readonly lane: LaneWindow;
  readonly recent: RecentAlerts;
}

/** The panel. */
export function ChangeLane({ range, onRange, lane, recent }: ChangeLaneProps) {
  const { shown } = lane;
  const { fromMs, toMs } = shown;
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const [hint, setHint] = useState<Hint>();
  const [isTableOpen, setTableOpen] = useState(false);
  const [, navigate] = useLocation();
  const { answer, marks, cut } = useChanges(lane.since, range);
  const sliceCount = Math.max(12, Math.min(96, Math.floor(width / barWidth)));
  const clusters = useMemo(
    () => clusterMarks(marks, { fromMs, toMs }, ((toMs - fromMs) * markWidth) / Math.max(1, width)),
    [marks, fromMs, toMs, width],
  );
  const slices = useMemo(
    () => sliceAlerts(recent.alerts, { fromMs, toMs }, sliceCount),
    [recent.alerts, fromMs, toMs, sliceCount],
  );
  const most = Math.max(0, ...slices.map(({ total }) => total));
  const sliceAt = (at: number) => slices[Math.min(sliceCount - 1, Math.floor(at * sliceCount))];
  const msAt = (at: number): number => fromMs + (toMs - fromMs) * at;
  const drag = useDrag({
    onDrag: (from, to) => lane.show({ fromMs: msAt(from), toMs: msAt(to) }),
    onClick: (at, target) => {
      const slice = sliceAt(at);
      const isOnAlerts = target.closest('[data-alerts]') !== null;
      if (!isOnAlerts || slice === undefined || slice.total === 0) return;
      navigate(`/alerts?state=any&since=${new Date(slice.fromMs).toISOString()}`);
    },
  });
  useKey('+', 'Change lane: nearer', () => lane.zoom(0.5));
  useKey('-', 'Change lane: farther', () => lane.zoom(2));
  useKey('[', 'Change lane: earlier', () => lane.move(-0.5));
  useKey(']', 'Change lane: later', () => lane.move(0.5));
  const zoomTo = ({ marks: inside }: Cluster): void => {
    const first = inside[0].atMs;
    const last = inside.at(-1)?.atMs ?? first;
    // What happened in one moment cannot be drawn apart, only told.
    if (last - first < 1_000) return setTableOpen(true);
    const marginMs = (last - first) * 0.15;
    setHint(undefined);
    return lane.show({ fromMs: first - marginMs, toMs: last + marginMs });
  };
  const hintOfSlice = (at: number): void => {
    const slice = sliceAt(at);
    if (slice === undefined) return;
    const { total, titles } = slice;
    const more = total > titles.length ? [`and ${total - titles.length} more`] : [];
    setHint({
      at,
      when: `${formatPoint(slice.fromMs)} to ${formatPoint(slice.toMs)}`,
      lines: total === 0 ? ['no alert'] : [...titles, ...more],
    });
  };
  const ticks = ticksOf(shown, Math.max(2, Math.floor(width / tickWidth)));
  // A label at an edge stays within it.
  const shiftOf = (ms: number): number => {
    const px = ((ms - fromMs) / (toMs - fromMs)) * width;
    return px < tickWidth / 2 ? 0 : px > width - tickWidth / 2 ? -100 : -50;
  };
  const percent = (ms: number): string => `${((ms - fromMs) / (toMs - fromMs)) * 100}%`;
  return (
    <Panel
      title="What changed"
      aside={<LaneControls range={range} onRange={onRange} lane={lane} />}
    >
      {answer.error === undefined ? null : (
        <Failure error={answer.error} onRetry={answer.refresh} />
      )}
      <div className={styles.lane} data-lane="">
        <div className={styles.labels} aria-hidden="true">
          {changeKinds.map((kind) => (
            <span key={kind} className={styles.label}>
              <Shape kind={kind} /> {shortNames[kind]}
            </span>
          ))}
          <span className={styles.alertsLabel}>
            Alerts{most === 0 ? null : <span className="soft small">at most {most}</span>}
          </span>
        </div>
        <div className={styles.plot}>
          <div className={styles.inner} ref={plot} {...drag.handlers}>
            {ticks.map((atMs) => (
              <span key={atMs} className={styles.tick} style={{ left: percent(atMs) }} />
            ))}
            {changeKinds.map((kind) => (
              <MarkRow
                key={kind}
                kind={kind}
                shown={shown}
                clusters={clusters.filter((cluster) => cluster.kind === kind)}
                onHint={setHint}
                onZoom={zoomTo}
              />
            ))}
            <div
              className={styles.alerts}
              data-alerts=""
              onPointerMove={(event) => hintOfSlice(drag.fractionOf(event))}
              onPointerLeave={() => setHint(undefined)}
            >
              <AlertBars slices={slices} most={most} />
            </div>
            <div className={styles.axis} aria-hidden="true">
              {ticks.map((atMs) => (
                <span
                  key={atMs}
                  style={{ left: percent(atMs), transform: `translateX(${shiftOf(atMs)}%)` }}
                >
                  {formatTick(atMs, shown)}
                </span>
              ))}
            </div>
            {drag.selected === undefined ? null : (
              <span
                className={styles.selected}
                style={{
                  left: `${drag.selected.from * 100}%`,
                  width: `${(drag.selected.to - drag.selected.from) * 100}%`,
                }}
              />
            )}
            {hint === undefined ? null : (
              <div
                className={styles.hint}
                style={{
                  left: `${hint.at * 100}%`,
                  transform: `translateX(-${Math.round(hint.at * 100)}%)`,
                }}
              >
                <strong>{hint.when}</strong>
                {hint.lines.map((line, index) => (
                  <span key={index}>{line}</span>
                ))}
              </div>
            )}
          </div>
        </div>
      </div>
      <p className={`${styles.legend} soft small`} aria-hidden="true">
        {severities.map((severity) => (
          <span key={severity}>
            <span className={`${styles.patch} ${styles[severityTones[severity]]}`} />
            {wordsOf(severity)}
          </span>
        ))}
        <span>the worst at the bottom; heights are square roots</span>
      </p>
      {cut.length === 0 ? null : (
        <p className="soft small">
          Of {cut.map((kind) => kindNames[kind][1].toLowerCase()).join(' and ')} only the newest
          hundred of this range are shown.
        </p>
      )}
      {recent.left === 0 ? null : (
        <p className="soft small">{recent.left} older alerts are not in the bars.</p>
      )}
      <LaneTable
        isOpen={isTableOpen}
        onToggle={setTableOpen}
        marks={marks}
        slices={slices}
        shown={shown}
      />
    </Panel>
  );
}
