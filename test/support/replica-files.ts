// Replicas that have read files, as far as others see it: rows in the store, as the service registers them.
import { createAgreement, type Agreement } from '../../src/alerts/agreement.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { deleteReplica, updateReplica } from '../../src/store/replicas.ts';
import type { Store } from '../../src/store/store.ts';

export interface ReplicaFile {
  /** What a part of this replica asks. */
  readonly agreed: Agreement;
  /** It reads a file and acts by it from then on. */
  read(file: string): Promise<void>;
  /** It stops. */
  leave(): Promise<void>;
}

/** A replica that has read a file; files are the same when they are called the same. */
export async function registerReplica(store: Store, file: string): Promise<ReplicaFile> {
  const id = createSystemRandom().uuid();
  let inForce = file;
  const read = async (next: string): Promise<void> => {
    const replica = { id, host: id, processId: '1', configurationHash: next };
    await store.transaction((tx) => updateReplica(tx, replica, new Date()));
    inForce = next;
  };
  await read(file);
  return {
    agreed: createAgreement(() => inForce),
    read,
    leave: () => deleteReplica(store.q, id),
  };
}
