// Chooses the window of time that charts show.
import styles from './metrics.module.css';
import { ranges, type Range, type RangeKey } from './range.ts';

/** One button for each window. */
export function RangeChoice({ range }: { range: Range }) {
  return (
    <div className={styles.choice} role="group" aria-label="Time shown">
      {Object.entries(ranges).map(([key, { title }]) => (
        <button
          key={key}
          aria-pressed={key === range.key}
          onClick={() => range.choose(key as RangeKey)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
