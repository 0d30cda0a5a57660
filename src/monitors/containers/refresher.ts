// Asks how containers are once something happened to them, beside the events, so that no event waits for
// a daemon that is busy with the same container.
import type { Bell } from '../../core/bell.ts';
import type { Logger } from '../../core/logger.ts';
import type { Daemon } from './docker.ts';
import type { ContainerFacts } from './facts.ts';
import { inspectAll } from './inspect-all.ts';

export interface Refresher {
  /** Something happened to these. */
  touch(dockerIds: Iterable<string>): void;
  /** What was answered, of those to whom nothing happened since; undefined when nothing is new. */
  take(): ReadonlyMap<string, ContainerFacts> | undefined;
}

export interface RefresherOptions {
  readonly daemon: Daemon;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly bell: Bell;
  /** Some could not be asked. */
  onFailure(): void;
}

export function createRefresher(options: RefresherOptions): Refresher {
  const { daemon, signal, logger, bell, onFailure } = options;
  let touched = new Set<string>();
  let answers: Map<string, ContainerFacts> | undefined;
  let isAsking = false;
  const begin = (): void => {
    if (isAsking || answers !== undefined || touched.size === 0) return;
    isAsking = true;
    const ids = [...touched];
    touched = new Set();
    inspectAll(ids, { daemon, signal, logger, onFailure })
      .then((found) => {
        for (const id of touched) found.delete(id);
        answers = found;
      })
      // A failure of a single one is told by `onFailure`; there is no other.
      .catch(onFailure)
      .finally(() => {
        isAsking = false;
        bell.ring();
      });
  };
  return {
    touch: (dockerIds) => {
      for (const id of dockerIds) {
        touched.add(id);
        answers?.delete(id);
      }
    },
    take: () => {
      const taken = answers;
      answers = undefined;
      begin();
      return taken === undefined || taken.size === 0 ? undefined : taken;
    },
  };
}
