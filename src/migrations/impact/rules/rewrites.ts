// Rules for statements that write a whole table or view anew: nobody can use it meanwhile, and it
// needs its size again on disk and in the write-ahead log.
import { commandsInUse } from '../alter-commands.ts';
import { isOptionOn, optionsOf, relationName } from '../../../sql/tree.ts';
import { defineRule, type RuleFinding } from '../rule.ts';
import type { TableRef } from '../scope.ts';

function rewriteOf(table: TableRef, message: string): RuleFinding {
  return { message, objects: [table.label], table, work: 'rewrite' };
}

const setLogged = defineRule({
  id: 'set-logged',
  title: 'SET LOGGED or UNLOGGED',
  classes: ['LOCK', 'REWRITE', 'DATA_LOSS'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: null,
  alsoKnownAs: { atlas: ['PG307'] },
  check: (statement, context) => [
    ...commandsInUse(statement, context, 'AT_SetUnLogged').map(({ table }) =>
      rewriteOf(
        table,
        `${table.label} is written anew, is not replicated any more, and is empty after a crash`,
      ),
    ),
    ...commandsInUse(statement, context, 'AT_SetLogged').map(({ table }): RuleFinding => ({
      ...rewriteOf(table, `${table.label} is written anew, into the write-ahead log as well`),
      classes: ['LOCK', 'REWRITE'],
    })),
  ],
});

const setAccessMethod = defineRule({
  id: 'set-access-method',
  title: 'SET ACCESS METHOD',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'a new table with the other access method, filled in batches and swapped',
  alsoKnownAs: { atlas: ['PG311'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_SetAccessMethod').map(({ table }) =>
      rewriteOf(table, `${table.label} is written anew with another access method`),
    ),
});

const setTablespace = defineRule({
  id: 'set-tablespace',
  title: 'SET TABLESPACE',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'pg_repack can move a table while it is used; indexes: REINDEX (TABLESPACE …) CONCURRENTLY',
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_SetTableSpace').map(({ table }) =>
      rewriteOf(table, `${table.label} is copied to another tablespace while nobody can use it`),
    ),
});

const setGeneratedExpression = defineRule({
  id: 'set-generated-expression',
  title: 'SET EXPRESSION of a generated column',
  classes: ['LOCK', 'REWRITE', 'BREAKS_CLIENTS'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'a new column with the new expression, then swapped',
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_SetExpression').map(({ command, table }) =>
      rewriteOf(
        table,
        `${command.name} gets another expression: if it is stored, all of ${table.label} is written anew`,
      ),
    ),
});

const rewriteTable = defineRule({
  id: 'rewrite-table',
  title: 'VACUUM FULL or CLUSTER',
  classes: ['LOCK', 'REWRITE'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'pg_repack, or REPACK CONCURRENTLY from PostgreSQL 19 on',
  check: ({ node }, context) => {
    if ('ClusterStmt' in node) {
      const name = relationName(node.ClusterStmt.relation);
      if (name === undefined) {
        return [{ message: 'CLUSTER writes every clustered table anew', objects: [] }];
      }
      const table = context.table(name);
      if (table.isNew) return [];
      return [rewriteOf(table, `CLUSTER writes ${table.label} anew while nobody can use it`)];
    }
    if (!('VacuumStmt' in node)) return [];
    const full = optionsOf(node.VacuumStmt.options).get('full');
    if (full === undefined || !isOptionOn(full, true)) return [];
    const names = (node.VacuumStmt.rels ?? []).flatMap((item) =>
      'VacuumRelation' in item ? (relationName(item.VacuumRelation.relation) ?? []) : [],
    );
    if (names.length === 0) {
      return [{ message: 'VACUUM FULL writes every table of the database anew', objects: [] }];
    }
    return names
      .map((name) => context.table(name))
      .filter((table) => !table.isNew)
      .map((table) =>
        rewriteOf(table, `VACUUM FULL writes ${table.label} anew while nobody can use it`),
      );
  },
});

const refreshMaterializedView = defineRule({
  id: 'refresh-materialized-view-blocking',
  title: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY',
  classes: ['LOCK', 'REWRITE'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view',
  check: ({ node }, context) => {
    if (!('RefreshMatViewStmt' in node) || node.RefreshMatViewStmt.concurrent === true) return [];
    const name = relationName(node.RefreshMatViewStmt.relation);
    if (name === undefined) return [];
    const table = context.table(name);
    if (table.isNew) return [];
    return [rewriteOf(table, `nobody can read ${table.label} until its query has run`)];
  },
});

export const rewriteRules = [
  setLogged,
  setAccessMethod,
  setTablespace,
  setGeneratedExpression,
  rewriteTable,
  refreshMaterializedView,
] as const;
