// Types of columns: the words PostgreSQL's parser and its catalogue use for the same type, brought
// into one form, and which change of a type keeps the rows as they are (measured, see the tests).
import { nameOf, type NodeOf } from '../../sql/tree.ts';

export interface ColumnType {
  /** PostgreSQL's internal name, as `varchar`, `int4`, `timestamptz`. */
  readonly base: string;
  /** Length, precision and scale; empty: without limit. */
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

const internalNames: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'bpchar',
  char: 'bpchar',
  integer: 'int4',
  int: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  decimal: 'numeric',
  real: 'float4',
  'double precision': 'float8',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'bit varying': 'varbit',
};

const allIntervalFields = 0x7fff;

/** A type as a statement writes it; undefined without a name. */
export function writtenType(type: NodeOf<'TypeName'> | undefined): ColumnType | undefined {
  const name = nameOf(type?.names);
  if (type === undefined || name === undefined) return undefined;
  const modifiers = (type.typmods ?? []).flatMap((item) => {
    if (!('A_Const' in item)) return [];
    const constant = item.A_Const;
    return 'ival' in constant && constant.ival !== undefined ? [constant.ival.ival ?? 0] : [];
  });
  const isArray = (type.arrayBounds ?? []).length > 0;
  if (name.name === 'interval' && modifiers.length > 0) {
    // The first number stands for the fields; the second, where there is one, is the precision.
    const [fields, ...precision] = modifiers;
    if (fields !== allIntervalFields) return { base: 'interval fields', modifiers, isArray };
    return { base: 'interval', modifiers: precision, isArray };
  }
  return { base: name.name, modifiers, isArray };
}

/** A type as `format_type` writes it: `character varying(20)`, `timestamp(3) with time zone`. */
export function catalogueType(text: string): ColumnType {
  const isArray = text.endsWith('[]');
  const plain = isArray ? text.slice(0, text.indexOf('[')) : text;
  const inner = /\(([0-9, ]+)\)/.exec(plain);
  const words = plain
    .replace(/\([^)]*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const unqualified = words.startsWith('"') ? words : (words.split('.').at(-1) ?? words);
  const base = internalNames[unqualified] ?? unqualified.replace(/^"(.*)"$/, '$1');
  const modifiers = (inner?.[1] ?? '').split(',').filter((part) => part.trim() !== '');
  return { base, modifiers: modifiers.map(Number), isArray };
}

export type TypeChange =
  /** Nothing is read or written. */
  | { readonly kind: 'instant'; readonly rebuildsIndexes: boolean }
  | { readonly kind: 'rewrite' }
  /** It depends on something that is not known here. */
  | { readonly kind: 'unclear'; readonly why: string };

const instant: TypeChange = { kind: 'instant', rebuildsIndexes: false };
const rewrite: TypeChange = { kind: 'rewrite' };

/** Types that are stored the same, in this direction. */
const coercible: ReadonlySet<string> = new Set([
  'varchar>text',
  'text>varchar',
  'cidr>inet',
  'int4>oid',
  'oid>int4',
  'int4>regclass',
  'xml>text',
  'xml>varchar',
  'bit>varbit',
  'oid>regclass',
  'regclass>oid',
]);
const rebuilding: ReadonlySet<string> = new Set(['citext>text', 'text>citext', 'varchar>citext']);
const growing: ReadonlySet<string> = new Set([
  'varchar',
  'varbit',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'interval',
]);

function growth(from: ColumnType, to: ColumnType): boolean {
  const [oldLimit] = from.modifiers;
  const [newLimit] = to.modifiers;
  if (newLimit === undefined) return true;
  return oldLimit !== undefined && newLimit >= oldLimit;
}

function numericGrowth(from: ColumnType, to: ColumnType): boolean {
  const [newPrecision, newScale = 0] = to.modifiers;
  const [oldPrecision, oldScale = 0] = from.modifiers;
  if (newPrecision === undefined) return true;
  return oldPrecision !== undefined && newPrecision >= oldPrecision && newScale === oldScale;
}

/** What a change of a column's type does to its rows. */
export function typeChange(from: ColumnType, to: ColumnType, timeZone: string | null): TypeChange {
  const same = from.base === to.base && from.isArray === to.isArray;
  if (same && from.modifiers.join() === to.modifiers.join()) return instant;
  // The short cuts below are not taken for arrays.
  if (from.isArray || to.isArray) return rewrite;
  if (same && growing.has(to.base)) return growth(from, to) ? instant : rewrite;
  if (same && to.base === 'numeric') return numericGrowth(from, to) ? instant : rewrite;
  const pair = `${from.base}>${to.base}`;
  if (rebuilding.has(pair)) return { kind: 'instant', rebuildsIndexes: true };
  if (coercible.has(pair)) return to.modifiers.length === 0 ? instant : rewrite;
  if (pair === 'timestamp>timestamptz' || pair === 'timestamptz>timestamp') {
    if (to.modifiers.length > 0) return rewrite;
    if (timeZone === null) {
      return { kind: 'unclear', why: 'the TimeZone of the session is not known' };
    }
    const isUtc = /^(?:utc|uct|zulu|universal|gmt|etc\/(?:utc|uct|gmt|universal|zulu))$/i.test(
      timeZone,
    );
    return isUtc ? { kind: 'instant', rebuildsIndexes: true } : rewrite;
  }
  if (to.base in knownSizes || from.base in knownSizes) return rewrite;
  return { kind: 'unclear', why: `what ${from.base} and ${to.base} have in common is not known` };
}

/** Types for which a change to or from anything else surely rewrites. */
const knownSizes: Readonly<Record<string, true>> = {
  int2: true,
  int4: true,
  int8: true,
  float4: true,
  float8: true,
  bool: true,
  numeric: true,
  bpchar: true,
  uuid: true,
  date: true,
  json: true,
  jsonb: true,
  bytea: true,
  timestamp: true,
  timestamptz: true,
};

/** Target types that no other type reaches without a rewrite. */
export function alwaysRewrites(to: ColumnType): boolean {
  return /^(?:int2|int4|int8|float4|float8|bool|uuid|date|json|jsonb|bytea|bpchar)$/.test(to.base);
}

/** How the type is called in messages. */
export function typeLabel(type: ColumnType): string {
  const modifiers = type.modifiers.length === 0 ? '' : `(${type.modifiers.join(',')})`;
  return `${type.base === 'bpchar' ? 'char' : type.base}${modifiers}${type.isArray ? '[]' : ''}`;
}
