// Wake-ups for whoever reads the log from a cursor of its own: that there is something new of some types,
// and nothing of what it is. What is missed is found by looking.
import type { Hub } from './hub.ts';

export interface WakeUps {
  /** Listens for these types from now on; undefined: for all. */
  follow(types: readonly string[] | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** `onEnd` is told when the hub gives none any more. */
export function listenForWakeUps(
  hub: Pick<Hub, 'subscribe'>,
  nudge: () => void,
  onEnd: (error: unknown) => void,
): WakeUps {
  let followed: readonly string[] | undefined;
  let isFollowing = false;
  let end: () => Promise<void> = () => Promise.resolve();

  const open = async (types: readonly string[] | undefined): Promise<() => Promise<void>> => {
    const events = await hub.subscribe({ role: 'admin', types });
    const listening = (async () => {
      for await (const _event of { [Symbol.asyncIterator]: () => events }) nudge();
    })().catch(onEnd);
    return async () => {
      await events.return?.();
      await listening;
    };
  };

  return {
    follow: async (types) => {
      if (isFollowing && isSame(followed, types)) return;
      const endBefore = end;
      end = await open(types);
      followed = types;
      isFollowing = true;
      await endBefore();
    },
    stop: () => end(),
  };
}

function isSame(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((type, at) => type === other[at]);
}
