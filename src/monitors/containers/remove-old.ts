// Removes events of containers, containers that are gone, and databases known by these alone, once they are
// old enough: in small portions, of every host, for as long as a daemon is watched anywhere.
import { coerceError } from '../../core/errors.ts';
import {
  deleteForgottenDatabases,
  deleteOldContainerEvents,
  deleteVanishedContainers,
} from '../../store/old-containers.ts';
import type { MonitorContext } from '../monitor.ts';

export interface RemoveOldOptions {
  readonly keepMs: number;
  readonly context: MonitorContext;
  readonly signal: AbortSignal;
}

const portion = 2_000;
const firstMs = 60_000;
const everyMs = 3_600_000;

/** Resolves when the signal is aborted. */
export async function removeOld(options: RemoveOldOptions): Promise<void> {
  const { keepMs, context, signal } = options;
  const { clock, logger } = context;
  await clock.sleep(firstMs, signal).catch(() => undefined);
  while (!signal.aborted) {
    try {
      if (await removeSome(keepMs, context)) continue;
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: coerceError(error) }, 'old events of containers could not be removed');
    }
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}

/** Removes a portion; true when there may be more. */
export function removeSome(
  keepMs: number,
  context: Pick<MonitorContext, 'clock' | 'transaction'>,
): Promise<boolean> {
  const before = new Date(context.clock.now().getTime() - keepMs);
  return context.transaction(async (tx) => {
    const events = await deleteOldContainerEvents(tx, before, portion);
    const containers = await deleteVanishedContainers(tx, before, portion);
    const databases = await deleteForgottenDatabases(tx, before, portion);
    return [events, containers, databases.length].includes(portion);
  });
}
