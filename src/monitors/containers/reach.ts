// Reaching the daemon of a stored container from this replica, for what somebody asks for: one client for
// each daemon, opened when it is needed first, and again after its configuration was changed.
import type { Clock } from '../../core/clock.ts';
import { coerceError, ConflictError, UnavailableError } from '../../core/errors.ts';
import type { ContainerRow } from '../../store/containers.ts';
import { DaemonError } from './daemon-error.ts';
import { openDaemon, type Daemon } from './docker.ts';
import type { DaemonSettings } from './settings.ts';
import { hostOf } from './watch.ts';

export type StoredPlace = Pick<ContainerRow, 'host' | 'daemon' | 'key'>;

export interface DaemonReach {
  /** @throws ConflictError that names the host, when this replica does not reach that daemon. */
  find(container: StoredPlace): Promise<Daemon>;
  close(): void;
}

export interface DaemonReachOptions {
  readonly clock: Clock;
  /** Of this replica. */
  readonly host: string;
  /** As they are configured now. */
  daemons(): readonly DaemonSettings[];
}

interface Opened {
  readonly settings: DaemonSettings;
  readonly daemon: Promise<Daemon>;
}

export function createDaemonReach({ clock, host, daemons }: DaemonReachOptions): DaemonReach {
  const opened = new Map<string, Opened>();

  const drop = (name: string, { daemon }: Opened): void => {
    opened.delete(name);
    daemon.then(
      (one) => one.close(),
      // Whoever asked for it has heard of it.
      () => undefined,
    );
  };

  const open = (settings: DaemonSettings): Opened => {
    const { name } = settings;
    const known = opened.get(name);
    // The object is another one after each reload, also where nothing of it was changed.
    if (known !== undefined && JSON.stringify(known.settings) === JSON.stringify(settings)) {
      return known;
    }
    if (known !== undefined) drop(name, known);
    const made = { settings, daemon: openDaemon(settings, { clock }) };
    opened.set(name, made);
    return made;
  };

  return {
    find: async (container) => {
      const settings = daemons().find(
        (one) => one.name === container.daemon && hostOf(one, { host }) === container.host,
      );
      if (settings === undefined) throw notHere(container, host);
      const made = open(settings);
      try {
        return await made.daemon;
      } catch (error) {
        if (opened.get(settings.name) === made) drop(settings.name, made);
        throw unavailable(container, error);
      }
    },
    close: () => {
      for (const [name, one] of opened) drop(name, one);
    },
  };
}

function notHere({ key, host, daemon }: StoredPlace, here: string): ConflictError {
  return new ConflictError(
    `The container "${key}" belongs to the Docker daemon "${daemon}" of the host "${host}", which ` +
      `this replica (host "${here}") does not reach: ask the hawkwatch that runs on "${host}".`,
  );
}

/** What a failed call to a daemon means to whoever asked; anything else is thrown as it is. */
export function unavailable({ daemon }: Pick<StoredPlace, 'daemon'>, error: unknown): Error {
  if (!(error instanceof DaemonError)) return coerceError(error);
  return new UnavailableError(`The Docker daemon "${daemon}" cannot do it now: ${error.message}.`);
}
