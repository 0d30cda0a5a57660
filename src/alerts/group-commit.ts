// Whoever comes while a transaction runs goes into the next one, together with the others who came: many
// small writes take few commits. One that finds nobody before it is written at once; when they come one soon
// after the other, a little is waited for more of them. What cannot be written fails alone. Bounded.
import { UnavailableError } from '../core/errors.ts';

export interface GroupCommit<Item> {
  /** Resolves when they are committed. @throws UnavailableError when too many wait. */
  add(items: readonly Item[]): Promise<void>;
}

export interface GroupCommitOptions<Item> {
  readonly commit: (items: readonly Item[]) => Promise<void>;
  /** A transaction takes so many at most, or one caller's. */
  readonly mostAtOnce?: number;
  readonly mostWaiting?: number;
  /** Waits for those who come soon after a transaction began; nobody is waited for without it. */
  readonly gather?: () => Promise<void>;
}

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** With so many nobody else is waited for. */
const enoughAtOnce = 100;

export function createGroupCommit<Item>(options: GroupCommitOptions<Item>): GroupCommit<Item> {
  const { commit, mostAtOnce = 1000, mostWaiting = 50_000, gather } = options;
  let waiting: Waiting<Item>[] = [];
  let count = 0;
  let isRunning = false;

  const takeNext = (): readonly Waiting<Item>[] => {
    let size = 0;
    const most = waiting.findIndex(({ items }, place) => {
      size += items.length;
      return place > 0 && size > mostAtOnce;
    });
    const next = most < 0 ? waiting : waiting.slice(0, most);
    waiting = most < 0 ? [] : waiting.slice(most);
    count -= next.reduce((sum, { items }) => sum + items.length, 0);
    return next;
  };

  const write = async (next: readonly Waiting<Item>[]): Promise<void> => {
    try {
      await commit(next.flatMap(({ items }) => items));
    } catch (error) {
      const [only] = next;
      if (next.length === 1) return only?.failed(error);
      for (const one of next) await write([one]);
      return;
    }
    for (const { done } of next) done();
  };

  const run = async (): Promise<void> => {
    isRunning = true;
    try {
      while (waiting.length > 0) {
        const gathered = count < enoughAtOnce ? gather?.() : undefined;
        await write(takeNext());
        await gathered;
      }
    } finally {
      isRunning = false;
    }
  };

  return {
    add: (items) => {
      if (items.length === 0) return Promise.resolve();
      if (count + items.length > mostWaiting) {
        const message = 'Too many observations wait to be written; send them again in a while.';
        return Promise.reject(new UnavailableError(message));
      }
      return new Promise((done, failed) => {
        waiting.push({ items, done, failed });
        count += items.length;
        if (!isRunning) void run();
      });
    },
  };
}
