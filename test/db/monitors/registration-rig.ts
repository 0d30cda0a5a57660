// Replicas that know which databases there are: real store, tail and hub; what they put in force is
// only kept.
import { createHub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { parseConfiguration } from '../../../src/config/file.ts';
import type { Actor } from '../../../src/core/actor.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { TargetSettings } from '../../../src/databases/target.ts';
import { createDeclaredDatabases } from '../../../src/declared-databases.ts';
import {
  createRegistrationCommands,
  type RegistrationCommandOptions,
  type RegistrationCommands,
} from '../../../src/monitors/registration/commands.ts';
import { createSealer } from '../../../src/store/sealing.ts';
import { captureLog, type CapturedLog } from '../../support/log-capture.ts';
import { openTestStore } from '../../support/store.ts';

export const clock = createSystemClock();
export const random = createSystemRandom();

export const admin: Actor = { id: 'a', name: 'adam', role: 'admin', origin: 'test' };

export interface RegistrationReplica {
  readonly commands: RegistrationCommands;
  readonly log: CapturedLog;
  /** What is in force, by name. */
  inForce(): ReadonlyMap<string, TargetSettings>;
  /** Puts a file in force. */
  configure(text: string): Promise<void>;
  /** Lets the next so many attempts to put something in force fail. */
  failNext(count: number): void;
  close(): Promise<void>;
}

export const sealerOf = (key: number) => createSealer(Buffer.alloc(32, key), random);

/** A replica without anything in its file. */
export async function startRegistrationReplica(
  storeUrl: string,
  options: Partial<RegistrationCommandOptions> & { readonly key?: number } = {},
): Promise<RegistrationReplica> {
  const store = openTestStore(storeUrl);
  const log = captureLog();
  const { logger } = log;
  const sealer = sealerOf(options.key ?? 1);
  let inForce: ReadonlyMap<string, TargetSettings> = new Map();
  let isBusy = false;
  let failures = 0;
  const parts = { store, sealer, clock, random, logger };
  const declared = createDeclaredDatabases({
    ...parts,
    embedded: undefined,
    replace: async (settings) => {
      if (isBusy) throw new Error('two configurations were put in force at once');
      isBusy = true;
      await store.q.execute('select 1');
      isBusy = false;
      failures -= 1;
      if (failures >= 0) throw new Error('it could not be put in force');
      inForce = new Map(settings.map((one) => [one.name, one]));
    },
  });
  const configure = async (text: string): Promise<void> => {
    const configuration = parseConfiguration(text, { path: '/hawkwatch.yaml', env: {} });
    await declared.configure(configuration, () => Promise.resolve());
  };
  await configure('databases: []');
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const following = declared.follow(hub);
  return {
    commands: createRegistrationCommands({ ...parts, ...declared, probeMs: 500, ...options }),
    log,
    inForce: () => inForce,
    configure,
    failNext: (count) => {
      failures = count;
    },
    close: async () => {
      await following.stop();
      hub.close();
      await tail.stop();
      await store.close();
    },
  };
}
