// Statements with where they ran, how often, and how long they took.
import type { ReactNode } from 'react';

import { formatMeasure } from './series/format-measure.ts';
import styles from './analysis/figures.module.css';
import { Empty } from './notes.tsx';

export interface SlowStatement {
  readonly id: string;
  readonly text?: string | null | undefined;
  readonly calls: number;
  readonly meanMs: number;
  readonly totalMs: number;
  readonly rows: number;
  /** The database, where there are several. */
  readonly where?: ReactNode;
}

/** A table of them, as they come: the one that took most time first. */
export function SlowStatements({ statements }: { statements: readonly SlowStatement[] }) {
  if (statements.length === 0) {
    return <Empty title="No statement was executed between the last two looks" />;
  }
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Slow statements">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col" data-figure>
              In all
            </th>
            <th scope="col" data-figure>
              On average
            </th>
            <th scope="col" data-figure>
              Times
            </th>
            <th scope="col" data-figure>
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {statements.map(({ id, text, calls, meanMs, totalMs, rows, where }) => (
            <tr key={id}>
              <th scope="row">
                <code className={styles.statement}>{text ?? 'its text is not read'}</code>
                {where}
              </th>
              <td data-figure>{formatMeasure(totalMs, 'ms')}</td>
              <td data-figure>{formatMeasure(meanMs, 'ms')}</td>
              <td data-figure>{formatMeasure(calls, 'count')}</td>
              <td data-figure>{formatMeasure(rows, 'count')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
