// Reading events for a viewer: pages of the log, newest first, and the live stream. Every way to an
// event goes through the viewer's audiences.
import { decodeCursor } from '../core/cursor.ts';
import { CursorInvalidError, InvalidInputError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import { audiencesOf } from '../core/role.ts';
import { listEventsBackwards, readEvents } from '../store/event-log.ts';
import type { GraphqlContext } from './context.ts';
import { LogStream } from './log-stream.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

/** An event with its position in the log. */
export interface EventView {
  readonly event: StoredEvent;
  readonly cursor: string;
}

export interface EventFilterInput {
  readonly types?: readonly string[] | null | undefined;
  readonly subjects?: readonly string[] | null | undefined;
  readonly since?: Date | null | undefined;
}

const maxFilterWords = 100;

function parseFilter(filter: EventFilterInput | null | undefined): {
  types: readonly string[] | undefined;
  subjects: readonly string[] | undefined;
  since: Date | undefined;
} {
  const { types, subjects, since } = filter ?? {};
  const issues = Object.entries({ types, subjects })
    .filter(([, words]) => (words?.length ?? 0) > maxFilterWords)
    .map(([name]) => ({ path: `filter.${name}`, message: `holds more than ${maxFilterWords}` }));
  if (issues.length > 0) throw new InvalidInputError('The filter is too long.', issues);
  return {
    types: types ?? undefined,
    subjects: subjects ?? undefined,
    since: since ?? undefined,
  };
}

/** A page of events, newest first; its cursors are positions of the log. */
export async function listEvents(
  context: GraphqlContext,
  args: PageArguments,
  filter: EventFilterInput | null | undefined,
): Promise<Connection<EventView>> {
  const { hub, store } = context.services;
  const { raw } = store;
  const selection = { ...parseFilter(filter), audiences: audiencesOf(context.viewer.role) };
  // The hub's position is not newer than the log, so a subscription after it misses nothing.
  const { head: asOf, epoch } = hub;
  const page = parsePage(args, decodeCursor);
  for (const place of [page.after, page.before]) {
    if (place !== undefined && place.epoch !== epoch) {
      throw new CursorInvalidError('The cursor belongs to another event log. Start anew.', asOf);
    }
  }
  // Newest first: what comes "after" an event in this list is older than it.
  const olderThan = page.after?.id;
  const newerThan = page.before?.id;
  const rows = page.backwards
    ? await readEvents(
        raw,
        {
          after: newerThan ?? 0,
          limit: page.limit,
          ...(olderThan === undefined ? {} : { through: olderThan - 1 }),
        },
        selection,
      )
    : await listEventsBackwards(
        raw,
        {
          limit: page.limit,
          ...(olderThan === undefined ? {} : { before: olderThan }),
          ...(newerThan === undefined ? {} : { after: newerThan }),
        },
        selection,
      );
  return connectionOf(page, rows, asOf, (event) => {
    const cursor = hub.cursorOf(event.id);
    return { node: { event, cursor }, cursor };
  });
}

/** Events as they come, after a replay of what came since `after`. */
export async function openEvents(
  context: GraphqlContext,
  filter: EventFilterInput | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<EventView>> {
  const { hub } = context.services;
  const selection = { ...parseFilter(filter), role: context.viewer.role };
  return new LogStream(hub, {
    start: await hub.locate(context.resumeAfter ?? after ?? undefined),
    selection,
    convert: (event) => ({ event, cursor: hub.cursorOf(event.id) }),
  });
}
