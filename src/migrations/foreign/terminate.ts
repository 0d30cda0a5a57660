// Ending a session that stands in the way: only one that hawkwatch shows as a foreign migration, as
// the one that works for it, or as a blocker of a run. Checked twice, the second time by the server in
// the statement that ends it; on record with who and why.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { isRunEnded } from '../../core/migrations.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import {
  findTerminable,
  terminateBackend,
  type TerminableSession,
} from '../../databases/postgres/terminate.ts';
import { describeFailure, type Target, type Targets } from '../../databases/targets.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { findDatabaseByName } from '../../store/databases.ts';
import {
  findRun,
  listOpenForeignRuns,
  listOwnRunningRuns,
  lockRun,
  type MigrationRun,
} from '../../store/migration-runs.ts';
import type { Store } from '../../store/store.ts';
import { recordForeignIn, type RecordedDatabase } from './record.ts';

export interface TerminateInput {
  readonly databaseName: string;
  readonly pid: number;
  readonly runId?: string | undefined;
  readonly reason: string;
}

/** A session that was told to end. */
export interface TerminatedSession {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  /** False while it is still undoing what it had done. */
  readonly ended: boolean;
  readonly message: string;
  /** The run that it was, worked for or blocked. */
  readonly run: MigrationRun;
}

export interface SessionCommands {
  /** Throws NotFoundError, ConflictError, ForbiddenError or InvalidInputError. */
  terminate(actor: Actor, input: TerminateInput): Promise<TerminatedSession>;
}

export interface SessionCommandOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const waitMs = 5_000;

/** Creates the commands on sessions of monitored databases. */
export function createSessionCommands(options: SessionCommandOptions): SessionCommands {
  const { store, targets, logger } = options;
  return {
    terminate: async (actor, input) => {
      requireRole(actor, 'admin');
      check(input);
      const target = targets.get(input.databaseName);
      const database = await findDatabaseByName(store.q, input.databaseName);
      if (database === undefined) throw new Error('a configured database is not in the store');
      const shown = await findShown(store, database.id, input);
      const { pid } = input;
      const session = await reach(target, () => findTerminable(target.reader, pid));
      const meant = requireSame(session, shown, pid);
      const request = { ...meant, blocks: shown.blocks, waitMs };
      const facts: Facts = { actor, input, database, shown, session: meant };
      // Before it ends, so that whoever sees its end knows whose doing it was.
      await mark(options, facts, true);
      const about = { actor: actor.name, database: database.name, pid, run: shown.run.id };
      logger.warn(about, 'a session of a monitored database is ended on request');
      try {
        const termination = await reach(target, () => terminateBackend(target.reader, request));
        if (termination === 'refused') throw gone(pid);
        return await record(options, facts, termination === 'ended');
      } catch (error) {
        await mark(options, facts, false);
        throw error;
      }
    },
  };
}

/** The session that is meant, with the moment that tells it from a later one. */
type MeantSession = TerminableSession & { readonly backendStart: string };

interface Facts {
  readonly actor: Actor;
  readonly input: TerminateInput;
  readonly database: RecordedDatabase;
  readonly shown: Shown;
  readonly session: MeantSession;
}

function check({ pid, reason }: TerminateInput): void {
  const issues: InputIssue[] = [];
  if (!Number.isInteger(pid) || pid < 1) {
    issues.push({ path: 'input.pid', message: 'must be the process id of a session' });
  }
  const length = reason.trim().length;
  if (length < 3 || length > 500) {
    issues.push({ path: 'input.reason', message: 'must have 3 to 500 characters' });
  }
  if (issues.length > 0) throw new InvalidInputError('No session was ended.', issues);
}

/** What makes a session one that may be ended. */
interface Shown {
  readonly run: MigrationRun;
  /** The session is the foreign migration itself, or works for it. */
  readonly isMigration: boolean;
  /** What is known of when it began; undefined for one that is only known by its pid. */
  readonly backendStart?: string;
  /** Whom it must block; undefined for the migration itself. */
  readonly blocks: { pids: readonly number[]; application: string | null } | undefined;
}

/** @throws NotFoundError when hawkwatch does not show this session. */
async function findShown(
  store: Store,
  databaseId: string,
  { pid, runId, databaseName }: TerminateInput,
): Promise<Shown> {
  const isMeant = (run: MigrationRun): boolean => runId === undefined || run.id === runId;
  const foreign = (await listOpenForeignRuns(store.q, [databaseId])).filter(isMeant);
  for (const run of foreign) {
    const session = [run.foreign, run.foreign?.worker].find((one) => one?.pid === pid);
    if (session == null) continue;
    const { backendStart } = session;
    const known = typeof backendStart === 'string' ? { backendStart } : {};
    return { run, isMigration: true, ...known, blocks: undefined };
  }
  for (const run of foreign) {
    if (run.foreign?.waitsFor.some((other) => other.pid === pid) !== true) continue;
    const pids = [run.foreign.pid, ...(run.foreign.worker ? [run.foreign.worker.pid] : [])];
    return { run, isMigration: false, blocks: { pids, application: null } };
  }
  // Whom hawkwatch's own run waits for is asked of the server when the session is ended.
  const [own] = (await listOwnRunningRuns(store.q, databaseId)).filter(isMeant);
  if (own !== undefined) {
    const application = `hawkwatch run ${own.id.slice(0, 8)}`;
    return { run: own, isMigration: false, blocks: { pids: [], application } };
  }
  throw new NotFoundError(
    runId === undefined
      ? `No run of "${databaseName}" that is under way shows a session with pid ${pid}. ` +
          '`Database.foreignMigrations` lists what hawkwatch sees there.'
      : `The run is not under way in "${databaseName}", or does not show a session with pid ${pid}.`,
  );
}

function gone(pid: number): ConflictError {
  return new ConflictError(
    `The session with pid ${pid} has ended, is another one now, or does not block the run any ` +
      'more. Nothing was ended. Look at the run again.',
  );
}

/** @throws ConflictError when it is not the session that is shown, or must not be ended. */
function requireSame(
  session: TerminableSession | undefined,
  { backendStart }: Shown,
  pid: number,
): MeantSession {
  if (session === undefined) throw gone(pid);
  if (session.refusal !== null) {
    throw new ConflictError(`The session with pid ${pid} is not ended: ${session.refusal}.`);
  }
  const began = session.backendStart;
  if (began === null || (backendStart !== undefined && backendStart !== began)) throw gone(pid);
  return { ...session, backendStart: began };
}

const insufficientPrivilege = '42501';

async function reach<T>(target: Target, work: () => Promise<T>): Promise<T> {
  const { name, unavailable } = target.settings;
  if (unavailable !== null) {
    throw new ConflictError(`The database "${name}" cannot be reached: ${unavailable}.`);
  }
  try {
    return await work();
  } catch (error) {
    const refused =
      error instanceof Error && 'code' in error && error.code === insufficientPrivilege;
    throw new ConflictError(
      refused
        ? `hawkwatch's role in "${name}" may not end this session. Grant it pg_signal_backend.`
        : `The database "${name}" cannot be reached: ${describeFailure(error)}.`,
    );
  }
}

const nameOf = ({ pid, user, application }: TerminableSession): string =>
  `pid ${pid} (${[user, application].filter((part) => part !== null).join(' / ')})`;

/** Says in the run that its session is being ended, or that it was not. */
async function mark(
  { store, clock }: SessionCommandOptions,
  { actor, input, database, shown, session }: Facts,
  ending: boolean,
): Promise<void> {
  // A run of hawkwatch's own is told by its executor alone: it numbers the events.
  if (shown.run.executor !== 'foreign') return;
  await store.transaction(async (tx) => {
    const run = await lockRun(tx.q, shown.run.id);
    if (run === undefined || run.foreign === null || isRunEnded(run.state)) return;
    const who = nameOf(session);
    const message = ending
      ? `${actor.name} ends ${who}: ${input.reason.trim()}`
      : `${who} was not ended`;
    const terminatedBy = ending ? actor.name : undefined;
    const changed = shown.isMigration ? { session: { ...run.foreign, terminatedBy } } : {};
    const recording = { facts: [{ kind: 'LOG' as const, message }], ...changed };
    await recordForeignIn(tx, run, database, recording, clock.now());
  });
}

/** Writes the audit entry of what was done. */
async function record(
  { store, clock, random }: SessionCommandOptions,
  { actor, input, database, shown, session }: Facts,
  ended: boolean,
): Promise<TerminatedSession> {
  const { pid, application, user } = session;
  const late = `has not ended within ${waitMs / 1000} s: it may be undoing its work`;
  const message = `${nameOf(session)} ${ended ? 'was ended' : `was told to end and ${late}`}`;
  const detail = {
    pid,
    application,
    user,
    runId: shown.run.id,
    reason: input.reason.trim(),
    ended,
  };
  const run = await store.transaction(async (tx) => {
    await insertAuditEntry(tx, random, {
      actor,
      action: 'terminateSession',
      subject: `database:${database.name}`,
      result: 'ok',
      at: clock.now(),
      detail,
    });
    return findRun(tx.q, shown.run.id);
  });
  return { pid, application, user, ended, message, run: run ?? shown.run };
}
