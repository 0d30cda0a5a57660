// The sign of a kind of change: each kind has a shape of its own, and what went wrong has a cross in it.
import type { ChangeKind } from './clusters.ts';
import styles from './lane.module.css';

const paths: Readonly<Record<ChangeKind, string>> = {
  migration: 'M8 1.5 15 14H1Z',
  deployment: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z',
  schema: 'M2 2h12v12H2Z',
  restart: 'M8 .5 15.5 8 8 15.5.5 8Z',
  file: 'M3 1h7l4 4v10H3Z',
};

/** A shape, as large as text. */
export function Shape({ kind, isBad = false }: { kind: ChangeKind; isBad?: boolean }) {
  return (
    <svg
      className={`${styles.shape} ${isBad ? styles.shapeBad : ''}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <path d={paths[kind]} />
      {isBad ? <path className={styles.cross} d="M5.5 6.5l5 5m0-5l-5 5" /> : null}
    </svg>
  );
}
