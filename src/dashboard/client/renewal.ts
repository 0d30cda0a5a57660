// When to read. Pure: the clock, and whether anybody looks, are given.
//
// States: at rest → due (a timer runs) → reading → at rest …. Only one reading is on its way at a time.
// What becomes stale while it is, is read again afterwards: the reading may have been made before. A mark
// is taken away only when a reading begins, and put back when that one did not reach the service; then
// the pauses grow, and end at once when the connection is there again. While nobody looks, what is stale
// stays so; it is read as soon as somebody does.

/** The clock, and whoever looks. */
export interface Surroundings {
  nowMs(): number;
  /** Calls `run` after so many milliseconds; gives what cancels that. */
  setTimer(ms: number, run: () => void): () => void;
  isSeen(): boolean;
  /** Calls `run` whenever somebody looks again; gives what ends that. */
  onSeen(run: () => void): () => void;
  /** Between 0 and 1, so that a thousand pages do not come back in the same moment. */
  fraction(): number;
}

/** `away`: the service did not answer, so that it is worth asking again. */
export type Ending = 'read' | 'away';

export interface RenewalOptions {
  /** Reads all anew, or only what is wanted in addition (`loadMore`). Must not throw. */
  readonly read: (isRenewal: boolean) => Promise<Ending>;
  /** All is not read anew more often than this. */
  readonly pauseMs: () => number;
  readonly surroundings: Surroundings;
}

const firstRetryMs = 1_000;
const longestRetryMs = 15_000;

export class Renewal {
  readonly #options: RenewalOptions;
  readonly #unlisten: () => void;
  #isStale = false;
  #isUrgent = false;
  #isMoreWanted = false;
  #isReading = false;
  #isStopped = false;
  #failures = 0;
  #begunMs = Number.NEGATIVE_INFINITY;
  #retryAtMs = Number.NEGATIVE_INFINITY;
  #cancel: () => void = () => undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#unlisten = options.surroundings.onSeen(() => this.#plan());
  }

  /** All may have changed: read it when the pause is over and somebody looks. */
  request(): void {
    this.#isStale = true;
    this.#plan();
  }

  /** Read all, now, or as soon as the reading on its way has ended. */
  now(): void {
    this.#isStale = true;
    this.#isUrgent = true;
    this.#plan();
  }

  /** More is wanted of the same. */
  more(): void {
    this.#isMoreWanted = true;
    this.#plan();
  }

  /** The connection is there again: what failed is tried without waiting. */
  reconnected(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#begunMs = this.#retryAtMs = Number.NEGATIVE_INFINITY;
    this.#plan();
  }

  /** Nothing is read any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
    this.#unlisten();
  }

  #plan(): void {
    this.#cancel();
    if (this.#isStopped || this.#isReading) return;
    const waitMs = this.#waitMs();
    if (waitMs === undefined) return;
    if (waitMs <= 0) void this.#run();
    else this.#cancel = this.#options.surroundings.setTimer(waitMs, () => this.#plan());
  }

  /** How long until the next reading; undefined when there is nothing to read. */
  #waitMs(): number | undefined {
    const { surroundings } = this.#options;
    if (this.#isUrgent) return 0;
    const retryMs = this.#retryAtMs - surroundings.nowMs();
    if (this.#isMoreWanted) return retryMs;
    if (!this.#isStale || !surroundings.isSeen()) return undefined;
    return Math.max(retryMs, this.#pauseLeftMs());
  }

  #pauseLeftMs(): number {
    return this.#begunMs + this.#options.pauseMs() - this.#options.surroundings.nowMs();
  }

  async #run(): Promise<void> {
    const { read, surroundings } = this.#options;
    const isRenewal = this.#isUrgent || (this.#isStale && this.#pauseLeftMs() <= 0);
    this.#isReading = true;
    // Reading all reads what is wanted in addition, too.
    this.#isMoreWanted = false;
    if (isRenewal) {
      this.#isStale = this.#isUrgent = false;
      this.#begunMs = surroundings.nowMs();
    }
    const ending = await read(isRenewal);
    this.#isReading = false;
    if (ending === 'away') {
      if (isRenewal) this.#isStale = true;
      else this.#isMoreWanted = true;
      const pauseMs = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
      this.#retryAtMs = surroundings.nowMs() + pauseMs * (0.75 + surroundings.fraction() / 2);
      this.#failures += 1;
    } else {
      this.#failures = 0;
      this.#retryAtMs = Number.NEGATIVE_INFINITY;
    }
    this.#plan();
  }
}
