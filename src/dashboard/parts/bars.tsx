// Small bars along time, as plain SVG: one slice is one span of time, coloured by the worst that
// happened in it. The text beneath tells screen readers the same.
import styles from './bars.module.css';
import type { Tone } from './state.tsx';

export interface Slice {
  readonly tone: Tone | 'none';
  /** What the tooltip says: the span and what happened in it. */
  readonly title: string;
  /** Height from 0 to 1; 1 by default. */
  readonly level?: number;
}

export interface BarsProps {
  readonly slices: readonly Slice[];
  /** The whole in one sentence. */
  readonly label: string;
  readonly height?: number;
}

/** A row of bars. */
export function Bars({ slices, label, height = 20 }: BarsProps) {
  const step = 6;
  return (
    <svg
      className={styles.bars}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${slices.length * step} ${height}`}
      preserveAspectRatio="none"
      height={height}
    >
      {slices.map(({ tone, title, level = 1 }, index) => {
        const tall = Math.max(2, Math.round(height * level));
        return (
          <rect
            key={index}
            className={styles[tone]}
            x={index * step}
            y={height - tall}
            width={step - 1}
            height={tall}
            rx={1}
          >
            <title>{title}</title>
          </rect>
        );
      })}
    </svg>
  );
}

export interface SparklineProps {
  /** In order of time; null where nothing was measured. */
  readonly values: readonly { readonly atMs: number; readonly value: number | null }[];
  /** How long it is, up to the last of them. */
  readonly ms: number;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

/** A line without axes. */
export function Sparkline({ values, ms, label, width = 120, height = 24 }: SparklineProps) {
  const known = values.flatMap(({ value }) => value ?? []);
  const least = Math.min(...known);
  const range = Math.max(...known) - least || 1;
  const fromMs = (values.at(-1)?.atMs ?? 0) - ms;
  let path = '';
  let isDown = false;
  for (const { atMs, value } of values) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const x = Math.max(0, ((atMs - fromMs) / ms) * width).toFixed(1);
    const y = (height - 2 - ((value - least) / range) * (height - 4)).toFixed(1);
    // A stroke of no length, with round ends, is the dot of a value that stands alone.
    path += isDown ? `L${x} ${y}` : `M${x} ${y}h0`;
    isDown = true;
  }
  return (
    <svg className={styles.spark} role="img" aria-label={label} width={width} height={height}>
      <path d={path} />
    </svg>
  );
}
