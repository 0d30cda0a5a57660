// What the log holds of something that has ended: read from a cursor to the event that ended it, or
// to the log's end. Nothing is waited for.
import { expired } from '../bus/subscription.ts';
import { decodeCursor } from '../core/cursor.ts';
import type { StoredEvent } from '../core/events.ts';
import { audiencesOf } from '../core/role.ts';
import { readLog } from '../store/event-log.ts';
import type { GraphqlContext } from './context.ts';

export interface Replay<View> {
  readonly after: string;
  readonly types: readonly string[];
  readonly subjects: readonly string[];
  toView(event: StoredEvent): View | undefined;
  isLast(view: View): boolean;
}

const pageSize = 256;

/** Views of the events after the cursor; `after` must have been checked by the hub. */
export async function* replayEnded<View>(
  { services, viewer }: GraphqlContext,
  { after, types, subjects, toView, isLast }: Replay<View>,
): AsyncGenerator<View, undefined> {
  const selection = { types, subjects, audiences: audiencesOf(viewer.role) };
  let at = decodeCursor(after)?.id ?? 0;
  for (;;) {
    const page = await readLog(services.store.raw, { after: at, limit: pageSize }, selection);
    if (at < page.prunedThrough) throw expired(services.hub.head);
    for (const event of page.events) {
      at = event.id;
      const view = toView(event);
      if (view === undefined) continue;
      yield view;
      if (isLast(view)) return undefined;
    }
    if (page.events.length < pageSize) return undefined;
  }
}

/** A stream of one. */
export async function* only<View>(view: View): AsyncGenerator<View, undefined> {
  yield view;
  return undefined;
}
