// Whose changes these are: hawkwatch's runs, other people's migrations, or nobody's. Pure. Where the
// database's own log tells which session made a change, the session decides; otherwise the time does:
// what changed while a migration was going on is taken to be its work.
import type { SchemaChange, SchemaStatement } from '../../core/schema-change.ts';
import type { UnseenMigration } from '../../store/schema-changes.ts';
import type { NearbyRun } from '../../store/nearby-runs.ts';

export interface ExplainFacts {
  readonly changes: readonly SchemaChange[];
  /** What the database's log tells of the time in which they were made. */
  readonly statements: readonly SchemaStatement[];
  readonly runs: readonly NearbyRun[];
  /** Versions that turned up in a history meanwhile, without a run that was seen. */
  readonly unseen: UnseenMigration | null;
}

export interface Explanation {
  readonly origin: 'MIGRATION' | 'FOREIGN_MIGRATION' | 'UNDECIDED';
  readonly runId: string | null;
  readonly migration: UnseenMigration | null;
}

export interface ExplainedPart extends Explanation {
  readonly changes: readonly SchemaChange[];
  readonly statements: readonly SchemaStatement[];
}

const nobody: Explanation = { origin: 'UNDECIDED', runId: null, migration: null };

/** The changes by what explains them; nothing is in two parts. */
export function explainChanges({
  changes,
  statements,
  runs,
  unseen,
}: ExplainFacts): readonly ExplainedPart[] {
  const parts = new Map<
    string,
    Explanation & { changes: SchemaChange[]; statements: Set<SchemaStatement> }
  >();
  const byTime = latest(runs);
  for (const change of changes) {
    const own = statementsOf(change, statements);
    const run =
      own.length === 0
        ? byTime
        : runs.findLast((one) => own.some((statement) => isOf(statement, one)));
    const found = run === undefined ? explainUnseen(unseen) : explainRun(run);
    const key = `${found.origin} ${found.runId ?? ''}`;
    const part = parts.get(key) ?? { ...found, changes: [], statements: new Set() };
    part.changes.push(change);
    for (const statement of own) part.statements.add(statement);
    parts.set(key, part);
  }
  return [...parts.values()].map((part) => ({ ...part, statements: [...part.statements] }));
}

/**
 * hawkwatch's own runs are known for certain, so they go first. A lock that nobody uses any more would
 * explain whatever happens until somebody gives it back: it explains nothing.
 */
function latest(runs: readonly NearbyRun[]): NearbyRun | undefined {
  const active = runs.filter(({ finishedAt, foreign }) => finishedAt !== null || !foreign?.stale);
  return active.findLast(({ executor }) => executor !== 'foreign') ?? active.at(-1);
}

function explainRun({ id, executor }: NearbyRun): Explanation {
  const origin = executor === 'foreign' ? 'FOREIGN_MIGRATION' : 'MIGRATION';
  return { origin, runId: id, migration: null };
}

function explainUnseen(unseen: UnseenMigration | null): Explanation {
  return unseen === null ? nobody : { origin: 'FOREIGN_MIGRATION', runId: null, migration: unseen };
}

/** True when a session of the run has sent the statement. */
function isOf({ application, pid, at }: SchemaStatement, run: NearbyRun): boolean {
  const { foreign } = run;
  if (foreign === null) {
    if (application?.startsWith(ownName(run.id)) === true) return true;
    // A tool's own command may call its sessions whatever it likes.
    return run.executor === 'command' && isWithin(at, run);
  }
  const { worker } = foreign;
  if (foreign.pid === pid || worker?.pid === pid) return true;
  // Only a row of a lock table is seen: it does not tell whose it is.
  if (foreign.pid === 0) return true;
  return application !== null && application !== '' && application === foreign.application;
}

/** How far the clocks of a database and of hawkwatch may differ. */
const skewMs = 5_000;

function isWithin(at: string, { startedAt, finishedAt }: NearbyRun): boolean {
  const ms = new Date(at).getTime();
  return (
    ms >= startedAt.getTime() - skewMs &&
    (finishedAt === null || ms <= finishedAt.getTime() + skewMs)
  );
}

/**
 * The runs that may have made what was there at a moment. When hawkwatch's own began is known; those of
 * others are noticed up to `lateMs` late.
 */
export function runsBefore(
  runs: readonly NearbyRun[],
  moment: Date,
  lateMs: number,
): readonly NearbyRun[] {
  return runs.filter(
    ({ startedAt, executor }) =>
      startedAt.getTime() <= moment.getTime() + (executor === 'foreign' ? lateMs : 0),
  );
}

const aboutRights = new Set(['GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES']);

const ownName = (runId: string): string => `hawkwatch run ${runId.slice(0, 8)}`;

/** The statements about the object itself; where there are none, those about what it belongs to. */
function statementsOf(
  { kind, name, parent }: Pick<SchemaChange, 'kind' | 'name' | 'parent'>,
  statements: readonly SchemaStatement[],
): readonly SchemaStatement[] {
  // Of a GRANT or REVOKE the log has no object; what else was done to the table says nothing of its rights.
  if (kind === 'PRIVILEGE' && name.includes(' TO ')) {
    return statements.filter(({ tag, object }) => object === null && aboutRights.has(tag));
  }
  const itself = statements.filter(({ object }) => object === name);
  if (itself.length > 0) return itself;
  const root = parent === null ? name : parent.slice(parent.indexOf(' ') + 1);
  return statements.filter(({ object }) => {
    if (object === null) return false;
    // A trigger, rule or policy is told as `name on table`.
    const on = object.lastIndexOf(' on ');
    const about = on < 0 ? object : object.slice(on + 4);
    return about === root || about.startsWith(`${root}.`);
  });
}
