// All subscribers of one subscription that shows how something is now. It watches once, executes once for
// each value and hands the result to every member that has room. A member that is behind misses values;
// when it has room again it gets the newest result. Nothing is queued for it meanwhile.
import type { ExecutionResult } from 'graphql';

import type { LatestSource } from '../../graphql/latest-stream.ts';
import type { StreamCounts } from '../../graphql/stream-counts.ts';
import type { SharedParts, Sink, Subscriber } from './member.ts';
import type { PlacedOperation } from './place-errors.ts';
import { SharedResult } from './shared-result.ts';

export interface LatestGroupOptions {
  readonly source: LatestSource<unknown>;
  readonly operation: PlacedOperation;
  /** Executes the operation for one view; failures are part of the result. */
  execute(view: unknown): Promise<ExecutionResult>;
  readonly shared: SharedParts;
  /** Called once, when nobody is left. */
  onEnd(): void;
}

interface LatestMember {
  readonly sink: Sink;
  readonly onEnd: Subscriber['onEnd'];
  /** The number of the result that it took last. */
  at: number;
  /** It waits for room. */
  behind: boolean;
}

export class LatestGroup {
  readonly #options: LatestGroupOptions;
  readonly #members = new Set<LatestMember>();
  readonly #stopWatching: () => void;
  #newest: SharedResult | undefined;
  /** A value that came while another one was executed. */
  #next: { readonly view: unknown } | undefined;
  #executing = false;
  #made = 0;
  #over = false;

  constructor(options: LatestGroupOptions) {
    this.#options = options;
    const { source } = options;
    this.#stopWatching = source.watch((view) => this.#show(view));
    const now = source.current();
    if (now !== undefined) this.#show(now);
  }

  get isOver(): boolean {
    return this.#over;
  }

  join({ sink, onEnd }: Subscriber): { leave(): void } {
    const member: LatestMember = { sink, onEnd, at: 0, behind: false };
    this.#members.add(member);
    this.#counts.members += 1;
    // What the others see now; the first result of a new group comes in a moment.
    this.#hand(member);
    return { leave: () => this.#remove(member) };
  }

  get #counts(): StreamCounts {
    return this.#options.shared.counts;
  }

  #remove(member: LatestMember): void {
    if (!this.#members.delete(member)) return;
    this.#counts.members -= 1;
    if (this.#members.size > 0) return;
    this.#over = true;
    this.#stopWatching();
    this.#options.onEnd();
  }

  #show(view: unknown): void {
    this.#next = { view };
    if (!this.#executing) void this.#execute();
  }

  async #execute(): Promise<void> {
    const { execute, operation, shared } = this.#options;
    this.#executing = true;
    try {
      while (this.#next !== undefined && !this.#over) {
        const { view } = this.#next;
        this.#next = undefined;
        this.#counts.executions += 1;
        const result = await execute(view);
        this.#made += 1;
        this.#newest = new SharedResult({ id: this.#made, view, isLast: false }, result, operation);
        for (const member of this.#members) this.#hand(member);
      }
    } catch (error) {
      const last = shared.failed(error);
      for (const member of this.#members) {
        this.#remove(member);
        member.onEnd(last);
      }
    } finally {
      this.#executing = false;
    }
  }

  #hand(member: LatestMember): void {
    const newest = this.#newest;
    if (newest === undefined || member.behind || member.at >= newest.id) return;
    if (member.sink.push(newest)) {
      member.at = newest.id;
      this.#counts.deliveries += 1;
      this.#counts.bytes += newest.bytes.length;
      return;
    }
    member.behind = true;
    void member.sink.room().then(() => {
      member.behind = false;
      if (this.#members.has(member)) this.#hand(member);
    });
  }
}
