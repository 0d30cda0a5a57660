// All subscribers of one subscription. It follows the log once, executes once per event and hands
// the result to every member that is live. Results of the last moment are kept, so that a member
// that has read the log up to there joins without a gap: what it lacks is handed to it in the turn
// in which it joins.
import type { ExecutionResult } from 'graphql';

import type { Hub } from '../../bus/hub.ts';
import type { SelectionPage } from '../../bus/subscription.ts';
import type { Clock } from '../../core/clock.ts';
import type { StoredEvent } from '../../core/events.ts';
import type { LogSource } from '../../graphql/log-stream.ts';
import type { StreamCounts } from '../../graphql/stream-counts.ts';
import type { PlacedOperation } from './place-errors.ts';
import { SharedResult } from './shared-result.ts';

/** A member as its group sees it. */
export interface GroupMember {
  /** Id up to which everything was taken. */
  readonly at: number;
  /** Takes the next result; false when it cannot: then it reads the log. */
  take(result: SharedResult): boolean;
  /** The stream has ended for everybody. */
  finish(last: ExecutionResult | undefined): void;
}

export interface GroupOptions {
  readonly hub: Pick<Hub, 'open' | 'read' | 'position' | 'epoch'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly counts: StreamCounts;
  readonly source: LogSource<unknown>;
  /** What is executed. */
  readonly operation: PlacedOperation;
  /** Executes the operation for one view; failures are part of the result. */
  execute(view: unknown): Promise<ExecutionResult>;
  /** The result that tells of a failure of the stream itself. */
  failed(error: unknown): ExecutionResult;
  /** Called once, when nobody is left or the stream has ended. */
  onEnd(): void;
}

// A result shows its objects as they were when it was executed, so it is kept for a moment only.
const keptMs = 1000;
const maxKept = 512;
const maxKeptLength = 1_000_000;
const maxAsked = 64;

export class Group {
  readonly #options: GroupOptions;
  readonly #live = new Set<GroupMember>();
  #kept: { readonly result: SharedResult; readonly madeMs: number }[] = [];
  #keptLength = 0;
  /** Results that members who catch up have asked for, by event. */
  readonly #asked = new Map<number, { made: Promise<SharedResult | undefined>; madeMs: number }>();
  readonly #events: AsyncIterableIterator<StoredEvent> | undefined;
  readonly #epoch: string;
  /** All results after this id were delivered or are kept. */
  #floor: number;
  #members = 0;
  #over = false;
  #failure: ExecutionResult | undefined;

  constructor(options: GroupOptions) {
    const { hub, source } = options;
    this.#options = options;
    this.#floor = hub.position;
    this.#epoch = hub.epoch;
    try {
      this.#events = hub.open(this.#floor, source.selection);
      void this.#follow(this.#events);
    } catch (error) {
      // hawkwatch is stopping.
      this.#failure = options.failed(error);
      this.#over = true;
      options.onEnd();
    }
  }

  /** True when events are of another log now: a cursor would be given to the wrong one. */
  get isStale(): boolean {
    return this.#options.hub.epoch !== this.#epoch;
  }

  /** True when it takes no more members live. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Tells of a failure of the stream, which ends every member. */
  get failure(): ExecutionResult | undefined {
    return this.#failure;
  }

  /** A member begins; while it catches up it keeps the group alive. */
  enter(): void {
    this.#members += 1;
  }

  /** A member is gone. */
  exit(member: GroupMember): void {
    this.#live.delete(member);
    this.#members -= 1;
    if (this.#members === 0) void this.#end();
  }

  /** Makes a member live; false when it has to read the log first. */
  join(member: GroupMember): boolean {
    if (this.#over) return false;
    this.#forget();
    if (member.at < this.#floor) return false;
    this.#live.add(member);
    for (const { result } of this.#kept) {
      if (result.id <= member.at) continue;
      if (!member.take(result)) {
        this.#live.delete(member);
        break;
      }
      this.#options.counts.deliveries += 1;
      this.#options.counts.bytes += result.bytes.length;
    }
    return true;
  }

  /** A page of the log for a member that catches up. */
  read(after: number): Promise<SelectionPage> {
    const position = { epoch: this.#epoch, id: after };
    return this.#options.hub.read(position, this.#options.source.selection);
  }

  /** The result of an event for a member that catches up, shared with others that do so now. */
  resultOf(event: StoredEvent): Promise<SharedResult | undefined> {
    this.#forget();
    const known = this.#asked.get(event.id);
    if (known !== undefined) return known.made;
    const made = this.#make(event);
    this.#asked.set(event.id, { made, madeMs: this.#options.clock.monotonicMs() });
    return made;
  }

  /** The result of what a member sees first. */
  async lead(view: unknown): Promise<SharedResult> {
    this.#options.counts.executions += 1;
    const isLast = this.#options.source.isLast?.(view) === true;
    const result = await this.#options.execute(view);
    return new SharedResult({ id: 0, view, isLast }, result, this.#options.operation);
  }

  async #make(event: StoredEvent): Promise<SharedResult | undefined> {
    const { source, execute, counts, operation } = this.#options;
    const view = await source.convert(event);
    if (view === undefined) return undefined;
    counts.executions += 1;
    const isLast = source.isLast?.(view) === true;
    return new SharedResult({ id: event.id, view, isLast }, await execute(view), operation);
  }

  async #follow(events: AsyncIterableIterator<StoredEvent>): Promise<void> {
    try {
      for await (const event of { [Symbol.asyncIterator]: () => events }) {
        const result = await this.#make(event);
        if (result === undefined) continue;
        this.#keep(result);
        this.#deliverToAll(result);
        if (result.isLast) break;
      }
    } catch (error) {
      this.#failure = this.#options.failed(error);
    }
    const members = [...this.#live];
    await this.#end();
    for (const member of members) member.finish(this.#failure);
  }

  #deliverToAll(result: SharedResult): void {
    const { counts } = this.#options;
    let taken = 0;
    for (const member of this.#live) {
      if (member.take(result)) taken += 1;
      else this.#live.delete(member);
    }
    counts.deliveries += taken;
    counts.bytes += taken * result.bytes.length;
  }

  #keep(result: SharedResult): void {
    this.#kept.push({ result, madeMs: this.#options.clock.monotonicMs() });
    this.#keptLength += result.text.length;
    this.#forget();
  }

  /** Forgets what is too old or too much to be handed out again. */
  #forget(): void {
    const oldest = this.#options.clock.monotonicMs() - keptMs;
    let stale = 0;
    for (const { result, madeMs } of this.#kept) {
      const many = this.#kept.length - stale > maxKept || this.#keptLength > maxKeptLength;
      if (madeMs >= oldest && !many) break;
      stale += 1;
      this.#keptLength -= result.text.length;
      this.#floor = result.id;
    }
    if (stale > 0) this.#kept.splice(0, stale);
    for (const [id, { madeMs }] of this.#asked) {
      if (madeMs >= oldest && this.#asked.size <= maxAsked) break;
      this.#asked.delete(id);
    }
  }

  async #end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#live.clear();
    this.#options.onEnd();
    await this.#events?.return?.();
  }
}
