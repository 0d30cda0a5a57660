// Runs of migrations as the API and the dispatcher see them. What a run records while it executes
// is in `run-recording.ts`.

import { and, asc, desc, eq, gt, gte, inArray, lt, ne, or, sql, type SQL } from './drizzle.ts';
import { isActiveSince } from './active-runs.ts';
import { NotFoundError } from '../core/errors.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import type {
  DryRunStatement,
  ForeignSession,
  MigrationState,
  RunError,
  RunExecutor,
  RunKind,
  RunOrigin,
  RunReview,
  RunState,
  RunVerification,
} from '../core/migrations.ts';
import { migrationRuns, migrationRunSteps } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface MigrationRun {
  readonly id: string;
  readonly databaseId: string;
  readonly source: string;
  readonly kind: RunKind;
  readonly origin: RunOrigin;
  readonly state: RunState;
  readonly executor: RunExecutor;
  readonly dryRun: boolean;
  readonly toVersion: string | null;
  readonly triggeredBy: string | null;
  readonly actorId: string;
  readonly clientMutationId: string | null;
  readonly inputHash: string;
  readonly retryOf: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelRequestedAt: Date | null;
  readonly percent: number;
  readonly error: RunError | null;
  readonly report: readonly DryRunStatement[] | null;
  /** As it was before the run was queued or put up for review. */
  readonly assessment: ImpactAssessment | null;
  readonly review: RunReview | null;
  readonly waveId: string | null;
  readonly foreign: ForeignSession | null;
  readonly verification: RunVerification | null;
  readonly cursorEpoch: string;
  readonly cursorId: number;
  readonly claimedBy: string | null;
  readonly claim: number;
  readonly recordedSeq: number;
  readonly keyId: string;
}

export interface MigrationRunStep {
  readonly runId: string;
  readonly position: number;
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly state: MigrationState;
  readonly statementsDone: number;
  readonly statementsTotal: number;
  readonly durationMs: number | null;
}

// The columns below hold only what this room wrote from the types above.
const runColumns = {
  id: migrationRuns.id,
  databaseId: migrationRuns.databaseId,
  source: migrationRuns.source,
  kind: sql<RunKind>`${migrationRuns.kind}`,
  origin: sql<RunOrigin>`${migrationRuns.origin}`,
  state: sql<RunState>`${migrationRuns.state}`,
  executor: sql<RunExecutor>`${migrationRuns.executor}`,
  dryRun: migrationRuns.dryRun,
  toVersion: migrationRuns.toVersion,
  triggeredBy: migrationRuns.triggeredBy,
  actorId: migrationRuns.actorId,
  clientMutationId: migrationRuns.clientMutationId,
  inputHash: migrationRuns.inputHash,
  retryOf: migrationRuns.retryOf,
  queuedAt: migrationRuns.queuedAt,
  startedAt: migrationRuns.startedAt,
  finishedAt: migrationRuns.finishedAt,
  cancelRequestedAt: migrationRuns.cancelRequestedAt,
  percent: migrationRuns.percent,
  error: sql<RunError | null>`${migrationRuns.error}`,
  report: sql<readonly DryRunStatement[] | null>`${migrationRuns.report}`,
  assessment: sql<ImpactAssessment | null>`${migrationRuns.assessment}`,
  review: sql<RunReview | null>`${migrationRuns.review}`,
  waveId: migrationRuns.waveId,
  foreign: sql<ForeignSession | null>`${migrationRuns.foreign}`,
  verification: sql<RunVerification | null>`${migrationRuns.verification}`,
  cursorEpoch: migrationRuns.cursorEpoch,
  cursorId: migrationRuns.cursorId,
  claimedBy: migrationRuns.claimedBy,
  claim: migrationRuns.claim,
  recordedSeq: migrationRuns.recordedSeq,
  keyId: migrationRuns.keyId,
};

const stepColumns = {
  runId: migrationRunSteps.runId,
  position: migrationRunSteps.position,
  version: migrationRunSteps.version,
  name: migrationRunSteps.name,
  checksum: migrationRunSteps.checksum,
  state: sql<MigrationState>`${migrationRunSteps.state}`,
  statementsDone: migrationRunSteps.statementsDone,
  statementsTotal: migrationRunSteps.statementsTotal,
  durationMs: migrationRunSteps.durationMs,
};

export type NewRun = Pick<
  MigrationRun,
  | 'id'
  | 'databaseId'
  | 'source'
  | 'kind'
  | 'origin'
  | 'state'
  | 'dryRun'
  | 'toVersion'
  | 'triggeredBy'
  | 'actorId'
  | 'clientMutationId'
  | 'inputHash'
  | 'retryOf'
  | 'queuedAt'
  | 'cursorEpoch'
  | 'cursorId'
  | 'keyId'
> & { readonly recordedSeq: number } & Partial<
    Pick<MigrationRun, 'executor' | 'assessment' | 'review' | 'waveId' | 'foreign' | 'startedAt'>
  >;

export type NewStep = Pick<
  MigrationRunStep,
  'position' | 'version' | 'name' | 'checksum' | 'state' | 'statementsTotal'
> & { readonly sealed: Uint8Array | null };

/** Stores a queued run with the bytes it will execute. */
export async function insertRun(
  q: Queryable,
  run: NewRun,
  steps: readonly NewStep[],
): Promise<void> {
  const assessment = run.assessment ?? null;
  await q.insert(migrationRuns).values({
    ...run,
    // Its messages quote what files hold.
    assessment: assessment === null ? null : JSON.parse(storableJson(assessment)),
  });
  for (const chunk of chunksByBytes(steps)) {
    const rows = JSON.stringify(
      chunk.map(({ sealed, ...step }) => ({
        ...step,
        sealed: sealed === null ? null : Buffer.from(sealed).toString('base64'),
      })),
    );
    await q.execute(sql`
      insert into hawkwatch_store.migration_run_steps
        (run_id, position, version, name, checksum, state, statements_total, sealed)
      select ${run.id}::uuid, position, version, name, checksum, state, "statementsTotal",
             decode(sealed, 'base64')
      from jsonb_to_recordset(${rows}::jsonb) as step(position integer, version text, name text,
        checksum text, state text, "statementsTotal" integer, sealed text)`);
  }
}

const maxChunkBytes = 16 * 1024 * 1024;

/** Steps in groups of some megabytes: a jsonb value is limited to 256 of them. */
function* chunksByBytes(steps: readonly NewStep[]): Generator<readonly NewStep[]> {
  let chunk: NewStep[] = [];
  let bytes = 0;
  for (const step of steps) {
    const length = step.sealed?.length ?? 0;
    if (chunk.length > 0 && bytes + length > maxChunkBytes) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(step);
    bytes += length;
  }
  if (chunk.length > 0) yield chunk;
}

export async function findRuns(q: Queryable, ids: readonly string[]): Promise<MigrationRun[]> {
  if (ids.length === 0) return [];
  return q
    .select(runColumns)
    .from(migrationRuns)
    .where(inArray(migrationRuns.id, [...ids]));
}

export async function findRun(q: Queryable, id: string): Promise<MigrationRun | undefined> {
  const [run] = await findRuns(q, [id]);
  return run;
}

/** The run, locked until the transaction ends: nobody else records anything of it meanwhile. */
export async function lockRun(q: Queryable, id: string): Promise<MigrationRun | undefined> {
  const [run] = await q
    .select(runColumns)
    .from(migrationRuns)
    .where(eq(migrationRuns.id, id))
    .for('update');
  return run;
}

/** @throws NotFoundError */
export async function getRun(q: Queryable, id: string): Promise<MigrationRun> {
  const run = await findRun(q, id);
  if (run === undefined) throw new NotFoundError(`There is no migration run "${id}".`);
  return run;
}

/** Migrations of others that are under way, oldest first; of some databases or of all. */
export function listOpenForeignRuns(
  q: Queryable,
  databaseIds?: readonly string[],
): Promise<MigrationRun[]> {
  return q
    .select(runColumns)
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.state, 'RUNNING'),
        eq(migrationRuns.executor, 'foreign'),
        databaseIds === undefined ? undefined : inArray(migrationRuns.databaseId, [...databaseIds]),
      ),
    )
    .orderBy(asc(migrationRuns.queuedAt), asc(migrationRuns.id));
}

/** Runs of hawkwatch's own that a database has under way. */
export function listOwnRunningRuns(q: Queryable, databaseId: string): Promise<MigrationRun[]> {
  return q
    .select(runColumns)
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.state, 'RUNNING'),
        ne(migrationRuns.executor, 'foreign'),
        eq(migrationRuns.databaseId, databaseId),
      ),
    );
}

/** The run that an actor made with this key. */
export async function findRunByKey(
  q: Queryable,
  actorId: string,
  clientMutationId: string,
): Promise<MigrationRun | undefined> {
  const [run] = await q
    .select(runColumns)
    .from(migrationRuns)
    .where(
      and(eq(migrationRuns.actorId, actorId), eq(migrationRuns.clientMutationId, clientMutationId)),
    );
  return run;
}

/** Steps of several runs, in their order of execution. */
export async function listRunSteps(
  q: Queryable,
  runIds: readonly string[],
): Promise<MigrationRunStep[]> {
  if (runIds.length === 0) return [];
  return q
    .select(stepColumns)
    .from(migrationRunSteps)
    .where(inArray(migrationRunSteps.runId, [...runIds]))
    .orderBy(asc(migrationRunSteps.runId), asc(migrationRunSteps.position));
}

/** The sealed bytes of a run's steps, by position; null where they were dropped. */
export function listSealedSteps(
  q: Queryable,
  runId: string,
): Promise<{ position: number; sealed: Uint8Array | null }[]> {
  return q
    .select({ position: migrationRunSteps.position, sealed: migrationRunSteps.sealed })
    .from(migrationRunSteps)
    .where(eq(migrationRunSteps.runId, runId))
    .orderBy(asc(migrationRunSteps.position));
}

export interface RunFilter {
  readonly databaseIds?: readonly string[] | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly kinds?: readonly RunKind[] | undefined;
  readonly dryRun?: boolean | undefined;
  readonly origins?: readonly RunOrigin[] | undefined;
  readonly triggeredBy?: string | undefined;
  readonly since?: Date | undefined;
  /** Being executed then or later. */
  readonly activeSince?: Date | undefined;
}

export interface RunPage {
  readonly limit: number;
  readonly after?: { readonly queuedAt: Date; readonly id: string } | undefined;
  readonly before?: { readonly queuedAt: Date; readonly id: string } | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function beyond(
  compare: typeof lt,
  place: { readonly queuedAt: Date; readonly id: string } | undefined,
): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(migrationRuns.queuedAt, place.queuedAt),
    and(eq(migrationRuns.queuedAt, place.queuedAt), compare(migrationRuns.id, place.id)),
  );
}

function matches(filter: RunFilter): SQL | undefined {
  const { databaseIds, states, kinds, dryRun, origins, triggeredBy, since, activeSince } = filter;
  return and(
    databaseIds === undefined
      ? undefined
      : inArray(migrationRuns.databaseId, ['00000000-0000-0000-0000-000000000000', ...databaseIds]),
    states === undefined ? undefined : inArray(migrationRuns.state, ['', ...states]),
    dryRun === undefined ? undefined : eq(migrationRuns.dryRun, dryRun),
    kinds === undefined ? undefined : inArray(migrationRuns.kind, ['', ...kinds]),
    origins === undefined ? undefined : inArray(migrationRuns.origin, ['', ...origins]),
    triggeredBy === undefined ? undefined : eq(migrationRuns.triggeredBy, triggeredBy),
    since === undefined ? undefined : gte(migrationRuns.queuedAt, since),
    activeSince === undefined ? undefined : isActiveSince(activeSince),
  );
}

/** Runs, newest first. */
export function listRuns(q: Queryable, filter: RunFilter, page: RunPage): Promise<MigrationRun[]> {
  const order = page.backwards === true ? asc : desc;
  return q
    .select(runColumns)
    .from(migrationRuns)
    .where(and(matches(filter), beyond(lt, page.after), beyond(gt, page.before)))
    .orderBy(order(migrationRuns.queuedAt), order(migrationRuns.id))
    .limit(page.limit);
}
