// A table of any length: only the rows that are seen are in the page. Rows are chosen with `j` and `k`, or with
// the arrows, opened with Enter, and marked with `x` where something can be done with several.
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';

import { classOf, TableRow, type Column } from './data-table-row.tsx';
import styles from './data-table.module.css';
import { useKey } from './keys.tsx';
import { usePhone } from './use-phone.ts';
import { useRowChoice } from './use-row-choice.ts';

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
  /** The row that was chosen; undefined when it left the list. */
  onChoose?(row: Row | undefined): void;
  /** Height of a row in pixels. */
  readonly rowHeight?: number;
}

/** Rows that are drawn before they are seen. */
const overscan = 12;
/** In pixels. */
const headHeight = 35;

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

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
  const { chosen, choose, ...choice } = useRowChoice({ rows, keyOf, scroller, onChoose });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    // The heading covers as much of what is seen.
    scrollPaddingEnd: headHeight,
    // The chosen row stays in the page, however far one scrolls: it may have the focus.
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        if (chosen === undefined || chosen >= range.count || seen.includes(chosen)) return seen;
        return chosen < (seen[0] ?? 0) ? [chosen, ...seen] : [...seen, chosen];
      },
      [chosen],
    ),
    // Rows are ahead of what is seen, so that drawing need not wait for each turn of the wheel.
    useFlushSync: false,
  });
  // The sizes are remembered; on a phone rows are higher than when it is turned.
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const lastSeen = virtual.range === null ? 0 : virtual.range.endIndex + overscan;
  const { onEndNear } = props;
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 20) onEndNear?.();
  }, [lastSeen, rows.length, onEndNear]);

  const move = (by: 1 | -1): void => choice.move(by, (at) => virtual.scrollToIndex(at));
  const toggle = (row: Row): void => {
    if (marked === undefined) return;
    const next = new Set(marked);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    onMark?.(next);
  };
  const open = (row: Row): void => {
    if (hrefOf !== undefined) navigate(hrefOf(row));
  };
  const latest = useRef({ toggle, open, choose });
  latest.current = { toggle, open, choose };
  const onToggle = useCallback((row: Row) => latest.current.toggle(row), []);
  const onOpen = useCallback((row: Row) => latest.current.open(row), []);
  const onFocus = useCallback((index: number) => latest.current.choose(index), []);
  const current = chosen === undefined ? undefined : rows[chosen];
  useKey('j', 'Next row', () => move(1));
  useKey('k', 'Previous row', () => move(-1));
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
        <div
          role="rowgroup"
          style={{ height: virtual.getTotalSize(), position: 'relative' }}
          onFocus={() => choice.setFocused(true)}
          onBlur={() => choice.setFocused(false)}
          onKeyDown={(event) => {
            const by = steps[event.key];
            if (by === undefined || !(event.target as Element).matches('[role="row"]')) return;
            event.preventDefault();
            move(by);
          }}
        >
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
                isTabStop={index === (chosen ?? 0)}
                isMarked={marked?.has(key)}
                onOpen={onOpen}
                onToggle={onToggle}
                onFocus={onFocus}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
