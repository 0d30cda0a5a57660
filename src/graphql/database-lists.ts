// The list of databases as the API asks for it: its filter is checked, its pages cut. What is read is read
// by the store.
import type { MigrationStatusState } from '../core/migrations.ts';
import {
  databaseOrders,
  listDatabasePage,
  type DatabaseFilter,
  type DatabaseKind,
  type DatabaseOrder,
  type DatabasePlace,
} from '../store/database-pages.ts';
import type { DatabaseRecord } from '../store/databases.ts';
import type { GraphqlContext } from './context.ts';
import type { DatabaseState } from './database-health.ts';
import { checkFilterSize } from './filter-size.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface DatabaseFilterInput {
  readonly text?: string | null | undefined;
  readonly environments?: readonly (string | null | undefined)[] | null | undefined;
  readonly states?: readonly DatabaseState[] | null | undefined;
  readonly migrationStates?: readonly MigrationStatusState[] | null | undefined;
  readonly labels?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
  readonly drift?: boolean | null | undefined;
}

export interface DatabaseListArguments extends PageArguments {
  readonly retired?: boolean | null | undefined;
  readonly discovered?: boolean | null | undefined;
  readonly filter?: DatabaseFilterInput | null | undefined;
  readonly order?: DatabaseOrder | null | undefined;
}

/** A page together with what it was asked for, to count all pages when that is asked for. */
export type DatabaseList = Connection<DatabaseRecord> & {
  readonly which: { readonly kind: DatabaseKind; readonly filter: DatabaseFilter };
};

/** @throws InvalidInputError */
function parseDatabaseFilter(input: DatabaseFilterInput): DatabaseFilter {
  checkFilterSize(input);
  const { text, environments, states, migrationStates, labels, drift } = input;
  const words = text?.trim() ?? '';
  return {
    text: words === '' ? undefined : words,
    environments: environments?.map((name) => name ?? null),
    states: states ?? undefined,
    migrationStates: migrationStates ?? undefined,
    labels: labels == null ? undefined : Object.fromEntries(labels.map((l) => [l.name, l.value])),
    drift: drift ?? undefined,
  };
}

/** The cursor of a database in a list by name. */
export function encodeDatabaseName({ name }: { readonly name: string }): string {
  return Buffer.from(`name:${name}`).toString('base64url');
}

/** The name in such a cursor. */
export function decodeDatabaseName(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('name:') ? text.slice('name:'.length) : undefined;
}

const placeForm =
  /^(?<order>[A-Z_]{1,30}):(?<key>-?\d{1,25}(?:\.\d{1,25})?(?:e[+-]\d{1,3})?)\/(?<name>.*)$/su;

function encodePlace(order: DatabaseOrder, { key, name }: DatabasePlace): string {
  if (order === 'NAME') return encodeDatabaseName({ name });
  return Buffer.from(`${order}:${key}/${name}`).toString('base64url');
}

/** A cursor counts in lists of its own order only. */
function decodePlace(order: DatabaseOrder, cursor: string): DatabasePlace | undefined {
  if (order === 'NAME') {
    const name = decodeDatabaseName(cursor);
    return name === undefined ? undefined : { key: 0, name };
  }
  if (cursor.length > 1_000) return undefined;
  const groups = placeForm.exec(Buffer.from(cursor, 'base64url').toString())?.groups;
  const { key, name } = groups ?? {};
  if (groups?.['order'] !== order || key === undefined || name === undefined) return undefined;
  return Number.isFinite(Number(key)) ? { key: Number(key), name } : undefined;
}

/** A page of the databases that match. */
export async function pageOfDatabases(
  context: GraphqlContext,
  { retired, discovered, filter, order, ...args }: DatabaseListArguments,
): Promise<DatabaseList> {
  const asOf = await context.asOf();
  const by = order ?? databaseOrders[0];
  const page = parsePage(args, (cursor) => decodePlace(by, cursor));
  const which = {
    kind: { retired: retired ?? false, discovered: discovered ?? undefined },
    filter: parseDatabaseFilter(filter ?? {}),
  };
  const rows = await listDatabasePage(context.services.store.q, which, by, page);
  const list = connectionOf(page, rows, asOf, ({ database, place }) => ({
    node: database,
    cursor: encodePlace(by, place),
  }));
  return { ...list, which };
}
