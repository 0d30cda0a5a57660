// How one version stands in one database, as small as it can be read: a sign, and a word where it is
// not simply applied.
import type { MigrationState } from '../../../graphql/graphql.ts';
import { wordsOf } from '../../../parts/state.tsx';
import styles from './matrix.module.css';

type Tone = 'good' | 'warn' | 'bad' | 'quiet';

const tones: Readonly<Record<MigrationState, Tone>> = {
  APPLIED: 'good',
  BASELINE: 'good',
  MARKED: 'good',
  SUPERSEDED: 'quiet',
  IGNORED: 'quiet',
  ROLLED_BACK: 'warn',
  PENDING: 'warn',
  RUNNING: 'warn',
  OUT_OF_ORDER: 'warn',
  OUTDATED: 'warn',
  FUTURE: 'warn',
  SKIPPED_SILENTLY: 'warn',
  EDITED: 'bad',
  FAILED: 'bad',
  MISSING_FILE: 'bad',
  PARTIAL: 'bad',
};

const signs: Readonly<Record<Tone, string>> = { good: '✓', warn: '▲', bad: '✕', quiet: '–' };

/** A cell of the matrix; of what is undefined no row has told yet. */
export function MatrixCell({ state }: { state: MigrationState | null | undefined }) {
  if (state === undefined) {
    return (
      <span className={`${styles.cell} ${styles.quiet}`}>
        <span aria-hidden="true">…</span>
        <span className="unseen">not read yet</span>
      </span>
    );
  }
  if (state === null) {
    return (
      <span className={`${styles.cell} ${styles.quiet}`}>
        <span aria-hidden="true">·</span>
        <span className="unseen">not known there</span>
      </span>
    );
  }
  const tone = tones[state];
  return (
    <span className={`${styles.cell} ${styles[tone]}`} data-state={state}>
      <span aria-hidden="true">{signs[tone]}</span>
      <span className={state === 'APPLIED' ? 'unseen' : undefined}>{wordsOf(state)}</span>
    </span>
  );
}
