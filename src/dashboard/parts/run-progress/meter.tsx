// How much of something is done, as a bar with its percent.
import styles from './run-progress.module.css';

export interface MeterProps {
  readonly label: string;
  /** 0 to 100; null: it goes on, and nobody knows how far it is. */
  readonly percent: number | null;
  readonly tone?: 'busy' | 'good' | 'bad' | 'quiet';
  readonly isThin?: boolean;
}

/** A bar of progress. */
export function Meter({ label, percent, tone = 'busy', isThin = false }: MeterProps) {
  const known = percent === null ? undefined : Math.min(100, Math.max(0, percent));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known}
      className={`${styles.meter} ${isThin ? styles.thin : ''}`}
    >
      <div
        className={`${styles.fill} ${styles[tone]} ${known === undefined ? styles.unknown : ''}`}
        style={known === undefined ? undefined : { width: `${known}%` }}
      />
    </div>
  );
}
