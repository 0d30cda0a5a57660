// The matrix itself: a row for each version, a column for each database, from development to production.
import { Link } from 'wouter';

import type { DatabasesMatrixColumnsQuery } from '../../../graphql/graphql.ts';
import { State } from '../../../parts/state.tsx';
import type { ComparedRow } from './compared.ts';
import { MatrixCell } from './matrix-cell.tsx';
import styles from './matrix.module.css';

export type MatrixColumn = DatabasesMatrixColumnsQuery['migrationMatrix']['columns'][number];

function Distance({ column, isFirst }: { column: MatrixColumn; isFirst: boolean }) {
  if (isFirst) return <span className="soft small">compared with this one</span>;
  const { aheadCount, behindCount } = column;
  const words = [
    aheadCount > 0 ? `${aheadCount} ahead` : '',
    behindCount > 0 ? `${behindCount} behind` : '',
  ].filter((word) => word !== '');
  return <span className="soft small">{words.length === 0 ? 'the same' : words.join(', ')}</span>;
}

function ColumnHead({ column, isFirst }: { column: MatrixColumn; isFirst: boolean }) {
  const { database, state, reason } = column.status;
  return (
    <th scope="col">
      <span className={styles.head}>
        <span className="soft small">{database.environment ?? 'no environment'}</span>
        <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
        <span title={reason ?? undefined}>
          <State state={state} />
        </span>
        <Distance column={column} isFirst={isFirst} />
        {column.olderVersions === 0 ? null : (
          <span className="soft small">{column.olderVersions} older are not compared</span>
        )}
      </span>
    </th>
  );
}

export interface MatrixTableProps {
  readonly source: string;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly ComparedRow[];
}

/** The table. */
export function MatrixTable({ source, columns, rows }: MatrixTableProps) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`Versions of ${source}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Version</th>
            {columns.map((column, index) => (
              <ColumnHead key={column.status.database.id} column={column} isFirst={index === 0} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ version, states }) => (
            <tr key={version}>
              <th scope="row" className="mono" title={version}>
                {version}
              </th>
              {columns.map(({ status: { database } }) => (
                <td key={database.id}>
                  <MatrixCell state={states.get(database.id)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
