// Reads the schema of a PostgreSQL database: one read-only transaction, whose snapshot all queries share,
// on one session or, where the catalogue is large, on two. Functions such as pg_get_viewdef look at the
// present catalogue instead: when something vanished, or the catalogue is another one after the pass,
// the whole is read again.
import type { SchemaObject } from '../../../core/schema.ts';
import { createSnapshot, type SnapshotReading } from '../../schema/snapshot.ts';
import type { SnapshotOptions } from '../../driver.ts';
import { quoteLiteral } from '../client.ts';
import type { FingerprintReader } from '../fingerprint.ts';
import { ownSchemas } from '../own-schemas.ts';
import { SessionLostError, type Session } from '../session.ts';
import { extendedStatistics, policies, rules, triggers } from './attached.ts';
import type { CatalogueQuery, FoundObject, SnapshotScope } from './catalogue-query.ts';
import { collations, eventTriggers, extensions, schemas } from './cluster-objects.ts';
import { columns } from './columns.ts';
import { addComments, commentsSql, type CommentRow } from './comments.ts';
import { constraints } from './constraints.ts';
import { isDenied } from './denied.ts';
import { addDependencies, dependenciesSql, type DependencyRow } from './dependencies.ts';
import { indexes } from './indexes.ts';
import { privileges } from './privileges.ts';
import { sequences, tables, views } from './relations.ts';
import { aggregates, routines } from './routines.ts';
import { codeOf, readTogether, type SecondSession, type Task } from './sessions.ts';
import { userTypes } from './user-types.ts';
import { trustedPath } from '../trusted-path.ts';

// What takes longest comes first. The server opens the tables for constraints and indexes, so the same
// session should read both.
const queries: readonly CatalogueQuery[] = [
  constraints,
  indexes,
  columns,
  views,
  tables,
  sequences,
  routines,
  aggregates,
  userTypes,
  triggers,
  policies,
  schemas,
  extensions,
  collations,
  rules,
  extendedStatistics,
  eventTriggers,
  privileges,
];

const attempts = 5;
const partRows = 2000;
// From so many relations on, indexes and sequences among them, a second session is worth its connection.
const largeCatalogue = 3000;

const begin = `begin isolation level repeatable read read only`;
// Everything but pg_catalog has to be written with its schema.
const settings = (statementTimeoutMs: number): string => `set local search_path = '';
  set local lock_timeout = '2s'; set local statement_timeout = '${statementTimeoutMs}ms';
  set local quote_all_identifiers = off; set local jit = off; set local cursor_tuple_fraction = 1;
  set local datestyle = 'ISO, MDY'; set local intervalstyle = postgres; set local timezone = 'UTC';
  set local extra_float_digits = 3; set local bytea_output = hex; set local xmlbinary = base64`;
const factsSql = `select current_setting('server_version_num')::int as number,
  current_setting('server_version') as text,
  exists (select from pg_catalog.pg_class offset ${largeCatalogue}) as is_large`;

interface ServerFacts {
  readonly number: number;
  readonly text: string;
  readonly is_large: boolean;
}

// What is told when something that one query saw is gone for the next one.
const vanished = new Set(['42P01', '42704', '42883', 'XX000', '3F000', '2BP01', '40001']);

interface ReadOptions extends SnapshotOptions {
  readonly statementTimeoutMs: number;
  /** That of the connection: what it knows already need not be asked again. */
  readonly fingerprint: FingerprintReader;
  /** Opens another session to the same server, for large catalogues. */
  openSecond(): Promise<Session>;
}

/** Reads a snapshot through a session that nobody else uses. */
export async function readPostgresSnapshot(
  session: Session,
  options: ReadOptions,
): Promise<SnapshotReading> {
  const ask = (sql: string): Promise<readonly { value: string | null }[]> =>
    session.query(`${trustedPath} ${sql}`);
  // What is not asked for is left out as what may not be read is, but for the note.
  const denied = new Set<CatalogueQuery>(options.privileges === true ? [] : [privileges]);
  let opened: Promise<Session> | undefined;
  let openSecond: (() => Promise<Session>) | undefined = () => (opened ??= options.openSecond());
  let before = await options.fingerprint.read(ask);
  for (let attempt = 1; attempt <= attempts;) {
    options.signal.throwIfAborted();
    try {
      const reading = await readOnce(session, openSecond, options, denied);
      const after = await options.fingerprint.read(ask);
      if (after === before) return reading;
      before = after;
      attempt += 1;
    } catch (error) {
      if (session.lost) throw error;
      await session.execute('rollback');
      // Read again without it; there is an end to how often that happens.
      if (error instanceof DeniedError) {
        denied.add(error.query);
        continue;
      }
      // The second one it was.
      if (error instanceof SessionLostError) openSecond = undefined;
      else if (!vanished.has(codeOf(error))) throw error;
      attempt += 1;
    }
  }
  return { ok: false, reason: 'the schema changed each time it was read; it is tried again' };
}

/** The role may not read what a query needs. */
class DeniedError extends Error {
  override readonly name = 'DeniedError';
  readonly query: CatalogueQuery;

  constructor(query: CatalogueQuery, cause: unknown) {
    super(`${query.about} cannot be read`, { cause });
    this.query = query;
  }
}

async function readOnce(
  session: Session,
  openSecond: (() => Promise<Session>) | undefined,
  options: ReadOptions,
  denied: ReadonlySet<CatalogueQuery>,
): Promise<SnapshotReading> {
  if (denied.has(tables) || denied.has(schemas)) {
    return { ok: false, reason: 'the role may not read the catalogue (pg_class, pg_namespace)' };
  }
  const start = `${begin}; ${settings(options.statementTimeoutMs)}`;
  const [facts] = await session.query<ServerFacts>(`${start}; ${factsSql}`);
  if (facts === undefined) throw new Error('the server did not tell its version');
  const second =
    facts.is_large && openSecond !== undefined
      ? await shareSnapshot(session, openSecond, options.statementTimeoutMs)
      : undefined;
  const objects = await findAll(session, second, options, denied, facts.number);
  await session.execute('commit');
  const unread = [...denied].flatMap(({ kinds }) => kinds);
  return {
    ok: true,
    snapshot: createSnapshot('POSTGRESQL', objects, unread),
    serverVersion: facts.text,
    notes: [...denied]
      .filter((query) => query !== privileges || options.privileges === true)
      .map(({ about }) => `${about}: the role may not read them in the catalogue`),
  };
}

/** How a second session joins; undefined where a server or a role refuses it. */
async function shareSnapshot(
  session: Session,
  open: () => Promise<Session>,
  statementTimeoutMs: number,
): Promise<SecondSession | undefined> {
  const set = settings(statementTimeoutMs);
  try {
    const [row] = await session.query<{ id: string }>('select pg_export_snapshot() as id');
    if (row === undefined) return undefined;
    // What a pass before left behind ends first.
    const joining = `rollback; ${begin}; set transaction snapshot ${quoteLiteral(row.id)}; ${set}`;
    return { open, joining };
  } catch (error) {
    if (session.lost) throw error;
    await session.execute(`rollback; ${begin}; ${set}`);
    return undefined;
  }
}

type Rows = readonly Readonly<Record<string, unknown>>[];

async function findAll(
  first: Session,
  second: SecondSession | undefined,
  { without = [] }: ReadOptions,
  denied: ReadonlySet<CatalogueQuery>,
  serverVersion: number,
): Promise<readonly SchemaObject[]> {
  const scope: SnapshotScope = { serverVersion, without: [...ownSchemas, ...without] };
  const found: FoundObject[] = [];
  const tasks = queries
    .filter((query) => !denied.has(query))
    .map((query): Task => async (session) => {
      const take = (rows: Rows): void => {
        for (const row of rows) found.push(query.map(row));
      };
      try {
        const sql = query.sql(scope);
        if (query.isLarge === true) await readInParts(session, `read_${query.about}`, sql, take);
        else take(await session.query(sql));
      } catch (error) {
        throw isDenied(error) ? new DeniedError(query, error) : error;
      }
    });
  let dependencies: readonly DependencyRow[] = [];
  let comments: readonly CommentRow[] = [];
  // After the large ones.
  tasks.splice(
    4,
    0,
    async (session) => void (dependencies = await session.query(dependenciesSql)),
    async (session) => void (comments = await session.query(commentsSql)),
  );
  await readTogether(first, second, tasks);
  addDependencies(found, dependencies);
  addComments(found, comments);
  return found.map(({ object }) => object);
}

/** Never more than two parts are in memory: the server makes one while the last is looked at. */
async function readInParts(
  session: Session,
  cursor: string,
  sql: string,
  take: (rows: Rows) => void,
): Promise<void> {
  const next = (): Promise<Rows> => session.query(`fetch ${partRows} from ${cursor}`);
  const declared = session.execute(`declare ${cursor} no scroll cursor for ${sql}`);
  let coming = next();
  // They are awaited below, unless something else fails before.
  coming.catch(() => undefined);
  await declared;
  for (;;) {
    const rows = await coming;
    const isLast = rows.length < partRows;
    if (!isLast) coming = next();
    coming.catch(() => undefined);
    take(rows);
    if (isLast) return;
  }
}
