// The live list of runs: the events that change what a list of runs shows, filtered like the list.
import type { StoredEvent } from '../core/events.ts';
import {
  progressEvents,
  progressKindOf,
  type Progress,
  type ProgressKind,
} from '../migrations/events.ts';
import { wasActiveSince } from '../store/active-runs.ts';
import { findRun, type RunFilter } from '../store/migration-runs.ts';
import type { GraphqlContext } from './context.ts';
import { LogStream } from './log-stream.ts';
import type { RunView } from './loaders.ts';
import { getRunView, parseRunFilter, type RunFilterInput } from './run-views.ts';
import type { Services } from './services.ts';

export interface RunChange {
  readonly cursor: string;
  readonly kind: ProgressKind;
  load(context: GraphqlContext): Promise<RunView>;
}

const changeTypes = (['QUEUED', 'STARTED', 'MIGRATION_FINISHED', 'FINISHED'] as const).map(
  (kind) => progressEvents[kind].type,
);

async function matches(services: Services, filter: RunFilter, fact: Progress): Promise<boolean> {
  if (filter.databaseIds?.includes(fact.databaseId) === false) return false;
  if (filter.states?.includes(fact.runState) === false) return false;
  if (filter.dryRun !== undefined && filter.dryRun !== fact.dryRun) return false;
  if (filter.kinds?.includes(fact.runKind) === false) return false;
  const { origins, triggeredBy, since, activeSince } = filter;
  if ([origins, triggeredBy, since, activeSince].every((one) => one === undefined)) return true;
  const run = await findRun(services.store.q, fact.runId);
  return (
    run !== undefined &&
    origins?.includes(run.origin) !== false &&
    (triggeredBy === undefined || run.triggeredBy === triggeredBy) &&
    (since === undefined || run.queuedAt >= since) &&
    (activeSince === undefined || wasActiveSince(run, activeSince))
  );
}

/** Changes of the runs that match, after a replay of those since `after`. */
export async function openRunChanges(
  context: GraphqlContext,
  input: RunFilterInput | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<RunChange>> {
  const { services, viewer } = context;
  const filter = await parseRunFilter(context, input);
  return new LogStream(services.hub, {
    start: await services.hub.locate(context.resumeAfter ?? after ?? undefined),
    selection: { role: viewer.role, types: changeTypes },
    convert: async (event: StoredEvent): Promise<RunChange | undefined> => {
      const kind = progressKindOf(event.type);
      const fact = kind && progressEvents[kind].read(event);
      if (kind === undefined || fact === undefined) return undefined;
      if (!(await matches(services, filter, fact))) return undefined;
      const cursor = services.hub.cursorOf(event.id);
      return { cursor, kind, load: (current) => getRunView(current, fact.runId) };
    },
  });
}
