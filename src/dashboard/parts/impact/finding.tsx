// One thing that was found in a migration: how risky, what happens to what, why, and how to do it with
// less risk.
import { Risk } from '../risk.tsx';
import { wordsOf } from '../state.tsx';
import type { ShownFinding } from './impact-shape.ts';
import styles from './impact.module.css';

function lockOf({ lockMode, blocks }: ShownFinding): string | undefined {
  if (lockMode == null) return undefined;
  const waiting = blocks.map(wordsOf).join(', ');
  return `takes ${wordsOf(lockMode)}${waiting === '' ? '' : `: blocks ${waiting}`}`;
}

/** A finding, as an entry of a list. */
export function Finding({ finding }: { finding: ShownFinding }) {
  const { level, file, line, message, because, safeForm, classes } = finding;
  const lock = lockOf(finding);
  return (
    <li className={styles.finding}>
      <span>
        <Risk level={level} />
      </span>
      <div className={styles.text}>
        <span>{message}</span>
        <span className="soft small">
          <span className="mono">
            {file}:{line}
          </span>
          {' · '}
          {classes.map(wordsOf).join(', ')}
          {lock === undefined ? null : ` · ${lock}`}
        </span>
        {because.length === 0 ? null : (
          <span className="soft small">Because {because.join('; ')}.</span>
        )}
        {safeForm == null ? null : (
          <span className={`small ${styles.safe}`}>
            <strong>Safer:</strong> <code>{safeForm}</code>
          </span>
        )}
      </div>
    </li>
  );
}
