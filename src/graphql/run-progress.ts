// The progress of one run as a stream.
//
// Without `after` the position is taken first, then the run is read and shown as one SNAPSHOT, then
// come the events after the position. Events of a run are numbered, and the run says up to which
// number it contains them (`recordedSeq`), so those that the snapshot shows already are left out.
// With `after` there is no snapshot and every later event comes.
// The stream ends after FINISHED. A run that had ended before is read from the log to its end
// instead of being waited for, so a stream whose FINISHED lies behind it ends as well.
import type { StoredEvent } from '../core/events.ts';
import { isRunEnded } from '../core/migrations.ts';
import {
  progressEvents,
  progressKindOf,
  runSubject,
  type BlockingSession,
  type ProgressKind,
  type StatementFact,
  type StepFact,
} from '../migrations/events.ts';
import { findRun, listRunSteps } from '../store/migration-runs.ts';
import type { GraphqlContext } from './context.ts';
import type { RunView } from './loaders.ts';
import { LogStream } from './log-stream.ts';
import { only, replayEnded } from './replay-ended.ts';
import { getRunView, runNotFound } from './run-views.ts';
import type { Services } from './services.ts';
import { isUuid } from './loaders.ts';

export interface ProgressView {
  readonly cursor: string;
  readonly at: Date;
  readonly kind: ProgressKind;
  /** The event's number within the run; 0 for the snapshot. */
  readonly seq: number;
  readonly percent: number;
  readonly etaMs: number | null;
  readonly migration: StepFact | null;
  readonly statement: StatementFact | null;
  readonly blockedBy: readonly BlockingSession[];
  readonly message: string | null;
  load(context: GraphqlContext): Promise<RunView>;
}

type ProgressStream = AsyncIterableIterator<ProgressView, undefined>;

const types = Object.values(progressEvents).map((kind) => kind.type);

function toView(services: Services, event: StoredEvent): ProgressView | undefined {
  const kind = progressKindOf(event.type);
  const fact = kind && progressEvents[kind].read(event);
  if (kind === undefined || fact === undefined) return undefined;
  const { seq, percent, etaMs, migration, statement, blockedBy, message, runId } = fact;
  const cursor = services.hub.cursorOf(event.id);
  const load = (context: GraphqlContext): Promise<RunView> => getRunView(context, runId);
  const place = { cursor, at: event.occurredAt, kind, seq, load };
  return { ...place, percent, etaMs, migration, statement, blockedBy, message };
}

async function snapshotOf(services: Services, view: RunView): Promise<ProgressView> {
  const { run, asOf } = view;
  const steps = await listRunSteps(services.store.q, [run.id]);
  return {
    cursor: asOf,
    at: services.clock.now(),
    kind: 'SNAPSHOT',
    seq: 0,
    load: () => Promise.resolve(view),
    percent: run.percent,
    etaMs: null,
    migration: steps.find((step) => step.state === 'RUNNING') ?? null,
    statement: null,
    blockedBy: [],
    message: null,
  };
}

const isLast = (view: ProgressView): boolean => view.kind === 'FINISHED';

/**
 * Opens the progress of a run.
 * @throws NotFoundError when there is no such run; the hub's cursor errors.
 */
export async function openProgress(
  context: GraphqlContext,
  runId: string,
  afterArgument: string | null | undefined,
): Promise<ProgressStream> {
  const { services, viewer } = context;
  const { hub, store } = services;
  if (!isUuid(runId)) throw runNotFound(runId);
  const after = context.resumeAfter ?? afterArgument ?? undefined;
  const start = await hub.locate(after);
  const cursor = after ?? hub.cursorOf(start);
  const words = { types, subjects: [runSubject(runId)] };
  const run = await findRun(store.q, runId);
  if (run === undefined) throw runNotFound(runId);
  if (isRunEnded(run.state)) {
    const toEvent = (event: StoredEvent): ProgressView | undefined => toView(services, event);
    return after === undefined
      ? only(await snapshotOf(services, { run, asOf: cursor }))
      : replayEnded(context, { ...words, after: cursor, toView: toEvent, isLast });
  }
  const snapshot = after === undefined && (await snapshotOf(services, { run, asOf: cursor }));
  return new LogStream(hub, {
    start,
    selection: { ...words, role: viewer.role },
    convert: (event) => toView(services, event),
    isLast,
    leading: snapshot === false ? [] : [snapshot],
    shows: (view) => snapshot !== false && view.seq <= run.recordedSeq,
  });
}
