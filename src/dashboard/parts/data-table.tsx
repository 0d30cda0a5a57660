// A table of any length: only the rows that are seen are in the page. Rows are chosen with `j` and `k`,
// opened with Enter, and marked with `x` where something can be done with several.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';

import { classOf, TableRow, type Column } from './data-table-row.tsx';
import styles from './data-table.module.css';
import { useKey } from './keys.tsx';
import { usePhone } from './use-phone.ts';

export type { Column } from './data-table-row.tsx';

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
  // By its key, for a list that lives moves: what is chosen stays chosen.
  const [chosenKey, setChosenKey] = useState<string>();
  const chosen = useMemo(() => {
    const at = chosenKey === undefined ? -1 : rows.findIndex((row) => keyOf(row) === chosenKey);
    return at < 0 ? undefined : at;
  }, [rows, keyOf, chosenKey]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // Rows are ahead of what is seen, so that drawing need not wait for each turn of the wheel.
    useFlushSync: false,
  });
  // The sizes are remembered; on a phone rows are higher than when it is turned.
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const { onEndNear } = props;
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 20) onEndNear?.();
  }, [lastSeen, rows.length, onEndNear]);

  const choose = (index: number): void => {
    const at = Math.min(Math.max(0, index), rows.length - 1);
    const row = rows[at];
    if (row === undefined) return;
    setChosenKey(keyOf(row));
    onChoose?.(row);
    virtual.scrollToIndex(at);
  };
  const toggle = (row: Row): void => {
    if (marked === undefined) return;
    const next = new Set(marked);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    onMark?.(next);
  };
  const open = (row: Row): void => {
    if (hrefOf !== undefined) navigate(hrefOf(row));
  };
  const latest = useRef({ toggle, open });
  latest.current = { toggle, open };
  const onToggle = useCallback((row: Row) => latest.current.toggle(row), []);
  const onOpen = useCallback((row: Row) => latest.current.open(row), []);
  const current = chosen === undefined ? undefined : rows[chosen];
  useKey('j', 'Next row', () => choose((chosen ?? -1) + 1));
  useKey('k', 'Previous row', () => choose((chosen ?? 1) - 1));
  useKey('Enter', 'Open the row', () => current !== undefined && open(current));
  useKey('x', 'Mark the row', () => current !== undefined && toggle(current));

  const tracks = [
    ...(marked === undefined ? [] : ['2.25rem']),
    ...columns.map(({ width }) => width),
  ].join(' ');
  return (
    <div className={styles.frame} ref={scroller} tabIndex={0} role="region" aria-label={label}>
      <div
        className={styles.table}
        role="table"
        aria-label={label}
        aria-rowcount={props.total ?? rows.length}
      >
        <div className={styles.head} role="rowgroup">
          <div className={styles.row} role="row" style={{ gridTemplateColumns: tracks }}>
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
            const key = keyOf(row);
            return (
              <TableRow
                key={key}
                row={row}
                index={index}
                start={start}
                size={size}
                tracks={tracks}
                columns={columns}
                isChosen={index === chosen}
                isMarked={marked?.has(key)}
                onOpen={onOpen}
                onToggle={onToggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
