// The chosen row of a table, and the focus, which is on it: whoever does not see the table hears which one it is.
// The row that has the focus is the chosen one, however it came there.
import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';

import { followChoice, indexBeside, type Choice } from './row-choice.ts';

export interface RowChoiceOptions<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What scrolls; its rows have `data-index`. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onChoose: ((row: Row | undefined) => void) | undefined;
}

export interface RowChoice {
  /** Index of the chosen row. */
  readonly chosen: number | undefined;
  choose(at: number): void;
  /** Chooses the row below (1) or above (-1), and gives it the focus. */
  move(by: 1 | -1, scrollTo: (index: number) => void): void;
  /** The focus came to a row, or left it. */
  setFocused(isFocused: boolean): void;
}

/** What is chosen, as the list moves. */
export function useRowChoice<Row>(options: RowChoiceOptions<Row>): RowChoice {
  const { rows, keyOf, scroller, onChoose } = options;
  const [stored, setStored] = useState<Choice>();
  const choice = useMemo(() => followChoice(stored, rows, keyOf), [stored, rows, keyOf]);
  const chosen = choice === undefined || choice.isGone ? undefined : choice.at;
  const wantsFocus = useRef(false);
  const hasFocus = useRef(false);
  const focusRow = (at: number): void =>
    scroller.current
      ?.querySelector<HTMLElement>(`[data-index="${at}"]`)
      ?.focus({ preventScroll: true });
  useLayoutEffect(() => {
    if (wantsFocus.current && chosen !== undefined) focusRow(chosen);
    wantsFocus.current = false;
    if (choice === stored) return;
    setStored(choice);
    if (choice?.isGone !== true) return;
    onChoose?.(undefined);
    // The row took the focus with it; the next key goes on from the table.
    if (hasFocus.current) scroller.current?.focus({ preventScroll: true });
    hasFocus.current = false;
  }, [choice, chosen, stored, onChoose]);
  const choose = (at: number): void => {
    const row = rows[at];
    if (row === undefined || at === chosen) return;
    setStored({ key: keyOf(row), at, isGone: false });
    onChoose?.(row);
  };
  return {
    chosen,
    choose,
    move: (by, scrollTo) => {
      const at = indexBeside(choice, by, rows.length);
      if (at === undefined) return;
      scrollTo(at);
      if (at === chosen) focusRow(at);
      else {
        wantsFocus.current = true;
        choose(at);
      }
    },
    setFocused: (isFocused) => (hasFocus.current = isFocused),
  };
}
