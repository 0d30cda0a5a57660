// Walking PostgreSQL syntax trees of any shape, without recursion: trees can be thousands deep.
import type { SqlNode } from './parse.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of one kind of node, as `NodeOf<'ColumnDef'>`. */
export type NodeOf<Tag extends string> = SqlNode extends infer One
  ? One extends Record<Tag, infer Inner>
    ? Inner
    : never
  : never;

/** A name with the schema that was written before it. */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tag of a node, as `CreateStmt`. */
export function nodeKind(node: SqlNode): string {
  return Object.keys(node)[0] ?? 'Unknown';
}

/** Calls `visit` with each tag and its fields, at any depth, the root's included. */
export function walkTree(root: unknown, visit: (tag: string, fields: Fields) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isFields(next)) {
      for (const [key, value] of Object.entries(next)) {
        if (typeof value !== 'object' || value === null) continue;
        if (isFields(value)) visit(key, value);
        open.push(value);
      }
    }
  }
}

/** All texts in a tree: constants, names, bodies. */
export function textsIn(root: unknown): string[] {
  const texts: string[] = [];
  walkTree({ root }, (_tag, fields) => {
    const text = fields['sval'];
    if (typeof text === 'string') texts.push(text);
  });
  return texts;
}

/** The text of a `String` node. */
export function stringOf(node: unknown): string | undefined {
  if (!isFields(node) || !isFields(node['String'])) return undefined;
  const text = node['String']['sval'];
  return typeof text === 'string' ? text : '';
}

/** A name from a list of `String` nodes; the last is the name, the one before it the schema. */
export function nameOf(list: unknown): QualifiedName | undefined {
  const parts = (Array.isArray(list) ? list : []).map((item: unknown) => stringOf(item) ?? '');
  const name = parts.at(-1);
  const schema = parts.at(-2);
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { schema, name };
}

/** A name from a RangeVar. */
export function relationName(
  relation: { schemaname?: string; relname?: string } | undefined,
): QualifiedName | undefined {
  if (relation?.relname === undefined) return undefined;
  return relation.schemaname === undefined
    ? { name: relation.relname }
    : { schema: relation.schemaname, name: relation.relname };
}

/** The options of a statement (`WITH (a = b)`) by name; an option without value is `true`. */
export function optionsOf(list: readonly SqlNode[] | undefined): ReadonlyMap<string, unknown> {
  const options = new Map<string, unknown>();
  for (const item of list ?? []) {
    if (!('DefElem' in item) || item.DefElem.defname === undefined) continue;
    options.set(item.DefElem.defname.toLowerCase(), item.DefElem.arg ?? true);
  }
  return options;
}

/** PostgreSQL's reading of a boolean option; anything unclear counts as `unclear`. */
export function isOptionOn(value: unknown, unclear: boolean): boolean {
  if (value === true) return true;
  if (!isFields(value)) return unclear;
  if (isFields(value['Boolean'])) return value['Boolean']['boolval'] === true;
  if (isFields(value['Integer'])) return value['Integer']['ival'] === 1;
  const typeName = value['TypeName'];
  const word =
    stringOf(value) ?? (isFields(typeName) ? nameOf(typeName['names'])?.name : undefined);
  if (word === undefined) return unclear;
  if (/^(?:true|on|yes|1)$/i.test(word)) return true;
  return /^(?:false|off|no|0)$/i.test(word) ? false : unclear;
}
