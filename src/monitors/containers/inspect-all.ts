// Asks the daemon about many containers, a few at a time. One that is gone meanwhile, that the daemon
// itself fails at, or whose answer makes no sense, is left out: it says nothing of the others.
import type { Logger } from '../../core/logger.ts';
import { DaemonError } from './daemon-error.ts';
import type { Daemon } from './docker.ts';
import { parseInspection, type ContainerFacts } from './facts.ts';

const atOnce = 5;

export interface InspectAllOptions {
  readonly daemon: Daemon;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Told of those that could not be asked; without it, what concerns all of them is thrown. */
  readonly onFailure?: ((id: string) => void) | undefined;
}

/** @throws DaemonError when the daemon does not answer, or does not let itself be asked. */
export async function inspectAll(
  ids: readonly string[],
  options: InspectAllOptions,
): Promise<Map<string, ContainerFacts>> {
  const { daemon, signal, logger, onFailure } = options;
  const found = new Map<string, ContainerFacts>();
  const left = [...ids];
  const one = async (id: string): Promise<void> => {
    let raw: unknown;
    try {
      raw = await daemon.inspect(id, signal);
    } catch (error) {
      if (error instanceof DaemonError && error.kind === 'NOT_FOUND') return;
      if (onFailure !== undefined) {
        onFailure(id);
        return;
      }
      if (!isOfOne(error)) throw error;
      const about = { container: id, reason: error.message };
      logger.warn(about, 'the daemon cannot tell of a container; it is left out');
      return;
    }
    try {
      found.set(id, parseInspection(raw));
    } catch {
      // What exactly is wrong with it may hold secrets of the container's environment.
      logger.warn({ container: id }, 'what the daemon says of a container cannot be understood');
    }
  };
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await one(id);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work));
  return found;
}

/** An answer that concerns this container alone; without one, or with a refusal, it is the daemon. */
function isOfOne(error: unknown): error is DaemonError {
  if (!(error instanceof DaemonError) || error.kind === 'REFUSED') return false;
  return error.status !== undefined || error.kind === 'MALFORMED';
}
