// Lists of what is known of schemas, as the API asks for them: filters are checked, databases found by
// their id or name, pages cut. What is read is read by the store.
import { NotFoundError } from '../core/errors.ts';
import type { RiskLevel } from '../core/impact.ts';
import type {
  ChangeOrigin,
  DriftResolution,
  DriftState,
  SchemaChangeKind,
} from '../core/schema-change.ts';
import type { SchemaObject, SchemaObjectKind } from '../core/schema.ts';
import {
  listSchemaChanges,
  type ChangeFilter,
  type ChangePlace,
} from '../store/schema-change-pages.ts';
import type { StoredChange } from '../store/schema-changes.ts';
import { listDrifts, type DriftFilter } from '../store/schema-drift-pages.ts';
import type { SchemaDrift } from '../store/schema-drifts.ts';
import { listSnapshots, type StoredSnapshot } from '../store/schema-snapshots.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { getDatabase } from './database-reference.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  sliceOf,
  type Connection,
  type PageArguments,
} from './paging.ts';

type Words<Word> = readonly Word[] | null | undefined;

export interface ChangeFilterInput {
  readonly databases?: Words<string>;
  readonly objects?: Words<string>;
  readonly kinds?: Words<SchemaObjectKind>;
  readonly changes?: Words<SchemaChangeKind>;
  readonly risks?: Words<RiskLevel>;
  readonly origins?: Words<ChangeOrigin>;
  readonly setId?: string | null | undefined;
  readonly runId?: string | null | undefined;
  readonly driftId?: string | null | undefined;
  readonly since?: Date | null | undefined;
  readonly until?: Date | null | undefined;
  readonly text?: string | null | undefined;
}

export interface DriftFilterInput {
  readonly databases?: Words<string>;
  readonly states?: Words<DriftState>;
  readonly resolutions?: Words<DriftResolution>;
  readonly risks?: Words<RiskLevel>;
  readonly since?: Date | null | undefined;
}

async function idsOf(
  context: GraphqlContext,
  databases: Words<string>,
): Promise<readonly string[] | undefined> {
  if (databases == null) return undefined;
  const found = await Promise.all(databases.map((one) => getDatabase(context, one)));
  return found.map(({ id }) => id);
}

const nowhere = '00000000-0000-0000-0000-000000000000';

/** The bare id that a filter names; one that can be no id is the id of nothing. */
function idOf(
  type: 'SchemaChangeSet' | 'MigrationRun' | 'SchemaDrift',
  reference: string | null | undefined,
): string | undefined {
  if (reference == null) return undefined;
  const id = bareId(type, reference);
  return isUuid(id) ? id : nowhere;
}

async function parseChangeFilter(
  context: GraphqlContext,
  input: ChangeFilterInput,
): Promise<ChangeFilter> {
  checkFilterSize(input);
  const { text } = input;
  return {
    databaseIds: await idsOf(context, input.databases),
    objects: input.objects ?? undefined,
    kinds: input.kinds ?? undefined,
    changes: input.changes ?? undefined,
    risks: input.risks ?? undefined,
    origins: input.origins ?? undefined,
    setId: idOf('SchemaChangeSet', input.setId),
    runId: idOf('MigrationRun', input.runId),
    driftId: idOf('SchemaDrift', input.driftId),
    since: input.since ?? undefined,
    until: input.until ?? undefined,
    text: text == null || text === '' ? undefined : text,
  };
}

const changePlace = /^change:(\d{1,15})\/(\d{1,15})$/;
/** The end of the year 9999; PostgreSQL does not read how JavaScript writes later times. */
const latestMs = 253_402_300_799_999;

function decodeChangePlace(cursor: string): ChangePlace | undefined {
  if (cursor.length > 128) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, ms, id] = changePlace.exec(text) ?? [];
  if (ms === undefined || id === undefined || Number(ms) > latestMs) return undefined;
  return { at: new Date(Number(ms)), id: Number(id) };
}

function encodeChangePlace({ detectedAt, id }: StoredChange): string {
  return Buffer.from(`change:${detectedAt.getTime()}/${id}`).toString('base64url');
}

/** A page together with what it was filtered by, to count all pages when that is asked for. */
export type Filtered<Node, Filter> = Connection<Node> & { readonly filter: Filter };

/** A page of changes, newest first. */
export async function pageOfChanges(
  context: GraphqlContext,
  args: PageArguments,
  input: ChangeFilterInput | null | undefined,
): Promise<Filtered<StoredChange, ChangeFilter>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeChangePlace);
  const filter = await parseChangeFilter(context, input ?? {});
  const rows = await listSchemaChanges(context.services.store.q, filter, page);
  const list = connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeChangePlace(node),
  }));
  return { ...list, filter };
}

/** A page of drifts, those opened last first. */
export async function pageOfDrifts(
  context: GraphqlContext,
  args: PageArguments,
  input: DriftFilterInput | null | undefined,
): Promise<Filtered<SchemaDrift, DriftFilter>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const { databases, states, resolutions, risks, since } = input ?? {};
  checkFilterSize(input ?? {});
  const filter = {
    databaseIds: await idsOf(context, databases),
    states: states ?? undefined,
    resolutions: resolutions ?? undefined,
    risks: risks ?? undefined,
    since: since ?? undefined,
  };
  const rows = await listDrifts(context.services.store.q, filter, page);
  const list = connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.openedAt, id: node.id }),
  }));
  return { ...list, filter };
}

/** A page of the schemas that a database was seen with, newest first. */
export async function pageOfSnapshots(
  context: GraphqlContext,
  args: PageArguments,
  database: string,
): Promise<Filtered<StoredSnapshot, string>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const { id } = await getDatabase(context, database);
  const rows = await listSnapshots(context.services.store.q, id, page);
  const list = connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.takenAt, id: node.id }),
  }));
  return { ...list, filter: id };
}

export interface ObjectFilterInput {
  readonly kinds?: Words<SchemaObjectKind>;
  readonly parent?: string | null | undefined;
  readonly text?: string | null | undefined;
}

/** A page of a snapshot's objects, in the order of kind and name. */
export async function pageOfObjects(
  context: GraphqlContext,
  snapshot: StoredSnapshot,
  args: PageArguments,
  input: ObjectFilterInput | null | undefined,
): Promise<Connection<SchemaObject> & { readonly totalCount: number }> {
  const { kinds, parent, text } = input ?? {};
  checkFilterSize(input ?? {});
  const page = parsePage(args, decodeObjectPlace);
  const { objects } = await context.loaders.schemas.contents.load(snapshot);
  const words = text?.toLowerCase() ?? '';
  const matching = objects.filter(
    (object) =>
      (kinds == null || kinds.includes(object.kind)) &&
      (parent == null || object.parent === parent) &&
      object.name.toLowerCase().includes(words),
  );
  const idOfObject = ({ kind, name }: SchemaObject): string => `${kind} ${name}`;
  const rows = sliceOf(page, matching, idOfObject);
  const list = connectionOf(page, rows, await context.asOf(), (node) => ({
    node,
    cursor: Buffer.from(`object:${idOfObject(node)}`).toString('base64url'),
  }));
  return { ...list, totalCount: matching.length };
}

function decodeObjectPlace(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('object:') ? text.slice('object:'.length) : undefined;
}

/** @throws NotFoundError when there is no such snapshot. */
export async function getSnapshot(
  { loaders }: GraphqlContext,
  reference: string,
): Promise<StoredSnapshot> {
  const snapshot = await loaders.schemas.snapshots.load(bareId('SchemaSnapshot', reference));
  if (snapshot !== undefined) return snapshot;
  throw new NotFoundError(
    `There is no snapshot "${reference.slice(0, 100)}". \`schemaSnapshots\` lists those there are.`,
  );
}
