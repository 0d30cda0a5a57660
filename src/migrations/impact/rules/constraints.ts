// Rules for CHECK and foreign keys: validating them at once scans under a lock, dropping them takes
// away what applications rest on.
import { commandsInUse, constraintsAddedInUse } from '../alter-commands.ts';
import { doubts } from '../confidence.ts';
import { relationName } from '../../../sql/tree.ts';
import { splitName } from '../locks.ts';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.ts';
import type { TableRef } from '../scope.ts';
import {
  columnConstraints,
  constraintColumns,
  validatesRows,
  type AddedConstraint,
} from '../table-definitions.ts';

const twoSteps = 'ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT in another transaction';

const addCheckValidated = defineRule({
  id: 'add-check-validated',
  title: 'CHECK without NOT VALID',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: twoSteps,
  alsoKnownAs: { squawk: ['constraint-missing-not-valid'], atlas: ['PG305'] },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      if (added.constraint.contype !== 'CONSTR_CHECK' || !validatesRows(added.constraint))
        return [];
      const safeForm =
        added.via === 'add-column'
          ? 'add the column first, then the CHECK as NOT VALID, then VALIDATE it'
          : twoSteps;
      return [
        {
          message: `the CHECK is tested on every row of ${table.label} while nobody can use it`,
          objects: [table.label],
          table,
          work: 'scan',
          safeForm,
        },
      ];
    }),
});

/** With NULL in all rows there is nothing to validate. */
function hasNothingToValidate({ via, column }: AddedConstraint): boolean {
  if (via !== 'add-column' || column === undefined) return false;
  return !columnConstraints(column).some(({ contype }) =>
    /^CONSTR_(?:DEFAULT|IDENTITY|GENERATED)$/.test(contype ?? ''),
  );
}

const addForeignKeyValidated = defineRule({
  id: 'add-foreign-key-validated',
  title: 'Foreign key without NOT VALID',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: 'SHARE ROW EXCLUSIVE',
  safeForm: twoSteps,
  alsoKnownAs: {
    squawk: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
    atlas: ['PG306'],
  },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const { contype, pktable } = added.constraint;
      if (contype !== 'CONSTR_FOREIGN' || !validatesRows(added.constraint)) return [];
      const name = relationName(pktable);
      const referenced = name === undefined ? undefined : context.table(name);
      const objects = [table.label, ...(referenced === undefined ? [] : [referenced.label])];
      const both =
        referenced === undefined ? table.label : `${table.label} and ${referenced.label}`;
      if (hasNothingToValidate(added)) {
        return [
          {
            level: 'MEDIUM',
            classes: ['LOCK'],
            message: `adding the foreign key together with its column locks ${both}; there are no values to validate yet`,
            lockMode: 'ACCESS EXCLUSIVE',
            objects,
            table,
            safeForm: 'add the column first, then the foreign key as NOT VALID, then VALIDATE it',
          },
        ];
      }
      return [
        {
          message: `the foreign key is validated row by row while nobody can write to ${both}`,
          objects,
          table,
          work: 'scan',
        },
      ];
    }),
});

const validateInSameTransaction = defineRule({
  id: 'validate-in-same-transaction',
  title: 'NOT VALID and VALIDATE in one transaction',
  classes: ['LOCK', 'TRANSACTION'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'VALIDATE CONSTRAINT in a migration of its own',
  alsoKnownAs: { squawk: ['constraint-missing-not-valid'], atlas: ['PG306'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_ValidateConstraint').flatMap(
      ({ command, table }): RuleFinding[] => {
        const { name = '' } = command;
        const addedHere = statement.constraints.some(
          ({ constraint }) => constraint.conname === name,
        );
        const inSame =
          context.scope.inTransaction && context.scope.addedNotValid.has(`${table.key}/${name}`);
        if (!addedHere && !inSame) return [];
        return [
          {
            message: `${name} is validated in the transaction that added it, so ${table.label} stays locked during the scan`,
            objects: [table.label],
            table,
            work: 'scan',
          },
        ];
      },
    ),
});

const kindWords = {
  primary: 'the primary key',
  unique: 'the unique constraint',
  foreign: 'the foreign key',
  check: 'the CHECK',
  exclusion: 'the EXCLUDE constraint',
  'not-null': 'the NOT NULL constraint',
} as const;

const dropConstraint = defineRule({
  id: 'drop-constraint',
  title: 'Constraint dropped',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'make sure that nothing rests on it any more; with a short lock_timeout',
  alsoKnownAs: { atlas: ['CD101', 'CD102', 'CD103'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_DropConstraint').flatMap(
      ({ command, table }): RuleFinding[] => {
        const { name = '', missing_ok: ifExists, behavior } = command;
        const writtenTable = splitName(table.key);
        const live = table.facts?.constraints.find((constraint) => constraint.name === name);
        if (live === undefined && table.facts !== undefined && ifExists === true) return [];
        const what = live === undefined ? 'the constraint' : kindWords[live.kind];
        const also =
          live?.references === undefined || live.references === null
            ? ''
            : `, and locks ${live.references} as well`;
        const cascade = behavior === 'DROP_CASCADE' ? ' with everything that depends on it' : '';
        const replaced = context.file.addsConstraint(writtenTable, name, statement.index);
        return [
          {
            ...(replaced ? { level: 'LOW' as const } : {}),
            message: replaced
              ? `${what} ${name} of ${table.label} is replaced${also}`
              : `${what} ${name} of ${table.label} is dropped${cascade}${also}: rows it kept out are let in`,
            objects: [table.label],
            table,
          },
        ];
      },
    ),
});

function isIndexed(added: AddedConstraint, table: TableRef, context: RuleContext): boolean {
  const columns = constraintColumns(added);
  const leads = (indexed: readonly string[]): boolean => {
    const start = indexed.slice(0, columns.length);
    return columns.every((column) => start.includes(column));
  };
  const live = table.facts?.indexes ?? [];
  return (
    live.some((index) => index.valid && leads(index.columns)) ||
    context.file.indexedColumns(added.table).some(leads)
  );
}

const foreignKeyWithoutIndex = defineRule({
  id: 'foreign-key-without-index',
  title: 'Foreign key without an index on its own columns',
  classes: ['QUALITY'],
  level: 'LOW',
  lockMode: null,
  safeForm: 'CREATE INDEX CONCURRENTLY on the referencing columns before adding the foreign key',
  check: (statement, context) =>
    statement.constraints.flatMap((added): RuleFinding[] => {
      if (added.constraint.contype !== 'CONSTR_FOREIGN') return [];
      const table = context.table(added.table);
      const columns = constraintColumns(added);
      if (columns.length === 0 || isIndexed(added, table, context)) return [];
      const knows = added.via === 'create' || table.isNew || table.facts !== undefined;
      const doubt = context.online
        ? doubts.unknownTable(`the indexes of ${table.label} are not known`)
        : doubts.offline;
      return [
        {
          message: `${columns.join(', ')} of ${table.label} has no index that starts with it: deleting from the referenced table reads all of ${table.label}`,
          objects: [table.label],
          ...(knows ? {} : { doubt }),
        },
      ];
    }),
});

export const constraintRules = [
  addCheckValidated,
  addForeignKeyValidated,
  validateInSameTransaction,
  dropConstraint,
  foreignKeyWithoutIndex,
] as const;
