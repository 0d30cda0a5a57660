// What stands in FROM: tables, sub-queries, functions, and joins of them.
import { isFields, stringOf, type Fields } from '../tree.ts';
import type { Frame } from './frame.ts';
import type { QuerySource } from './shape.ts';

/** The names in a list of `String` nodes. */
export function namesIn(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).flatMap((item: unknown) => stringOf(item) ?? []);
}

/** Items of a list, each as fields. */
export function itemsOf(list: unknown): Fields[] {
  return (Array.isArray(list) ? list : []).filter(isFields);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function aliasOf({ alias }: Fields): { alias: string | null; columnAliases: string[] } {
  if (!isFields(alias)) return { alias: null, columnAliases: [] };
  return { alias: textOf(alias['aliasname']), columnAliases: namesIn(alias['colnames']) };
}

/** A table by its name; a CTE of that name, where there is one. */
export function namedSource(frame: Frame, relation: Fields): QuerySource {
  const { alias, columnAliases } = aliasOf(relation);
  const name = textOf(relation['relname']) ?? '';
  const schema = textOf(relation['schemaname']);
  const { names, isPathUnknown } = frame.context;
  if (schema === null && names.has(name)) {
    const query = names.get(name) ?? null;
    return query === null
      ? { kind: 'unknown', alias: alias ?? name }
      : { kind: 'query', alias: alias ?? name, columnAliases, query };
  }
  if (schema === null && isPathUnknown) return { kind: 'unknown', alias: alias ?? name };
  const catalog = textOf(relation['catalogname']);
  return { kind: 'table', catalog, schema, name, alias, columnAliases };
}

/** Adds an item of FROM. */
export function addSource(frame: Frame, node: unknown): void {
  if (!isFields(node)) return;
  const [[tag, fields] = ['', undefined]] = Object.entries(node);
  if (!isFields(fields)) return;
  const { alias, columnAliases } = aliasOf(fields);
  switch (tag) {
    case 'RangeVar':
      frame.sources.push(namedSource(frame, fields));
      return;
    case 'RangeSubselect': {
      const query = frame.context.shapeOf(fields['subquery'], frame.context.names);
      if (query === undefined) {
        frame.sources.push({ kind: 'unknown', alias });
        return;
      }
      frame.addInner(query, fields['lateral'] === true);
      frame.sources.push({ kind: 'query', alias, columnAliases, query });
      return;
    }
    case 'JoinExpr':
      addJoin(frame, fields);
      if (alias !== null) frame.sources.push({ kind: 'unknown', alias });
      return;
    case 'RangeTableSample':
      addSource(frame, fields['relation']);
      frame.visit(fields['args']);
      return;
    default:
      // Functions of all kinds; they may read columns of what stands before them.
      frame.visit(fields);
      frame.sources.push({ kind: 'unknown', alias: alias ?? functionName(fields) });
  }
}

function addJoin(frame: Frame, fields: Fields): void {
  const { larg, rarg, quals, usingClause, isNatural, join_using_alias: shared } = fields;
  addSource(frame, larg);
  addSource(frame, rarg);
  frame.visit(quals);
  if (isNatural === true) frame.isMergedWhole = true;
  for (const name of namesIn(usingClause)) {
    frame.merged.push(name);
    for (const side of [larg, rarg]) {
      const table = isFields(side) ? side['RangeVar'] : undefined;
      if (!isFields(table)) continue;
      const source = aliasOf(table).alias ?? textOf(table['relname']);
      if (source !== null) frame.addColumnOf(source, name);
    }
  }
  if (isFields(shared)) {
    frame.sources.push({ kind: 'unknown', alias: textOf(shared['aliasname']) });
  }
}

/** `from unnest(…)` is called `unnest`. */
function functionName({ functions }: Fields): string | null {
  const [list] = itemsOf(functions);
  const items = isFields(list?.['List']) ? itemsOf(list['List']['items']) : [];
  const call = items[0]?.['FuncCall'];
  return isFields(call) ? (namesIn(call['funcname']).at(-1) ?? null) : null;
}
