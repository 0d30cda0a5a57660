// What one holder of an instance is given. Its transactions are refused once somebody else holds it, and
// go one after the other: those of one monitor never take the places of the others in the store.
import { createLine } from '../../core/line.ts';
import {
  lockMonitorClaim,
  updateMonitorPosition,
  type MonitorClaim,
} from '../../store/monitor-claims.ts';
import type { MonitorContext, MonitorServices } from '../monitor.ts';

export interface HolderOptions {
  readonly services: MonitorServices;
  readonly name: string;
  readonly host: string;
  readonly held: MonitorClaim;
  /** As the last holder saved it. */
  readonly position: unknown;
  onBeat(lagMs: number | undefined): void;
  onDegraded(reason: string | null): void;
}

export interface Holder {
  /** The context of one start or check, which is over when its signal is aborted. */
  contextFor(signal: AbortSignal): MonitorContext;
}

const longestPosition = 65_536;

export function createHolder(options: HolderOptions): Holder {
  const { services, name, host, held } = options;
  const line = createLine();
  let { position } = options;

  const transaction: MonitorContext['transaction'] = (work) =>
    line.enter(async () => {
      let saved: { readonly position: unknown } | undefined;
      const result = await services.store.transaction(async (tx) => {
        saved = undefined;
        await lockMonitorClaim(tx.q, held);
        return work({
          ...tx,
          savePosition: async (next) => {
            checkPosition(next);
            await updateMonitorPosition(tx.q, held.id, next);
            saved = { position: next };
          },
        });
      });
      if (saved !== undefined) ({ position } = saved);
      return result;
    });

  return {
    contextFor: (signal) => ({
      ...services,
      name,
      host,
      signal,
      position,
      transaction,
      beat: (progress) => {
        if (!signal.aborted) options.onBeat(progress?.lagMs);
      },
      degraded: (reason) => {
        if (!signal.aborted) options.onDegraded(reason);
      },
    }),
  };
}

function checkPosition(position: unknown): void {
  const length = JSON.stringify(position)?.length;
  if (length !== undefined && length <= longestPosition) return;
  throw new Error(`a position must be a JSON value of ${longestPosition} characters at most`);
}
