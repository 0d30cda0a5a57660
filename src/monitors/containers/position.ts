// How far the events of a daemon were stored: saved with them, so that whoever goes on misses nothing.
import { z } from 'zod';

import type { Clock } from '../../core/clock.ts';
import type { Daemon } from './docker.ts';
import { nanosOfMs } from './occurrence.ts';

const stored = z.object({ timeNano: z.string().regex(/^[0-9]{1,19}$/) });

/** Nanoseconds since 1970 in digits; null when nothing was saved, or nothing that makes sense. */
export function readPosition(position: unknown): string | null {
  const parsed = stored.safeParse(position);
  return parsed.success ? parsed.data.timeNano : null;
}

export const positionAt = (timeNano: string): z.infer<typeof stored> => ({ timeNano });

/** The later of two. */
export function laterNano(a: string, b: string): string {
  return BigInt(a) >= BigInt(b) ? a : b;
}

export const msOfNano = (timeNano: string): number => Number(BigInt(timeNano) / 1_000_000n);

const information = z.object({ SystemTime: z.string() });

/** Now, by the daemon's clock where it tells it: events are to be told from before the first list on. */
export async function daemonNow(
  daemon: Daemon,
  clock: Clock,
  signal: AbortSignal,
): Promise<string> {
  const ours = nanosOfMs(clock.now().getTime());
  try {
    const { SystemTime } = information.parse(await daemon.info(signal));
    const ms = Date.parse(SystemTime);
    return Number.isNaN(ms) ? ours : nanosOfMs(ms);
  } catch {
    // A proxy that hides what the daemon tells of itself is no reason not to watch.
    signal.throwIfAborted();
    return ours;
  }
}
