// Rules for tables, columns and schemas that are dropped: data that are gone, and names that running
// applications still use.
// Only what the database really has counts, where the facts tell.
import { commandsInUse } from '../alter-commands.ts';
import { droppedKind } from '../created-objects.ts';
import type { SqlNode } from '../../../sql/parse.ts';
import type { NodeOf, QualifiedName } from '../../../sql/tree.ts';
import { allTablesOf } from '../locks.ts';
import { defineRule, type RuleContext, type RuleFinding } from '../rule.ts';
import { droppedNames, writtenName } from '../table-definitions.ts';
import { alterClauses, nameAfter, startsWith, tokenLoss } from '../token-statements.ts';

function dropsOf(node: SqlNode, kind: ReturnType<typeof droppedKind>) {
  if (!('DropStmt' in node)) return undefined;
  return droppedKind(node.DropStmt.removeType) === kind ? node.DropStmt : undefined;
}

const cascades = (drop: NodeOf<'DropStmt'>): boolean => drop.behavior === 'DROP_CASCADE';

function dependentsOf(context: RuleContext, name: QualifiedName): string {
  const dependents = context.findTable(name)?.dependents ?? [];
  if (dependents.length === 0) return '';
  const shown = dependents.slice(0, 3).join(', ');
  return dependents.length > 3 ? `${shown} and ${dependents.length - 3} more` : shown;
}

const dropTable = defineRule({
  id: 'drop-table',
  title: 'DROP TABLE',
  classes: ['DATA_LOSS', 'BREAKS_CLIENTS', 'LOCK'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'rename it first, see for some days that nobody misses it, back it up, then drop it',
  alsoKnownAs: { squawk: ['ban-drop-table'], atlas: ['DS102'] },
  check: ({ node }, context) => {
    const drop = dropsOf(node, 'table');
    if (drop === undefined) return [];
    return droppedNames(drop).flatMap((name): RuleFinding[] => {
      const table = context.table(name);
      if (table.isNew) return [];
      if (context.online && table.facts === undefined && !table.madeEarlier) {
        if (drop.missing_ok === true) return [];
        return [
          {
            level: 'MEDIUM',
            classes: ['MAY_FAIL'],
            lockMode: null,
            message: `there is no table ${table.label} to drop`,
            objects: [table.label],
          },
        ];
      }
      const dependents = dependentsOf(context, name);
      const also = cascades(drop) && dependents !== '' ? `, and so is ${dependents} (CASCADE)` : '';
      return [
        {
          message: `${table.label} and its rows are gone${also}`,
          objects: [table.label],
          table,
          loses: { object: table.label, what: 'table' },
        },
      ];
    });
  },
  checkTokens: (statement) =>
    startsWith(statement, 'drop', 'table')
      ? [tokenLoss(nameAfter(statement, 2), 'table', 'and its rows are gone')]
      : [],
});

const dropColumn = defineRule({
  id: 'drop-column',
  title: 'DROP COLUMN',
  classes: ['DATA_LOSS', 'BREAKS_CLIENTS', 'LOCK'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'first release applications that neither read nor write it, back it up, then drop it',
  alsoKnownAs: { squawk: ['ban-drop-column'], atlas: ['DS103'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_DropColumn').flatMap(
      ({ command, table }): RuleFinding[] => {
        const { name = '', missing_ok: ifExists, behavior } = command;
        if (context.scope.addedColumns.has(`${table.key}/${name}`)) return [];
        const exists = table.facts?.columns.some((column) => column.name === name);
        if (exists === false && ifExists === true) return [];
        const object = `${table.label}.${name}`;
        const cascade = behavior === 'DROP_CASCADE' ? ' with everything that depends on it' : '';
        return [
          {
            message: `${object} and its values are gone${cascade}; statements that name it fail`,
            objects: [table.label],
            table,
            loses: { object, what: 'column' },
          },
        ];
      },
    ),
  checkTokens: (statement) => {
    const table = nameAfter(statement, 2);
    return alterClauses(statement).flatMap((clause): RuleFinding[] => {
      const [first, second] = clause.tokens;
      if (first?.value !== 'drop') return [];
      const isColumn = second?.value === 'column';
      if (!isColumn && notColumns.test(second?.value ?? '')) return [];
      const name = nameAfter(clause, isColumn ? 2 : 1);
      return [tokenLoss(`${table}.${name}`, 'column', 'and its values are gone')];
    });
  },
});

/** What else DROP may be followed by within an ALTER TABLE of SQLite or MySQL. */
const notColumns = /^(?:constraint|primary|foreign|index|key|check|partition)$/;

const dropSchema = defineRule({
  id: 'drop-schema',
  title: 'DROP SCHEMA',
  classes: ['DATA_LOSS', 'BREAKS_CLIENTS'],
  level: 'CRITICAL',
  lockMode: null,
  safeForm: 'without CASCADE, after every table in it was looked at and backed up',
  alsoKnownAs: { atlas: ['DS101'] },
  check: ({ node }, context) => {
    const drop = dropsOf(node, 'schema');
    return (drop === undefined ? [] : droppedNames(drop)).flatMap((name): RuleFinding[] => {
      const object = writtenName(name);
      if (context.scope.createdObjects.has(`schema:${object}`)) return [];
      const all = drop !== undefined && cascades(drop);
      return [
        {
          ...(all ? {} : { level: 'MEDIUM', classes: ['BREAKS_CLIENTS'] }),
          message: all
            ? `the schema ${object} is gone with all its tables and their rows`
            : `the schema ${object} is gone, if nothing is in it`,
          objects: [object],
          ...(all
            ? {
                loses: { object, what: 'schema' },
                lockMode: 'ACCESS EXCLUSIVE',
                table: allTablesOf('schema', object),
              }
            : {}),
        },
      ];
    });
  },
  checkTokens: (statement) =>
    startsWith(statement, 'drop', 'schema')
      ? [tokenLoss(nameAfter(statement, 2), 'table', 'is gone with all its tables')]
      : [],
});

const dropDatabase = defineRule({
  id: 'drop-database',
  title: 'DROP DATABASE',
  classes: ['DATA_LOSS', 'BREAKS_CLIENTS'],
  level: 'CRITICAL',
  lockMode: null,
  safeForm: 'by hand, after a backup that was restored once',
  alsoKnownAs: { squawk: ['ban-drop-database'] },
  check: ({ node }) => {
    if (!('DropdbStmt' in node)) return [];
    const object = node.DropdbStmt.dbname ?? 'the database';
    const loses = { object, what: 'other' as const };
    return [{ message: `the database ${object} is gone`, objects: [object], loses }];
  },
  checkTokens: (statement) =>
    startsWith(statement, 'drop', 'database')
      ? [tokenLoss(nameAfter(statement, 2), 'table', 'is gone with all its tables')]
      : [],
});

const dropOwned = defineRule({
  id: 'drop-owned',
  title: 'DROP OWNED',
  classes: ['DATA_LOSS', 'BREAKS_CLIENTS'],
  level: 'CRITICAL',
  lockMode: null,
  safeForm: 'REASSIGN OWNED, or drop each object by its name',
  check: ({ node }) => {
    if (!('DropOwnedStmt' in node)) return [];
    const roles = (node.DropOwnedStmt.roles ?? []).flatMap((role) =>
      'RoleSpec' in role ? (role.RoleSpec.rolename ?? []) : [],
    );
    const [first, ...others] = roles;
    return [
      {
        message: `everything that ${roles.join(', ') || 'the role'} owns in this database is gone`,
        objects: roles,
        lockMode: 'ACCESS EXCLUSIVE',
        ...(first === undefined || others.length > 0 ? {} : { table: allTablesOf('role', first) }),
        loses: { object: `all of ${roles.join(', ')}`, what: 'other' },
      },
    ];
  },
});

export const dropRules = [dropTable, dropColumn, dropSchema, dropDatabase, dropOwned] as const;
