// Rules for changes of a column's type: some are free, most write the table anew, and nearly all
// break somebody. Which it is can only be told when the present type is known.
import { commandsInUse } from '../alter-commands.ts';
import {
  alwaysRewrites,
  catalogueType,
  typeChange,
  typeLabel,
  writtenType,
  type ColumnType,
  type TypeChange,
} from '../column-types.ts';
import { doubts } from '../confidence.ts';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.ts';
import type { AlterCommand } from '../table-definitions.ts';
import { isFields, stringOf } from '../../../sql/tree.ts';
import type { TableRef } from '../scope.ts';

interface Change {
  readonly table: TableRef;
  readonly column: string;
  readonly from: ColumnType | undefined;
  readonly to: ColumnType;
  readonly outcome: TypeChange;
}

/** `USING c`, or `USING c::type`, says no more than the change itself. */
function isPlainUsing(expression: unknown, column: string): boolean {
  let inner = expression;
  while (isFields(inner) && isFields(inner['TypeCast'])) inner = inner['TypeCast']['arg'];
  const reference = isFields(inner) ? inner['ColumnRef'] : undefined;
  const fields: unknown = isFields(reference) ? reference['fields'] : undefined;
  return Array.isArray(fields) && stringOf(fields.at(-1)) === column;
}

function outcomeOf(
  command: AlterCommand,
  from: ColumnType | undefined,
  to: ColumnType,
  context: RuleContext,
): TypeChange {
  const def = command.def !== undefined && 'ColumnDef' in command.def ? command.def.ColumnDef : {};
  const using = def.raw_default;
  if (using !== undefined && !isPlainUsing(using, command.name ?? '')) return { kind: 'rewrite' };
  if (from === undefined) {
    return alwaysRewrites(to)
      ? { kind: 'rewrite' }
      : { kind: 'unclear', why: `the present type of ${command.name} is not known` };
  }
  const outcome = typeChange(from, to, context.scope.timeZone);
  if (outcome.kind !== 'instant' || def.collClause === undefined) return outcome;
  return { kind: 'instant', rebuildsIndexes: true };
}

function changeOf(
  command: AlterCommand,
  table: TableRef,
  context: RuleContext,
): Change | undefined {
  const { def, name: column = '' } = command;
  const to =
    def !== undefined && 'ColumnDef' in def ? writtenType(def.ColumnDef.typeName) : undefined;
  if (to === undefined) return undefined;
  const live = table.facts?.columns.find(({ name }) => name === column)?.type;
  const from = live === undefined ? undefined : catalogueType(live);
  return { table, column, from, to, outcome: outcomeOf(command, from, to, context) };
}

function findingFor({ table, column, from, to, outcome }: Change): RuleFinding {
  const words = `${column} of ${table.label} becomes ${typeLabel(to)}`;
  const objects = [table.label];
  if (outcome.kind === 'rewrite') {
    const was = from === undefined ? '' : ` (it is ${typeLabel(from)})`;
    return {
      message: `${words}${was}: the table and its indexes are written anew while nobody can use it, and applications meet another type`,
      objects,
      table,
      work: 'rewrite',
    };
  }
  if (outcome.kind === 'unclear') {
    return {
      message: `${words}: whether that writes the table anew cannot be told, ${outcome.why}`,
      objects,
      table,
      work: 'rewrite',
      doubt: doubts.unknownType(
        `whether ${words} without a rewrite cannot be told: ${outcome.why}`,
      ),
    };
  }
  const rebuilt = outcome.rebuildsIndexes
    ? (table.facts?.indexes ?? []).filter((index) => index.columns.includes(column))
    : [];
  // PostgreSQL makes the constraints of a column anew with its type, and tests them again.
  const tested = (table.facts?.constraints ?? []).filter(
    ({ kind, validated, columns }) => kind === 'check' && validated && columns.includes(column),
  );
  if (rebuilt.length > 0 || tested.length > 0) {
    const anew = rebuilt.map(({ name }) => `${name} is built anew`);
    const again = tested.map(({ name }) => `${name} is tested again`);
    return {
      level: 'HIGH',
      classes: ['LOCK', 'SCAN'],
      message: `${words}: no rewrite, but ${[...anew, ...again].join(', ')} while nobody can use the table`,
      objects,
      table,
      work: 'scan',
    };
  }
  return {
    level: 'LOW',
    classes: ['LOCK'],
    message: `${words}: the rows stay as they are, the lock is short`,
    objects,
    table,
  };
}

const changeColumnType = defineRule({
  id: 'change-column-type',
  title: 'Type of a column changed',
  classes: ['LOCK', 'REWRITE', 'BREAKS_CLIENTS', 'MAY_FAIL'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'a new column, written to by both versions of the application, filled in batches, then swapped',
  alsoKnownAs: { squawk: ['changing-column-type'], atlas: ['PG301'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_AlterColumnType').flatMap(({ command, table }) => {
      const change = changeOf(command, table, context);
      return change === undefined ? [] : [findingFor(change)];
    }),
});

const varcharLength = defineRule({
  id: 'varchar-length',
  title: 'varchar with a length',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'text with a CHECK on its length: the CHECK can be changed without touching the column',
  alsoKnownAs: { squawk: ['prefer-text-field'] },
  check: (statement, context) => {
    const changed = commandsInUse(statement, context, 'AT_AlterColumnType').flatMap(
      ({ command, table }) => {
        const { def, name = '' } = command;
        if (def === undefined || !('ColumnDef' in def)) return [];
        return [{ label: table.label, name, type: writtenType(def.ColumnDef.typeName) }];
      },
    );
    const added = statement.columns.map(({ table, column }) => ({
      label: context.table(table).label,
      name: column.colname ?? '',
      type: writtenType(column.typeName),
    }));
    return [...added, ...changed].flatMap(({ label, name, type }) =>
      type?.base === 'varchar' && type.modifiers.length > 0
        ? [
            {
              message: `${name} of ${label} is ${typeLabel(type)}: ${
                type.isArray
                  ? 'every change of its length writes the table anew'
                  : 'making it longer is free, making it shorter writes the table anew'
              }`,
              objects: [label],
            },
          ]
        : [],
    );
  },
});

export const columnTypeRules = [changeColumnType, varcharLength] as const;
