// Containers that go down together, because their daemon or host does: one finding instead of many.
import {
  withContainer,
  withKey,
  type ContainerMemory,
  type KeyMemory,
  type Memory,
} from './memory.ts';

export interface StoppedTogether {
  readonly dockerIds: readonly string[];
  readonly keys: readonly string[];
  /** By the daemon's clock, when the first of them ended. */
  readonly sinceMs: number;
}

// A daemon that stops gives each container 10 s, and then some.
const togetherMs = 30_000;
const least = 2;

/**
 * Whether it is a matter of the host that so many ended: two at least, and all that ran. One that ran on
 * shows that neither the host nor the daemon went down (or that the daemon leaves its containers alone).
 */
export function areTogether(ended: number, ran: number): boolean {
  return ended >= least && ended === ran;
}

/**
 * The stream of events ended at `nowMs`, by our own clock: if all that ran had been stopped just before, and is not
 * removed, the daemon has stopped it. Their ends count as HOST_MAINTENANCE from then on.
 */
export function afterStreamEnd(
  memory: Memory,
  nowMs: number,
): { readonly memory: Memory; readonly together: StoppedTogether | null } {
  const all = [...memory.containers.values()];
  const stopped = all.filter(
    ({ running, death, heardAtMs }) =>
      !running &&
      death !== null &&
      (death.verdict === 'PLANNED' || death.verdict === 'UNPLANNED') &&
      nowMs - heardAtMs <= togetherMs,
  );
  const running = all.filter((container) => container.running).length;
  if (!areTogether(stopped.length, stopped.length + running)) return { memory, together: null };
  const sinceMs = Math.min(...stopped.map(({ death }) => death?.atMs ?? nowMs));
  const dockerIds = stopped.map(({ dockerId }) => dockerId);
  const keys = stopped.map(({ key }) => key);
  return {
    memory: stopped.reduce((changed, one) => excuse(changed, one, sinceMs), memory),
    together: { dockerIds, keys, sinceMs },
  };
}

function excuse(memory: Memory, container: ContainerMemory, sinceMs: number): Memory {
  const { death } = container;
  if (death === null) return memory;
  const excused = { ...container, death: { ...death, verdict: 'HOST_MAINTENANCE' as const } };
  const changed = withContainer(memory, excused);
  const key = changed.keys.get(container.key);
  if (key === undefined) return changed;
  const deaths = key.deaths.filter((deathMs) => deathMs < sinceMs);
  return withKey(changed, container.key, { ...key, deaths } satisfies KeyMemory);
}
