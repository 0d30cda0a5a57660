// Two schemas side by side: which ones are meant, and what differs. The comparing itself is done by
// `monitors/schema/compare.ts`.
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import type { SchemaChange, SchemaDiff } from '../core/schema-change.ts';
import type { StoredSnapshot } from '../store/schema-snapshots.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';
import { getSnapshot } from './schema-lists.ts';

/** One of them is given. */
export interface SchemaReferenceInput {
  readonly snapshot?: string | null | undefined;
  readonly current?: string | null | undefined;
  readonly baseline?: string | null | undefined;
}

export interface SchemaComparison {
  readonly before: StoredSnapshot;
  readonly after: StoredSnapshot;
  readonly diff: SchemaDiff;
}

/** The schema that is meant; `path` is where it is said. */
export async function resolveReference(
  context: GraphqlContext,
  path: string,
  { snapshot, current, baseline }: SchemaReferenceInput,
): Promise<StoredSnapshot> {
  if (typeof snapshot === 'string') return getSnapshot(context, snapshot);
  const reference = current ?? baseline;
  if (typeof reference !== 'string') {
    throw new InvalidInputError('It is not said which schema is meant.', [
      { path, message: 'must have one of `snapshot`, `current` and `baseline`' },
    ]);
  }
  const database = await getDatabase(context, reference);
  const position = await context.loaders.schemas.positions.load(database.id);
  if (position === undefined) {
    throw new NotFoundError(
      `No schema of "${database.name}" is known yet. It is read when it is watched: see ` +
        '`schema.watch` in the configuration, and `Database.state`.',
    );
  }
  const id = typeof current === 'string' ? position.snapshotId : position.baselineId;
  return getSnapshot(context, id);
}

/** @throws NotFoundError, InvalidInputError, ConflictError */
export async function compareSchemas(
  context: GraphqlContext,
  a: SchemaReferenceInput,
  b: SchemaReferenceInput,
): Promise<SchemaComparison> {
  const [before, after] = await Promise.all([
    resolveReference(context, 'a', a),
    resolveReference(context, 'b', b),
  ]);
  return { before, after, diff: await context.services.schemas.compare(before, after) };
}

/** A page of what differs, in the order of the objects. */
export async function pageOfDifferences(
  context: GraphqlContext,
  { diff }: SchemaComparison,
  args: PageArguments,
): Promise<Connection<SchemaChange>> {
  const page = parsePage(args, decodeIndex);
  const from = page.after === undefined ? 0 : page.after + 1;
  const rows = diff.changes
    .map((change, index) => ({ change, index }))
    .slice(from, page.before === undefined ? undefined : Math.max(page.before, from));
  const limited = page.backwards ? rows.toReversed() : rows;
  return connectionOf(
    page,
    limited.slice(0, page.limit),
    await context.asOf(),
    ({ change, index }) => ({ node: change, cursor: encodeIndex(index) }),
  );
}

function encodeIndex(index: number): string {
  return Buffer.from(`difference:${index}`).toString('base64url');
}

function decodeIndex(cursor: string): number | undefined {
  if (cursor.length > 64) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const index = /^difference:(\d{1,9})$/.exec(text)?.[1];
  return index === undefined ? undefined : Number(index);
}
