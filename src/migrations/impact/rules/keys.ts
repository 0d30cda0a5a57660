// Rules for primary keys, unique and exclusion constraints: each builds an index while nobody can
// use the table, unless it takes over one that was built before.
import { constraintsAddedInUse } from '../alter-commands.ts';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.ts';
import type { TableRef } from '../scope.ts';
import { constraintColumns, type AddedConstraint } from '../table-definitions.ts';

const takeOver =
  'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX, which is instant';

/** The columns of a key that may hold NULL as far as the facts tell. */
function nullableColumns(added: AddedConstraint, table: TableRef, context: RuleContext): string[] {
  const index = table.facts?.indexes.find(({ name }) => name === added.constraint.indexname);
  const columns = index?.columns ?? constraintColumns(added);
  return columns.filter(
    (column) =>
      table.facts?.columns.find(({ name }) => name === column)?.notNull === false &&
      !context.scope.provenNotNull.has(`${table.key}/${column}`),
  );
}

const addPrimaryKey = defineRule({
  id: 'add-primary-key',
  title: 'ADD PRIMARY KEY that builds its index',
  classes: ['LOCK', 'SCAN'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: takeOver,
  alsoKnownAs: {
    squawk: ['adding-serial-primary-key-field', 'constraint-missing-not-valid'],
    atlas: ['PG104', 'PG304'],
  },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      if (added.constraint.contype !== 'CONSTR_PRIMARY') return [];
      const nullable = nullableColumns(added, table, context);
      const scan = `scans ${table.label} for NULL in ${nullable.join(', ')}`;
      if (added.constraint.indexname !== undefined) {
        if (nullable.length === 0) return [];
        return [
          {
            message: `the primary key takes over an index, but ${scan} while nobody can use it`,
            objects: [table.label],
            table,
            work: 'scan',
            safeForm: 'make the columns NOT NULL first, by a CHECK that was validated',
          },
        ];
      }
      const also = nullable.length === 0 ? '' : `, and it ${scan}`;
      return [
        {
          message: `the primary key builds its index while nobody can use ${table.label}${also}`,
          objects: [table.label],
          table,
          work: 'scan',
        },
      ];
    }),
});

const addUniqueConstraint = defineRule({
  id: 'add-unique-constraint',
  title: 'UNIQUE constraint that builds its index',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: takeOver,
  alsoKnownAs: {
    squawk: ['disallowed-unique-constraint', 'constraint-missing-not-valid'],
    atlas: ['PG105', 'MF101'],
  },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      const { contype, indexname } = added.constraint;
      if (contype !== 'CONSTR_UNIQUE' || indexname !== undefined) return [];
      return [
        {
          message: `the UNIQUE constraint builds its index while nobody can use ${table.label}, and fails on duplicates`,
          objects: [table.label],
          table,
          work: 'scan',
        },
      ];
    }),
});

const addExclusionConstraint = defineRule({
  id: 'add-exclusion-constraint',
  title: 'EXCLUDE constraint on an existing table',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'there is no way without the lock: a new table with the constraint, filled and swapped',
  alsoKnownAs: { squawk: ['constraint-missing-not-valid'], atlas: ['PG109'] },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] =>
      added.constraint.contype === 'CONSTR_EXCLUSION'
        ? [
            {
              message: `the EXCLUDE constraint builds its index while nobody can use ${table.label}, and fails on rows that conflict`,
              objects: [table.label],
              table,
              work: 'scan',
            },
          ]
        : [],
    ),
});

const redefinePrimaryKey = defineRule({
  id: 'redefine-primary-key',
  title: 'Primary key dropped and made anew',
  classes: ['LOCK', 'BREAKS_CLIENTS'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'build the new unique index CONCURRENTLY; drop the old key and take the index over in one ALTER TABLE',
  alsoKnownAs: { atlas: ['PG312'] },
  check: (statement, context) =>
    constraintsAddedInUse(statement, context).flatMap(({ added, table }): RuleFinding[] => {
      if (added.constraint.contype !== 'CONSTR_PRIMARY') return [];
      const live = table.facts?.constraints.find(({ kind }) => kind === 'primary')?.name;
      const old = live ?? `${added.table.name}_pkey`;
      const dropsHere =
        'AlterTableStmt' in statement.node &&
        (statement.node.AlterTableStmt.cmds ?? []).some(
          (item) =>
            'AlterTableCmd' in item &&
            item.AlterTableCmd.subtype === 'AT_DropConstraint' &&
            item.AlterTableCmd.name === old,
        );
      if (!dropsHere && !context.scope.droppedConstraints.has(`${table.key}/${old}`)) return [];
      return [
        {
          message: `the primary key of ${table.label} changes: replication, foreign keys and ON CONFLICT rest on the old one`,
          objects: [table.label],
          table,
          // Taking over an index that is there needs no build.
          work: added.constraint.indexname === undefined ? 'scan' : 'none',
        },
      ];
    }),
});

export const keyRules = [
  addPrimaryKey,
  addUniqueConstraint,
  addExclusionConstraint,
  redefinePrimaryKey,
] as const;
