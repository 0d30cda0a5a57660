// Containers whose host, daemon or watch is gone are told to be gone, too: a host that was renamed or taken
// away, a daemon that is configured no more. One that is seen again is there again.
import {
  listLostContainers,
  updateContainersVanished,
  type LostSearch,
} from '../../../store/lost-containers.ts';
import type { Store, StoreTransaction } from '../../../store/store.ts';
import { tell } from '../tell.ts';

export interface LeaveLostOptions extends Omit<LostSearch, 'before' | 'most'> {
  readonly store: Pick<Store, 'q'>;
  readonly now: Date;
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

const dayMs = 86_400_000;
/** A host that is off for a weekend's day comes back to what is known of it. */
const lostMs = 2 * dayMs;
const portion = 500;

/** Returns the keys of those that are gone now, a portion at a time. */
export async function leaveLost(options: LeaveLostOptions): Promise<readonly string[]> {
  const { store, now, here, elsewhere, transaction } = options;
  const before = new Date(now.getTime() - lostMs);
  const search = { here, elsewhere, before, most: portion };
  if ((await listLostContainers(store.q, search)).length === 0) return [];
  return transaction(async (tx) => {
    const ids = await listLostContainers(tx.q, search);
    const rows = await updateContainersVanished(tx, ids, now);
    for (const row of rows) {
      const { key, containerId: dockerId, name } = row;
      const reason = 'nobody watches its host or daemon any more';
      const about = { key, dockerId, name, reason, atMs: now.getTime() };
      tx.append(
        tell({ ...about, kind: 'removed', verdict: null, exitCode: null, inferred: true }, row),
      );
    }
    return rows.map(({ key }) => key);
  });
}
