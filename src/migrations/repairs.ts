// Repairs of a history: a statement whose outcome nobody could know, and migrations that were done
// by hand. Both write the target's history under its run lock, and are audited.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import { isRunEnded } from '../core/migrations.ts';
import type { Random } from '../core/random.ts';
import { isConnectionFailure, type Session } from '../databases/postgres/session.ts';
import { describeFailure, type Target, type Targets } from '../databases/targets.ts';
import type { SqlAnalyser } from '../sql/analyser.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { findDatabases } from '../store/databases.ts';
import { getRun, listRunSteps, type MigrationRun } from '../store/migration-runs.ts';
import type { Store } from '../store/store.ts';
import type { MarkAppliedInput } from './commands-contract.ts';
import { runSubject } from './events.ts';
import { readMigrationFile, readMigrationFolder } from './folder.ts';
import { writeHistoryRow } from './history-rows.ts';
import { createHistory, readHistory, sessionReader } from './history.ts';
import { requireFolder } from './require-folder.ts';
import { soleSource } from './plan-run.ts';
import { MigrationFailedError, serverErrorOf } from './runner/failure.ts';
import { rowAfter } from './runner/reconcile.ts';
import { takeRunLock } from './runner/run-lock.ts';
import type { SourceStatus, StatusReader } from './status-words.ts';

export interface RepairOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly analyser: SqlAnalyser;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Repairs {
  resolveInDoubt(actor: Actor, runId: string, applied: boolean): Promise<MigrationRun>;
  markApplied(actor: Actor, input: MarkAppliedInput): Promise<SourceStatus>;
}

const lockWaitMs = 5000;

/** Creates the repairs. */
export function createRepairs(options: RepairOptions): Repairs {
  const { store, targets, clock, random } = options;

  const underLock = async <T>(target: Target, work: (session: Session) => Promise<T>) => {
    const session = await target.openSession('hawkwatch repair').catch((error: unknown) => {
      throw new ConflictError(
        `The database cannot be reached: ${describeFailure(error)}. Try again when it is back.`,
      );
    });
    try {
      const signal = new AbortController().signal;
      const onWait = (): void => undefined;
      await takeRunLock({ session, target, clock, random, signal, waitMs: lockWaitMs, onWait });
      return await work(session);
    } catch (error) {
      if (error instanceof MigrationFailedError) throw new ConflictError(error.message);
      const refused = serverErrorOf(error) !== undefined || isConnectionFailure(error);
      if (!refused) throw error;
      throw new ConflictError(
        `The database did not take the repair: ${describeFailure(error)}. Nothing was changed.`,
        { cause: error },
      );
    } finally {
      await session.close();
    }
  };

  const audit = (
    actor: Actor,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
  ): Promise<void> =>
    store.transaction((tx) =>
      insertAuditEntry(tx, random, {
        actor,
        action,
        subject,
        result: 'ok',
        at: clock.now(),
        detail,
      }),
    );

  return {
    resolveInDoubt: async (actor, runId, applied) => {
      const run = await getRun(store.q, runId);
      if (!isRunEnded(run.state)) {
        throw new ConflictError('The run is still going on; wait for its end, or cancel it.');
      }
      const [database] = await findDatabases(store.q, [run.databaseId]);
      const target = targets.get(database?.name ?? '');
      const source = soleSource(target, run.source);
      const versions = new Set((await listRunSteps(store.q, [run.id])).map((step) => step.version));
      const folder = await readMigrationFolder(requireFolder(source));
      await underLock(target, async (session) => {
        const history = await readHistory(sessionReader(session), run.source);
        const row = history?.find((one) => one.intent !== null && versions.has(one.version));
        if (row?.intent == null) {
          throw new ConflictError('No statement of this run is in doubt. Retry it to go on.');
        }
        if (!applied) {
          await session.execute(writeHistoryRow({ ...row, intent: null }));
          return;
        }
        const file = folder.files.find((one) => one.version === row.version);
        const fileName = row.intent.down ? file?.down?.fileName : file?.fileName;
        if (fileName === undefined) {
          throw new ConflictError(`The file of ${row.version} is not in the folder; restore it.`);
        }
        const bytes = readMigrationFile(requireFolder(source), fileName);
        const analysis = await options.analyser.analyse({ bytes, name: fileName });
        if (!analysis.ok) throw new ConflictError(`${fileName} cannot be read as SQL any more.`);
        const { statement, down } = row.intent;
        const at = { done: statement + 1, down, now: clock.now(), runId: run.id };
        await session.execute(writeHistoryRow(rowAfter(row, analysis.script, at)));
      });
      await audit(actor, 'resolveInDoubt', runSubject(run.id), { applied });
      return getRun(store.q, runId);
    },

    markApplied: async (actor, input) => {
      const target = targets.get(input.databaseName);
      const source = soleSource(target, input.source);
      const folder = await readMigrationFolder(requireFolder(source));
      const file = folder.files.find((one) => one.version === input.version);
      if (file === undefined) {
        throw new NotFoundError(
          `There is no migration of version "${input.version}" in the folder of the source ` +
            `"${source.name}".`,
        );
      }
      await underLock(target, async (session) => {
        await createHistory(session);
        const history = await readHistory(sessionReader(session), source.name);
        const row = history?.find((one) => one.version === file.version);
        if (row?.state === 'applied' && row.checksum === file.checksum) {
          throw new ConflictError(`${file.version} is applied already, with these very contents.`);
        }
        const now = clock.now();
        await session.execute(
          writeHistoryRow({
            source: source.name,
            version: file.version,
            name: file.name,
            checksum: file.checksum,
            state: 'marked',
            statementsDone: 0,
            statementsTotal: 0,
            doneChecksum: null,
            intent: null,
            runId: null,
            appliedBy: actor.name,
            startedAt: now,
            finishedAt: now,
            durationMs: null,
            error: null,
          }),
        );
      });
      const subject = `database:${input.databaseName}`;
      const { version } = input;
      await audit(actor, 'markMigrationApplied', subject, { source: source.name, version });
      const [status] = await options.statuses.read(input.databaseName, source.name);
      if (status === undefined) throw new NotFoundError('The source is not configured any more.');
      return status;
    },
  };
}
