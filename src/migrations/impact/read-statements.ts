// The statements of a PostgreSQL file, for assessing only: what cannot be parsed is reported, and the
// rest of the file is read all the same. What is executed is cut by `sql/split` alone.
import { parseSql, scanSql } from '../../sql/parse.ts';
import { createLineCounter } from '../../sql/source-text.ts';
import { splitStatements } from '../../sql/split.ts';
import { lexSql } from '../../sql/tokens.ts';
import type { CommentLine } from './ignore-comments.ts';
import { createRuleStatement, type RuleStatement } from './rule-statement.ts';

export interface UnparsedStatement {
  readonly index: number;
  readonly line: number;
  readonly message: string;
}

export interface StatementReading {
  readonly statements: readonly RuleStatement[];
  readonly unparsed: readonly UnparsedStatement[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

const psqlCommand = /\\[A-Za-z!?.][^\n]*/y;
const copyFromStdin = /^copy\b[^;]{1,2000}\bfrom\s+stdin\b/i;

/** Pieces between semicolons; psql's commands end with their line, COPY's data with `\.`. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = -1;
  let skipTo = 0;
  for (const token of lexSql(text)) {
    if (token.start < skipTo || token.kind === 'comment') continue;
    if (start === -1 && token.text === '\\') {
      psqlCommand.lastIndex = token.start;
      const command = psqlCommand.exec(text)?.[0] ?? '\\';
      skipTo = token.start + command.length;
      pieces.push({ start: token.start, end: skipTo });
    } else if (token.text === ';') {
      if (start !== -1) pieces.push({ start, end: token.start });
      if (start !== -1 && copyFromStdin.test(text.slice(start, start + 2100))) {
        const end = text.indexOf('\n\\.', token.end);
        skipTo = end === -1 ? text.length : end + 3;
      }
      start = -1;
    } else if (start === -1) start = token.start;
  }
  if (start !== -1) pieces.push({ start, end: text.length });
  return pieces;
}

/** Longer texts are not tried piece by piece: what is wrong with them is known, the rest is not. */
const maxRecoveredChars = 4 * 1024 * 1024;

function recover(text: string, whole: { line: number; message: string }): StatementReading {
  if (text.length > maxRecoveredChars)
    return { statements: [], unparsed: [{ index: 0, ...whole }] };
  const statements: RuleStatement[] = [];
  const unparsed: UnparsedStatement[] = [];
  const lineOf = createLineCounter(text);
  let index = 0;
  for (const { start, end } of piecesOf(text)) {
    const piece = text.slice(start, end).trimEnd();
    const line = lineOf(start);
    const outcome = piece.startsWith('\\') ? undefined : parseSql(piece);
    if (outcome?.ok === true) {
      for (const { node } of outcome.statements) {
        statements.push(createRuleStatement({ node, index, line, text: piece }));
        index += 1;
      }
    } else {
      const message =
        outcome?.message ?? `${piece.split(/\s/, 1)[0]} is a command of psql, not SQL`;
      unparsed.push({ index, line, message: withoutConstants(message) });
      index += 1;
    }
  }
  // Each piece by itself is fine: what stands between them is not.
  if (unparsed.length === 0) unparsed.push({ index, ...whole });
  return { statements, unparsed };
}

/** The parser's complaint without the constant that it quotes: that may be a password. */
function withoutConstants(message: string): string {
  return message.replace(/ at or near "(?:\w{0,2}&?'|\$|[0-9])[^]*"$/, ' at or near a constant');
}

/** All statements that can be read, and what cannot. */
export function readStatements(text: string): StatementReading {
  const split = splitStatements(text);
  if (!split.ok) {
    const { line, message } = split.issue;
    return recover(text.toWellFormed(), { line, message: withoutConstants(message) });
  }
  const statements = split.statements.map(({ node, line, text: statement }, index) =>
    createRuleStatement({ node, index, line, text: statement }),
  );
  return { statements, unparsed: [] };
}

/** The `--` comments of a file, where it may hold any that matter. */
export function commentsOf(text: string): CommentLine[] {
  if (!/hawkwatch\s*:\s*ignore/i.test(text)) return [];
  const lineOf = createLineCounter(text);
  return (scanSql(text) ?? lexSql(text)).flatMap((token) =>
    token.kind === 'comment' && token.text.startsWith('--')
      ? [{ line: lineOf(token.start), text: token.text }]
      : [],
  );
}
