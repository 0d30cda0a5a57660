// One subscriber of a group. It is in one of three states:
//
//   catching up  it reads the log from its position, at the pace of its client
//   live         the group hands it each result
//   over         its stream has ended, or it has left
//
// catching up → live when the group can hand it everything it lacks. live → catching up when its
// client is behind: nothing more is queued for it, and when the client has room again it goes on in
// the log after the last result that was taken.
import type { ExecutionResult } from 'graphql';

import type { LogSource } from '../../graphql/log-stream.ts';
import type { StreamCounts } from '../../graphql/stream-counts.ts';
import type { Group, GroupMember } from './group.ts';
import type { SharedResult } from './shared-result.ts';

/** Where a subscriber's results go. */
export interface Sink {
  /** Takes a result; false when the client is behind, and it was not taken. */
  push(result: SharedResult): boolean;
  /** Resolves when there is room again; never before a refused `push`. */
  room(): Promise<void>;
}

export interface Subscriber {
  readonly sink: Sink;
  /** Nothing more comes, but for `last`. */
  onEnd(last: ExecutionResult | undefined): void;
}

/** What all members have in common. */
export interface SharedParts {
  readonly counts: StreamCounts;
  /** The result that tells of a failure. */
  failed(error: unknown): ExecutionResult;
}

export class Member implements GroupMember {
  /** Id up to which everything was taken. */
  at: number;
  readonly #group: Group;
  readonly #sink: Sink;
  readonly #shared: SharedParts;
  readonly #onEnd: (last: ExecutionResult | undefined) => void;
  #leading: readonly unknown[];
  #shows: ((view: unknown) => boolean) | undefined;
  #over = false;
  #fallBehind: () => void = () => undefined;

  constructor(
    group: Group,
    source: LogSource<unknown>,
    subscriber: Subscriber,
    shared: SharedParts,
  ) {
    this.#group = group;
    this.#sink = subscriber.sink;
    this.#onEnd = subscriber.onEnd;
    this.#shared = shared;
    this.at = source.start;
    this.#leading = source.leading ?? [];
    this.#shows = source.shows;
    group.enter();
    shared.counts.members += 1;
    void this.#follow();
  }

  /** Takes the next result from the group; false when the client is behind, or is gone. */
  take(result: SharedResult): boolean {
    if (result.id <= this.at) return !this.#over;
    if (this.#shows !== undefined) {
      if (this.#shows(result.view)) {
        this.at = result.id;
        return true;
      }
      this.#shows = undefined;
    }
    if (this.#over || !this.#sink.push(result)) {
      // Everything before this result was taken, or was none of this subscription's.
      this.at = result.id - 1;
      this.#fallBehind();
      return false;
    }
    this.at = result.id;
    return true;
  }

  /** The stream has ended for everybody. */
  finish(last: ExecutionResult | undefined): void {
    if (this.#over) return;
    this.leave();
    this.#onEnd(last);
  }

  /** The subscriber is gone. */
  leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#shared.counts.members -= 1;
    this.#group.exit(this);
    this.#fallBehind();
  }

  async #follow(): Promise<void> {
    const { counts, failed } = this.#shared;
    counts.lagging += 1;
    try {
      for (const view of this.#leading) await this.#hand(await this.#group.lead(view));
      this.#leading = [];
      while (!this.#over) {
        if (this.#group.failure !== undefined) return this.finish(this.#group.failure);
        const { promise: behind, resolve } = Promise.withResolvers<void>();
        this.#fallBehind = resolve;
        if (this.#group.join(this)) {
          counts.lagging -= 1;
          await behind;
          counts.lagging += 1;
          if (!this.#over) await this.#sink.room();
        } else {
          await this.#readPage();
        }
      }
    } catch (error) {
      this.finish(failed(error));
    } finally {
      counts.lagging -= 1;
    }
  }

  async #readPage(): Promise<void> {
    const page = await this.#group.read(this.at);
    for (const event of page.events) {
      if (this.#group.isStale) return;
      const result = await this.#group.resultOf(event);
      if (this.#over) return;
      if (result !== undefined) await this.#hand(result);
      if (result?.isLast === true) return this.finish(undefined);
      this.at = event.id;
    }
    this.at = page.through;
  }

  /** Hands out a result as soon as the client has room. */
  async #hand(result: SharedResult): Promise<void> {
    if (result.id > 0 && this.#shows?.(result.view) === true) return;
    while (!this.#over && !this.#group.isStale) {
      if (this.#sink.push(result)) break;
      await this.#sink.room();
    }
    if (this.#over || this.#group.isStale) return;
    this.#shared.counts.deliveries += 1;
    this.#shared.counts.bytes += result.bytes.length;
  }
}
