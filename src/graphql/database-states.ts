// The health of databases as it is stored, and the live list of its changes.
//
// Without `after` the log's position is taken first, then the states are read and shown, then come the
// changes after the position; a change that the states showed already is left out.
import {
  databaseStateChanged,
  findDatabaseStates,
  listDatabaseStates,
  type DatabaseStateFact,
  type DatabaseStateFacts,
  type DatabaseStateRow,
} from '../store/database-states.ts';
import type { DatabaseRecord } from '../store/databases.ts';
import type { GraphqlContext } from './context.ts';
import { discoveredReason, type DatabaseState } from './database-health.ts';
import { getDatabase } from './database-reference.ts';
import { LogStream } from './log-stream.ts';

export interface HealthView extends DatabaseStateFacts {
  readonly databaseId: string;
  readonly state: DatabaseState;
  readonly reason: string | null;
  /** Null when it was never looked at. */
  readonly since: Date | null;
  readonly checkedAt: Date | null;
}

export interface StatusChangeView {
  readonly cursor: string;
  readonly at: Date;
  readonly before: DatabaseState | null;
  readonly health: HealthView & { readonly since: Date };
}

const nothingFound: DatabaseStateFacts = {
  latencyMs: null,
  serverVersion: null,
  sizeBytes: null,
  role: null,
  tls: null,
};

/** The health of a database as it was found last. */
export async function readStoredHealth(
  { loaders }: GraphqlContext,
  { id, retiredAt, discoveredAt }: DatabaseRecord,
): Promise<HealthView> {
  const about = { databaseId: id, checkedAt: null, ...nothingFound };
  if (retiredAt !== null) {
    const reason = 'It is not in the configuration any more; its history is kept.';
    return { ...about, state: 'RETIRED', reason, since: retiredAt };
  }
  if (discoveredAt !== null) {
    return { ...about, state: 'DISCOVERED', reason: discoveredReason, since: discoveredAt };
  }
  const row = await loaders.databaseStates.load(id);
  return row ?? { ...about, state: 'UNKNOWN', reason: 'It was not looked at yet.', since: null };
}

function toChange(fact: DatabaseStateFact, cursor: string, at: Date): StatusChangeView {
  const { before, ...health } = fact;
  return { cursor, at, before, health: { ...health, since: new Date(fact.since), checkedAt: at } };
}

function toPresent(row: DatabaseStateRow, cursor: string): StatusChangeView {
  return { cursor, at: row.since, before: null, health: row };
}

/** Of one database or all; what is not in the configuration has no state. */
function readPresent(
  { services }: GraphqlContext,
  database: DatabaseRecord | undefined,
): Promise<readonly DatabaseStateRow[]> {
  const { q } = services.store;
  if (database === undefined) return listDatabaseStates(q);
  const { id, retiredAt, discoveredAt } = database;
  return findDatabaseStates(q, retiredAt === null && discoveredAt === null ? [id] : []);
}

/** Changes of one database or all: after a replay of those since `after`, else after the present. */
export async function openDatabaseStatusChanges(
  context: GraphqlContext,
  reference: string | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<StatusChangeView>> {
  const { hub } = context.services;
  const database =
    typeof reference === 'string' ? await getDatabase(context, reference) : undefined;
  const only = database?.id ?? null;
  const resumed = context.resumeAfter ?? after ?? undefined;
  const start = await hub.locate(resumed);
  const rows = resumed === undefined ? await readPresent(context, database) : [];
  const cursor = hub.cursorOf(start);
  const shown = new Map(rows.map((row) => [row.databaseId, row.since.getTime()]));
  return new LogStream(hub, {
    start,
    selection: { role: context.viewer.role, types: [databaseStateChanged.type] },
    convert: (event) => {
      const fact = databaseStateChanged.read(event);
      if (fact === undefined || (only !== null && fact.databaseId !== only)) return undefined;
      return toChange(fact, hub.cursorOf(event.id), event.occurredAt);
    },
    leading: rows.map((row) => toPresent(row, cursor)),
    shows: ({ health }) =>
      health.since.getTime() <= (shown.get(health.databaseId) ?? Number.NEGATIVE_INFINITY),
  });
}
