// How many alerts were open in each slice of time, by severity, as stacked bars. Their heights are square
// roots, so that one alert is seen beside a hundred.
import { severities, severityTones } from '../severity.ts';
import styles from './lane.module.css';
import type { AlertSlice } from './slices.ts';

const height = 60;
// Between two severities, so that they are told apart without colour.
const gap = 1.5;

/** The bars; the table beneath the lane says the same. */
export function AlertBars({ slices, most }: { slices: readonly AlertSlice[]; most: number }) {
  const busy = slices.filter(({ total }) => total > 0).length;
  return (
    <svg
      className={styles.bars}
      role="img"
      aria-label={
        busy === 0
          ? 'No alert was open.'
          : `Alerts were open in ${busy} of ${slices.length} slices of time, at most ${most} at once.`
      }
      viewBox={`0 0 ${slices.length} ${height}`}
      preserveAspectRatio="none"
    >
      {slices.flatMap(({ counts, total, fromMs }, index) => {
        let top = height;
        return severities.map((severity) => {
          const tall =
            total === 0 ? 0 : (counts[severity] / total) * Math.sqrt(total / most) * height;
          if (tall === 0) return null;
          top -= tall;
          return (
            <rect
              key={`${fromMs} ${severity}`}
              className={styles[severityTones[severity]]}
              x={index + 0.06}
              y={top}
              width={0.88}
              height={Math.max(1, tall - gap)}
            />
          );
        });
      })}
    </svg>
  );
}
