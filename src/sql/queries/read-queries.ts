// The statements of a file that an application sends, one by one: what cannot be parsed keeps nothing
// from being read of the others.
import { parseSql } from '../parse.ts';
import { createLineCounter, decodeSource } from '../source-text.ts';
import { lexSql, type SqlToken } from '../tokens.ts';
import { isFields, type Fields } from '../tree.ts';
import type { KnownNames } from './frame.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { readShape } from './read-shape.ts';
import type { QueryShape, ReadQuery } from './shape.ts';

/** More statements than this in a file are not read. */
const maxStatements = 5000;

// They name nothing that could be missing, or nothing of the schema.
const harmless = new Set([
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'DiscardStmt',
  'ListenStmt',
  'UnlistenStmt',
  'NotifyStmt',
  'FetchStmt',
  'ClosePortalStmt',
  'DeallocateStmt',
  'ExecuteStmt',
  'CreateStmt',
  'CheckPointStmt',
]);

/** All queries of a file. The parser has to be loaded. */
export function readQueries(bytes: Uint8Array): readonly ReadQuery[] {
  const decoded = decodeSource(bytes);
  if (!decoded.ok) return [{ line: decoded.line, ok: false, reason: decoded.message }];
  const text = decoded.text.toWellFormed();
  const lineOf = createLineCounter(text);
  const script = createScript();
  const queries: ReadQuery[] = [];
  for (const tokens of piecesOf(lexSql(text))) {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) continue;
    const line = lineOf(first.start);
    if (queries.length >= maxStatements) {
      const reason = `the file has more than ${maxStatements} statements: split it`;
      return [...queries, { line, ok: false, reason }];
    }
    const piece = text.slice(first.start, last.end);
    const moved = tokens.map((token) => ({
      ...token,
      start: token.start - first.start,
      end: token.end - first.start,
    }));
    queries.push(...script.read(piece, moved).map((read) => ({ line, ...read })));
  }
  return queries;
}

/** Tokens between semicolons, without comments. */
function piecesOf(tokens: readonly SqlToken[]): readonly SqlToken[][] {
  const pieces: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (token.text === ';') pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.filter((piece) => piece.length > 0);
}

type Reading = { ok: true; shape: QueryShape } | { ok: false; reason: string };

/** What one statement does to those after it: tables it makes, a search path it sets. */
function createScript() {
  const made = new Map<string, QueryShape | null>();
  let isPathUnknown = false;

  const readNode = (node: Fields, bytes: Buffer): readonly Reading[] => {
    const kind = Object.keys(node)[0] ?? '';
    try {
      const shape = readShape(node, made as KnownNames, { bytes, isPathUnknown });
      for (const name of tablesMadeBy(node)) made.set(name, null);
      if (setsPath(node)) isPathUnknown = true;
      if (shape !== undefined) return [{ ok: true, shape }];
      if (harmless.has(kind)) return [];
      return [{ ok: false, reason: `what it needs cannot be told (${kind})` }];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ ok: false, reason: 'the statement is nested too deeply' }];
    }
  };

  return {
    read: (piece: string, tokens: readonly SqlToken[]): readonly Reading[] => {
      for (const text of withoutPlaceholders(piece, tokens)) {
        const parsed = parseSql(text);
        if (!parsed.ok) continue;
        const bytes = Buffer.from(text);
        return parsed.statements.flatMap(({ node }) =>
          isFields(node) ? readNode(node, bytes) : [],
        );
      }
      return [{ ok: false, reason: 'it cannot be parsed as SQL of PostgreSQL' }];
    },
  };
}

/** CREATE TABLE, SELECT INTO, CREATE TABLE AS, CREATE VIEW; unqualified names. */
function tablesMadeBy(node: Fields): readonly string[] {
  const [fields] = Object.values(node);
  if (!isFields(fields)) return [];
  const into = fields['intoClause'] ?? fields['into'];
  const relation =
    'CreateStmt' in node
      ? fields['relation']
      : 'ViewStmt' in node
        ? fields['view']
        : isFields(into)
          ? into['rel']
          : undefined;
  const name = isFields(relation) ? relation['relname'] : undefined;
  return typeof name === 'string' ? [name] : [];
}

function setsPath(node: Fields): boolean {
  const set = node['VariableSetStmt'];
  return isFields(set) && (set['name'] === 'search_path' || set['kind'] === 'VAR_RESET_ALL');
}
