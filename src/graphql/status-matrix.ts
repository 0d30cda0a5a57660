// One source over its databases as the API shows it: columns, rows, and what is ahead or behind.
import { encodeCursor } from '../core/cursor.ts';
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import {
  buildMatrix,
  compareEnvironments,
  differs,
  type MatrixComparison,
  type MatrixRow,
} from '../migrations/statuses/matrix.ts';
import { maxVersions } from '../migrations/statuses/stored-form.ts';
import { findStatuses } from '../store/migration-statuses.ts';
import { emptyDetails, type StatusDetails } from '../store/status-details.ts';
import { readOverview, type ListedStatus } from '../store/status-overview.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { connectionOf, parsePage, sliceOf, type Connection, type PageArguments } from './paging.ts';
import { parseStatusFilter, type StatusFilterInput } from './status-overview.ts';

export interface MatrixColumn extends MatrixComparison {
  readonly status: ListedStatus;
  /** Older versions that were left out because there are so many. */
  readonly left: number;
}

export interface MatrixView {
  readonly source: string;
  readonly asOf: string;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixArguments {
  readonly source: string;
  readonly filter?: StatusFilterInput | null | undefined;
  readonly relativeTo?: string | null | undefined;
}

const maxColumns = 100;
/** Versions of all columns together: as many as can be put together in a moment. */
const maxCells = 200_000;

/**
 * The matrix of a source.
 * @throws NotFoundError when no database has the source; InvalidInputError when it is too large.
 */
export async function readMatrix(
  context: GraphqlContext,
  { source, filter, relativeTo }: MatrixArguments,
): Promise<MatrixView> {
  const { q } = context.services.store;
  const which = { ...parseStatusFilter(filter), sources: [source] };
  const page = { list: 'all', limit: maxColumns + 1, backwards: false } as const;
  const { head, pages } = await readOverview(q, which, [page]);
  const found = pages[0] ?? [];
  if (found.length === 0) {
    throw new NotFoundError(
      `No database that matches has a source "${source.slice(0, 100)}" with a status yet. ` +
        '`migrationOverview` lists those there are.',
    );
  }
  if (found.length > maxColumns) throw tooLarge(`it would have more than ${maxColumns} databases`);
  const cells = found.reduce((sum, { counts }) => sum + Math.min(counts.total, maxVersions), 0);
  if (cells > maxCells) throw tooLarge(`it would compare more than ${maxCells} versions`);
  const statuses = await sortColumns(context, found, relativeTo);
  const stored = await findStatuses(q, statuses);
  const details = new Map(stored.map((one) => [one.databaseId, one.details]));
  const detailsOf = ({ databaseId }: ListedStatus): StatusDetails =>
    details.get(databaseId) ?? emptyDetails;
  const { rows, comparisons } = buildMatrix(statuses.map(detailsOf));
  const columns = statuses.map((status, at) => ({
    status,
    left: detailsOf(status).left,
    ahead: comparisons[at]?.ahead ?? [],
    behind: comparisons[at]?.behind ?? [],
  }));
  return { source, asOf: encodeCursor(head), columns, rows };
}

function tooLarge(why: string): InvalidInputError {
  return new InvalidInputError(`The matrix is too large: ${why}. Narrow the filter.`, [
    { path: 'filter', message: `matches too much: ${why}` },
  ]);
}

/** From development to production; the one that the others are compared with stands first. */
async function sortColumns(
  context: GraphqlContext,
  found: readonly ListedStatus[],
  relativeTo: string | null | undefined,
): Promise<readonly ListedStatus[]> {
  const first = typeof relativeTo === 'string' ? await getDatabase(context, relativeTo) : undefined;
  const isFirst = (one: ListedStatus): number => (one.databaseId === first?.id ? 0 : 1);
  return found.toSorted(
    (a, b) =>
      isFirst(a) - isFirst(b) ||
      compareEnvironments(a.database.environment, b.database.environment) ||
      a.database.name.localeCompare(b.database.name),
  );
}

/** A page of the rows, in the order in which versions run. */
export function pageOfRows(
  matrix: MatrixView,
  differing: boolean,
  args: PageArguments,
): Connection<MatrixRow> {
  const page = parsePage(args, decodeVersion);
  const shown = differing ? matrix.rows.filter(differs) : matrix.rows;
  const rows = sliceOf(page, shown, (row) => row.version);
  return connectionOf(page, rows, matrix.asOf, (node) => ({
    node,
    cursor: Buffer.from(`version:${node.version}`).toString('base64url'),
  }));
}

function decodeVersion(cursor: string): string | undefined {
  if (cursor.length > 4000) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('version:') ? text.slice('version:'.length) : undefined;
}
