// PostgreSQL's own parser (libpg-query, WASM), behind the few calls this room needs. Load it once;
// after that everything is synchronous. Texts that nest very deeply are refused beforehand: they
// overflow the stack inside WASM, and some 30 such overflows break the instance for good.
import {
  SqlError,
  hasSqlDetails,
  loadModule,
  parsePlPgSQLSync,
  parseSync,
  scanSync,
  type Node,
} from 'libpg-query';
import { createByteMap } from './source-text.ts';
import { lexSql, classifyToken, type SqlToken } from './tokens.ts';

export type SqlNode = Node;

/** A fault of a SQL text, at a line (and column) counted from 1. */
export interface SqlIssue {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}

interface ParsedStatement {
  readonly node: SqlNode;
  readonly startByte: number;
  /** 0: up to the end of the text. */
  readonly lengthBytes: number;
}

export type ParseOutcome =
  | { readonly ok: true; readonly statements: readonly ParsedStatement[] }
  /** `position` counts characters (code points) from 0; absent when the parser gave none. */
  | { readonly ok: false; readonly message: string; readonly position?: number };

/** Brackets within brackets that the parser takes safely; real SQL stays far below. */
const maxNesting = 400;
/** Links of one chain (`a || b || c …`, unions, casts) that the parser takes safely. */
const maxChain = 2500;

const chaining = new Set(['union', 'intersect', 'except', 'join', 'in', 'is', 'not', 'collate']);

/** Loads the WASM parser; everything else in this room needs it and is synchronous. */
export async function loadSqlParser(): Promise<void> {
  await loadModule();
}

/** The real scanner's tokens, comments included, or undefined when the text does not scan. */
export function scanSql(text: string): SqlToken[] | undefined {
  if (text === '') return [];
  const wellFormed = text.toWellFormed();
  // The scanner's JSON does not escape control characters; a blank keeps all offsets.
  // oxlint-disable-next-line no-control-regex
  const scannable = wellFormed.replace(/[\u0001-\u0008\u000b\u000e-\u001f]/g, ' ');
  if (scannable.includes('\0')) return undefined;
  let raw: readonly { readonly start: number; readonly end: number }[];
  try {
    raw = scanSync(scannable).tokens;
  } catch {
    // Any failure means the same to callers: these tokens cannot be had.
    return undefined;
  }
  const toIndex = createByteMap(wellFormed);
  return raw.map((token) => {
    const start = toIndex(token.start);
    const end = toIndex(token.end);
    return { ...classifyToken(wellFormed.slice(start, end)), start, end, startByte: token.start };
  });
}

/**
 * The scanner's tokens, also of a text that was cut off inside its last string, name or comment;
 * undefined when the text cannot be trusted to be SQL at all.
 */
export function scanCutSql(text: string): SqlToken[] | undefined {
  const scanned = scanSql(text);
  if (scanned !== undefined) return scanned;
  const last = lexSql(text).at(-1);
  if (last === undefined || !last.unterminated) return undefined;
  const head = text.slice(0, last.start);
  // With backslashes before quotes nobody can tell where strings end.
  if (head.includes("\\'")) return undefined;
  const tokens = scanSql(head);
  return tokens === undefined ? undefined : [...tokens, last];
}

function isTooDeep(text: string, tokens?: readonly SqlToken[]): boolean {
  if (text.length < maxNesting) return false;
  const chains: number[] = [0];
  for (const token of tokens ?? lexSql(text)) {
    const top = chains.length - 1;
    if (token.kind === 'word') {
      if (token.value === 'case') chains.push(0);
      else if (token.value === 'end' && top > 0) chains.pop();
      else if (chaining.has(token.value)) chains[top] = (chains[top] ?? 0) + 1;
    } else if (token.kind === 'symbol') {
      if (token.text === '(' || token.text === '[') chains.push(0);
      else if ((token.text === ')' || token.text === ']') && top > 0) chains.pop();
      else if (token.text === ',') chains[top] = 0;
      else if (token.text === ';') chains.length = 1;
      else chains[top] = (chains[top] ?? 0) + 1;
      if (token.text === ';') chains[0] = 0;
    }
    if (chains.length > maxNesting || (chains.at(-1) ?? 0) > maxChain) return true;
  }
  return false;
}

/** The statements of a text as PostgreSQL's parser sees them, or its complaint. */
export function parseSql(text: string, tokens?: readonly SqlToken[]): ParseOutcome {
  if (text === '') return { ok: true, statements: [] };
  if (isTooDeep(text, tokens)) {
    return { ok: false, message: 'the statement is nested too deeply: split it' };
  }
  try {
    const statements = (parseSync(text.toWellFormed()).stmts ?? []).flatMap((raw) =>
      raw.stmt === undefined
        ? []
        : [
            {
              node: raw.stmt,
              startByte: raw.stmt_location ?? 0,
              lengthBytes: raw.stmt_len ?? 0,
            },
          ],
    );
    return { ok: true, statements };
  } catch (error) {
    if (hasSqlDetails(error) && error.sqlDetails !== undefined) {
      return { ok: false, message: error.message, position: error.sqlDetails.cursorPosition };
    }
    if (error instanceof SqlError) return { ok: false, message: error.message };
    return { ok: false, message: 'the statement is too large or too deep for the parser' };
  }
}

/** The PL/pgSQL tree of one CREATE FUNCTION/PROCEDURE or DO text, undefined when it fails. */
export function parsePlpgsql(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return parsePlPgSQLSync(text.toWellFormed());
  } catch {
    // It fails for unknown variables too, not only for faults; callers fall back to tokens.
    return undefined;
  }
}
