// Going through the ALTER TABLE commands of one kind that meet a table in use: the loop that most
// rules begin with.
import type { RuleContext, RuleStatement } from './rule.ts';
import type { TableRef } from './scope.ts';
import { type AddedColumn, type AddedConstraint, type AlterCommand } from './table-definitions.ts';

type Subtype = NonNullable<AlterCommand['subtype']>;

export interface CommandOnTable {
  readonly command: AlterCommand;
  readonly table: TableRef;
}

/** The commands of these kinds, unless the table was made by this migration. */
export function commandsInUse(
  statement: RuleStatement,
  context: RuleContext,
  ...subtypes: readonly Subtype[]
): CommandOnTable[] {
  const altered = statement.altered;
  if (altered === undefined) return [];
  const commands = altered.commands.filter(
    ({ subtype }) => subtype !== undefined && subtypes.includes(subtype),
  );
  if (commands.length === 0) return [];
  const table = context.table(altered.table);
  return table.isNew ? [] : commands.map((command) => ({ command, table }));
}

/** Columns that are added to a table in use. */
export function columnsAddedInUse(
  statement: RuleStatement,
  context: RuleContext,
): { readonly added: AddedColumn; readonly table: TableRef }[] {
  return statement.columns.flatMap((added) => {
    if (added.via === 'create') return [];
    const table = context.table(added.table);
    const isThere =
      added.ifNotExists &&
      table.facts?.columns.some(({ name }) => name === added.column.colname) === true;
    return table.isNew || isThere ? [] : [{ added, table }];
  });
}

/** Constraints that are added to a table in use, those of added columns included. */
export function constraintsAddedInUse(
  statement: RuleStatement,
  context: RuleContext,
): { readonly added: AddedConstraint; readonly table: TableRef }[] {
  return statement.constraints.flatMap((added) => {
    if (added.via === 'create') return [];
    const table = context.table(added.table);
    return table.isNew ? [] : [{ added, table }];
  });
}
