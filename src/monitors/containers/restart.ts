// Restarting a container: for admins, only where the operator of this hawkwatch allowed it, on record. The
// daemon stops it as it always does, with its own signal and patience, so what watches containers sees a
// planned restart.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { ConflictError, NotFoundError, UnavailableError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { announceRestart } from '../../store/container-restarts.ts';
import { findContainers, type ContainerRow } from '../../store/containers.ts';
import type { Store } from '../../store/store.ts';
import { DaemonError } from './daemon-error.ts';
import { unavailable, type DaemonReach } from './reach.ts';

export interface ContainerCommands {
  /**
   * Resolves when the daemon has started it again.
   * @throws ForbiddenError, NotFoundError; ConflictError when it is not allowed here, is under way
   * already, its daemon is another replica's or cannot do it.
   */
  restart(actor: Actor, id: string): Promise<ContainerRow>;
  close(): void;
}

export interface ContainerCommandOptions {
  readonly store: Store;
  readonly reach: DaemonReach;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** As it is configured now. */
  allowed(): { readonly restartContainers: boolean };
}

export function createContainerCommands(options: ContainerCommandOptions): ContainerCommands {
  const { store, reach, clock, random, logger, allowed } = options;
  const underWay = new Set<string>();
  const closing = new AbortController();

  const restart = async (actor: Actor, row: ContainerRow): Promise<ContainerRow> => {
    const { id, key, host, daemon: daemonName, containerId } = row;
    const began = clock.monotonicMs();
    try {
      const daemon = await reach.find(row);
      await store.transaction(async (tx) => announceRestart(tx, row, actor.name, clock.now()));
      await daemon.restart(containerId, closing.signal);
    } catch (error) {
      if (error instanceof DaemonError && error.kind === 'NOT_FOUND') throw gone(key);
      const failure = unavailable(row, error);
      throw failure instanceof UnavailableError ? new ConflictError(failure.message) : failure;
    }
    const tookMs = Math.round(clock.monotonicMs() - began);
    logger.info({ container: key, host, actor: actor.name, tookMs }, 'a container was restarted');
    const subject = `container:${key}`;
    const detail = { host, daemon: daemonName, containerId, tookMs };
    await store.transaction((tx) =>
      insertAuditEntry(tx, random, {
        actor,
        action: 'restartContainer',
        subject,
        result: 'ok',
        at: clock.now(),
        detail,
      }),
    );
    const [now = row] = await findContainers(store.q, [id]);
    return now;
  };

  return {
    restart: async (actor, id) => {
      requireRole(actor, 'admin');
      if (!allowed().restartContainers) {
        throw new ConflictError(
          'Nobody may restart containers over this API: whoever operates hawkwatch can allow it with ' +
            '`actions: { restartContainers: on }` in hawkwatch.yaml.',
        );
      }
      const [row] = await findContainers(store.q, [id]);
      if (row === undefined) {
        throw new NotFoundError('There is no such container. `containers` lists those there are.');
      }
      if (row.vanishedAt !== null) throw gone(row.key);
      if (underWay.has(id)) {
        throw new ConflictError(`The container "${row.key}" is being restarted already.`);
      }
      underWay.add(id);
      try {
        return await restart(actor, row);
      } finally {
        underWay.delete(id);
      }
    },
    close: () => closing.abort(new Error('hawkwatch stops')),
  };
}

function gone(key: string): ConflictError {
  return new ConflictError(`The container "${key}" is gone: its daemon does not have it any more.`);
}
