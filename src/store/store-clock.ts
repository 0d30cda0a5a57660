// Time as the store's PostgreSQL has it, for what replicas compare with each other: leases, due times. A
// replica's own clock may be ahead or behind by any amount; it is asked only for how much time has passed
// since the store told its time last, and never when a claim is made without having asked the store.
import { createClock, type Clock } from '../core/clock.ts';
import { sql } from './drizzle.ts';
import type { Queryable } from './store.ts';

export interface StoreClock extends Clock {
  /** The clock of this replica: for what leaves hawkwatch, and others compare with their own time. */
  readonly own: Clock;
  /** Asks the store for its time where that is some seconds old, or this machine's clock was set. */
  sync(): Promise<void>;
}

/** Between two questions; two clocks drift apart by far less than a millisecond in that time. */
const everyMs = 10_000;
/** The machine's clock was set, or it stood still, when its two ways of counting differ by more. */
const mostApartMs = 500;
/** An answer that took longer says too little: the store's time is known to half of it. */
const longestAnswerMs = 1000;
const mostQuestions = 3;

interface Answer {
  readonly storeMs: number;
  readonly tookMs: number;
  /** Of this replica's clock, when the store told its time. */
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** Asks the store for its time; gives a clock that goes on from there. */
export async function createStoreClock(options: {
  readonly q: Pick<Queryable, 'execute'>;
  readonly clock: Clock;
}): Promise<StoreClock> {
  const { q, clock } = options;

  const askOnce = async (): Promise<Answer> => {
    const askedMs = clock.monotonicMs();
    const [row] = await q.execute<{ ms: number }>(
      sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
    );
    if (row === undefined) throw new Error('the store did not tell its time');
    const answeredMs = clock.monotonicMs();
    const tookMs = answeredMs - askedMs;
    const halfMs = tookMs / 2;
    return {
      storeMs: row.ms,
      tookMs,
      monotonicMs: answeredMs - halfMs,
      wallMs: clock.now().getTime() - halfMs,
    };
  };

  /** The quickest answer of some. */
  const ask = async (): Promise<Answer> => {
    let best = await askOnce();
    for (let n = 1; n < mostQuestions && best.tookMs > longestAnswerMs; n += 1) {
      const next = await askOnce();
      if (next.tookMs < best.tookMs) best = next;
    }
    return best;
  };

  let known = await ask();
  const isOld = (): boolean => {
    const passedMs = clock.monotonicMs() - known.monotonicMs;
    const apartMs = clock.now().getTime() - known.wallMs - passedMs;
    return passedMs >= everyMs || Math.abs(apartMs) > mostApartMs;
  };

  return {
    ...createClock({
      now: () => new Date(known.storeMs + (clock.monotonicMs() - known.monotonicMs)),
      monotonicMs: () => clock.monotonicMs(),
      setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
    }),
    own: clock,
    sync: async () => {
      if (isOld()) known = await ask();
    },
  };
}
