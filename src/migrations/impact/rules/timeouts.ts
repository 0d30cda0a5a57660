// Rules for waiting and for holding: a strong lock that waits stops everyone behind it, and one that
// is held while other work is done stops them for longer. `brief-strong-lock` is found by the engine.
import { defineRule, foundByTheEngine, type RuleContext } from '../rule.ts';
import { isNoticed, isWork } from '../transaction-tracker.ts';

const briefStrongLock = defineRule({
  id: 'brief-strong-lock',
  title: 'Strong lock for a moment',
  classes: ['LOCK'],
  level: 'LOW',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'with a short lock_timeout, and again when it fails',
  check: foundByTheEngine,
});

function noticedLocks(context: RuleContext) {
  return context.locks.filter((lock) => isNoticed(lock.table, lock));
}

const missingLockTimeout = defineRule({
  id: 'missing-lock-timeout',
  title: 'No lock_timeout before a strong lock',
  classes: ['LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: "SET lock_timeout = '2s' before it, and run the migration again when it was hit",
  alsoKnownAs: { squawk: ['require-lock-timeout', 'require-timeout-settings'] },
  check: (_statement, context) => {
    if (context.scope.hasLockTimeout) return [];
    return noticedLocks(context)
      .filter(({ table }) => !context.scope.lockedWithoutTimeout.has(table.key))
      .map(({ table, mode }) => ({
        message: `it waits for its lock on ${table.label} without a limit, and everyone who comes later waits behind it`,
        lockMode: mode,
        objects: [table.label],
        table,
      }));
  },
});

const missingStatementTimeout = defineRule({
  id: 'missing-statement-timeout',
  title: 'No statement_timeout before a strong lock',
  classes: ['LOCK'],
  level: 'LOW',
  lockMode: null,
  safeForm: 'SET statement_timeout before it, to what the longest statement may take',
  alsoKnownAs: { squawk: ['require-statement-timeout', 'require-timeout-settings'] },
  check: (_statement, context) => {
    const { hasStatementTimeout, lockedWithoutStatementTimeout } = context.scope;
    if (hasStatementTimeout || lockedWithoutStatementTimeout) return [];
    const locks = noticedLocks(context);
    if (locks.length === 0) return [];
    const labels = locks.map(({ table }) => table.label);
    return [
      {
        message: `nothing ends it when it takes longer than thought with ${labels.join(', ')} locked`,
        objects: labels,
      },
    ];
  },
});

const workUnderLock = defineRule({
  id: 'work-under-exclusive-lock',
  title: 'More work while a strong lock is held',
  classes: ['LOCK', 'TRANSACTION'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'a migration of its own for the statement that takes the lock',
  check: (statement, context) => {
    const { unfollowedLocks } = context.scope;
    if (unfollowedLocks.size === 0 || !isWork(statement.node)) return [];
    const own = new Set(context.locks.map(({ table }) => table.key));
    // Each lock is told once: at the first work after the statement that took it.
    const fresh = [...unfollowedLocks.values()].filter(({ table }) => !own.has(table.key));
    return fresh.map(({ table, mode }) => ({
      message: `${table.label} stays locked (${mode}) until the transaction ends, while this statement and those after it run`,
      lockMode: mode,
      objects: [table.label],
      table,
    }));
  },
});

const explicitLock = defineRule({
  id: 'explicit-lock',
  title: 'LOCK TABLE',
  classes: ['LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'with a short lock_timeout, in a transaction that ends at once',
  check: (statement, context) => {
    if (!('LockStmt' in statement.node)) return [];
    return noticedLocks(context).map(({ table, mode }) => ({
      message: `${table.label} is locked (${mode}) until the transaction ends`,
      lockMode: mode,
      objects: [table.label],
      table,
    }));
  },
});

export const timeoutRules = [
  briefStrongLock,
  missingLockTimeout,
  missingStatementTimeout,
  workUnderLock,
  explicitLock,
] as const;
