// The live list of statuses: what changes in them, filtered like the overview.
import { statusChanged, type StatusFact } from '../store/migration-status-events.ts';
import type { GraphqlContext } from './context.ts';
import { LogStream } from './log-stream.ts';
import { matchesFilter, parseStatusFilter, type StatusFilterInput } from './status-overview.ts';

export interface StatusChange {
  readonly cursor: string;
  readonly at: Date;
  readonly fact: StatusFact;
}

/** Changes of the statuses that match, after a replay of those since `after`. */
export async function openStatusChanges(
  context: GraphqlContext,
  input: StatusFilterInput | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<StatusChange>> {
  const { hub } = context.services;
  const filter = parseStatusFilter(input);
  return new LogStream(hub, {
    start: await hub.locate(context.resumeAfter ?? after ?? undefined),
    selection: { role: context.viewer.role, types: [statusChanged.type] },
    convert: (event) => {
      const fact = statusChanged.read(event);
      if (fact === undefined || !matchesFilter(filter, fact)) return undefined;
      return { cursor: hub.cursorOf(event.id), at: event.occurredAt, fact };
    },
  });
}
