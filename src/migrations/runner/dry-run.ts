// Executes what can be rolled back, in one transaction that is rolled back, and reports for each
// statement its time, rows, the locks it took and the tables it rewrote. What cannot be rolled
// back is listed, not run. Locks are held until the end, as a real run would hold them longest;
// sequences keep what they gave out.
import type { DryRunStatement } from '../../core/migrations.ts';
import type { MigrationStatement } from '../../sql/analyse.ts';
import {
  retryLockTimeouts,
  sessionSettings,
  shown,
  throwIfStopped,
  type ExecutedStep,
  type Execution,
} from './execution.ts';
import { toMigrationFailure } from './failure.ts';

interface HeldLock {
  readonly oid: number;
  readonly relation: string;
  readonly mode: string;
  readonly node: number | null;
}

// Relations only, not those of the catalogue; `node` changes when a table is written anew.
const heldLocks = `
  select l.relation::pg_catalog.int8::pg_catalog.float8 as oid,
         l.relation::pg_catalog.regclass::text as relation, l.mode,
         pg_catalog.pg_relation_filenode(l.relation)::pg_catalog.int8::pg_catalog.float8 as node
  from pg_catalog.pg_locks l
  join pg_catalog.pg_class c on c.oid = l.relation
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where l.locktype = 'relation' and l.granted and l.pid = pg_catalog.pg_backend_pid()
    and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  order by 2, 3`;

const fileNodes = `
  select c.oid::pg_catalog.int8::pg_catalog.float8 as oid,
         pg_catalog.pg_relation_filenode(c.oid)::pg_catalog.int8::pg_catalog.float8 as node
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`;

/** Runs all steps dry; the database is unchanged afterwards. */
export async function executeDryRun(
  execution: Execution,
  steps: readonly ExecutedStep[],
): Promise<readonly DryRunStatement[]> {
  const { session } = execution;
  const report: DryRunStatement[] = [];
  try {
    await session.execute('begin');
    const nodes = new Map<number, number | null>();
    for (const { oid, node } of await session.query<{ oid: number; node: number | null }>(
      fileNodes,
    )) {
      nodes.set(oid, node);
    }
    const seen = new Set<string>();
    for (const executed of steps) {
      const { step, script } = executed;
      execution.progress.migrationStarted(step.position, 0);
      const started = execution.clock.monotonicMs();
      await session.execute(sessionSettings(execution, script));
      for (const statement of script.statements) {
        throwIfStopped(execution);
        report.push(await executeOne(execution, executed, statement, { nodes, seen }));
        await execution.room();
      }
      await checkDeferred(session);
      execution.progress.migrationFinished(step.position, {
        state: step.state,
        statementsDone: script.statements.length,
        durationMs: execution.clock.monotonicMs() - started,
        message: 'dry run: rolled back',
      });
    }
    return report;
  } finally {
    if (!session.lost) await session.execute('rollback');
  }
}

/** What the commit of a real run would check; undone, so that the next file finds it deferred. */
async function checkDeferred(session: Execution['session']): Promise<void> {
  const commit = { text: 'commit', redactedText: 'commit', secrets: [] };
  try {
    await session.execute('savepoint hawkwatch_dry_run');
    await session.execute('set constraints all immediate');
    await session.execute('rollback to savepoint hawkwatch_dry_run');
  } catch (error) {
    throw toMigrationFailure(error, commit);
  }
}

interface Known {
  readonly nodes: Map<number, number | null>;
  readonly seen: Set<string>;
}

async function executeOne(
  execution: Execution,
  { step }: ExecutedStep,
  statement: MigrationStatement,
  known: Known,
): Promise<DryRunStatement> {
  const { progress, observer, session, clock } = execution;
  const about = {
    version: step.version,
    index: statement.index + 1,
    text: shown(statement).text,
  };
  progress.statementStarted(step.position, shown(statement));
  if (!statement.runsInTransaction) {
    const reason = 'it cannot run in a transaction, so it was not run';
    progress.statementFinished(null, 0, reason);
    const none = { durationMs: null, rows: null, locks: [], rewrites: [] };
    return { ...about, ...none, executed: false, reason };
  }
  const before = clock.monotonicMs();
  try {
    const { rows } = await observer.during(() => executeInSavepoint(execution, statement));
    const durationMs = clock.monotonicMs() - before;
    progress.statementFinished(rows, durationMs);
    const { locks, rewrites } = await newLocks(session, known);
    return { ...about, executed: true, reason: null, durationMs, rows, locks, rewrites };
  } catch (error) {
    throw toMigrationFailure(error, statement);
  }
}

/** A savepoint lets a lock time-out be tried again without losing the statements before. */
function executeInSavepoint(execution: Execution, statement: MigrationStatement) {
  const { session } = execution;
  return retryLockTimeouts(execution, async () => {
    await session.execute('savepoint hawkwatch_dry_run');
    try {
      const result = await session.execute(statement.text);
      await session.execute('release savepoint hawkwatch_dry_run');
      return result;
    } catch (error) {
      if (!session.lost) await session.execute('rollback to savepoint hawkwatch_dry_run');
      throw error;
    }
  });
}

async function newLocks(
  session: Execution['session'],
  { nodes, seen }: Known,
): Promise<Pick<DryRunStatement, 'locks' | 'rewrites'>> {
  const held = await session.query<HeldLock>(heldLocks);
  const locks: { relation: string; mode: string }[] = [];
  const rewrites = new Set<string>();
  for (const { oid, relation, mode, node } of held) {
    if (!seen.has(`${oid}/${mode}`)) {
      seen.add(`${oid}/${mode}`);
      locks.push({ relation, mode: lockName(mode) });
    }
    const was = nodes.get(oid);
    if (was !== undefined && was !== null && node !== null && was !== node) rewrites.add(relation);
    nodes.set(oid, node);
  }
  return { locks, rewrites: [...rewrites] };
}

/** `AccessExclusiveLock` as the documentation writes it: `ACCESS EXCLUSIVE`. */
function lockName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
