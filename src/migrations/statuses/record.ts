// Writes what was found of sources: a change with its event in one transaction, and of all that is
// as it was only when it was looked at, in one statement. An older reading never replaces a newer
// one, whichever replica wrote it.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { isStoreAway } from '../../store/connection.ts';
import {
  deleteOtherStatuses,
  findStatus,
  listKnownDigests,
  lockStatuses,
  updateCheckedAt,
  upsertStatus,
  type KnownDatabase,
  type StoredStatus,
} from '../../store/migration-statuses.ts';
import { emptyDetails } from '../../store/status-details.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { SourceStatus } from '../status-words.ts';
import { changesBetween, noChanges } from './changes.ts';
import { statusChanged } from '../../store/migration-status-events.ts';
import { detailsOf, digestOf, storedReason } from './stored-form.ts';

export interface RecordOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Found {
  readonly database: KnownDatabase;
  readonly status: SourceStatus;
  readonly digest: string;
}

/** Changes that share a transaction. */
const perTransaction = 25;

/** Records statuses that were just read; those of databases the store does not know are left out. */
export async function recordStatuses(
  options: RecordOptions,
  statuses: readonly SourceStatus[],
): Promise<void> {
  const { store } = options;
  const names = [...new Set(statuses.map((status) => status.databaseName))];
  const known = new Map((await listKnownDigests(store.q, names)).map((one) => [one.name, one]));
  const found = statuses.flatMap((status): Found[] => {
    const database = known.get(status.databaseName);
    if (database === undefined) return [];
    return [{ database, status, digest: digestOf(status, detailsOf(status.migrations)) }];
  });
  const isKnown = ({ database, status, digest }: Found): boolean =>
    database.digests.get(status.source) === digest;
  const unchanged = found.filter(isKnown).map(({ database, status, digest }) => ({
    databaseId: database.id,
    source: status.source,
    digest,
    checkedAt: status.checkedAt,
  }));
  await store.transaction(({ q }) => updateCheckedAt(q, unchanged));
  const changed = found.filter((one) => !isKnown(one));
  for (let at = 0; at < changed.length; at += perTransaction) {
    await recordChanges(options, changed.slice(at, at + perTransaction));
  }
}

async function recordChanges(options: RecordOptions, found: readonly Found[]): Promise<void> {
  const { store, logger } = options;
  const write = (some: readonly Found[]): Promise<void> =>
    store.transaction((tx) => recordChangesIn(tx, some));
  try {
    await write(found);
  } catch (error) {
    if (isStoreAway(error)) throw error;
    // One that cannot be written must not keep the others from being.
    for (const one of found) {
      await write([one]).catch((cause: unknown) => {
        const { databaseName, source } = one.status;
        const err = coerceError(cause);
        logger.error({ err, database: databaseName, source }, 'a status could not be recorded');
      });
    }
  }
}

/** The same within a transaction of the caller's, for one database. */
async function recordChangesIn(tx: StoreTransaction, found: readonly Found[]): Promise<void> {
  await lockStatuses(tx.q, [...new Set(found.map(({ database }) => database.id))]);
  for (const { database, status, digest } of found) {
    const key = { databaseId: database.id, source: status.source };
    const before = await findStatus(tx.q, key);
    if (before !== undefined && before.checkedAt > status.checkedAt) continue;
    if (before?.digest === digest) continue;
    const after = storedStatus(key, status, digest, before);
    await upsertStatus(tx.q, after);
    tx.append(
      statusChanged.create({
        subject: `database:${database.name}`,
        occurredAt: status.checkedAt,
        payload: {
          ...key,
          database: database.name,
          environment: database.environment,
          labels: database.labels,
          tool: after.tool,
          state: { before: before?.state ?? null, after: after.state },
          reason: after.reason,
          counts: after.counts,
          currentVersion: after.currentVersion,
          revision: after.revision,
          changes: changesBetween(before?.details, after.details),
        },
      }),
    );
  }
}

/** What is stored; of what cannot be reached, what was last known of its migrations is kept. */
function storedStatus(
  key: { databaseId: string; source: string },
  status: SourceStatus,
  digest: string,
  before: StoredStatus | undefined,
): StoredStatus {
  const { tool, state, checkedAt } = status;
  const about = { ...key, tool, state, reason: storedReason(status.reason), digest };
  const times = { checkedAt, changedAt: checkedAt };
  if (state !== 'UNREACHABLE') {
    const { counts, currentVersion, revision } = status;
    const details = detailsOf(status.migrations);
    return { ...about, ...times, counts, currentVersion, revision, details };
  }
  const counts = before?.counts ?? status.counts;
  const details = before?.details ?? emptyDetails;
  const readAt = before === undefined ? null : (details.readAt ?? before.checkedAt.toISOString());
  return {
    ...about,
    ...times,
    counts,
    currentVersion: before?.currentVersion ?? null,
    revision: before?.revision ?? null,
    details: { ...details, readAt },
  };
}

/** Removes what is stored of sources that are not configured (any more), and tells of it. */
export async function forgetOtherStatuses(
  { store, clock }: RecordOptions,
  configured: readonly { readonly databaseName: string; readonly source: string }[],
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const gone of await deleteOtherStatuses(tx.q, configured)) {
      const { databaseId, databaseName, environment, labels, source, tool, state } = gone;
      const payload = {
        databaseId,
        database: databaseName,
        environment,
        labels,
        source,
        tool,
        state: { before: state, after: null },
        reason: 'the source left the configuration',
        counts: { total: 0, applied: 0, pending: 0, failed: 0, other: 0 },
        currentVersion: null,
        revision: null,
        changes: noChanges(),
      };
      tx.append(
        statusChanged.create({
          subject: `database:${databaseName}`,
          occurredAt: clock.now(),
          payload,
        }),
      );
    }
  });
}
