// One subscriber's way through the event log. It has a position of its own and is in one of two
// states:
//
//   replaying  it reads pages of the log up to the hub's position
//   live       the hub pushes into its bounded buffer
//
// replaying → live when its position has reached the hub's, checked and switched in one turn, so
// nothing falls between. live → replaying when the buffer is full: the buffer is thrown away and
// the log is read from the last event that was taken. So memory is bounded and nothing is dropped.
import { CursorExpiredError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import { audiencesOf, type Role } from '../core/role.ts';
import type { SqlClient } from '../store/connection.ts';
import { readLog } from '../store/event-log.ts';

/** What the hub offers to its subscriptions. */
export interface Stream {
  readonly raw: SqlClient;
  readonly bufferSize: number;
  readonly pageSize: number;
  /** Id of the last event the hub handed out. */
  position(): number;
  cursorOf(eventId: number): string;
  join(subscription: LiveSubscription): void;
  leave(subscription: LiveSubscription): void;
}

export interface LiveSubscription {
  push(event: StoredEvent): void;
  /** Ends the subscription; with an error its reader gets that error. */
  end(error?: Error): void;
}

export interface Selection {
  /** What the subscriber may see. */
  readonly role: Role;
  readonly types?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
  readonly since?: Date | undefined;
}

export interface SelectionPage {
  readonly events: readonly StoredEvent[];
  /** The page holds everything that matches up to this id. */
  readonly through: number;
}

/**
 * What matches after an id and is not newer than the hub's position, one page of it.
 * @throws CursorExpiredError
 */
export async function readSelection(
  stream: Pick<Stream, 'raw' | 'pageSize' | 'position' | 'cursorOf'>,
  after: number,
  { role, types, subjects, since }: Selection,
): Promise<SelectionPage> {
  const position = stream.position();
  const { events, prunedThrough } = await readLog(
    stream.raw,
    { after, through: position, limit: stream.pageSize },
    { types, subjects, since, audiences: audiencesOf(role) },
  );
  if (after < prunedThrough) throw expired(stream.cursorOf(stream.position()));
  const full = events.length === stream.pageSize;
  return { events, through: full ? (events.at(-1)?.id ?? after) : Math.max(after, position) };
}

/** What a reader gets when retention has removed events it had not seen. */
export function expired(head: string): CursorExpiredError {
  return new CursorExpiredError(
    'Events after this cursor were removed by retention. Fetch the present state and subscribe ' +
      'after its cursor.',
    head,
  );
}

/** A subscription's events, from just after `start`; `return()` ends it even while it waits. */
export function openSubscription(
  stream: Stream,
  start: number,
  selection: Selection,
): { subscription: LiveSubscription; events: AsyncIterableIterator<StoredEvent> } {
  const audiences = audiencesOf(selection.role);
  const { types, subjects, since } = selection;
  let at = start;
  let buffer: StoredEvent[] = [];
  let overflowed = false;
  let ended = false;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;

  const wanted = (event: StoredEvent): boolean =>
    audiences.includes(event.audience) &&
    (types === undefined || types.includes(event.type)) &&
    (subjects === undefined || subjects.includes(event.subject)) &&
    (since === undefined || event.occurredAt >= since);

  const subscription: LiveSubscription = {
    push: (event) => {
      if (event.id <= at) return;
      if (!wanted(event)) {
        // Nothing waits before it, so it is behind us: a quiet subscriber does not fall behind
        // retention.
        if (buffer.length === 0 && !overflowed) at = event.id;
        return;
      }
      if (buffer.length >= stream.bufferSize) {
        overflowed = true;
        buffer = [];
        stream.leave(subscription);
      } else {
        buffer.push(event);
      }
      wake();
    },
    end: (error) => {
      ended = true;
      failure = error;
      buffer = [];
      stream.leave(subscription);
      wake();
    },
  };

  async function* replay(): AsyncGenerator<StoredEvent, void> {
    while (at < stream.position() && !ended) {
      const page = await readSelection(stream, at, selection);
      // It may have ended because these are no events of the log any more.
      if (ended) return;
      for (const event of page.events) {
        at = event.id;
        yield event;
        if (ended) return;
      }
      at = page.through;
    }
  }

  async function* run(): AsyncGenerator<StoredEvent, undefined> {
    while (!ended) {
      overflowed = false;
      yield* replay();
      if (ended) break;
      stream.join(subscription);
      while (!overflowed && !ended) {
        const event = buffer.shift();
        if (event !== undefined) {
          at = event.id;
          yield event;
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    if (failure !== undefined) throw failure;
    return undefined;
  }

  const generator = run();
  const events: AsyncIterableIterator<StoredEvent> = {
    next: () => generator.next(),
    // An async generator answers `return()` only after a pending `next()`: end that one first.
    return: async () => {
      subscription.end();
      await generator.return(undefined);
      return { done: true, value: undefined };
    },
    throw: async (error: unknown) => {
      subscription.end();
      await generator.return(undefined);
      throw error;
    },
    [Symbol.asyncIterator]: () => events,
  };
  return { subscription, events };
}
