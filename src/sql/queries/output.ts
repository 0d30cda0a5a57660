// The columns of a result: how they are called, as far as the text tells.
import { isFields, type Fields } from '../tree.ts';
import type { QueryOutput } from './shape.ts';
import { itemsOf, namesIn } from './sources.ts';

interface Target {
  readonly name: string | null;
  readonly val: unknown;
}

/** The items of a list of targets. */
export function targetsOf(list: unknown): readonly Target[] {
  return itemsOf(list).flatMap(({ ResTarget: target }) =>
    isFields(target)
      ? [{ name: typeof target['name'] === 'string' ? target['name'] : null, val: target['val'] }]
      : [],
  );
}

/** Names that somebody gave. */
export function ownNames(targets: readonly Target[]): ReadonlySet<string> {
  return new Set(targets.flatMap(({ name }) => name ?? []));
}

// Without AS these have no name that anybody could write.
const nameless = new Set(['A_Const', 'ParamRef', 'BoolExpr', 'NullTest', 'BooleanTest']);

/** What a query gives; `values` are the rows of VALUES. */
export function outputOf(targets: readonly Target[], values?: unknown): QueryOutput {
  const names: string[] = [];
  const stars: (string | null)[] = [];
  let isOpen = false;
  for (const { name, val } of targets) {
    const read = name === null ? nameOfValue(val) : { name };
    if ('star' in read) stars.push(read.star);
    else if (read.name === undefined) isOpen = true;
    else if (read.name !== null) names.push(read.name);
  }
  const [row] = itemsOf(values);
  const items = isFields(row?.['List']) ? itemsOf(row['List']['items']) : [];
  names.push(...items.map((_item, place) => `column${place + 1}`));
  return { names, stars, isOpen };
}

/** A name; null: it has none; undefined: it is not known here. */
function nameOfValue(val: unknown): { name: string | null | undefined } | { star: string | null } {
  if (!isFields(val)) return { name: undefined };
  const [[tag, fields] = ['', undefined]] = Object.entries(val);
  if (!isFields(fields)) return { name: undefined };
  if (tag === 'ColumnRef') return nameOfColumn(fields);
  if (tag === 'FuncCall') return { name: namesIn(fields['funcname']).at(-1) };
  if (nameless.has(tag)) return { name: null };
  if (tag === 'A_Expr') return { name: fields['kind'] === 'AEXPR_NULLIF' ? 'nullif' : null };
  return { name: undefined };
}

function nameOfColumn({ fields }: Fields): { name: string | undefined } | { star: string | null } {
  const names = namesIn(fields);
  if (!Array.isArray(fields) || names.length === fields.length) return { name: names.at(-1) };
  return { star: names.at(-1) ?? null };
}
