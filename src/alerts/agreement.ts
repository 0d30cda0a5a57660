// Whether all replicas that live have read the same configuration. While they have not (a rolling update),
// nothing may be ended merely because the file of this one does not name it: another one may, and would
// begin it again. Whoever asks reads first what it would end, and then this: a replica registers its
// configuration before it acts by it, so what was begun by another file is seen together with that file.
import { hasOtherConfiguration } from '../store/replicas.ts';
import type { Queryable } from '../store/store.ts';

export type Agreement = (q: Queryable) => Promise<boolean>;

/** A replica that is silent for so long is gone. */
const goneAfterMs = 60_000;

/** `hash` is that of the configuration by which this replica acts, not of one that it has only read. */
export function createAgreement(hash: () => string): Agreement {
  return async (q) => !(await hasOtherConfiguration(q, hash(), goneAfterMs));
}

/** Of a replica that is the only one. */
export const alone: Agreement = () => Promise.resolve(true);
