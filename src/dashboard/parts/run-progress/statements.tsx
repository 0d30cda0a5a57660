// The statements of a migration that were told of: each with a bar for the time it took beside the
// longest of them, so that one sees where the time went.
import { formatDuration } from '../time.tsx';
import { rowsOf } from './describe-event.ts';
import { Meter } from './meter.tsx';
import type { StatementLine, StatementState } from './progress-model.ts';
import styles from './run-progress.module.css';

const shownAtMost = 200;

const signs: Readonly<Record<StatementState, { sign: string; word: string; style: string }>> = {
  running: { sign: '◌', word: 'executes', style: 'accentText' },
  done: { sign: '✓', word: 'done', style: 'goodText' },
  failed: { sign: '✕', word: 'failed', style: 'badText' },
  undone: { sign: '–', word: 'undone', style: 'softText' },
};

export interface StatementsProps {
  readonly statements: readonly StatementLine[];
  /** How many the migration has. */
  readonly total: number;
}

/** A list of statements. */
export function Statements({ statements, total }: StatementsProps) {
  const shown = statements.slice(-shownAtMost);
  const first = shown[0];
  const longest = Math.max(1, ...shown.map(({ durationMs }) => durationMs ?? 0));
  const before = (first?.index ?? 1) - 1;
  return (
    <div className={styles.statements}>
      {before > 0 ? <p className="soft small">{before} before are not shown.</p> : null}
      <ol className={styles.plain} aria-label={`Statements, ${total} in all`}>
        {shown.map((line) => (
          <StatementItem key={line.key} line={line} longest={longest} />
        ))}
      </ol>
    </div>
  );
}

function StatementItem({ line, longest }: { line: StatementLine; longest: number }) {
  const { sign, word, style } = signs[line.state];
  const isRunning = line.state === 'running';
  return (
    <li className={styles.statement}>
      <span className={styles[style]}>
        <span aria-hidden="true">{sign}</span>
        <span className="unseen">{word}</span>
      </span>
      <span className="number soft">{line.index}</span>
      <code className={styles.statementText} title={line.text}>
        {line.text}
      </code>
      <span className="number soft small">{line.rows === null ? '' : rowsOf(line.rows)}</span>
      {isRunning ? (
        <Meter
          isThin
          label={`Statement ${line.index}`}
          percent={line.share === null ? null : line.share * 100}
        />
      ) : (
        <span className={styles.took} aria-hidden="true">
          <span style={{ width: `${((line.durationMs ?? 0) / longest) * 100}%` }} />
        </span>
      )}
      <span className={`number small ${styles.stepFigure}`}>
        {line.durationMs === null ? '' : formatDuration(line.durationMs)}
      </span>
    </li>
  );
}
