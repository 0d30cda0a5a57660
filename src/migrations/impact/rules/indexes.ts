// Rules for indexes: which builds and removals keep others from writing or reading, and which may
// fail on the data.
import { isOptionOn, optionsOf, relationName } from '../../../sql/tree.ts';
import { allTablesOf, tableOfIndex } from '../locks.ts';
import { defineRule, type RuleContext, type RuleStatement } from '../rule.ts';
import type { TableRef } from '../scope.ts';
import { droppedNames, writtenName } from '../table-definitions.ts';
import { longTransactionMs } from '../weigh.ts';

interface IndexBuild {
  readonly table: TableRef;
  readonly name: string;
  readonly concurrently: boolean;
  readonly unique: boolean;
  readonly partitioned: boolean;
  /** ON ONLY: the partitions are left alone. */
  readonly only: boolean;
}

/** An index that a statement builds on a table in use. */
function indexBuild({ node }: RuleStatement, context: RuleContext): IndexBuild | undefined {
  if (!('IndexStmt' in node)) return undefined;
  const { relation, idxname, concurrent, unique } = node.IndexStmt;
  const written = relationName(relation);
  if (written === undefined) return undefined;
  const table = context.table(written);
  const isThere =
    node.IndexStmt.if_not_exists === true &&
    table.facts?.indexes.some((index) => index.name === idxname) === true;
  if (table.isNew || isThere) return undefined;
  return {
    table,
    name: idxname ?? 'an index',
    concurrently: concurrent === true,
    unique: unique === true,
    partitioned: table.facts?.kind === 'partitioned',
    only: relation?.inh !== true,
  };
}

const createIndexBlocking = defineRule({
  id: 'create-index-blocking',
  title: 'CREATE INDEX without CONCURRENTLY',
  classes: ['LOCK', 'SCAN'],
  level: 'HIGH',
  lockMode: 'SHARE',
  safeForm: 'CREATE INDEX CONCURRENTLY, in a file of its own that runs outside a transaction',
  alsoKnownAs: { squawk: ['require-concurrent-index-creation'], atlas: ['PG101'] },
  check: (statement, context) => {
    const build = indexBuild(statement, context);
    if (build === undefined || build.concurrently || build.partitioned || build.only) return [];
    const { table, name } = build;
    return [
      {
        message: `building ${name} keeps others from writing to ${table.label} until it is done`,
        objects: [table.label],
        table,
        work: 'scan',
      },
    ];
  },
});

const indexOnPartitioned = defineRule({
  id: 'index-on-partitioned-table',
  title: 'Index on a partitioned table',
  classes: ['LOCK', 'SCAN'],
  level: 'HIGH',
  lockMode: 'SHARE',
  safeForm:
    'CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ALTER INDEX … ATTACH PARTITION',
  alsoKnownAs: { atlas: ['PG108'] },
  check: (statement, context) => {
    const build = indexBuild(statement, context);
    if (build === undefined || !build.partitioned || build.only) return [];
    const { table, name } = build;
    if (build.concurrently) {
      return [
        {
          message: `PostgreSQL refuses to build ${name} on the partitioned table ${table.label} concurrently`,
          classes: ['MAY_FAIL'],
          lockMode: null,
          objects: [table.label],
        },
      ];
    }
    return [
      {
        message: `building ${name} keeps others from writing to ${table.label} and to all its partitions until it is done`,
        objects: [table.label],
        table,
        work: 'scan',
      },
    ];
  },
});

const uniqueIndex = defineRule({
  id: 'unique-index',
  title: 'Unique index on existing rows',
  classes: ['MAY_FAIL', 'LOCK'],
  level: 'HIGH',
  lockMode: 'SHARE',
  safeForm: 'look for duplicates first, then CREATE UNIQUE INDEX CONCURRENTLY',
  alsoKnownAs: { atlas: ['MF101', 'MF102'] },
  check: (statement, context) => {
    const build = indexBuild(statement, context);
    if (build === undefined || !build.unique || build.only) return [];
    const { table, name, concurrently } = build;
    const after = concurrently ? ', and then leaves an invalid index behind' : '';
    return [
      {
        message: `the unique index ${name} fails when ${table.label} holds duplicates${after}`,
        ...(concurrently
          ? { level: 'MEDIUM', classes: ['MAY_FAIL'], lockMode: 'SHARE UPDATE EXCLUSIVE' }
          : {}),
        objects: [table.label],
        table,
        work: 'scan',
      },
    ];
  },
});

const dropIndexBlocking = defineRule({
  id: 'drop-index-blocking',
  title: 'DROP INDEX without CONCURRENTLY',
  classes: ['LOCK'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'DROP INDEX CONCURRENTLY, outside a transaction',
  alsoKnownAs: { squawk: ['require-concurrent-index-deletion'], atlas: ['PG102'] },
  check: ({ node }, context) => {
    if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX') return [];
    if (node.DropStmt.concurrent === true) return [];
    return droppedNames(node.DropStmt).flatMap((name) => {
      const table = tableOfIndex(name, context.scope);
      if (table.isNew) return [];
      return [
        {
          message: `dropping ${writtenName(name)} waits for everyone who uses ${table.label}, and everyone else waits behind it`,
          objects: [writtenName(name), table.label],
          table,
        },
      ];
    });
  },
});

const reindexBlocking = defineRule({
  id: 'reindex-blocking',
  title: 'REINDEX without CONCURRENTLY',
  classes: ['LOCK', 'SCAN'],
  level: 'HIGH',
  lockMode: 'SHARE',
  safeForm: 'REINDEX … CONCURRENTLY, outside a transaction',
  alsoKnownAs: { squawk: ['require-concurrent-reindex'] },
  check: ({ node }, context) => {
    if (!('ReindexStmt' in node)) return [];
    const { params, kind, relation, name: whole = '' } = node.ReindexStmt;
    const option = optionsOf(params).get('concurrently');
    if (option !== undefined && isOptionOn(option, true)) return [];
    const written = relationName(relation);
    const table =
      written === undefined
        ? allTablesOf(kind === 'REINDEX_OBJECT_SCHEMA' ? 'schema' : 'database', whole)
        : kind === 'REINDEX_OBJECT_TABLE'
          ? context.table(written)
          : tableOfIndex(written, context.scope);
    if (table.isNew) return [];
    return [
      {
        message: `REINDEX keeps others from writing to ${table.label} and, because the planner needs the index, mostly from reading it`,
        blocks: ['READS', 'WRITES', 'SCHEMA_CHANGES'],
        objects: [table.label],
        table,
        work: 'scan',
      },
    ];
  },
});

const concurrentIndexWaits = defineRule({
  id: 'concurrent-index-waits',
  title: 'CONCURRENTLY while long transactions are open',
  classes: ['LOCK'],
  level: 'LOW',
  lockMode: 'SHARE UPDATE EXCLUSIVE',
  safeForm: 'run it when the long transactions have ended',
  check: ({ node }, { facts }) => {
    const isConcurrent =
      ('IndexStmt' in node && node.IndexStmt.concurrent === true) ||
      ('DropStmt' in node && node.DropStmt.concurrent === true);
    const long = facts.longTransactions.filter(({ sinceMs }) => sinceMs >= longTransactionMs);
    if (!isConcurrent || long.length === 0) return [];
    const pids = long.map(({ pid }) => pid).slice(0, 5);
    return [
      {
        message: `it waits for every transaction that is older than itself: ${long.length} long ones are open (pid ${pids.join(', ')})`,
        objects: [],
      },
    ];
  },
});

export const indexRules = [
  concurrentIndexWaits,
  createIndexBlocking,
  dropIndexBlocking,
  reindexBlocking,
  indexOnPartitioned,
  uniqueIndex,
] as const;
