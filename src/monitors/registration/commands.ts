// Registering, changing and unregistering databases over the API: for admins, on record. A database is
// there, with its event and its entry in the audit log, in one transaction; replicas learn of it from
// the event. Whatever a file names is the file's. A URL is in no answer, event or entry.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { placeOf, type DatabasePlace } from '../../core/database-url.ts';
import { coerceError, ConflictError, NotFoundError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import type { TargetHealth } from '../../databases/target.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import {
  declareDatabases,
  findDatabaseByName,
  lockDeclaredDatabases,
  retireDatabase,
} from '../../store/databases.ts';
import {
  countRegisteredDatabases,
  deleteRegisteredDatabase,
  findRegisteredDatabase,
  insertRegisteredDatabase,
  listRegisteredDatabases,
  updateRegisteredDatabase,
  type RegisteredRecord,
} from '../../store/registered-databases.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Queryable, Store, StoreTransaction } from '../../store/store.ts';
import {
  checkChange,
  checkNew,
  engineOf,
  type DatabaseDescription,
  type NamedDescription,
} from './parse.ts';
import { probeDatabase } from './probe.ts';
import { applyChange, isSameRequest, recordOf, type NewRecord } from './record.ts';
import { openUrl } from './sealed-url.ts';

export interface HowToRegister {
  /** Refuse what cannot be reached. */
  readonly requireReachable: boolean;
  /** Check all and store nothing. */
  readonly dryRun: boolean;
  /** The mutation, for the audit log; `registerDatabase` when it is left out. */
  readonly action?: string;
}

/** A registration as admins see it. */
export interface Registration extends Omit<RegisteredRecord, 'databaseId' | 'sealedUrl' | 'keyId'> {
  /** Null: it was a dry run, and there is no such database. */
  readonly databaseId: string | null;
  /** Null when its URL cannot be read here. */
  readonly place: DatabasePlace | null;
  /** Why its URL cannot be read here, and what to do. */
  readonly problem: string | null;
  /** The configuration file of this replica names it too, and the file wins. */
  readonly ignored: boolean;
}

export interface RegistrationOutcome {
  readonly registration: Registration;
  /** As it was found just now; null when nobody had to look. */
  readonly health: TargetHealth | null;
  readonly dryRun: boolean;
}

/** All throw ForbiddenError; ConflictError says what stands in the way. */
export interface RegistrationCommands {
  list(actor: Actor): Promise<readonly Registration[]>;
  /** @throws InvalidInputError with all faults. */
  register(actor: Actor, input: NamedDescription, how: HowToRegister): Promise<RegistrationOutcome>;
  /** @throws InvalidInputError with all faults, NotFoundError. */
  update(
    actor: Actor,
    name: string,
    change: DatabaseDescription,
    how: HowToRegister,
  ): Promise<RegistrationOutcome>;
  /** @throws NotFoundError. Returns the id of the database, which is retired. */
  unregister(actor: Actor, name: string): Promise<string>;
  /** True when the configuration file of this replica names the database. */
  isInFile(name: string): boolean;
}

export interface RegistrationCommandOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  isInFile(name: string): boolean;
  /** Takes over what is registered now, on this replica. */
  refresh(): Promise<void>;
  /** How long a database may take to answer. */
  readonly probeMs?: number;
  readonly maxDatabases?: number;
}

/** Creates the commands on registered databases. */
export function createRegistrationCommands(
  options: RegistrationCommandOptions,
): RegistrationCommands {
  const { store, sealer, clock, random, logger, isInFile } = options;
  const { probeMs = 5000, maxDatabases = 500 } = options;

  const show = (record: Shown): Registration => {
    const { sealedUrl: _sealed, keyId: _key, ...rest } = record;
    const { url, problem } = openUrl(sealer, record);
    return {
      ...rest,
      place: url === null ? null : placeOf(url),
      problem,
      ignored: isInFile(record.name),
    };
  };

  const probe = async (
    { name, url }: { readonly name: string; readonly url: string },
    { requireReachable }: HowToRegister,
  ): Promise<TargetHealth> => {
    const engine = engineOf(url);
    const health = await probeDatabase({ name, url, engine, clock, random, timeoutMs: probeMs });
    if (!requireReachable || health.state !== 'DOWN') return health;
    throw new ConflictError(
      `Nothing was changed: the database cannot be reached (${health.reason ?? 'no answer'}). ` +
        'Without requireReachable it is taken as it is.',
    );
  };

  /** The registration that this very request made before; undefined when there is none of the name. */
  const findRepeated = async (
    { q }: StoreTransaction,
    actor: Actor,
    input: NamedDescription,
  ): Promise<RegisteredRecord | undefined> => {
    const { name } = input;
    await lockDeclaredDatabases(q);
    if (isInFile(name)) throw declaredInFile(name);
    const known = await findRegisteredDatabase(q, name);
    if (known !== undefined) {
      if (isSameRequest(sealer, actor, input, known)) return known;
      throw new ConflictError(
        `A database "${name}" is registered already. Change it with updateDatabase.`,
      );
    }
    const database = await findDatabaseByName(q, name);
    // One that is only discovered waits for this.
    const isDeclared = database?.retiredAt === null && database.discoveredAt === null;
    if (isDeclared) throw declaredInFile(name);
    if ((await countRegisteredDatabases(q)) < maxDatabases) return undefined;
    throw new ConflictError(
      `There are ${maxDatabases} registered databases already, which is the most there may be. ` +
        'Unregister one, or declare this one in hawkwatch.yaml.',
    );
  };

  const audit = (
    tx: StoreTransaction,
    actor: Actor,
    action: string,
    name: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const at = clock.now();
    const subject = `database:${name}`;
    return insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at, detail });
  };

  // The event does it anyhow; whoever made the change finds it done.
  const takeOver = async (actor: Actor, action: string, name: string): Promise<void> => {
    logger.info({ actor: actor.name, database: name, action }, 'registered databases changed');
    await options.refresh().catch((error: unknown) => {
      logger.warn({ err: coerceError(error) }, 'registered databases are taken over later');
    });
  };

  return {
    isInFile,
    list: async (actor) => {
      requireRole(actor, 'admin');
      return (await listRegisteredDatabases(store.q)).map(show);
    },
    register: async (actor, input, how) => {
      requireRole(actor, 'admin');
      checkNew(input);
      const { name, url } = input;
      const { dryRun, action = 'registerDatabase' } = how;
      // Before anything is tried, and once more when it is stored.
      const repeated = await store.transaction((tx) => findRepeated(tx, actor, input));
      const health = await probe(input, repeated === undefined ? how : neverRefuse);
      const record = await store.transaction(async (tx): Promise<Shown> => {
        const known = await findRepeated(tx, actor, input);
        const detail = { dryRun, repeated: known !== undefined, ...placeOf(url) };
        await audit(tx, actor, action, name, { ...detail, found: health.state });
        if (known !== undefined) return known;
        const made = recordOf(sealer, actor, input, clock.now());
        if (dryRun) return { ...made, databaseId: null };
        const [database] = await declareDatabases(tx, [made], random, clock.now());
        if (database === undefined) throw new Error('a registered database was not stored');
        const stored = { ...made, databaseId: database.id };
        await insertRegisteredDatabase(tx, stored);
        return stored;
      });
      if (!dryRun) await takeOver(actor, action, name);
      return { registration: show(record), health, dryRun };
    },
    update: async (actor, name, change, how) => {
      requireRole(actor, 'admin');
      const { url } = change;
      const { dryRun } = how;
      checkChange(change, (await getRegistered(store.q, name, isInFile)).engine);
      const health = url === undefined ? null : await probe({ name, url }, how);
      const record = await store.transaction(async (tx) => {
        await lockDeclaredDatabases(tx.q);
        const before = await getRegistered(tx.q, name, isInFile);
        const { record: after, changed } = applyChange(sealer, before, change);
        const place = url === undefined ? {} : placeOf(url);
        await audit(tx, actor, 'updateDatabase', name, { dryRun, changed, ...place });
        if (dryRun || changed.length === 0) return after;
        if (!isInFile(name)) await declareDatabases(tx, [after], random, clock.now());
        await updateRegisteredDatabase(tx, after, changed, clock.now());
        return after;
      });
      if (!dryRun) await takeOver(actor, 'updateDatabase', name);
      return { registration: show(record), health, dryRun };
    },
    unregister: async (actor, name) => {
      requireRole(actor, 'admin');
      const databaseId = await store.transaction(async (tx) => {
        await lockDeclaredDatabases(tx.q);
        const record = await getRegistered(tx.q, name, isInFile);
        await deleteRegisteredDatabase(tx, record, clock.now());
        // A database of the file stays; a replica whose file alone has it takes it back.
        if (!isInFile(name)) await retireDatabase(tx, name, clock.now());
        await audit(tx, actor, 'unregisterDatabase', name, { ignored: isInFile(name) });
        return record.databaseId;
      });
      await takeOver(actor, 'unregisterDatabase', name);
      return databaseId;
    },
  };
}

type Shown = NewRecord & Pick<Registration, 'databaseId'>;

const neverRefuse: HowToRegister = { requireReachable: false, dryRun: false };

function declaredInFile(name: string): ConflictError {
  return new ConflictError(
    `The database "${name}" is declared in hawkwatch.yaml, and the file wins: change it there.`,
  );
}

async function getRegistered(
  q: Queryable,
  name: string,
  isInFile: (name: string) => boolean,
): Promise<RegisteredRecord> {
  const record = await findRegisteredDatabase(q, name);
  if (record !== undefined) return record;
  if (isInFile(name)) throw declaredInFile(name);
  throw new NotFoundError(
    'There is no registered database of that name. `registeredDatabases` lists those there are.',
  );
}
