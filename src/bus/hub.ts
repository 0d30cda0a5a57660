// In-process fan-out of the event log: the tail hands every event in, subscriptions take what
// matches them. Checks cursors; how a subscription keeps up is told in `subscription.ts`.
import { channel } from 'node:diagnostics_channel';

import { decodeCursor, encodeCursor, type LogPosition } from '../core/cursor.ts';
import { CursorInvalidError, UnavailableError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { SqlClient } from '../store/connection.ts';
import { readLogState } from '../store/event-log.ts';
import {
  expired,
  openSubscription,
  readSelection,
  type LiveSubscription,
  type Selection,
  type SelectionPage,
  type Stream,
} from './subscription.ts';
import type { TailListener } from './tail.ts';

export interface SubscribeOptions extends Selection {
  /** Replay what came after this cursor; without it, only what is newer than now. */
  readonly after?: string | undefined;
}

export interface Hub {
  /** Cursor of the last event that was handed out. */
  readonly head: string;
  /** Its id. */
  readonly position: number;
  /** Names the log that the hub follows. */
  readonly epoch: string;
  readonly subscribers: number;
  cursorOf(eventId: number): string;
  /**
   * Every event that matches and is newer than `after`, once and in order. Iterating fails with
   * CursorInvalidError when the log is restored, CursorExpiredError when retention overtakes a
   * slow reader, UnavailableError when hawkwatch stops.
   * @throws CursorInvalidError when the cursor is of another log or beyond its head.
   * @throws CursorExpiredError when events after the cursor are gone already.
   */
  subscribe(options: SubscribeOptions): Promise<AsyncIterableIterator<StoredEvent>>;
  /**
   * The id after which a subscription with this cursor starts; without one, the present position.
   * @throws CursorInvalidError, CursorExpiredError as `subscribe` does.
   */
  locate(after: string | undefined): Promise<number>;
  /** As `subscribe`, from just after an id that `locate` gave. */
  open(start: number, selection: Selection): AsyncIterableIterator<StoredEvent>;
  /**
   * What matches after a position, from the log: a page of it.
   * @throws CursorInvalidError when the position is of another log; CursorExpiredError when
   * retention has removed some of it.
   */
  read(after: LogPosition, selection: Selection): Promise<SelectionPage>;
  /** What the tail calls. */
  readonly listener: TailListener;
  close(): void;
}

export interface HubOptions {
  readonly raw: SqlClient;
  /** Events a live subscription may lag behind before it reads the log again. */
  readonly bufferSize?: number;
  readonly pageSize?: number;
}

/** Tells of events that are about to be handed out, to whoever measures how long that takes. */
const arrivals = channel('hawkwatch:hub:events');

/** Creates a hub; connect its `listener` to a tail. */
export function createHub(options: HubOptions): Hub {
  const live = new Set<LiveSubscription>();
  const all = new Set<LiveSubscription>();
  let epoch = '';
  let position = 0;
  let closed = false;

  const cursorOf = (id: number): string => encodeCursor({ epoch, id });
  const invalid = (message: string): CursorInvalidError =>
    new CursorInvalidError(
      `${message} Fetch the present state and subscribe after its cursor.`,
      cursorOf(position),
    );
  const stopping = (): UnavailableError =>
    new UnavailableError('hawkwatch is stopping. Subscribe again after your last cursor.');
  const endAll = (error: Error): void => {
    for (const subscription of all) subscription.end(error);
  };

  const stream: Stream = {
    raw: options.raw,
    bufferSize: options.bufferSize ?? 512,
    pageSize: options.pageSize ?? 256,
    position: () => position,
    cursorOf,
    join: (subscription) => {
      live.add(subscription);
    },
    leave: (subscription) => {
      live.delete(subscription);
    },
  };

  /** Where a subscription starts; a cursor is checked against the log, not only against the hub. */
  const startOf = async (after: string | undefined): Promise<number> => {
    if (after === undefined) return position;
    const start = decodeCursor(after);
    if (start === undefined) throw invalid('This is not a cursor of hawkwatch.');
    if (start.epoch !== epoch) throw invalid('The cursor belongs to another event log.');
    const state = await readLogState(options.raw);
    if (state.epoch !== epoch || start.id > Math.max(state.id, position)) {
      throw invalid('The cursor lies beyond the end of the event log.');
    }
    if (start.id < state.prunedThrough) throw expired(cursorOf(position));
    return start.id;
  };

  const locate = (after: string | undefined): Promise<number> =>
    closed ? Promise.reject(stopping()) : startOf(after);

  const open = (start: number, selection: Selection): AsyncIterableIterator<StoredEvent> => {
    if (closed) throw stopping();
    const { subscription, events } = openSubscription(stream, start, selection);
    const forget = <T>(value: T): T => {
      all.delete(subscription);
      return value;
    };
    all.add(subscription);
    const tracked: AsyncIterableIterator<StoredEvent> = {
      next: async () => {
        try {
          const result = await events.next();
          return result.done === true ? forget(result) : result;
        } catch (error) {
          throw forget(error);
        }
      },
      return: async () => forget((await events.return?.()) ?? { done: true, value: undefined }),
      [Symbol.asyncIterator]: () => tracked,
    };
    return tracked;
  };

  const read = async (after: LogPosition, selection: Selection): Promise<SelectionPage> => {
    const page = await readSelection(stream, after.id, selection);
    // Asked afterwards: the log may have been restored while the page was read.
    if (after.epoch !== epoch) throw invalid('The event log was restored.');
    return page;
  };

  return {
    get head() {
      return cursorOf(position);
    },
    get position() {
      return position;
    },
    get epoch() {
      return epoch;
    },
    get subscribers() {
      return all.size;
    },
    cursorOf,
    locate,
    open,
    read,
    subscribe: async ({ after, ...selection }) => open(await locate(after), selection),
    listener: {
      onReset: (state) => {
        const renewed = epoch !== '' && (epoch !== state.epoch || state.id < position);
        epoch = state.epoch;
        position = state.id;
        if (renewed) endAll(invalid('The event log was restored.'));
      },
      onEvents: (events) => {
        if (arrivals.hasSubscribers) arrivals.publish(events);
        for (const event of events) {
          position = event.id;
          for (const subscription of live) subscription.push(event);
        }
      },
    },
    close: () => {
      closed = true;
      endAll(stopping());
    },
  };
}
