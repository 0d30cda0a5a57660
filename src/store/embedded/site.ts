// What every step of running one embedded server needs, gathered once at its start.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Binaries } from './binaries.ts';
import type { Host } from './host.ts';
import type { Place } from './place.ts';

export interface Site {
  readonly host: Host;
  readonly place: Place;
  readonly binaries: Binaries;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** How to start a process as the server's account; its working directory must be open to it. */
export function spawnOptions(site: Site): { uid?: number; gid?: number; cwd: string } {
  const { account } = site.place;
  return account === undefined ? { cwd: '/' } : { uid: account.uid, gid: account.gid, cwd: '/' };
}
