// Whether a type that somebody wrote is the one a column has: engines know the same type under several
// names. A length or precision counts only when it was written.
import type { Engine } from '../target.ts';

interface TypeName {
  readonly schema: string | null;
  readonly base: string;
  /** What stands in brackets, without blanks. */
  readonly modifiers: string | null;
  /** How many brackets follow: dimensions of arrays are the same type in PostgreSQL. */
  readonly isArray: boolean;
}

const shared: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  bool: 'boolean',
  decimal: 'numeric',
  varchar: 'character varying',
};

// Each name that is not the engine's own, and the one that is.
const aliases: Readonly<Record<Engine, Readonly<Record<string, string>>>> = {
  POSTGRESQL: {
    ...shared,
    serial: 'integer',
    serial4: 'integer',
    bigserial: 'bigint',
    serial8: 'bigint',
    smallserial: 'smallint',
    serial2: 'smallint',
    float: 'double precision',
    float8: 'double precision',
    float4: 'real',
    char: 'character',
    bpchar: 'character',
    varbit: 'bit varying',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
    time: 'time without time zone',
    timetz: 'time with time zone',
  },
  SQLITE: shared,
  DUCKDB: {
    ...shared,
    long: 'bigint',
    short: 'smallint',
    signed: 'integer',
    int1: 'tinyint',
    int16: 'smallint',
    int32: 'integer',
    int64: 'bigint',
    float4: 'float',
    real: 'float',
    float8: 'double',
    'double precision': 'double',
    text: 'character varying',
    string: 'character varying',
    char: 'character varying',
    bpchar: 'character varying',
    bytea: 'blob',
    varbinary: 'blob',
    binary: 'blob',
    logical: 'boolean',
    datetime: 'timestamp',
    timestamptz: 'timestamp with time zone',
  },
};

/** True when a column of the type `actual`, as the snapshot tells it, is what `wanted` says. */
export function isSameType(engine: Engine, wanted: string, actual: string): boolean {
  const left = readType(engine, wanted);
  const right = readType(engine, actual);
  const isSameSchema =
    left.schema === right.schema || left.schema === null || left.schema === 'pg_catalog';
  return (
    left.base === right.base &&
    isSameSchema &&
    left.isArray === right.isArray &&
    (left.modifiers === null || left.modifiers === right.modifiers)
  );
}

function readType(engine: Engine, text: string): TypeName {
  let words = text.trim().replaceAll(/\s+/g, ' ');
  let isArray = false;
  while (/ ?\[[0-9]*\]$/.test(words)) {
    words = words.replace(/ ?\[[0-9]*\]$/, '');
    isArray = true;
  }
  if (/ array$/i.test(words)) {
    words = words.slice(0, -6);
    isArray = true;
  }
  // `timestamp(3) with time zone`: the brackets stand in the middle.
  const brackets = /\(([^()]*)\)/.exec(words);
  const plain = brackets === null ? words : words.replace(/ ?\([^()]*\) ?/, ' ').trim();
  const parts = partsOf(plain);
  let base = parts.at(-1) ?? '';
  if (engine === 'POSTGRESQL' && base.startsWith('_') && !isArray) {
    // The catalogue's own name of an array: `_int4`.
    base = base.slice(1);
    isArray = true;
  }
  return {
    schema: parts.at(-2) ?? null,
    base: aliases[engine][base] ?? base,
    modifiers: brackets?.[1]?.replaceAll(' ', '') ?? null,
    isArray,
  };
}

/** A qualified name in parts; what is not in quotes is the same in any case. */
function partsOf(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(
    ([, quoted, word]) => quoted?.replaceAll('""', '"') ?? (word ?? '').toLowerCase(),
  );
}
