// What became of a foreign migration: its sources' histories before and after, judged. Pure. It says
// what is recorded and no more: a run of which nothing is recorded is not called a failure without a
// sign of one, and a session that was killed is not called a success.
import type { ForeignSession, MigrationState, RunError, RunState } from '../../core/migrations.ts';
import type { ForeignStep } from '../../store/foreign-runs.ts';
import type { MigrationEntry, SourceStatus } from '../status-words.ts';
import { unknownTool } from './recognise.ts';

export interface OutcomeFacts {
  readonly session: ForeignSession;
  /** Read when the run was first seen; undefined when that could not be read. */
  readonly before: readonly SourceStatus[] | undefined;
  readonly after: readonly SourceStatus[];
  /** `source/version` that were pending before, as far as the store knew. */
  readonly storedPending: ReadonlySet<string>;
  /** When it began, by the database's clock; rows applied after it are its own. */
  readonly since: Date;
  /** Sessions of the database were killed, or crashed, meanwhile. */
  readonly abnormalEnds: boolean;
  /** Nobody watched when it ended. */
  readonly unwatched: boolean;
}

export interface Outcome {
  readonly state: Extract<RunState, 'SUCCEEDED' | 'FAILED' | 'INTERRUPTED'>;
  readonly message: string;
  readonly error: RunError | null;
  readonly steps: readonly ForeignStep[];
  /** The source that it turned out to be of. */
  readonly source: string | null;
}

const recorded = new Set<MigrationState>([
  'APPLIED',
  'BASELINE',
  'MARKED',
  'EDITED',
  'MISSING_FILE',
  'FUTURE',
]);
const undone = new Set<MigrationState>(['PENDING', 'ROLLED_BACK', 'OUT_OF_ORDER']);
const broken = new Set<MigrationState>(['FAILED', 'PARTIAL']);
const maxSteps = 1_000;

const errorOf = (message: string): RunError => ({
  message,
  sqlState: null,
  statement: null,
  position: null,
  hint: null,
});

/** Reads are taken for what they are: a status that could not be read tells nothing. */
const readable = (status: SourceStatus): boolean => status.state !== 'UNREACHABLE';

interface SourceChange {
  readonly source: string;
  readonly steps: readonly ForeignStep[];
  readonly failure: string | null;
  readonly pending: number;
}

function compare(facts: OutcomeFacts, after: SourceStatus): SourceChange {
  const { since, storedPending, session } = facts;
  const before = facts.before?.find((one) => one.source === after.source && readable(one));
  const old = new Map(before?.migrations.map((entry) => [entry.version, entry]));
  const steps = after.migrations.flatMap((entry): readonly ForeignStep[] => {
    const earlier = old.get(entry.version);
    const state = stateOf(entry, {
      earlier,
      known: before !== undefined,
      late: entry.appliedAt !== null && entry.appliedAt >= since,
      wasPending: storedPending.has(`${after.source}/${entry.version}`),
    });
    if (state === undefined) return [];
    const { version, name, checksum, durationMs } = entry;
    return [{ version, name, checksum, state, durationMs }];
  });
  const failed = after.migrations.find(({ state }) => broken.has(state));
  const wasDirty = before?.state === 'DIRTY';
  // While a migration runs, some tools' histories look as if it had failed: only the end counts.
  const isDirty = after.state === 'DIRTY' && (session.tool !== unknownTool || !wasDirty);
  return {
    source: after.source,
    steps,
    failure: isDirty ? (after.reason ?? `${failed?.version ?? 'a migration'} failed`) : null,
    pending: after.counts.pending,
  };
}

/** The state of a step that is this run's; undefined for what was so before. */
function stateOf(
  entry: MigrationEntry,
  seen: {
    readonly earlier: MigrationEntry | undefined;
    readonly known: boolean;
    readonly late: boolean;
    readonly wasPending: boolean;
  },
): MigrationState | undefined {
  const { earlier, known, late, wasPending } = seen;
  const wasRecorded = earlier !== undefined && recorded.has(earlier.state);
  if (recorded.has(entry.state)) {
    const isNew = known ? !wasRecorded : wasPending;
    return isNew || late || wasPending ? 'APPLIED' : undefined;
  }
  if (broken.has(entry.state)) {
    return late || (known && earlier?.state !== entry.state) ? entry.state : undefined;
  }
  return wasRecorded && undone.has(entry.state) ? 'ROLLED_BACK' : undefined;
}

const listed = (steps: readonly ForeignStep[]): string => {
  const versions = steps.slice(0, 10).map(({ version }) => version);
  const more = steps.length - versions.length;
  return `${versions.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

function describe(steps: readonly ForeignStep[]): string {
  const parts = (['APPLIED', 'ROLLED_BACK', 'FAILED', 'PARTIAL'] as const).flatMap((state) => {
    const some = steps.filter((step) => step.state === state);
    if (some.length === 0) return [];
    const word = state === 'ROLLED_BACK' ? 'rolled back' : state.toLowerCase();
    return [`${word}: ${listed(some)}`];
  });
  return parts.length === 0 ? 'nothing new is recorded since it was seen' : parts.join('; ');
}

/** What became of it. */
export function judgeOutcome(facts: OutcomeFacts): Outcome {
  const { session, after, abnormalEnds, unwatched } = facts;
  const ofTool = after.filter(({ tool }) => session.tool === unknownTool || tool === session.tool);
  const changes = ofTool.filter(readable).map((status) => compare(facts, status));
  const steps = changes.flatMap((change) => change.steps).slice(0, maxSteps);
  const touched = changes.find((change) => change.steps.length > 0) ?? changes[0];
  const failure = changes.find((change) => change.failure !== null)?.failure ?? null;
  const pending = changes.reduce((sum, change) => sum + change.pending, 0);
  const said = [
    ...(unwatched ? ['it ended while nobody watched'] : []),
    changes.length === 0 ? untold(ofTool, session.tool) : describe(steps),
    ...(pending > 0 && session.tool !== unknownTool ? [`still pending: ${pending}`] : []),
  ];
  const source = steps.length === 0 ? null : (touched?.source ?? null);
  const end = (state: Outcome['state'], ...more: readonly string[]): Outcome => ({
    state,
    message: [...more, ...said].join('; '),
    error: state === 'SUCCEEDED' ? null : errorOf([...more, ...said].join('; ')),
    steps,
    source,
  });
  if (session.terminatedBy !== undefined) {
    return end('INTERRUPTED', `${session.terminatedBy} ended its session (terminateSession)`);
  }
  if (failure !== null) return end('FAILED', failure);
  if (steps.some(({ state }) => broken.has(state))) return end('FAILED');
  if (steps.length > 0) return end('SUCCEEDED');
  if (abnormalEnds) {
    return end('INTERRUPTED', 'its session was killed, as it seems');
  }
  if (session.tool !== unknownTool && pending > 0) {
    return end('INTERRUPTED', 'it gave its lock back without recording what is pending');
  }
  return end('SUCCEEDED');
}

function untold(ofTool: readonly SourceStatus[], tool: string): string {
  const unread = ofTool.find(({ reason }) => reason !== null);
  if (unread !== undefined) {
    return `what it applied could not be read (${unread.source}: ${unread.reason ?? ''})`;
  }
  return tool === unknownTool
    ? 'no migration source of this database records it'
    : `what it applied is not known: no source of the tool ${tool} is configured here`;
}
