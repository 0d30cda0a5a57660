// One parsed statement of a migration file, as rules get it. What it says about tables is read once,
// because nearly every rule asks for it.
import type { SqlNode } from '../../sql/parse.ts';
import {
  addedColumns,
  addedConstraints,
  alteredTable,
  type AddedColumn,
  type AddedConstraint,
  type AlteredTable,
} from './table-definitions.ts';

export interface RuleStatement {
  readonly node: SqlNode;
  /** Counted from 0 within its file. */
  readonly index: number;
  /** Counted from 1 within its file. */
  readonly line: number;
  /** Not redacted: never put it into a message. */
  readonly text: string;
  /** Of an ALTER TABLE. */
  readonly altered: AlteredTable | undefined;
  /** Columns that it makes. */
  readonly columns: readonly AddedColumn[];
  /** Constraints that it makes, those of new columns and tables included. */
  readonly constraints: readonly AddedConstraint[];
}

/** A statement with what it says about tables. */
export function createRuleStatement(
  statement: Pick<RuleStatement, 'node' | 'index' | 'line' | 'text'>,
): RuleStatement {
  const { node } = statement;
  return {
    ...statement,
    altered: alteredTable(node),
    columns: addedColumns(node),
    constraints: addedConstraints(node),
  };
}
