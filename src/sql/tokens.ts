// Tokens of SQL text: their kinds and the values that literals stand for, and a lenient lexer for
// texts the real scanner refuses (cut off, not SQL …). It never throws and always ends.

type TokenKind = 'comment' | 'string' | 'bits' | 'number' | 'quoted' | 'word' | 'param' | 'symbol';

export interface TokenShape {
  readonly kind: TokenKind;
  readonly text: string;
  /** What a string or quoted name stands for; a word in lower case; else the text. */
  readonly value: string;
  /** The quote or comment is not closed. */
  readonly unterminated: boolean;
}

export interface SqlToken extends TokenShape {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly startByte: number;
}

const wordStart = /[A-Za-z_\u0080-\uffff]/;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function unescapeE(inner: string): string {
  const form = /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|([\s\S]))|''/gi;
  return inner.replace(
    form,
    (all: string, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
      if (all === "''") return "'";
      const hex = x ?? u ?? long;
      if (hex !== undefined) return codePoint(hex);
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) % 256);
      return escapes[other ?? ''] ?? other ?? '';
    },
  );
}

/** The parts of a quoted text, without quotes: adjacent strings on several lines are one literal. */
function quotedParts(text: string, quote: string, backslash: boolean): string[] {
  const parts: string[] = [];
  let at = text.indexOf(quote);
  while (at !== -1) {
    const end = endOfQuoted(text, at + 1, quote, backslash);
    parts.push(text.slice(at + 1, end.closed ? end.at - 1 : end.at));
    const next = /^(?:\s|--[^\n\r]*)*/.exec(text.slice(end.at))?.[0].length ?? 0;
    at = text[end.at + next] === quote ? end.at + next : -1;
  }
  return parts;
}

function literalValue(text: string): string {
  const dollar = /^\$[^$]*\$/.exec(text)?.[0];
  if (dollar !== undefined) {
    const closed = text.length >= 2 * dollar.length && text.endsWith(dollar);
    return text.slice(dollar.length, closed ? -dollar.length : undefined);
  }
  if (/^e'/i.test(text)) return quotedParts(text, "'", true).map(unescapeE).join('');
  const quote = text.includes('"') && /^(?:u&)?"/i.test(text) ? '"' : "'";
  const plain = quotedParts(text, quote, false)
    .map((part) => part.replaceAll(quote + quote, quote))
    .join('');
  if (!/^u&/i.test(text)) return plain;
  return plain.replace(
    /\\(?:\+([0-9a-f]{6})|([0-9a-f]{4})|\\)/gi,
    (_all, long?: string, hex?: string) => {
      const code = long ?? hex;
      return code === undefined ? '\\' : codePoint(code);
    },
  );
}

/** Kind and value of one token, told from its text. */
export function classifyToken(text: string, unterminated = false): TokenShape {
  const shape = (kind: TokenKind, value = text): TokenShape => ({
    kind,
    text,
    value,
    unterminated,
  });
  if (text.startsWith('--') || text.startsWith('/*')) return shape('comment');
  if (/^[bx]'/i.test(text)) return shape('bits');
  if (/^(?:[en]|u&)?'/i.test(text) || /^\$[^0-9]/.test(text)) {
    return shape('string', literalValue(text));
  }
  if (/^(?:u&)?"/i.test(text)) return shape('quoted', literalValue(text));
  if (/^\$[0-9]/.test(text)) return shape('param');
  if (/^\.?[0-9]/.test(text)) return shape('number');
  return wordStart.test(text[0] ?? '') ? shape('word', text.toLowerCase()) : shape('symbol');
}

function endOfQuoted(
  text: string,
  from: number,
  quote: string,
  backslash: boolean,
): { at: number; closed: boolean } {
  for (let at = from; at < text.length; at += 1) {
    if (backslash && text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return { at: at + 1, closed: true };
      at += 1;
    }
  }
  return { at: text.length, closed: false };
}

function endOfComment(text: string, from: number): { at: number; closed: boolean } {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return { at: at + 1, closed: true };
    }
  }
  return { at: text.length, closed: false };
}

function endOfToken(text: string, at: number): { at: number; closed: boolean } {
  const head = text.slice(at, at + 80);
  if (head.startsWith('--')) {
    const end = /[\n\r]/.exec(text.slice(at))?.index;
    return { at: end === undefined ? text.length : at + end, closed: true };
  }
  if (head.startsWith('/*')) return endOfComment(text, at);
  const string = /^(?:[ebxn]|u&)?'/i.exec(head)?.[0];
  if (string !== undefined) {
    return endOfQuoted(text, at + string.length, "'", string.toLowerCase() === "e'");
  }
  const name = /^(?:u&)?"/i.exec(head)?.[0];
  if (name !== undefined) return endOfQuoted(text, at + name.length, '"', false);
  const dollar = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(head)?.[0];
  if (dollar !== undefined) {
    const end = text.indexOf(dollar, at + dollar.length);
    return end === -1
      ? { at: text.length, closed: false }
      : { at: end + dollar.length, closed: true };
  }
  const rest = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$?[0-9][\w.]*|:=|=>|[^]/y;
  rest.lastIndex = at;
  return { at: at + (rest.exec(text)?.[0].length ?? 1), closed: true };
}

/** Tokens of any text at all; `startByte` is not known and stays -1. */
export function lexSql(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const end = endOfToken(text, at);
    const shape = classifyToken(text.slice(at, end.at), !end.closed);
    tokens.push({ ...shape, start: at, end: end.at, startByte: -1 });
    at = end.at;
  }
  return tokens;
}
