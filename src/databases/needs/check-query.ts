// Whether a schema has what a query names. A column belongs to a source as PostgreSQL would find it:
// the sources of its own query first, then those of the queries around it.
import type { ColumnUse, NameUse, QueryShape, QuerySource } from '../../sql/queries/shape.ts';
import type { Catalogue, Relation } from './catalogue.ts';
import { checkWrite } from './check-write.ts';
import { finding, type Collector } from './findings.ts';

/** The columns of a source, or of a result. */
interface Columns {
  readonly names: ReadonlySet<string>;
  readonly isOpen: boolean;
  /** Tables all of whose columns are among them. */
  readonly relations: readonly Relation[];
}

interface Level {
  readonly shape: QueryShape;
  /** Where the query stands in its statement. */
  readonly path: string;
  readonly sources: readonly ResolvedSource[];
}

interface ResolvedSource {
  readonly source: QuerySource;
  readonly columns: Columns;
  /** Of a table: what it is; undefined when it is not there. */
  readonly relation: Relation | undefined;
}

const open: Columns = { names: new Set(), isOpen: true, relations: [] };
const systemColumns: Readonly<Record<Catalogue['engine'], ReadonlySet<string>>> = {
  POSTGRESQL: new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']),
  SQLITE: new Set(['rowid', '_rowid_', 'oid']),
  DUCKDB: new Set(['rowid']),
};

/** Checks a statement with all queries in it. */
export function checkQuery(shape: QueryShape, catalogue: Catalogue, collect: Collector): void {
  const resolver = createResolver(catalogue, collect);
  const check = (query: QueryShape, around: readonly Level[], path: string): void => {
    const level: Level = { shape: query, path, sources: query.sources.map(resolver.source) };
    const levels = [level, ...around];
    for (const use of query.columns) resolver.column(use, levels);
    for (const use of query.uses) checkName(use, catalogue, collect);
    for (const write of query.writes) {
      const relation = level.sources[write.source]?.relation;
      if (relation !== undefined) checkWrite(write, relation, catalogue, collect);
    }
    for (const [place, { shape: inner, sees }] of query.inner.entries()) {
      const visible: Level = { ...level, sources: level.sources.slice(0, sees) };
      check(inner, sees > 0 ? [visible, ...around] : around, `${path}.${place}`);
    }
  };
  check(shape, [], '');
}

function createResolver(catalogue: Catalogue, collect: Collector) {
  const { fold, engine } = catalogue;

  const resolveTable = (source: QuerySource & { readonly kind: 'table' }): ResolvedSource => {
    const unknown: ResolvedSource = { source, columns: open, relation: undefined };
    if (source.catalog !== null) {
      collect.unknown(`${source.catalog} is another database`);
      return unknown;
    }
    const { schema, name } = source;
    const key = `table ${JSON.stringify([schema, name])}`;
    const found = catalogue.relation(schema, name);
    if (found.kind === 'found') {
      const { relation } = found;
      collect.met(key, [relation.id]);
      const names = [...relation.columns.keys(), ...source.columnAliases.map(fold)];
      const { isOpen } = relation;
      return {
        source,
        relation,
        columns: { names: new Set(names), isOpen, relations: [relation] },
      };
    }
    const object =
      found.kind === 'missing' ? found.name : `${schema ?? catalogue.mainSchema}.${name}`;
    const message = `there is no table ${object}`;
    const isSure = found.kind === 'missing';
    collect.missing(key, finding('TABLE_MISSING', object, message, [], isSure));
    if (found.kind === 'unknown') collect.unknown(found.reason);
    return unknown;
  };

  const resolve = (source: QuerySource): ResolvedSource => {
    if (source.kind === 'table') return resolveTable(source);
    if (source.kind === 'unknown') return { source, columns: open, relation: undefined };
    const result = resultOf(source.query);
    const names = new Set([...result.names, ...source.columnAliases.map(fold)]);
    return { source, columns: { ...result, names }, relation: undefined };
  };

  // CTEs that read each other twice would be looked at 2, 4, 8 … times.
  const results = new Map<QueryShape, Columns>();
  const resultOf = (query: QueryShape): Columns => {
    const known = results.get(query) ?? readResult(query);
    results.set(query, known);
    return known;
  };

  const readResult = ({ output, sources }: QueryShape): Columns => {
    const names = new Set(output.names.map(fold));
    const relations: Relation[] = [];
    let { isOpen } = output;
    for (const star of output.stars) {
      const meant = sources.filter((one) => star === null || isCalled(one, star, fold));
      if (meant.length === 0) isOpen = true;
      for (const { columns } of meant.map(resolve)) {
        for (const name of columns.names) names.add(name);
        relations.push(...columns.relations);
        isOpen ||= columns.isOpen;
      }
    }
    return { names, isOpen, relations };
  };

  const missingColumn = (
    use: ColumnUse,
    key: string,
    sources: readonly ResolvedSource[],
    isSure = true,
  ): void => {
    const tables = sources.flatMap(({ columns }) => columns.relations);
    const [only] = tables;
    const isOne = sources.length === 1 && only !== undefined && tables.length === 1;
    const holder = isOne
      ? only.name
      : (use.source ?? `none of ${tables.map(({ name }) => name).join(', ') || 'its sources'}`);
    const object = isOne ? `${only.name}.${use.name}` : use.name;
    const message = `${holder} has ${use.source === null && !isOne ? 'a' : 'no'} column ${use.name}`;
    const causes = tables.flatMap(({ id, name }) => [`COLUMN ${name}.${use.name}`, id]);
    collect.missing(key, finding('COLUMN_MISSING', object, message, causes, isSure));
  };

  const qualified = (use: ColumnUse, key: string, levels: readonly Level[]): void => {
    const called = use.source ?? '';
    for (const { sources } of levels) {
      const named = sources.filter(({ source }) => isCalled(source, called, fold, use.schema));
      if (named.length === 0) continue;
      const holder = named.find(({ columns }) => columns.names.has(fold(use.name)));
      if (holder !== undefined) return collect.met(key, causesOf(holder, use, fold));
      if (named.some(({ columns }) => columns.isOpen) || isSystem(use)) return;
      // `orders.total` may be a function of a row.
      const functions = catalogue.named('FUNCTION', null, use.name);
      if (functions.length > 0) return collect.met(key, functions);
      return missingColumn(use, key, named);
    }
    collect.unknown(`${called}.${use.name}: nothing in the statement is called ${called}`);
  };

  const isSystem = ({ name }: ColumnUse): boolean => systemColumns[engine].has(fold(name));

  const unqualified = (use: ColumnUse, key: string, levels: readonly Level[]): void => {
    const name = fold(use.name);
    for (const { shape, sources } of levels) {
      const holders = sources.filter(({ columns }) => columns.names.has(name));
      const isShared = shape.merged === 'ALL' || shape.merged.some((one) => fold(one) === name);
      if (holders.length > 1 && !isShared) {
        return collect.unknown(`${use.name} is a column of several tables`);
      }
      if (holders.length > 0) {
        return collect.met(
          key,
          holders.flatMap((one) => causesOf(one, use, fold)),
        );
      }
      // The whole row of a source.
      if (sources.some(({ source }) => isCalled(source, use.name, fold))) return;
      if (sources.some(({ columns }) => columns.isOpen)) {
        const tables = sources.flatMap(({ relation }) => relation ?? []);
        if (tables.length === 0) return;
        collect.unknown(`${use.name} may be a column of something that is not known here`);
        return missingColumn(use, key, sources, false);
      }
    }
    if (isSystem(use) || (use.mayBeOutput && engine !== 'POSTGRESQL')) return;
    const sources = levels.flatMap((level) => level.sources);
    if (sources.length === 0) return collect.unknown(`${use.name} belongs to no table`);
    if (engine === 'SQLITE' && use.isQuoted) {
      return collect.unknown(`"${use.name}" may be a text`);
    }
    // Arguments of lambdas and columns named in the same list look like columns.
    if (engine === 'DUCKDB' && levels.some(({ shape }) => hasOwnNames(shape))) {
      return collect.unknown(`${use.name} may be a name of the statement's own`);
    }
    missingColumn(use, key, levels[0]?.sources ?? []);
  };

  return {
    source: resolve,
    column: (use: ColumnUse, levels: readonly Level[]): void => {
      const { schema, source, name } = use;
      const key = `column ${JSON.stringify([levels[0]?.path, schema, source, name])}`;
      if (use.source === null) unqualified(use, key, levels);
      else qualified(use, key, levels);
    },
  };
}

/** It may be a function with names of its own. */
function hasOwnNames({ uses }: QueryShape): boolean {
  return uses.some(
    ({ kind, name }) =>
      kind === 'FUNCTION' && /^(?:list|array)_|^(?:apply|filter|reduce)$/.test(name),
  );
}

function isCalled(
  source: QuerySource,
  name: string,
  fold: (name: string) => string,
  schema: string | null = null,
): boolean {
  if (schema !== null) {
    if (source.kind !== 'table' || source.alias !== null) return false;
    if (source.schema !== null && fold(source.schema) !== fold(schema)) return false;
  }
  const called = source.alias ?? (source.kind === 'table' ? source.name : null);
  return called !== null && fold(called) === fold(name);
}

function causesOf(
  { columns }: ResolvedSource,
  use: ColumnUse,
  fold: (name: string) => string,
): readonly string[] {
  return columns.relations.flatMap((relation) => {
    const column = relation.columns.get(fold(use.name));
    if (column === undefined) return [];
    return column === null ? [relation.id] : [`COLUMN ${column.name}`, relation.id];
  });
}

function checkName(use: NameUse, catalogue: Catalogue, collect: Collector): void {
  const { kind, schema, name } = use;
  const key = `${kind} ${JSON.stringify([schema, name])}`;
  const found = catalogue.named(kind, schema, name);
  if (found.length > 0) return collect.met(key, found);
  const problem = `${kind}_MISSING` as const;
  const object = schema === null ? name : `${schema}.${name}`;
  // It may be the engine's own, or an extension's.
  const message = `there is no ${kind.toLowerCase()} ${object}`;
  collect.missing(key, finding(problem, object, message, [], false));
}
