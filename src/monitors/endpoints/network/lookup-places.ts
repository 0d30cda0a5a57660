// Which names are asked for now: three at once, of Node's four threads. A question that nobody waits for any
// more is not asked. Names that were slow the last time share one place, those that were slow the fewest
// times first, so that a few names with a silent DNS server leave the other places to all others.
import type { Clock } from '../../../core/clock.ts';

export type AskForAddresses = (host: string) => Promise<readonly string[]>;

export interface Question {
  readonly host: string;
  readonly answer: Promise<readonly string[]>;
}

export interface LookupPlaces {
  /** Waits for the answer to a question, which is asked when it has its turn, until `leave`. */
  join(host: string, clock: Clock): { readonly question: Question; leave(): void };
}

const atOnce = 3;
const slowAtOnce = 1;
/** A name that takes so long is slow. */
const slowMs = 2_000;
const mostSlowNames = 2_000;

interface Waiting extends Question {
  waiters: number;
  readonly begin: () => void;
}

/** Places for questions to this resolver. */
export function createLookupPlaces(ask: AskForAddresses): LookupPlaces {
  const byHost = new Map<string, Waiting>();
  const queue = new Set<Waiting>();
  const asked = new Set<Waiting>();
  /** How many times in a row a name was slow. */
  const slow = new Map<string, number>();

  const timesSlow = ({ host }: Waiting): number => slow.get(host) ?? 0;

  const markSlow = (question: Waiting): void => {
    const times = timesSlow(question) + 1;
    slow.delete(question.host);
    slow.set(question.host, times);
    const [oldest] = slow.keys();
    if (slow.size > mostSlowNames && oldest !== undefined) slow.delete(oldest);
  };

  const nextOne = (): Waiting | undefined => {
    if (asked.size >= atOnce) return undefined;
    const ofSlow = [...asked].filter((one) => timesSlow(one) > 0).length;
    let best: Waiting | undefined;
    for (const one of queue) {
      if (timesSlow(one) === 0) return one;
      if (best === undefined || timesSlow(one) < timesSlow(best)) best = one;
    }
    return ofSlow < slowAtOnce ? best : undefined;
  };

  const fill = (): void => {
    for (let next = nextOne(); next !== undefined; next = nextOne()) {
      queue.delete(next);
      asked.add(next);
      next.begin();
    }
  };

  const create = (host: string, clock: Clock): Waiting => {
    const { promise: answer, resolve, reject } = Promise.withResolvers<readonly string[]>();
    // Whoever waits for it sees the failure; perhaps nobody waits any more.
    answer.catch(() => undefined);
    const begin = (): void => {
      let wasSlow = false;
      // Already while it is asked, so that its place is no longer one of the others'.
      const cancel = clock.setTimer(slowMs, () => {
        wasSlow = true;
        markSlow(question);
      });
      void ask(host)
        .then(resolve, reject)
        .finally(() => {
          cancel();
          if (!wasSlow) slow.delete(host);
          asked.delete(question);
          byHost.delete(host);
          fill();
        });
    };
    const question: Waiting = { host, answer, waiters: 0, begin };
    return question;
  };

  return {
    join: (host, clock) => {
      let question = byHost.get(host);
      if (question === undefined) {
        question = create(host, clock);
        byHost.set(host, question);
        queue.add(question);
      }
      question.waiters += 1;
      fill();
      const joined = question;
      return {
        question: joined,
        leave: () => {
          joined.waiters -= 1;
          if (joined.waiters === 0 && queue.delete(joined)) byHost.delete(host);
        },
      };
    },
  };
}
