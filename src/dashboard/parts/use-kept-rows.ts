// The rows of a list that moves on in time: those of before stay until it was read anew.
import { useRef } from 'react';

interface ReadRows<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
}

/** The rows; of before only while `key` is the same, which says what the list holds beside its time. */
export function useKeptRows<Row>({ rows, isLoading }: ReadRows<Row>, key: string): readonly Row[] {
  const kept = useRef({ key, rows });
  if (!isLoading || rows.length > 0) kept.current = { key, rows };
  return kept.current.key === key ? kept.current.rows : rows;
}
