// Which databases there are on this replica: those of its configuration file, and those that were
// registered through the API and are not in the file. Both change while the service runs:
//
//   the file changes ──> configure ─┐
//                                   ├─> one at a time ──> targets and monitored databases
//   an event         ──> refresh  ──┘
//
// `configure` also makes the stored databases match. `refresh` leaves them alone, but for those of the
// file that another replica has retired with a registration: replicas may have different files, and
// one that is told of a registration must not retire what another one's file names.
import type { Hub } from './bus/hub.ts';
import { keepUp } from './bus/keep-up.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import { createLine } from './core/line.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { TargetSettings } from './databases/target.ts';
import { resolveRegistered, resolveTargets } from './resolve-targets.ts';
import {
  declareDatabases,
  findDatabasesByName,
  lockDeclaredDatabases,
  updateDeclaredDatabases,
  type DatabaseRecord,
} from './store/databases.ts';
import type { EmbeddedPostgres } from './store/embedded/start.ts';
import {
  databaseRegistered,
  databaseRegistrationChanged,
  databaseUnregistered,
  listRegisteredDatabases,
} from './store/registered-databases.ts';
import type { Sealer } from './store/sealing.ts';
import type { Store } from './store/store.ts';

export interface DeclaredDatabasesOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly embedded: EmbeddedPostgres | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Puts databases in force. */
  replace(settings: readonly TargetSettings[]): Promise<void>;
}

export interface DeclaredDatabases {
  /** True when the configuration file in force names the database. */
  isInFile(name: string): boolean;
  /** Puts another file in force; `onStored` is called once its databases are stored. */
  configure(next: Configuration, onStored: () => Promise<void>): Promise<void>;
  /** Takes over what is registered now. */
  refresh(): Promise<void>;
  /** Takes over what is registered whenever that changes, on whatever replica. */
  follow(hub: Hub): { stop(): Promise<void> };
}

const types = [databaseRegistered, databaseRegistrationChanged, databaseUnregistered].map(
  (kind) => kind.type,
);

const theFileWins = 'hawkwatch.yaml names it too, and the file wins';

/** Creates it; nothing is in force before `configure`. */
export function createDeclaredDatabases(options: DeclaredDatabasesOptions): DeclaredDatabases {
  const { store, sealer, embedded, clock, random, logger } = options;
  const line = createLine();
  let fromFile: readonly TargetSettings[] = [];
  let inFile: ReadonlySet<string> = new Set();
  let told: ReadonlyMap<string, string> = new Map();

  /** Each complaint once, until it has gone and comes again. */
  const complain = (
    complaints: readonly { readonly database: string; readonly reason: string }[],
  ) => {
    const fresh = complaints.filter(({ database, reason }) => told.get(database) !== reason);
    for (const complaint of fresh) logger.warn(complaint, 'a registered database is not used');
    told = new Map(complaints.map(({ database, reason }) => [database, reason]));
  };

  const putInForce = async (): Promise<void> => {
    const records = await listRegisteredDatabases(store.q);
    const ignored = records.filter(({ name }) => inFile.has(name));
    const registered = records
      .filter(({ name }) => !inFile.has(name))
      .map((record) => resolveRegistered(record, sealer));
    complain([
      ...ignored.map(({ name }) => ({ database: name, reason: theFileWins })),
      ...registered.flatMap(({ name, unavailable }) =>
        unavailable === null ? [] : [{ database: name, reason: unavailable }],
      ),
    ]);
    await options.replace([...fromFile, ...registered]);
  };

  const takeBack = async (): Promise<void> => {
    const stored = await findDatabasesByName(store.q, [...inFile]);
    // One whose container is there is only known by that then.
    const isLost = (one: DatabaseRecord): boolean =>
      one.retiredAt !== null || one.discoveredAt !== null;
    const names = new Set(stored.filter(isLost).map(({ name }) => name));
    if (names.size === 0) return;
    const lost = fromFile.filter(({ name }) => names.has(name));
    await store.transaction(async (tx) => {
      await lockDeclaredDatabases(tx.q);
      await declareDatabases(tx, lost, random, clock.now());
    });
  };

  const refresh = (): Promise<void> =>
    line.enter(async () => {
      await takeBack();
      await putInForce();
    });

  return {
    isInFile: (name) => inFile.has(name),
    configure: (next, onStored) =>
      line.enter(async () => {
        const settings = await resolveTargets(next, embedded);
        await store.transaction((tx) => updateDeclaredDatabases(tx, settings, random, clock.now()));
        await onStored();
        fromFile = settings;
        inFile = new Set(settings.map(({ name }) => name));
        await putInForce();
      }),
    refresh,
    follow: (hub) => {
      const what = 'registered databases';
      const following = keepUp({ hub, types, clock, random, logger, what, work: refresh });
      return {
        stop: async () => {
          await following.stop();
          // Whatever is under way ends before its connections are closed.
          await line.enter(() => Promise.resolve());
        },
      };
    },
  };
}
