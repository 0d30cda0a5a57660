// Where the transactions of a file begin and end, which strong locks and time limits hold within
// them, and which tables were locked without a limit so far.
import type { LockMode } from '../../core/impact.ts';
import type { SqlNode } from '../../sql/parse.ts';
import { nodeKind } from '../../sql/tree.ts';
import type { HeldLock, TableRef } from './scope.ts';
import { blocksWrites, lockRank, type TakenLock } from './locks.ts';
import { isLimit, settingChanges } from './session-settings.ts';

export interface TransactionOptions {
  /** The whole file runs in one transaction. */
  readonly inTransaction: boolean;
  /** Limits that whoever runs the file has set already. */
  readonly lockTimeout: boolean;
  readonly statementTimeout: boolean;
}

export interface TransactionTracker {
  readonly inTransaction: boolean;
  readonly openedBy: number | null;
  readonly unfollowedLocks: ReadonlyMap<string, HeldLock>;
  readonly hasLockTimeout: boolean;
  readonly hasStatementTimeout: boolean;
  readonly lockedWithoutTimeout: ReadonlySet<string>;
  readonly lockedWithoutStatementTimeout: boolean;
  /** True when the statement ended a transaction. */
  advance(node: SqlNode, index: number, taken: readonly TakenLock[]): boolean;
}

/** True for a lock that others notice: strong, and on a table they can use. */
export function isNoticed(table: TableRef, taken: TakenLock): boolean {
  return !table.isNew && !table.madeEarlier && blocksWrites(taken.mode);
}

const work = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CopyStmt',
  'CreateTableAsStmt',
  'IndexStmt',
  'AlterTableStmt',
  'ReindexStmt',
  'RefreshMatViewStmt',
  'ClusterStmt',
  'TruncateStmt',
  'CreateTrigStmt',
  'DropStmt',
  'RenameStmt',
  'LockStmt',
  'DoStmt',
  'CallStmt',
  'ExecuteStmt',
]);

/** True for statements that take time, or wait for a lock of their own. */
export function isWork(node: SqlNode): boolean {
  return work.has(nodeKind(node));
}

type Limit = 'lock_timeout' | 'statement_timeout';
const limitNames: ReadonlySet<string> = new Set(['lock_timeout', 'statement_timeout']);

/** A tracker for one file. */
export function createTransactionTracker(options: TransactionOptions): TransactionTracker {
  const atStart: Readonly<Record<Limit, boolean>> = {
    lock_timeout: options.lockTimeout,
    statement_timeout: options.statementTimeout,
  };
  const session = { ...atStart };
  const local = new Map<Limit, boolean>();
  const heldLocks = new Map<string, LockMode>();
  const unfollowed = new Map<string, HeldLock>();
  const lockedWithoutTimeout = new Set<string>();
  let lockedWithoutStatementTimeout = false;
  let inTransaction = options.inTransaction;
  let openedBy: number | null = null;

  const has = (limit: Limit): boolean => local.get(limit) ?? session[limit];

  const end = (chained: boolean): void => {
    inTransaction = chained;
    openedBy = null;
    heldLocks.clear();
    unfollowed.clear();
    local.clear();
  };

  /** True when a transaction ended. */
  const control = (node: SqlNode, index: number): boolean => {
    if (!('TransactionStmt' in node)) return false;
    const { kind, chain } = node.TransactionStmt;
    if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') {
      if (!inTransaction) openedBy = index;
      inTransaction = true;
      return false;
    }
    if (
      kind === 'TRANS_STMT_COMMIT' ||
      kind === 'TRANS_STMT_ROLLBACK' ||
      kind === 'TRANS_STMT_PREPARE'
    ) {
      end(chain === true);
      return true;
    }
    return false;
  };

  const set = (node: SqlNode): void => {
    for (const { name, local: isLocal, values } of settingChanges(node)) {
      if (!limitNames.has(name)) continue;
      const limit = name as Limit;
      const on = values === undefined ? atStart[limit] : values.some(isLimit);
      if (!isLocal) {
        session[limit] = on;
        local.delete(limit);
      } else if (inTransaction) local.set(limit, on);
    }
  };

  return {
    get inTransaction() {
      return inTransaction;
    },
    get openedBy() {
      return openedBy;
    },
    unfollowedLocks: unfollowed,
    lockedWithoutTimeout,
    get hasLockTimeout() {
      return has('lock_timeout');
    },
    get hasStatementTimeout() {
      return has('statement_timeout');
    },
    get lockedWithoutStatementTimeout() {
      return lockedWithoutStatementTimeout;
    },
    advance: (node, index, taken) => {
      const own = new Set<string>();
      for (const lock of taken) {
        if (!isNoticed(lock.table, lock)) continue;
        if (!has('lock_timeout')) lockedWithoutTimeout.add(lock.table.key);
        if (!has('statement_timeout')) lockedWithoutStatementTimeout = true;
        const held = heldLocks.get(lock.table.key);
        const isStronger = held === undefined || lockRank(lock.mode) > lockRank(held);
        if (inTransaction && isStronger) {
          heldLocks.set(lock.table.key, lock.mode);
          unfollowed.set(lock.table.key, lock);
          own.add(lock.table.key);
        }
      }
      if (isWork(node)) {
        for (const lock of taken) own.add(lock.table.key);
        for (const key of unfollowed.keys()) if (!own.has(key)) unfollowed.delete(key);
      }
      set(node);
      return control(node, index);
    },
  };
}
