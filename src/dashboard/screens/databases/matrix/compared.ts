// What the matrix asks for, from what the address says, and how its parts fit together. Columns and rows are
// asked for apart: the cells of a row are found by their database, never by their place. Pure.
import type {
  DatabasesMatrixRowsQuery,
  MigrationState,
  MigrationStatusFilter,
} from '../../../graphql/graphql.ts';
import { noEnvironment } from '../database-rows.ts';

type RowsAnswer = DatabasesMatrixRowsQuery['migrationMatrix'];

/** Databases that the service compares at once. */
export const comparedAtMost = 100;

export interface ComparedRow {
  readonly version: string;
  /** By the id of the database; null where nobody knows of the version. */
  readonly states: ReadonlyMap<string, MigrationState | null>;
}

/** A page of rows, each with the databases that its states are of. */
export function pageOfRows({ columns, rows }: RowsAnswer): {
  readonly edges: readonly { readonly node: ComparedRow }[];
  readonly pageInfo: RowsAnswer['rows']['pageInfo'];
} {
  const ids = columns.map(({ status }) => status.database.id);
  const edges = rows.edges.map(({ node: { version, states } }) => {
    const byId = ids.map((id, at): [string, MigrationState | null] => [id, states[at] ?? null]);
    return { node: { version, states: new Map(byId) } };
  });
  return { edges, pageInfo: rows.pageInfo };
}

export interface MatrixNarrowing {
  readonly environment?: string | undefined;
  /** `name=value`. */
  readonly label?: string | undefined;
  readonly text?: string | undefined;
}

/** The filter of the API; null when nothing narrows. */
export function matrixFilterOf(narrowing: MatrixNarrowing): MigrationStatusFilter | null {
  const { environment, text = '' } = narrowing;
  const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/u.exec(narrowing.label ?? '') ?? [];
  const filter: MigrationStatusFilter = {
    ...(environment === undefined
      ? {}
      : { environments: [environment === noEnvironment ? null : environment] }),
    ...(name === undefined || value === undefined
      ? {}
      : { labels: [{ name, value: value.trim() }] }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}
