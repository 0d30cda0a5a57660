// Cutting a file into statements with PostgreSQL's own parser, never with a search for semicolons,
// and saying what is wrong, at which line, when it cannot be cut.
import { createByteMap, createLineCounter, decodeSource, lineAndColumn } from './source-text.ts';
import { parseSql, scanSql, type SqlIssue, type SqlNode } from './parse.ts';
import { nodeKind } from './tree.ts';

interface SplitStatement {
  /** Without the semicolon and without comments around it. */
  readonly text: string;
  /** Counted in the source after its byte order mark. */
  readonly startByte: number;
  readonly line: number;
  /** The node's tag, as `CreateStmt`. */
  readonly kind: string;
  readonly node: SqlNode;
}

export type SplitResult =
  | { readonly ok: true; readonly text: string; readonly statements: readonly SplitStatement[] }
  | { readonly ok: false; readonly issue: SqlIssue };

const copyFromStdin = /\bcopy\b[^;]{1,2000}?\bfrom\s{1,20}stdin\b[^;]{0,500};/gi;

/** What to say of COPY data that precede the error, if that is what the parser stumbled on. */
function copyDataIssue(text: string, index: number): SqlIssue | undefined {
  const copies = [...text.slice(0, index).matchAll(copyFromStdin)];
  const last = copies.at(-1);
  if (last === undefined) return undefined;
  const between = text.slice(last.index + last[0].length, index);
  if (/^\\\.\s*$/m.test(between)) return undefined;
  return {
    line: createLineCounter(text)(last.index),
    message:
      'COPY … FROM STDIN with its data is only understood by psql: write INSERT statements, or COPY from a file on the server',
  };
}

function syntaxIssue(text: string, position: number, message: string): SqlIssue {
  const { line, column, index } = lineAndColumn(text, position);
  const copy = copyDataIssue(text, index);
  if (copy !== undefined) return copy;
  const command = /^\\\S*/.exec(text.slice(index, index + 40))?.[0];
  if (command !== undefined) {
    return {
      line,
      column,
      message: `${command} is a command of psql, not SQL: write the statements themselves into the file`,
    };
  }
  if (/^:['"]?[A-Za-z_]/.test(text.slice(index, index + 3))) {
    return { line, column, message: 'variables of psql are not known here: write the value' };
  }
  return { line, column, message };
}

/** The end of a statement without the comments and blanks that follow its last token. */
function trimEnd(text: string): string {
  const trimmed = text.trimEnd();
  if (!trimmed.includes('--') && !trimmed.includes('*/')) return trimmed;
  const last = scanSql(trimmed)?.findLast((token) => token.kind !== 'comment');
  return last === undefined ? trimmed : trimmed.slice(0, last.end);
}

/** The statements of a SQL file; none is legal, a file that PostgreSQL cannot parse is an issue. */
export function splitStatements(source: string | Uint8Array): SplitResult {
  const decoded = decodeSource(source);
  if (!decoded.ok) return { ok: false, issue: { line: decoded.line, message: decoded.message } };
  const text = decoded.text.toWellFormed();
  const outcome = parseSql(text);
  if (!outcome.ok) {
    const issue =
      outcome.position === undefined
        ? { line: 1, message: outcome.message }
        : syntaxIssue(text, outcome.position, outcome.message);
    return { ok: false, issue };
  }
  const toIndex = createByteMap(text);
  const lineOf = createLineCounter(text);
  const statements = outcome.statements.map(({ node, startByte, lengthBytes }) => {
    const start = toIndex(startByte);
    const end = lengthBytes === 0 ? text.length : toIndex(startByte + lengthBytes);
    const raw = text.slice(start, end);
    const blank = raw.length - raw.trimStart().length;
    return {
      text: trimEnd(raw.trimStart()),
      startByte: startByte + blank,
      line: lineOf(start + blank),
      kind: nodeKind(node),
      node,
    };
  });
  return { ok: true, text, statements };
}
