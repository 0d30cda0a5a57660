// One hawkwatch per state directory. With a database of one's own this is a session advisory lock
// there, keyed by the state directory's id (the embedded server has a lock of its own). The lock's
// connection may be replaced after a restart of the database; the lock is then taken again.
import { createHash } from 'node:crypto';

import type { Clock } from '../core/clock.ts';
import { coerceError, ConflictError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { openClient, type StoreAddress } from '../store/connection.ts';

export interface OwnershipOptions {
  readonly address: StoreAddress;
  /** The id in the state directory. */
  readonly replicaId: string;
  readonly stateDirectory: string;
  /** Shown to the one who comes second. */
  readonly owner: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Another process has taken the state directory. */
  onLost(reason: string): void;
}

export interface Ownership {
  release(): Promise<void>;
}

const lockClass = 1_751_218_029;
const waitMs = 3000;
const checkMs = 5000;

/**
 * Takes the state directory, waiting a moment for a predecessor that was just killed.
 * @throws ConflictError that names the owner.
 */
export async function takeOwnership(options: OwnershipOptions): Promise<Ownership> {
  const { clock, logger, replicaId, stateDirectory } = options;
  const lockObject = createHash('sha256').update(replicaId).digest().readInt32BE(0);
  const client = openClient(options.address, { max: 1, applicationName: options.owner });
  let heldBy: number | undefined;

  /** True when this connection holds the lock. */
  const take = async (): Promise<boolean> => {
    const [row] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
    if (row?.pid === heldBy) return true;
    const [lock] = await client<{ got: boolean }[]>`
      select pg_try_advisory_lock(${lockClass}::int4, ${lockObject}::int4) as got`;
    if (lock?.got === true) heldBy = row?.pid;
    return lock?.got === true;
  };

  const started = clock.monotonicMs();
  while (!(await take())) {
    if (clock.monotonicMs() - started < waitMs) {
      await clock.sleep(100);
      continue;
    }
    const [holder] = await client<{ name: string | null }[]>`
      select a.application_name as name from pg_locks l
      left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.classid = ${lockClass}::int4::oid
        and l.objid = (${lockObject}::int8 & 4294967295)::oid and l.granted
        and l.database = (select oid from pg_database where datname = current_database())`;
    await client.end({ timeout: 1 });
    throw new ConflictError(
      `The state directory ${stateDirectory} is in use by ${holder?.name ?? 'another hawkwatch'}. ` +
        'Stop that one, or give this one a state directory of its own (HAWKWATCH_DATA_DIR).',
    );
  }

  let cancel: () => void = () => undefined;
  const check = (): void => {
    take()
      .then((ours) => {
        if (!ours) options.onLost(`another process has taken ${stateDirectory}`);
      })
      .catch((error: unknown) => {
        logger.debug({ err: coerceError(error) }, 'ownership could not be checked yet');
      })
      .finally(() => {
        cancel = clock.setTimer(checkMs, check);
      });
  };
  cancel = clock.setTimer(checkMs, check);

  return {
    release: async () => {
      cancel();
      await client.end({ timeout: 1 });
    },
  };
}
