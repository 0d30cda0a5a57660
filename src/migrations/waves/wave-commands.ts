// Starts and cancels waves. A wave is fixed when it starts: its databases, how far they go, and the
// bytes that every one of them gets. It is driven by whoever leads (see `drive-waves.ts`).
import { createHash } from 'node:crypto';

import type { Actor } from '../../core/actor.ts';
import {
  ConflictError,
  ExpectedError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { isUniqueViolation } from '../../store/connection.ts';
import { findDatabasesByName } from '../../store/databases.ts';
import {
  claimWave,
  findNewestWave,
  findWaveByKey,
  insertWave,
  type MigrationWave,
} from '../../store/migration-waves.ts';
import { lockSetting } from '../../store/settings.ts';
import { storableText } from '../../store/storable.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { RequestOptions } from '../requests.ts';
import { requireRole } from '../../core/require-role.ts';
import { waveSubject } from './events.ts';
import { announceWave, recordWave } from './record-wave.ts';
import { parseWave, type ParsedWave, type StartWaveInput } from './parse-wave.ts';
import { stopMembers } from './stop-wave.ts';

export interface CancelWaveInput {
  readonly waveId: string;
  readonly reason: string | undefined;
  /** What executes right now is cancelled too, instead of going on to its end. */
  readonly cancelRunning: boolean;
}

export interface WaveCommands {
  /** @throws InvalidInputError, NotFoundError, ConflictError, ForbiddenError */
  startWave(actor: Actor, input: StartWaveInput): Promise<MigrationWave>;
  cancelWave(actor: Actor, input: CancelWaveInput): Promise<MigrationWave>;
}

const keyIndex = 'migration_waves_client_mutation';

/** Creates the commands. */
export function createWaveCommands(options: RequestOptions): WaveCommands {
  const { store } = options;

  const findByKey = async (
    actor: Actor,
    { clientMutationId }: StartWaveInput,
    inputHash: string,
  ): Promise<MigrationWave | undefined> => {
    if (clientMutationId === undefined) return undefined;
    const wave = await findWaveByKey(store.q, actor.id, clientMutationId);
    if (wave !== undefined && wave.inputHash !== inputHash) {
      throw new ConflictError(
        `clientMutationId "${clientMutationId}" was used for another wave, ${wave.id}. Use a new one.`,
      );
    }
    return wave;
  };

  return {
    startWave: async (actor, input) => {
      requireRole(actor, 'operator');
      const { clientMutationId, ...rest } = input;
      const inputHash = createHash('sha256').update(JSON.stringify(rest, sortKeys)).digest('hex');
      const known = await findByKey(actor, input, inputHash);
      if (known !== undefined) return known;
      try {
        const parsed = await parseWave(options.targets, input);
        return await store.transaction((tx) =>
          storeWave(tx, options, actor, { ...parsed, inputHash, clientMutationId }),
        );
      } catch (error) {
        const winner =
          isUniqueViolation(error, keyIndex) || error instanceof ExpectedError
            ? await findByKey(actor, input, inputHash)
            : undefined;
        if (winner === undefined) throw error;
        return winner;
      }
    },
    cancelWave: async (actor, input) => {
      requireRole(actor, 'operator');
      return store.transaction((tx) => cancelWave(tx, options, actor, input));
    },
  };
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}

async function storeWave(
  tx: StoreTransaction,
  { clock, random }: RequestOptions,
  actor: Actor,
  parsed: ParsedWave & { inputHash: string; clientMutationId: string | undefined },
): Promise<MigrationWave> {
  // Two waves of one source begin one after the other, so that each sees the other's databases.
  await lockSetting(tx.q, `waves of ${parsed.source}`, 'exclusive');
  const names = parsed.members.map((member) => member.database);
  const records = new Map(
    (await findDatabasesByName(tx.q, names)).map((record) => [record.name, record.id]),
  );
  const members = parsed.members.map((member) => {
    const databaseId = records.get(member.database);
    if (databaseId === undefined) throw new Error('a configured database is not in the store');
    return { ...member, databaseId, state: 'WAITING' as const, runId: null, reason: null };
  });
  for (const { databaseId, database } of members) {
    const other = await findNewestWave(tx.q, databaseId, parsed.source);
    if (other?.state !== 'RUNNING') continue;
    throw new ConflictError(
      `Wave ${other.id} migrates ${parsed.source} of ${database} already. Wait for its end, or ` +
        'cancel it with cancelMigrationWave.',
    );
  }
  const now = clock.now();
  const wave: MigrationWave = {
    id: random.uuid(),
    source: parsed.source,
    state: 'RUNNING',
    plan: { ...parsed.plan, members, stopping: null },
    startedBy: actor.name,
    actorId: actor.id,
    clientMutationId: parsed.clientMutationId ?? null,
    inputHash: parsed.inputHash,
    createdAt: now,
    finishedAt: null,
    reason: null,
  };
  await insertWave(tx.q, wave);
  announceWave(tx, 'STARTED', wave, { before: null, now });
  const { toVersion, stopOnFailure, maxParallel } = parsed.plan;
  await insertAuditEntry(tx, random, {
    actor,
    action: 'startMigrationWave',
    subject: waveSubject(wave.id),
    result: 'ok',
    at: now,
    detail: { source: parsed.source, toVersion, stopOnFailure, maxParallel, databases: names },
  });
  return wave;
}

async function cancelWave(
  tx: StoreTransaction,
  { clock, random }: RequestOptions,
  actor: Actor,
  { waveId, reason: given, cancelRunning }: CancelWaveInput,
): Promise<MigrationWave> {
  const comment = storableText(given ?? '').trim();
  if (comment.length > 500) {
    throw new InvalidInputError('The wave was not cancelled.', [
      { path: 'reason', message: 'must have 500 characters at most' },
    ]);
  }
  const wave = await claimWave(tx.q, waveId);
  if (wave === undefined) throw new NotFoundError(`There is no wave "${waveId}".`);
  if (wave.state !== 'RUNNING') {
    throw new ConflictError(`The wave has ended already: it is ${wave.state}.`);
  }
  const reason = `cancelled by ${actor.name}${comment === '' ? '' : `: ${comment}`}`;
  const stopping = { reason, by: actor.name };
  const plan = await stopMembers(tx, clock, { ...wave.plan, stopping }, cancelRunning);
  const now = clock.now();
  await insertAuditEntry(tx, random, {
    actor,
    action: 'cancelMigrationWave',
    subject: waveSubject(wave.id),
    result: 'ok',
    at: now,
    detail: { reason: comment, cancelRunning },
  });
  return recordWave(tx, wave, plan, now);
}
