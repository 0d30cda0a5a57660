// Rules for columns that are added or whose NULL changes: what is free, what scans, what rewrites
// the table, and what breaks the statements of running applications.
import { nameOf } from '../../../sql/tree.ts';
import { columnsAddedInUse, commandsInUse, constraintsAddedInUse } from '../alter-commands.ts';
import { writtenType } from '../column-types.ts';
import { doubts } from '../confidence.ts';
import { readExpression } from '../expressions.ts';
import { provenByFacts } from '../not-null-proof.ts';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.ts';
import type { TableRef } from '../scope.ts';
import {
  columnConstraints,
  constraintColumns,
  validatesRows,
  writtenName,
  type ColumnDefinition,
} from '../table-definitions.ts';

const serialTypes = /^(?:small|big)?serial[248]?$/;

/** True for `serial` and its kin. */
export function isSerial(column: ColumnDefinition): boolean {
  return serialTypes.test(writtenType(column.typeName)?.base ?? '');
}

function constraintOf(column: ColumnDefinition, kind: string) {
  return columnConstraints(column).find(({ contype }) => contype === kind);
}

function setNotNullSafeForm(version: number): string {
  return version >= 18
    ? 'ADD CONSTRAINT … NOT NULL … NOT VALID, then VALIDATE CONSTRAINT in another transaction'
    : 'ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in another transaction, then SET NOT NULL, which needs no scan any more';
}

/** True when nothing has to be scanned: it is NOT NULL already, or a constraint proves it. */
function isProven(table: TableRef, column: string, { scope, version }: RuleContext): boolean {
  if (table.facts?.columns.find(({ name }) => name === column)?.notNull === true) return true;
  // Older servers scan in any case.
  if (version < 12) return false;
  if (scope.provenNotNull.has(`${table.key}/${column}`)) return true;
  return table.facts?.constraints.some((each) => provenByFacts(each).includes(column)) === true;
}

const setNotNull = defineRule({
  id: 'set-not-null',
  title: 'SET NOT NULL that scans',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL', 'BREAKS_CLIENTS'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: setNotNullSafeForm(15),
  alsoKnownAs: {
    squawk: ['adding-not-nullable-field', 'constraint-missing-not-valid'],
    atlas: ['PG303', 'MF104'],
  },
  check: (statement, context) => {
    const asConstraint = constraintsAddedInUse(statement, context).flatMap(({ added, table }) =>
      added.via === 'add-constraint' &&
      added.constraint.contype === 'CONSTR_NOTNULL' &&
      validatesRows(added.constraint)
        ? constraintColumns(added).map((column) => ({ table, column }))
        : [],
    );
    const asCommand = commandsInUse(statement, context, 'AT_SetNotNull').map(
      ({ command, table }) => ({ table, column: command.name ?? '' }),
    );
    return [...asCommand, ...asConstraint].flatMap(({ table, column }): RuleFinding[] => {
      if (isProven(table, column, context)) return [];
      return [
        {
          message: `SET NOT NULL on ${column} reads all of ${table.label} while nobody can use it, fails on the first NULL, and refuses NULL from then on`,
          objects: [table.label],
          table,
          work: 'scan',
          safeForm: setNotNullSafeForm(context.version),
        },
      ];
    });
  },
});

const addRequiredColumn = defineRule({
  id: 'add-required-column',
  title: 'ADD COLUMN NOT NULL without a default',
  classes: ['MAY_FAIL', 'BREAKS_CLIENTS'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'give it a constant DEFAULT, or add it nullable and make it NOT NULL later',
  alsoKnownAs: { squawk: ['adding-required-field'], atlas: ['MF103'] },
  check: (statement, context) =>
    columnsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const { column } = added;
      const hasValue =
        isSerial(column) ||
        columnConstraints(column).some(({ contype }) =>
          /^CONSTR_(?:DEFAULT|IDENTITY|GENERATED)$/.test(contype ?? ''),
        );
      if (hasValue || constraintOf(column, 'CONSTR_NOTNULL') === undefined) return [];
      const isEmpty = table.facts?.rows === 0;
      return [
        {
          ...(isEmpty ? { level: 'MEDIUM', classes: ['BREAKS_CLIENTS'] } : {}),
          message: isEmpty
            ? `${column.colname} of ${table.label} is required: applications that do not know it can insert nothing any more`
            : `${column.colname} is required but has no default: it fails when ${table.label} holds a row, and applications that do not know it can insert nothing any more`,
          objects: [table.label],
        },
      ];
    }),
});

/** True for a domain with a constraint, be it this migration's or the database's. */
function isConstrainedDomain(
  { typeName }: ColumnDefinition,
  { scope, facts }: RuleContext,
): boolean {
  const name = nameOf(typeName?.names);
  if (name === undefined) return false;
  const made = scope.createdDomains.get(name.name);
  if (made !== undefined) return made;
  const schemas = name.schema === undefined ? scope.searchPath : [name.schema];
  const known = facts.constrainedDomains ?? [];
  return schemas.some((schema) => known.includes(`${schema}.${name.name}`));
}

const addColumnVolatileDefault = defineRule({
  id: 'add-column-volatile-default',
  title: 'ADD COLUMN with a default that rewrites the table',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'ADD COLUMN without it, then SET DEFAULT for new rows, then fill the old ones in batches',
  alsoKnownAs: { squawk: ['adding-field-with-default'], atlas: ['PG302'] },
  check: (statement, context) =>
    columnsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const { column } = added;
      const name = column.colname ?? 'the column';
      const finding = (message: string): RuleFinding => ({
        message,
        objects: [table.label],
        table,
        work: 'rewrite',
      });
      const domain = writtenType(column.typeName)?.base ?? '';
      if (isConstrainedDomain(column, context)) {
        return [
          finding(
            `${name} is of the domain ${domain} with a constraint: all of ${table.label} is written anew`,
          ),
        ];
      }
      const expression = constraintOf(column, 'CONSTR_DEFAULT')?.raw_expr;
      if (expression === undefined) return [];
      const reading = readExpression(expression, context.scope);
      if (reading.volatile.length > 0) {
        return [
          finding(
            `the default of ${name} calls ${reading.volatile.join(', ')}, which gives each row its own value: all of ${table.label} is written anew`,
          ),
        ];
      }
      if (reading.unknown.length > 0) {
        const called = reading.unknown.map(writtenName).join(', ');
        return [
          {
            ...finding(
              `the default of ${name} calls ${called}; if that is volatile, all of ${table.label} is written anew`,
            ),
            doubt: doubts.unknownFunction(`whether ${called} is volatile is not known`),
          },
        ];
      }
      if (context.version < 11) {
        return [
          finding(`before PostgreSQL 11 a column with a default writes all of ${table.label} anew`),
        ];
      }
      return [];
    }),
});

const addColumnGeneratedStored = defineRule({
  id: 'add-column-generated-stored',
  title: 'ADD COLUMN … GENERATED … STORED',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'a plain column, a trigger that keeps it, and a backfill in batches; from PostgreSQL 18 on a VIRTUAL column',
  alsoKnownAs: { squawk: ['adding-field-with-default'], atlas: ['PG309'] },
  check: (statement, context) =>
    columnsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const generated = constraintOf(added.column, 'CONSTR_GENERATED');
      // Without a word it is VIRTUAL from 18 on, and the parser is that of 18.
      if (generated === undefined || generated.generated_kind === 'v') return [];
      return [
        {
          message: `the stored values of ${added.column.colname} are computed by writing all of ${table.label} anew`,
          objects: [table.label],
          table,
          work: 'rewrite',
        },
      ];
    }),
});

const addColumnSerial = defineRule({
  id: 'add-column-serial',
  title: 'ADD COLUMN serial or identity',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'a plain bigint column, a sequence as its default for new rows, then a backfill in batches',
  alsoKnownAs: { squawk: ['adding-field-with-default', 'prefer-identity'], atlas: ['PG310'] },
  check: (statement, context) =>
    columnsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const isIdentity = constraintOf(added.column, 'CONSTR_IDENTITY') !== undefined;
      if (!isIdentity && !isSerial(added.column)) return [];
      return [
        {
          message: `every row gets a number for ${added.column.colname}: all of ${table.label} is written anew`,
          objects: [table.label],
          table,
          work: 'rewrite',
        },
      ];
    }),
});

const dropNotNull = defineRule({
  id: 'drop-not-null',
  title: 'DROP NOT NULL',
  classes: ['BREAKS_CLIENTS'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'first make sure that all readers can take NULL',
  alsoKnownAs: { squawk: ['ban-drop-not-null'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_DropNotNull').flatMap(
      ({ command, table }): RuleFinding[] => {
        const live = table.facts?.columns.find(({ name }) => name === command.name);
        if (live?.notNull === false) return [];
        return [
          {
            message: `${command.name} of ${table.label} may hold NULL from now on: applications that do not expect it break`,
            objects: [table.label],
            table,
          },
        ];
      },
    ),
});

export const columnRules = [
  setNotNull,
  addRequiredColumn,
  addColumnVolatileDefault,
  addColumnGeneratedStored,
  addColumnSerial,
  dropNotNull,
] as const;
