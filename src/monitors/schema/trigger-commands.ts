// Installing and removing the schema trigger of a monitored database: for admins, on record, and as a
// dry run that only shows the SQL. One transaction there, with short timeouts: all of it or nothing, and
// nobody waits for it.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError, ConflictError, ExpectedError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import {
  readTriggerState,
  type SchemaTriggerState,
} from '../../databases/postgres/ddl-trigger/state.ts';
import {
  installStatements,
  removeStatements,
} from '../../databases/postgres/ddl-trigger/statements.ts';
import type { Session } from '../../databases/postgres/session.ts';
import { describeFailure, type Targets } from '../../databases/targets.ts';
import { within } from '../../databases/within.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { trustedPath } from '../../databases/postgres/trusted-path.ts';

/** The trigger of one database, with the SQL that would change it. */
export interface SchemaTrigger extends SchemaTriggerState {
  readonly databaseName: string;
  readonly installSql: readonly string[];
  readonly removeSql: readonly string[];
}

export interface SchemaTriggerChange {
  /** As it is now: after a dry run as before. */
  readonly trigger: SchemaTrigger;
  readonly dryRun: boolean;
  /** What was run, or would have been. */
  readonly sql: readonly string[];
}

export interface SchemaTriggerRequest {
  readonly databaseName: string;
  readonly dryRun: boolean;
}

/** All throw ForbiddenError, NotFoundError, and ConflictError that says what stands in the way. */
export interface SchemaTriggerCommands {
  read(actor: Actor, databaseName: string): Promise<SchemaTrigger>;
  install(actor: Actor, request: SchemaTriggerRequest): Promise<SchemaTriggerChange>;
  remove(actor: Actor, request: SchemaTriggerRequest): Promise<SchemaTriggerChange>;
}

export interface SchemaTriggerCommandOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const statementTimeoutMs = 10_000;
/** For all of it, on this side. */
const timeoutMs = 60_000;

type Action = 'installSchemaTrigger' | 'removeSchemaTrigger';

/** Creates the commands on schema triggers. */
export function createSchemaTriggerCommands(
  options: SchemaTriggerCommandOptions,
): SchemaTriggerCommands {
  const change = async (
    action: Action,
    actor: Actor,
    { databaseName, dryRun }: SchemaTriggerRequest,
  ): Promise<SchemaTriggerChange> => {
    requireRole(actor, 'admin');
    return withSession(options, databaseName, async (session) => {
      const before = await readTrigger(session, databaseName);
      const sql = action === 'installSchemaTrigger' ? before.installSql : before.removeSql;
      const record = { actor, action, databaseName, dryRun, before };
      if (dryRun) {
        await commit(options, record, () => Promise.resolve());
        return { trigger: before, dryRun, sql };
      }
      const refusal = refusalOf(action, before);
      if (refusal !== null) throw new ConflictError(`Nothing was changed: ${refusal}.`);
      await runAll(session, sql);
      const trigger = await readTrigger(session, databaseName);
      await commit(options, record, async () => void (await session.execute('commit')));
      options.logger.info({ actor: actor.name, database: databaseName, action }, 'schema trigger');
      return { trigger, dryRun, sql };
    });
  };
  return {
    read: async (actor, databaseName) => {
      requireRole(actor, 'admin');
      return withSession(options, databaseName, (session) => readTrigger(session, databaseName));
    },
    install: (actor, request) => change('installSchemaTrigger', actor, request),
    remove: (actor, request) => change('removeSchemaTrigger', actor, request),
  };
}

function refusalOf(action: Action, { refusal, state }: SchemaTrigger): string | null {
  // Nothing is there: that needs no right.
  if (action === 'removeSchemaTrigger' && state === 'ABSENT') return null;
  if (action === 'installSchemaTrigger') return refusal;
  return refusal === null ? null : refusal.replace('`installSql`', '`removeSql`');
}

async function readTrigger(session: Session, databaseName: string): Promise<SchemaTrigger> {
  const state = await readTriggerState((sql) => session.query(`${trustedPath} ${sql}`));
  const reader = state.needsGrant ? state.role : undefined;
  return {
    ...state,
    databaseName,
    installSql: installStatements({ reader }),
    removeSql: removeStatements(),
  };
}

/** Leaves its transaction open. */
async function runAll(session: Session, statements: readonly string[]): Promise<void> {
  await session.execute('begin');
  await session.execute(`set local lock_timeout = '2s'; set local search_path = pg_catalog`);
  for (const statement of statements) await session.execute(statement);
}

interface Change {
  readonly actor: Actor;
  readonly action: Action;
  readonly databaseName: string;
  readonly dryRun: boolean;
  readonly before: SchemaTrigger;
}

/** Nothing that took effect is without its entry in the audit log. */
function commit(
  { store, clock, random }: SchemaTriggerCommandOptions,
  { actor, action, databaseName, dryRun, before }: Change,
  work: () => Promise<void>,
): Promise<void> {
  return store.transaction(async (tx) => {
    await insertAuditEntry(tx, random, {
      actor,
      action,
      subject: `database:${databaseName}`,
      result: 'ok',
      at: clock.now(),
      detail: { dryRun, before: before.state },
    });
    await work();
  });
}

/** A session of its own that is closed at the end, whatever is open on it. */
async function withSession<T>(
  { targets, clock }: SchemaTriggerCommandOptions,
  databaseName: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const target = targets.get(databaseName);
  const { unavailable } = target.settings;
  if (unavailable !== null) throw unreachable(databaseName, unavailable);
  let session: Session | undefined;
  const close = (): void => void session?.close().catch(() => undefined);
  try {
    return await within({ clock, timeoutMs, onGivenUp: close }, async () => {
      session = await target.openSession('hawkwatch', { statementTimeoutMs });
      return work(session);
    });
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    throw explain(databaseName, error);
  } finally {
    close();
  }
}

function unreachable(databaseName: string, reason: string): ConflictError {
  return new ConflictError(`The database "${databaseName}" cannot be reached: ${reason}.`);
}

/** What the server's refusal means; nothing took effect. */
function explain(databaseName: string, error: unknown): ConflictError {
  const failure = coerceError(error);
  switch ('code' in failure ? failure.code : undefined) {
    case '42501':
      return new ConflictError(
        `Nothing was changed: hawkwatch's role in "${databaseName}" may not do this ` +
          `(${failure.message}). Let a superuser run the SQL that \`schemaTrigger\` shows.`,
      );
    case '55P03':
      return new ConflictError(
        'Nothing was changed: an open transaction has changed the schema, and its entries in the ' +
          'log are in use. Try again when it has ended.',
      );
    case '2BP01':
      return new ConflictError(
        `Nothing was changed: something else depends on what would be removed (${failure.message}).`,
      );
    default:
      return unreachable(databaseName, describeFailure(error));
  }
}
