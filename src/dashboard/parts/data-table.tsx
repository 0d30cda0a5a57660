// A table of any length: only the rows that are seen are in the page. Rows are chosen with `j` and `k`,
// opened with Enter, and marked with `x` where something can be done with several.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import styles from './data-table.module.css';
import { useKey } from './keys.tsx';
import { usePhone } from './use-phone.ts';

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

export interface DataTableProps<Row> {
  /** What it lists, for screen readers. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Where Enter and a click on the row lead. */
  readonly hrefOf?: (row: Row) => string;
  /** How many there are in all, when not all are loaded. */
  readonly total?: number;
  /** Called when the end of what is loaded comes near. */
  onEndNear?(): void;
  /** Rows can be marked; these are. */
  readonly marked?: ReadonlySet<string>;
  onMark?(marked: ReadonlySet<string>): void;
  /** The row that `j` and `k` chose. */
  onChoose?(row: Row | undefined): void;
  /** Height of a row in pixels. */
  readonly rowHeight?: number;
}

/** A virtualised table. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, keyOf, hrefOf, marked, onMark, onChoose, rowHeight = 40 } = props;
  const isPhone = usePhone();
  const columns = useMemo(
    () => props.columns.filter(({ isExtra = false }) => !(isExtra && isPhone)),
    [props.columns, isPhone],
  );
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<number>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const { onEndNear } = props;
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 20) onEndNear?.();
  }, [lastSeen, rows.length, onEndNear]);

  const choose = (index: number): void => {
    const at = Math.min(Math.max(0, index), rows.length - 1);
    if (at < 0) return;
    setChosen(at);
    onChoose?.(rows[at]);
    virtual.scrollToIndex(at);
  };
  const toggle = (row: Row): void => {
    if (marked === undefined) return;
    const next = new Set(marked);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    onMark?.(next);
  };
  const current = chosen === undefined ? undefined : rows[chosen];
  useKey('j', 'Next row', () => choose((chosen ?? -1) + 1));
  useKey('k', 'Previous row', () => choose((chosen ?? 1) - 1));
  useKey('Enter', 'Open the row', () => {
    if (current !== undefined && hrefOf !== undefined) navigate(hrefOf(current));
  });
  useKey('x', 'Mark the row', () => current !== undefined && toggle(current));

  const tracks = [
    ...(marked === undefined ? [] : ['2.25rem']),
    ...columns.map(({ width }) => width),
  ];
  const template = { gridTemplateColumns: tracks.join(' ') };
  return (
    <div className={styles.frame} ref={scroller} tabIndex={0} role="region" aria-label={label}>
      <div
        className={styles.table}
        role="table"
        aria-label={label}
        aria-rowcount={props.total ?? rows.length}
      >
        <div className={styles.head} role="rowgroup">
          <div className={styles.row} role="row" style={template}>
            {marked === undefined ? null : (
              <span role="columnheader">
                <input
                  type="checkbox"
                  aria-label="Mark all that are loaded"
                  checked={rows.length > 0 && marked.size >= rows.length}
                  onChange={(event) =>
                    onMark?.(new Set(event.target.checked ? rows.map(keyOf) : []))
                  }
                />
              </span>
            )}
            {columns.map((column) => (
              <span key={column.key} role="columnheader" className={classOf(column)}>
                {column.heading}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={keyOf(row)}
                role="row"
                aria-rowindex={index + 2}
                aria-current={index === chosen ? 'true' : undefined}
                className={`${styles.row} ${styles.item}`}
                style={{ ...template, height: size, transform: `translateY(${start}px)` }}
                onClick={(event) => {
                  const isControl = (event.target as Element).closest('a, button, input') !== null;
                  if (!isControl && hrefOf !== undefined) navigate(hrefOf(row));
                }}
              >
                {marked === undefined ? null : (
                  <span role="cell">
                    <input
                      type="checkbox"
                      aria-label="Mark"
                      checked={marked.has(keyOf(row))}
                      onChange={() => toggle(row)}
                    />
                  </span>
                )}
                <Cells row={row} columns={columns} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface CellsProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
}

/** What stands in a row: made anew when it is another one, not whenever the table is scrolled. */
const Cells = memo(function Cells<Row>({ row, columns }: CellsProps<Row>) {
  return columns.map((column) => (
    <span key={column.key} role="cell" className={classOf(column)}>
      {column.cell(row)}
    </span>
  ));
}) as <Row>(props: CellsProps<Row>) => ReactNode;

function classOf<Row>({ isNumber = false }: Column<Row>): string {
  return `${styles.cell} ${isNumber ? styles.figure : ''}`;
}
