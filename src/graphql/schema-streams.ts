// The live lists of schemas: what changed, and what becomes of drift. Of one database the log is read
// by its subject, so that a replay costs what that database had.
import { NotFoundError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import { schemaAttributed, schemaChanged, type SchemaChangeSet } from '../store/schema-changes.ts';
import {
  driftAcknowledged,
  driftChanged,
  driftDetected,
  driftResolved,
  type SchemaDrift,
} from '../store/schema-drifts.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { LogStream } from './log-stream.ts';

export type SchemaEventKind = 'CHANGED' | 'ATTRIBUTED';
export type DriftEventKind = 'DETECTED' | 'CHANGED' | 'ACKNOWLEDGED' | 'RESOLVED';

/** Something happened to a set of changes; the set itself is read when it is asked for. */
export interface SchemaEvent {
  readonly cursor: string;
  readonly kind: SchemaEventKind;
  readonly at: Date;
  readonly setId: string;
}

export interface DriftEvent {
  readonly cursor: string;
  readonly kind: DriftEventKind;
  readonly at: Date;
  readonly actor: string | null;
  readonly driftId: string;
}

const schemaEvents = [
  ['CHANGED', schemaChanged],
  ['ATTRIBUTED', schemaAttributed],
] as const;

const driftEvents = [
  ['DETECTED', driftDetected],
  ['CHANGED', driftChanged],
  ['ACKNOWLEDGED', driftAcknowledged],
  ['RESOLVED', driftResolved],
] as const;

interface Wanted<View> {
  readonly database: string | null | undefined;
  readonly after: string | null | undefined;
  readonly types: readonly string[];
  toView(event: StoredEvent, cursor: string): View | undefined;
}

async function open<View>(
  context: GraphqlContext,
  { database, after, types, toView }: Wanted<View>,
): Promise<LogStream<View>> {
  const { hub } = context.services;
  const subjects =
    database == null ? undefined : [`database:${(await getDatabase(context, database)).name}`];
  return new LogStream(hub, {
    start: await hub.locate(context.resumeAfter ?? after ?? undefined),
    selection: { role: context.viewer.role, types, ...(subjects && { subjects }) },
    convert: (event) => toView(event, hub.cursorOf(event.id)),
  });
}

/** Sets of changes as they are found and explained, after a replay of those since `after`. */
export function openSchemaEvents(
  context: GraphqlContext,
  database: string | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<SchemaEvent>> {
  return open<SchemaEvent>(context, {
    database,
    after,
    types: schemaEvents.map(([, { type }]) => type),
    toView: (event, cursor) => {
      for (const [kind, declared] of schemaEvents) {
        const setId = declared.read(event)?.changeSetId;
        if (setId !== undefined) return { cursor, kind, at: event.occurredAt, setId };
      }
      return undefined;
    },
  });
}

/** What becomes of drift, after a replay of that since `after`. */
export function openDriftEvents(
  context: GraphqlContext,
  database: string | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<DriftEvent>> {
  return open<DriftEvent>(context, {
    database,
    after,
    types: driftEvents.map(([, { type }]) => type),
    toView: (event, cursor) => {
      for (const [kind, declared] of driftEvents) {
        const fact = declared.read(event);
        if (fact === undefined) continue;
        const { driftId, actor } = fact;
        return { cursor, kind, at: event.occurredAt, actor, driftId };
      }
      return undefined;
    },
  });
}

/** @throws NotFoundError when it is not kept any more. */
export async function getChangeSet(
  { loaders }: GraphqlContext,
  id: string,
): Promise<SchemaChangeSet> {
  const set = await loaders.schemas.changeSets.load(id);
  if (set !== undefined) return set;
  throw new NotFoundError('These changes are not kept any more.');
}

/** @throws NotFoundError when it is not kept any more. */
export async function getDrift({ loaders }: GraphqlContext, id: string): Promise<SchemaDrift> {
  const drift = await loaders.schemas.drifts.load(id);
  if (drift !== undefined) return drift;
  throw new NotFoundError('This drift is not kept any more.');
}
