// Rules for transactions: statements that cannot be in one, transactions within transactions, files
// that stop half way and cannot be started again.
import { outsideTransaction } from '../../../sql/outside-transaction.ts';
import { isOptionOn, optionsOf } from '../../../sql/tree.ts';
import { constraintName, type AlterCommand } from '../table-definitions.ts';
import { defineRule, type RuleContext, type RuleStatement } from '../rule.ts';

/** What the statement is called that PostgreSQL refuses within a transaction. */
function outsideWords({ node }: RuleStatement): string {
  if ('IndexStmt' in node) return 'CREATE INDEX CONCURRENTLY';
  if ('DropStmt' in node) return 'DROP INDEX CONCURRENTLY';
  if ('ReindexStmt' in node) {
    const option = optionsOf(node.ReindexStmt.params).get('concurrently');
    return option !== undefined && isOptionOn(option, true) ? 'REINDEX CONCURRENTLY' : 'REINDEX';
  }
  if ('AlterTableStmt' in node) return 'DETACH PARTITION CONCURRENTLY';
  if ('VacuumStmt' in node) return 'VACUUM';
  if ('ClusterStmt' in node) return 'CLUSTER';
  return 'this statement';
}

const concurrentlyInTransaction = defineRule({
  id: 'concurrently-in-transaction',
  title: 'CONCURRENTLY inside a transaction',
  classes: ['TRANSACTION', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: null,
  topLevelOnly: true,
  safeForm: "a file of its own, with the tool's directive for no transaction",
  alsoKnownAs: {
    squawk: ['ban-concurrent-index-creation-in-transaction'],
    atlas: ['PG103', 'TX101'],
  },
  check: (statement, context) =>
    context.scope.inTransaction && outsideTransaction(statement.node) !== undefined
      ? [
          {
            message: `PostgreSQL refuses ${outsideWords(statement)} inside a transaction, and the file runs in one`,
            objects: [],
          },
        ]
      : [],
});

const transactionNesting = defineRule({
  id: 'transaction-nesting',
  title: 'BEGIN or COMMIT where it does not belong',
  classes: ['TRANSACTION'],
  level: 'MEDIUM',
  lockMode: null,
  topLevelOnly: true,
  safeForm: 'leave BEGIN and COMMIT to the migration tool',
  alsoKnownAs: { squawk: ['transaction-nesting'], atlas: ['TX201'] },
  check: ({ node }, context) => {
    if (!('TransactionStmt' in node)) return [];
    const { kind } = node.TransactionStmt;
    const isBegin = kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START';
    const isEnd = kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK';
    if (!isBegin && !isEnd) return [];
    const word = isBegin ? 'BEGIN' : kind === 'TRANS_STMT_COMMIT' ? 'COMMIT' : 'ROLLBACK';
    if (context.wrapped) {
      const what = isBegin
        ? 'is ignored or refused: the tool has begun the transaction already'
        : "ends the tool's transaction: what follows runs without one, and without its history row";
      return [{ message: `${word} ${what}`, objects: [] }];
    }
    if (isBegin && context.scope.inTransaction) {
      return [{ message: 'BEGIN within a transaction begins nothing', objects: [] }];
    }
    if (isEnd && !context.scope.inTransaction) {
      return [{ message: `${word} without a transaction ends nothing`, objects: [] }];
    }
    return [];
  },
});

const uncommittedTransaction = defineRule({
  id: 'uncommitted-transaction',
  title: 'BEGIN without COMMIT',
  classes: ['TRANSACTION', 'LOCK'],
  level: 'HIGH',
  lockMode: null,
  topLevelOnly: true,
  safeForm: 'end the transaction in the file that begins it',
  alsoKnownAs: { squawk: ['ban-uncommitted-transaction'] },
  check: ({ node, index }, context) => {
    if (!('TransactionStmt' in node) || context.wrapped || context.scope.inTransaction) return [];
    const { kind } = node.TransactionStmt;
    if (kind !== 'TRANS_STMT_BEGIN' && kind !== 'TRANS_STMT_START') return [];
    if (context.file.lastTransactionEnd > index) return [];
    return [
      {
        message:
          'the transaction is not ended: its locks stay, or all its work is undone when the connection closes',
        objects: [],
      },
    ];
  },
});

const once: ReadonlySet<string> = new Set([
  'AT_AddColumn',
  'AT_DropColumn',
  'AT_AddConstraint',
  'AT_DropConstraint',
  'AT_AddIdentity',
  'AT_DropIdentity',
  'AT_AttachPartition',
  'AT_DetachPartition',
]);

function failsAgain(
  command: AlterCommand,
  statement: RuleStatement,
  context: RuleContext,
): boolean {
  const { subtype = '', missing_ok: isGuarded } = command;
  if (isGuarded === true || !once.has(subtype)) return false;
  if (subtype !== 'AT_AddConstraint') return true;
  // DROP CONSTRAINT IF EXISTS before it makes it repeatable.
  return statement.constraints
    .filter(({ via }) => via === 'add-constraint')
    .some(
      (added) =>
        !context.scope.droppedConstraints.has(
          `${context.table(added.table).key}/${constraintName(added)}`,
        ),
    );
}

function isUnguarded(statement: RuleStatement, context: RuleContext): boolean {
  const { node, altered } = statement;
  if ('CreateStmt' in node) return node.CreateStmt.if_not_exists !== true;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.if_not_exists !== true;
  if ('IndexStmt' in node) {
    // Without a name a second run builds a second index.
    return node.IndexStmt.if_not_exists !== true || node.IndexStmt.idxname === undefined;
  }
  if ('DropStmt' in node) return node.DropStmt.missing_ok !== true;
  if ('RenameStmt' in node) return true;
  return altered?.commands.some((command) => failsAgain(command, statement, context)) === true;
}

const notRerunnable = defineRule({
  id: 'not-rerunnable',
  title: 'Cannot be run again after a failure',
  classes: ['TRANSACTION'],
  level: 'LOW',
  lockMode: null,
  topLevelOnly: true,
  safeForm: 'IF [NOT] EXISTS, and names for indexes; or run the file in one transaction',
  alsoKnownAs: { squawk: ['prefer-robust-stmts'] },
  check: (statement, context) =>
    // What PostgreSQL refuses in a transaction runs outside of one wherever it runs at all.
    (!context.scope.inTransaction || outsideTransaction(statement.node) !== undefined) &&
    // hawkwatch goes on with the statement that failed; it does not begin anew.
    !context.resumes &&
    isUnguarded(statement, context)
      ? [
          {
            message:
              'outside a transaction what was done stays done: when the file fails later and is run again, this statement fails',
            objects: [],
          },
        ]
      : [],
});

const nonTransactionalMixed = defineRule({
  id: 'non-transactional-mixed',
  title: 'Statement that cannot be in a transaction among others',
  classes: ['TRANSACTION'],
  level: 'MEDIUM',
  lockMode: null,
  topLevelOnly: true,
  safeForm: 'a file of its own for each such statement',
  alsoKnownAs: { atlas: ['TX101'] },
  check: (statement, context) => {
    if (context.scope.inTransaction || outsideTransaction(statement.node) === undefined) return [];
    const others = context.file.workOutsideSettings - 1;
    if (others === 0) return [];
    return [
      {
        message: `because of ${outsideWords(statement)} the file cannot be one transaction: when it fails, the other statements stay half done`,
        objects: [],
      },
    ];
  },
});

export const transactionRules = [
  concurrentlyInTransaction,
  transactionNesting,
  uncommittedTransaction,
  notRerunnable,
  nonTransactionalMixed,
] as const;
