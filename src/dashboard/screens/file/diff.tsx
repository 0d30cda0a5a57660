// A difference of texts, line by line: what came has a plus, what went a minus, and a colour besides.
import { useMemo } from 'react';

import { diffLines, sizeOf, type DiffLine } from './diff-lines.ts';
import styles from './diff.module.css';

const signs: Readonly<Record<DiffLine['kind'], string>> = {
  added: '+',
  removed: '−',
  same: ' ',
  hunk: ' ',
};

const words: Readonly<Partial<Record<DiffLine['kind'], string>>> = {
  added: 'added: ',
  removed: 'removed: ',
};

/** The difference. */
export function Diff({ diff, path }: { diff: string; path: string }) {
  const lines = useMemo(() => diffLines(diff), [diff]);
  const { added, removed } = sizeOf(lines);
  return (
    <div className="column" style={{ gap: 'var(--space-1)' }}>
      <p className={`small ${styles.size}`}>
        <span className={styles.plus}>+{added}</span>{' '}
        <span className={styles.minus}>−{removed}</span>{' '}
        <span className="soft">{added + removed === 1 ? 'line' : 'lines'}; secrets are masked</span>
      </p>
      <div
        className={styles.scroll}
        role="region"
        aria-label={`Difference of ${path}`}
        tabIndex={0}
      >
        <table className={styles.diff}>
          <tbody>
            {lines.map(({ kind, text, before, after }, index) => (
              <tr key={index} className={styles[kind]}>
                <td className={styles.number}>{before}</td>
                <td className={styles.number}>{after}</td>
                <td className={styles.sign} aria-hidden="true">
                  {signs[kind]}
                </td>
                <td>
                  {words[kind] === undefined ? null : <span className="unseen">{words[kind]}</span>}
                  {text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
