// The shape of a query another session runs: no constants, no comments, no secrets. Done on tokens,
// not by libpg-query's normalize: that overflows WASM's stack on long chains (some 700 operators),
// and pg_stat_activity cuts queries, which then do not parse.
import { scanSql } from './parse.ts';
import { cutText, redactSql } from './redact.ts';
import { lexSql } from './tokens.ts';

const maxChars = 2000;

/** A query with `$n` for each constant, redacted first, at most 2,000 characters. */
export function normaliseQuery(sql: string): string {
  const { text } = redactSql(sql);
  const tokens = scanSql(text) ?? lexSql(text);
  let params = 0;
  for (const token of tokens) {
    if (token.kind === 'param') params = Math.max(params, Number.parseInt(token.text.slice(1), 10));
  }
  const pieces: string[] = [];
  let end = 0;
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (token.start > end && pieces.length > 0) pieces.push(' ');
    end = token.end;
    const isConstant =
      token.kind === 'string' ||
      token.kind === 'bits' ||
      token.kind === 'number' ||
      token.unterminated;
    pieces.push(isConstant ? `$${(params += 1)}` : token.text);
  }
  return cutText(pieces.join(''), maxChars);
}
