// What people decide about drift: to take note of it, to make it the new baseline, and which objects
// are no drift at all. Each decision is one transaction with its audit entry, its events, and what it
// makes of the drift that is open. The database itself is not asked.
//
// Locks are taken in the order in which the watcher takes them: the position, then the drift.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import type { DriftResolution } from '../../core/schema-change.ts';
import type { SchemaSettings } from '../../databases/target.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { findDatabases, lockDatabase } from '../../store/databases.ts';
import {
  countDriftIgnores,
  deleteDriftIgnore,
  findDriftIgnore,
  findDriftIgnoreOf,
  insertDriftIgnore,
  updateDriftIgnore,
} from '../../store/drift-ignores.ts';
import { listUndecidedSets } from '../../store/schema-changes.ts';
import { findDrifts } from '../../store/schema-drift-pages.ts';
import {
  acknowledgeDrift,
  lockDrift,
  resolveDrift,
  type DriftIgnoreRow,
  type SchemaDrift,
} from '../../store/schema-drifts.ts';
import { lockSchemaPosition, updateSchemaPosition } from '../../store/schema-positions.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { checkComment, checkIgnore } from './drift-input.ts';
import { judgeDrift } from './drift.ts';
import type { WatchedSchema } from './watched-schema.ts';

export interface AcknowledgeInput {
  readonly id: string;
  readonly comment: string | null;
}

export interface AcceptInput {
  readonly id: string;
  readonly comment: string;
  /** The drift that was looked at; undefined: whatever it is now. */
  readonly digest?: string | undefined;
}

export interface IgnoreInput {
  readonly databaseName: string;
  readonly objects: string;
  readonly reason: string;
}

/** Each throws NotFoundError, ConflictError, InvalidInputError or ForbiddenError. */
export interface DriftCommands {
  acknowledge(actor: Actor, input: AcknowledgeInput): Promise<SchemaDrift>;
  accept(actor: Actor, input: AcceptInput): Promise<SchemaDrift>;
  ignore(actor: Actor, input: IgnoreInput): Promise<DriftIgnoreRow>;
  /** Gives the rule that is no more. */
  unignore(actor: Actor, id: string): Promise<DriftIgnoreRow>;
}

export interface DriftCommandOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** What the configuration says of a database; undefined for one that is not in it. */
  settingsOf(databaseName: string): SchemaSettings | undefined;
}

export const maxDriftIgnores = 200;

/** Creates the commands. */
export function createDriftCommands(options: DriftCommandOptions): DriftCommands {
  const { store, clock, random } = options;
  const audit = (
    tx: StoreTransaction,
    { actor, action, database, detail, at }: Decision,
  ): Promise<void> => {
    const subject = `database:${database}`;
    return insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at, detail });
  };

  /** Other rules make another drift of the same schema. */
  const judgeAnew = async (
    tx: StoreTransaction,
    database: WatchedSchema['database'],
    resolution: DriftResolution,
  ): Promise<void> => {
    const settings = options.settingsOf(database.name);
    if (settings === undefined) return;
    if ((await lockSchemaPosition(tx.q, database.id)) === undefined) return;
    await judgeDrift(tx, { database, settings, clock, random }, { statements: [], resolution });
  };

  return {
    acknowledge: async (actor, { id, comment }) => {
      requireRole(actor, 'operator');
      if (comment !== null) checkComment('comment', comment);
      return store.transaction(async (tx) => {
        const drift = await requireLocked(tx, id);
        const database = await nameOf(tx, drift.databaseId);
        const at = clock.now();
        const detail = { driftId: id, comment };
        await audit(tx, { actor, action: 'acknowledgeDrift', database, detail, at });
        if (drift.state === 'ACKNOWLEDGED') return drift;
        if (drift.state === 'RESOLVED') throw resolved(drift);
        return acknowledgeDrift(tx, id, { database, at, actor: actor.name, comment });
      });
    },

    accept: async (actor, { id, comment, digest }) => {
      requireRole(actor, 'admin');
      checkComment('comment', comment);
      return store.transaction(async (tx) => {
        const [known] = await findDrifts(tx.q, [id]);
        if (known === undefined) throw noDrift(id);
        const { databaseId } = known;
        const position = await lockSchemaPosition(tx.q, databaseId);
        const drift = await requireLocked(tx, id);
        const database = await nameOf(tx, databaseId);
        const at = clock.now();
        const detail = { driftId: id, comment, digest: drift.digest };
        const isDone = drift.state === 'RESOLVED';
        if (isDone && drift.resolution !== 'ACCEPTED') throw resolved(drift);
        if (digest !== undefined && digest !== drift.digest) throw changed();
        await audit(tx, { actor, action: 'acceptDrift', database, detail, at });
        if (isDone) return drift;
        if (position === undefined) throw new Error(`drift ${id} has no position`);
        // A migration may still turn out to have made them: they are not this drift.
        if ((await listUndecidedSets(tx.q, databaseId)).length > 0) throw undecided();
        await updateSchemaPosition(tx.q, databaseId, { baselineId: position.snapshotId });
        return resolveDrift(tx, id, 'ACCEPTED', { database, at, actor: actor.name, comment });
      });
    },

    ignore: async (actor, { databaseName, ...input }) => {
      requireRole(actor, 'admin');
      const [objects, reason] = [input.objects.trim(), input.reason.trim()];
      checkIgnore(objects, reason);
      return store.transaction(async (tx) => {
        // Two who add the last rule at the same time: one of them waits for the other.
        const database = await lockDatabase(tx.q, databaseName);
        if (database === undefined) {
          throw new NotFoundError(`There is no database "${databaseName}" any more.`);
        }
        const at = clock.now();
        const detail = { objects, reason };
        await audit(tx, { actor, action: 'ignoreDrift', database: databaseName, detail, at });
        const known = await findDriftIgnoreOf(tx.q, database.id, objects);
        const set = { reason, createdBy: actor.name, createdAt: at };
        if (known !== undefined) {
          if (known.reason === reason) return known;
          await updateDriftIgnore(tx.q, known.id, set);
          return { ...known, ...set };
        }
        if ((await countDriftIgnores(tx.q, database.id)) >= maxDriftIgnores) throw tooMany();
        const row = { id: random.uuid(), databaseId: database.id, objects, ...set };
        const rule = await insertDriftIgnore(tx, { ...row, database: databaseName });
        await judgeAnew(tx, database, 'IGNORED');
        return rule;
      });
    },

    unignore: async (actor, id) => {
      requireRole(actor, 'admin');
      return store.transaction(async (tx) => {
        const rule = await findDriftIgnore(tx.q, id);
        if (rule === undefined) throw noRule(id);
        const database = await nameOf(tx, rule.databaseId);
        const at = clock.now();
        if (!(await deleteDriftIgnore(tx, rule, { database, actor: actor.name, at }))) {
          throw noRule(id);
        }
        const { objects, reason } = rule;
        const detail = { objects, reason };
        await audit(tx, { actor, action: 'unignoreDrift', database, detail, at });
        await judgeAnew(tx, { id: rule.databaseId, name: database }, 'GONE');
        return rule;
      });
    },
  };
}

interface Decision {
  readonly actor: Actor;
  readonly action: string;
  readonly database: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

async function requireLocked(tx: StoreTransaction, id: string): Promise<SchemaDrift> {
  const drift = await lockDrift(tx.q, id);
  if (drift === undefined) throw noDrift(id);
  return drift;
}

/** A database is never deleted before what is stored about it. */
async function nameOf(tx: StoreTransaction, databaseId: string): Promise<string> {
  const [database] = await findDatabases(tx.q, [databaseId]);
  if (database === undefined) throw new Error(`there is no database ${databaseId}`);
  return database.name;
}

function noDrift(id: string): NotFoundError {
  return new NotFoundError(`There is no drift "${id}". \`drifts\` lists those there are.`);
}

function noRule(id: string): NotFoundError {
  return new NotFoundError(
    `There is no rule "${id}", or it was removed already. \`Database.driftIgnores\` lists them.`,
  );
}

function resolved({ resolution, resolvedBy }: SchemaDrift): ConflictError {
  const by = resolvedBy === null ? '' : ` by ${resolvedBy}`;
  return new ConflictError(`This drift is over: ${resolution ?? 'resolved'}${by}.`);
}

function changed(): ConflictError {
  return new ConflictError(
    'The drift has become another one since you looked at it. Look at its changes again, and pass ' +
      'its present `digest`.',
  );
}

function undecided(): ConflictError {
  return new ConflictError(
    'It is not known yet what made the latest changes: a migration may be under way. Try again ' +
      'when it has ended.',
  );
}

function tooMany(): ConflictError {
  return new ConflictError(
    `This database has ${maxDriftIgnores} rules already. Remove one, or use a pattern with \`*\`.`,
  );
}
