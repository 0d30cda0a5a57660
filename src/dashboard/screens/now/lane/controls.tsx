// Which part of time the lane shows: a range, nearer and farther, earlier and later.
import styles from './lane.module.css';
import { formatPoint, ranges, type RangeName } from './time-axis.ts';
import type { LaneWindow } from './use-lane-window.ts';

export interface LaneControlsProps {
  readonly range: RangeName;
  onRange(range: RangeName): void;
  readonly lane: LaneWindow;
}

/** The buttons above the lane. */
export function LaneControls({ range, onRange, lane }: LaneControlsProps) {
  const { shown, isLive } = lane;
  return (
    <>
      {isLive ? null : (
        <>
          <span className="small number">
            {formatPoint(shown.fromMs)} to {formatPoint(shown.toMs)}
          </span>
          <button onClick={lane.goLive}>Back to now</button>
        </>
      )}
      <div className={styles.group} role="group" aria-label="Move and zoom">
        <button aria-label="Earlier" title="Earlier: [" onClick={() => lane.move(-0.5)}>
          ‹
        </button>
        <button
          aria-label="Later"
          title="Later: ]"
          disabled={isLive}
          onClick={() => lane.move(0.5)}
        >
          ›
        </button>
        <button aria-label="Nearer" title="Nearer: +, or drag" onClick={() => lane.zoom(0.5)}>
          +
        </button>
        <button
          aria-label="Farther"
          title="Farther: -"
          disabled={isLive}
          onClick={() => lane.zoom(2)}
        >
          −
        </button>
      </div>
      <div className={styles.group} role="group" aria-label="Range">
        {Object.entries(ranges).map(([name, { label }]) => (
          <button
            key={name}
            aria-pressed={name === range}
            onClick={() => {
              lane.goLive();
              onRange(name as RangeName);
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </>
  );
}
