// Looks at one source of one database and does what follows, in one transaction: the assessment's
// row, its event, and the run. The row says what was announced and done already, so that nothing is
// announced or run twice, whoever else looks at the same time and whenever hawkwatch dies:
//
//   new digest -> none | review (a run waits) | waits (hours, kill switch, wave) | run
//   waits      -> assessed anew when it may go on -> review | run
//   run        its dry run ended well -> assessed anew -> the run itself | waits | review
//              its dry run was cut off -> another one; it failed -> review
//
//   run        the run itself failed or was cut off -> review
//
// `review` is final until the digest changes, and so is `run` once its run ended otherwise.
import { coerceError, InvalidInputError } from '../../core/errors.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import { isRunEnded } from '../../core/migrations.ts';
import type { AutomaticPolicy, SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import { findDatabaseByName, lockDatabase, type DatabaseRecord } from '../../store/databases.ts';
import {
  findSourceAssessment,
  updateSourceAssessment,
  type SourceAssessment,
} from '../../store/migration-assessments.ts';
import { findRun, type MigrationRun } from '../../store/migration-runs.ts';
import { findNewestWave } from '../../store/migration-waves.ts';
import { countInterruptedRehearsals, hasOpenRun } from '../../store/run-reviews.ts';
import { assessForeign, assessSteps } from '../assess-steps.ts';
import { decide } from '../automatic/decide.ts';
import { mayStartAutomatically } from '../automatic/may-start.ts';
import type { AutomaticSwitch } from '../automatic/switch.ts';
import { prepareSteps, type PreparedStep } from '../plan-run.ts';
import type { RequestOptions } from '../requests.ts';
import { announceAssessment } from './announce.ts';
import { makeAutomaticRun } from './automatic-run.ts';
import { findObstacles } from './obstacles.ts';
import { digestOf, readPending, type PendingMigrations } from './pending-files.ts';

export interface ConsiderOptions extends RequestOptions {
  readonly automaticSwitch: AutomaticSwitch;
  /** What the configuration says of automatic runs. */
  configured(): boolean;
}

export interface Place {
  readonly databaseName: string;
  readonly sourceName: string;
}

/** Why it is to be looked at again without any notice; null when a notice will come. */
export type Again = 'away' | 'waits' | 'busy' | 'overtaken' | 'unassessed' | null;

export interface ConsiderRequest extends Place {
  /** Nothing is new: only what it waited for may have come. */
  readonly onlyTime: boolean;
  /** An assessment that failed is asked for again before it counts as unknown. */
  readonly mayAskAgain: boolean;
  /** False when the folder is being changed: then a notice comes once it is left alone again. */
  isSettled(): Promise<boolean>;
}

/** What is known before the transaction, and must still be so within it. */
interface Considered {
  readonly target: Target;
  readonly source: SourceSettings;
  readonly database: DatabaseRecord;
  readonly policy: AutomaticPolicy | null;
  readonly pending: PendingMigrations;
  readonly digest: string;
  readonly known: SourceAssessment | undefined;
  readonly stage: Stage;
}

/** Where a source stands that is not settled: see the head of this file. */
interface Stage {
  readonly isNews: boolean;
  readonly rehearsed: boolean;
  /** Set: a person has to look at it. */
  readonly obstacle: string | null;
}

/** Dry runs of the same bytes that may be cut off by a crash. */
const maxRehearsals = 3;

const news: Stage = { isNews: true, rehearsed: false, obstacle: null };
const resumed: Stage = { isNews: false, rehearsed: false, obstacle: null };

/** Considers a source once. */
export async function considerSource(
  options: ConsiderOptions,
  request: ConsiderRequest,
): Promise<Again> {
  const { store, targets, logger } = options;
  const target = targets.find(request.databaseName);
  const source = target?.settings.sources.find((one) => one.name === request.sourceName);
  if (target === undefined || source === undefined || source.folder === null) return null;
  if (target.settings.unavailable !== null) return null;
  const database = await findDatabaseByName(store.q, request.databaseName);
  if (database === undefined) return 'busy';
  const known = await findSourceAssessment(store.q, database.id, source.name);
  if (request.onlyTime && known?.decision === 'waits') {
    if (await stillWaits(options, target, known)) return 'waits';
  }
  if (await hasOpenRun(store.q, database.id, source.name)) return 'busy';
  const pending = await readPending(options.statuses, target, source);
  if (pending.kind !== 'pending') {
    const about = { database: database.name, source: source.name, reason: pending.reason };
    logger.debug(about, 'the pending migrations of a source cannot be told');
    return pending.kind === 'away' ? 'away' : null;
  }
  if (pending.steps.length === 0) return null;
  // Asked after the reading: what was read is of the settled folder.
  if (!(await request.isSettled())) return null;
  const digest = digestOf(pending.steps);
  const policy = target.settings.automatic;
  const stage = await findStage(options, known, { digest, policy, pending });
  if (typeof stage === 'string' || stage === null) return stage;
  const considered = { target, source, database, policy, pending, digest, known, stage };
  return act(options, considered, request.mayAskAgain);
}

/** True while what it waits for has not come; asks neither the folder nor the database. */
async function stillWaits(
  { store, clock, configured, automaticSwitch }: ConsiderOptions,
  { settings }: Target,
  known: SourceAssessment,
): Promise<boolean> {
  const facts = { configured: configured(), now: clock.now() };
  if (!mayStartAutomatically(settings, facts)) return true;
  if (!(await automaticSwitch.read()).enabled) return true;
  const wave = await findNewestWave(store.q, known.databaseId, known.source);
  return wave?.state === 'RUNNING';
}

/** Where the source stands, or why there is nothing to do now. */
async function findStage(
  options: ConsiderOptions,
  known: SourceAssessment | undefined,
  now: { digest: string; policy: AutomaticPolicy | null; pending: PendingMigrations },
): Promise<Stage | Again> {
  const { store } = options;
  if (known === undefined || known.digest !== now.digest) return news;
  switch (known.decision) {
    case 'review':
      return null;
    case 'none':
      // A policy that came since is obeyed.
      return now.policy === null || now.pending.unrunnable !== null ? null : resumed;
    case 'waits':
      return resumed;
    case 'run': {
      const run = known.runId === null ? undefined : await findRun(store.q, known.runId);
      if (run === undefined) return null;
      return run.dryRun ? stageAfterRehearsal(options, run) : stageAfterRun(run);
    }
  }
}

/** A run that did not end well is for a person to go on with; one that was cancelled was decided. */
function stageAfterRun(run: MigrationRun): Stage | null {
  if (run.state !== 'FAILED' && run.state !== 'INTERRUPTED') return null;
  return { ...resumed, obstacle: describeEnd('its run', run) };
}

async function stageAfterRehearsal(
  { store, automaticSwitch }: ConsiderOptions,
  run: MigrationRun,
): Promise<Stage | Again> {
  if (!isRunEnded(run.state)) return 'busy';
  if (run.state === 'SUCCEEDED') return { ...resumed, rehearsed: true };
  // The kill switch cancels a dry run that has not begun; it is made again when it is back on.
  const { enabled } = await automaticSwitch.read();
  if (!enabled && run.state === 'CANCELLED') return resumed;
  // Nothing was changed when hawkwatch died on the way: it is made again, but not for ever.
  if (run.state === 'INTERRUPTED') {
    const times = await countInterruptedRehearsals(store.q, run);
    if (times < maxRehearsals) return resumed;
  }
  return { ...resumed, obstacle: describeEnd('its dry run', run) };
}

function describeEnd(what: string, run: MigrationRun): string {
  const why = run.error === null ? '' : `: ${run.error.message}`;
  return `${what} is ${run.state}${why}`.slice(0, 1000);
}

async function act(
  options: ConsiderOptions,
  considered: Considered,
  mayAskAgain: boolean,
): Promise<Again> {
  const { pending, database, source, policy } = considered;
  const place = { databaseName: database.name, source: source.name };
  const found =
    pending.unrunnable === null
      ? await assessSteps(options, database.name, pending.steps)
      : await assessForeign(options, place);
  if (found === null && options.assessor !== undefined && mayAskAgain) return 'unassessed';
  const runnable = policy !== null && pending.unrunnable === null;
  const prepared = runnable ? await prepare(options, considered) : [];
  const unrunnable = typeof prepared === 'string' ? prepared : pending.unrunnable;
  const steps = typeof prepared === 'string' ? [] : prepared;
  return commit(options, considered, { found, steps, unrunnable });
}

/** The steps ready to be run, or why they cannot be. */
async function prepare(
  { analyser }: ConsiderOptions,
  { target, pending }: Considered,
): Promise<readonly PreparedStep[] | string> {
  try {
    return await prepareSteps(analyser, target, pending.steps);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw coerceError(error);
    return error.message.slice(0, 1000);
  }
}

const unknown: ImpactAssessment = {
  risk: 'UNKNOWN',
  confidence: 0,
  doubts: ['its impact could not be assessed'],
  findings: [],
  ignored: [],
  losses: [],
  estimate: null,
  files: [],
};

function commit(
  options: ConsiderOptions,
  considered: Considered,
  made: {
    readonly found: ImpactAssessment | null;
    readonly steps: readonly PreparedStep[];
    readonly unrunnable: string | null;
  },
): Promise<Again> {
  const { store, clock, automaticSwitch } = options;
  const { database, source, policy, pending, digest, known, stage } = considered;
  const place = { databaseId: database.id, source: source.name };
  return store.transaction(async (tx): Promise<Again> => {
    // Everybody who stores a run of this database, or considers it, comes one after the other.
    await lockDatabase(tx.q, database.name);
    const automaticRuns = await automaticSwitch.hold(tx);
    const current = await findSourceAssessment(tx.q, database.id, source.name);
    if (!isSame(current, known)) return 'overtaken';
    if (await hasOpenRun(tx.q, database.id, source.name)) return 'busy';
    const { obstacle, wave } = await findObstacles(tx.q, place, pending);
    const now = clock.now();
    const decided = decide({
      policy,
      unrunnable: made.unrunnable,
      assessment: made.found,
      obstacle: stage.obstacle ?? obstacle,
      automaticRuns,
      wave,
      now,
    });
    const unchanged = decided.decision === known?.decision && decided.reason === known.reason;
    if (!stage.isNews && unchanged && decided.decision !== 'run') {
      return decided.decision === 'waits' ? 'waits' : null;
    }
    const { decision } = decided;
    const runId =
      decision === 'run' || decision === 'review'
        ? await makeAutomaticRun(tx, options, {
            ...considered,
            steps: made.steps,
            assessment: made.found,
            decided: { decision, reason: decided.reason },
            dryRun: decision === 'run' && policy?.dryRun === true && !stage.rehearsed,
          })
        : null;
    const assessment = made.found ?? unknown;
    const row = { ...place, digest, assessment, ...decided, runId, assessedAt: now };
    await updateSourceAssessment(tx.q, row);
    if (stage.isNews) announceAssessment(tx, { database, source, row, steps: pending.steps });
    if (decision === 'waits') return 'waits';
    return decision === 'run' ? 'busy' : null;
  });
}

function isSame(a: SourceAssessment | undefined, b: SourceAssessment | undefined): boolean {
  return (
    a?.digest === b?.digest &&
    a?.decision === b?.decision &&
    a?.runId === b?.runId &&
    a?.assessedAt.getTime() === b?.assessedAt.getTime()
  );
}
