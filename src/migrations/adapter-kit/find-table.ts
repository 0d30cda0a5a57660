// Finds a tool's history table among those of a database. A table of the right name with the wrong
// columns is found too: reading it then says what is wrong.
import {
  hasColumns,
  nameOf,
  splitTableName,
  tablesNamed,
  type Catalogue,
  type CatalogueTable,
  type HistoryTable,
} from './catalogue.ts';
import { listSome } from '../summarise.ts';

export interface TableForm {
  /** The usual names, as `knex_migrations` or `drizzle.__drizzle_migrations`; the first wins. */
  readonly names: readonly string[];
  /** Columns by which the tool's table is told from another of the same name. */
  readonly columns: readonly string[];
  /** Columns that say that it is another tool's. */
  readonly without?: readonly string[];
  /** Several tools use these names, so one outside of the search path is not taken for this tool's. */
  readonly shared?: boolean;
}

/** True when the table has the form. */
export function hasForm(table: CatalogueTable, form: Omit<TableForm, 'names'>): boolean {
  const foreign = (form.without ?? []).some((name) => hasColumns(table, name));
  return hasColumns(table, ...form.columns) && !foreign;
}

/**
 * The table: that of the configuration, else one of the usual names. Of several, those with the
 * right columns go first, then those of the search path. One with other columns counts only where the
 * tool would look for its own.
 */
export function findTable(
  catalogue: Catalogue,
  named: string | null,
  form: TableForm,
): HistoryTable | undefined {
  for (const name of named === null ? form.names : [named]) {
    const isHome = ({ schema }: CatalogueTable): boolean =>
      splitTableName(name).schema !== null || catalogue.searchPath.includes(schema);
    const found = tablesNamed(catalogue, name).filter(
      (table) => isHome(table) || hasForm(table, form),
    );
    const fitting = found.filter((table) => hasForm(table, form));
    const [first, ...others] = fitting.length > 0 ? fitting : found;
    if (first === undefined) continue;
    if (fitting.length === 0) return { ...first, unfit: true };
    if (isHome(first) || (others.length === 0 && form.shared !== true)) return first;
    const all = listSome([first, ...others].map(nameOf));
    const doubt =
      `${all} may be its history, but is not in the search path of hawkwatch's role: set ` +
      '`table` to the one, or to what the tool is going to make';
    return { ...first, doubt };
  }
  return undefined;
}

/** The table together with the tool's lock table in the same schema. */
export function withLockTable(
  catalogue: Catalogue,
  table: HistoryTable | undefined,
  name: string,
): HistoryTable | undefined {
  const lock = catalogue.tables.find((one) => one.schema === table?.schema && one.name === name);
  return table === undefined || lock === undefined ? table : { ...table, lock };
}
