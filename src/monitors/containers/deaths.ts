// The rules for the end of a container, and for ends that come again and again. Pure.
import type { ContainerVerdict } from '../../store/container-facts.ts';
import type { ContainerMemory, KeyMemory } from './memory.ts';
import type { Occurrence } from './occurrence.ts';

const graceMs = 5_000;
const oomMs = 30_000;
/** So many ends within so long are a crash loop. */
export const loopDeaths = 3;
export const loopMs = 600_000;
const mostDeaths = 50;

export interface JudgedDeath {
  readonly verdict: ContainerVerdict;
  readonly reason: string;
}

export function judgeDeath(container: ContainerMemory, event: Occurrence): JudgedDeath {
  const { assumed, atMs, exitCode } = event;
  if (assumed !== null) return { verdict: assumed.verdict, reason: assumed.reason };
  const { killedAtMs, oomAtMs, stopTimeoutMs } = container;
  if (killedAtMs !== null && atMs - killedAtMs <= stopTimeoutMs + graceMs) {
    return { verdict: 'PLANNED', reason: 'somebody stopped it' };
  }
  if (oomAtMs !== null && atMs - oomAtMs <= oomMs && exitCode !== 0) {
    return { verdict: 'OOM', reason: 'the kernel ended it, because its memory was used up' };
  }
  if (exitCode === 0) return { verdict: 'COMPLETED', reason: 'ended by itself with exit code 0' };
  const code = exitCode === null ? 'an exit code that is not known' : `exit code ${exitCode}`;
  return { verdict: 'UNPLANNED', reason: `ended by itself with ${code}` };
}

export interface Loop {
  /** CRASH_LOOP instead of what was judged, while a loop lasts that was told. */
  readonly verdict: ContainerVerdict;
  readonly deaths: readonly number[];
  readonly sinceMs: number | null;
  readonly began: { readonly deaths: number; readonly sinceMs: number } | null;
  readonly endedSinceMs: number | null;
}

export function loopAfter(
  key: KeyMemory,
  { verdict }: JudgedDeath,
  { shouldRun }: ContainerMemory,
  { atMs, assumed }: Occurrence,
): Loop {
  const isMeant = verdict === 'PLANNED' || verdict === 'HOST_MAINTENANCE';
  const { loopSinceMs } = key;
  if (verdict === 'PLANNED') {
    return { verdict, deaths: [], sinceMs: null, began: null, endedSinceMs: loopSinceMs };
  }
  const counts = !isMeant && (verdict !== 'COMPLETED' || shouldRun);
  const same = { deaths: key.deaths, sinceMs: loopSinceMs, began: null, endedSinceMs: null };
  if (!counts) return { verdict, ...same };
  const more = Array.from({ length: Math.min(assumed?.recent ?? 1, mostDeaths) }, () => atMs);
  const deaths = [...key.deaths, ...more]
    .filter((deathMs) => Math.abs(atMs - deathMs) <= loopMs)
    .slice(-mostDeaths);
  if (loopSinceMs !== null) return { ...same, verdict: 'CRASH_LOOP', deaths };
  if (deaths.length < loopDeaths) return { verdict, ...same, deaths };
  const sinceMs = Math.min(...deaths);
  return { ...same, verdict, deaths, sinceMs, began: { deaths: deaths.length, sinceMs } };
}
