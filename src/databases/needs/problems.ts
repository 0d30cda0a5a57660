// What can be wrong with a need.

export type NeedProblem =
  | 'TABLE_MISSING'
  | 'COLUMN_MISSING'
  | 'TYPE_DIFFERS'
  | 'NOT_NULL_WITHOUT_DEFAULT'
  /** A query writes to a column that the database fills by itself. */
  | 'COLUMN_NOT_WRITABLE'
  /** An INSERT without a list of columns does not give as many values as there are. */
  | 'OTHER_COLUMNS'
  | 'FUNCTION_MISSING'
  | 'TYPE_MISSING'
  | 'SEQUENCE_MISSING';

export interface UnmetNeed {
  /** As `required: public.orders.total` or `queries/orders/list.sql:12`. */
  readonly need: string;
  /** As `public.orders.total`. */
  readonly object: string;
  readonly problem: NeedProblem;
  /** One sentence. */
  readonly message: string;
}

export interface NotChecked {
  readonly need: string;
  readonly reason: string;
}
