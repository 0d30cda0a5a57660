// A row of a table of any length. It is drawn again only when something of it changed, not whenever the table
// is scrolled: that is what keeps scrolling smooth.
import { memo, type ReactNode } from 'react';

import styles from './data-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly heading: string;
  /** A track of CSS grid, as `8rem` or `minmax(10rem, 2fr)`. */
  readonly width: string;
  readonly isNumber?: boolean;
  /** Left out on a phone. */
  readonly isExtra?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  /** Where it begins, and how high it is, in pixels. */
  readonly start: number;
  readonly size: number;
  /** The tracks of its grid. */
  readonly tracks: string;
  readonly columns: readonly Column<Row>[];
  readonly isChosen: boolean;
  /** Tab stops here: of all rows at one. */
  readonly isTabStop: boolean;
  /** Undefined: rows cannot be marked. */
  readonly isMarked: boolean | undefined;
  /** These must stay the same functions while the table lives. */
  readonly onOpen: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
  /** The focus came to the row, or to something in it. */
  readonly onFocus: (index: number) => void;
}

function PlainRow<Row>(props: TableRowProps<Row>) {
  const { row, index, start, size, tracks, columns, isChosen, isTabStop, isMarked } = props;
  const { onOpen, onToggle, onFocus } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      tabIndex={isTabStop ? 0 : -1}
      aria-current={isChosen ? 'true' : undefined}
      className={`${styles.row} ${styles.item}`}
      style={{ gridTemplateColumns: tracks, height: size, transform: `translateY(${start}px)` }}
      onFocus={() => onFocus(index)}
      onClick={(event) => {
        const isControl = (event.target as Element).closest('a, button, input') !== null;
        if (!isControl) onOpen(row);
      }}
    >
      {isMarked === undefined ? null : (
        <span role="cell">
          <input
            type="checkbox"
            aria-label="Mark"
            checked={isMarked}
            onChange={() => onToggle(row)}
          />
        </span>
      )}
      {columns.map((column) => (
        <span key={column.key} role="cell" className={classOf(column)}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}

/** The row. */
export const TableRow = memo(PlainRow) as typeof PlainRow;

/** How a cell of the column looks, its heading's, too. */
export function classOf<Row>({ isNumber = false }: Column<Row>): string {
  return `${styles.cell} ${isNumber ? styles.figure : ''}`;
}
