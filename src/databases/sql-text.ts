// SQLite keeps a schema as the text that somebody typed. Here texts become comparable: comments, blanks,
// the case of words and the kind of quotes do not count. Pure; nothing is executed.

type Kind = 'word' | 'name' | 'string' | 'other';

interface Token {
  readonly kind: Kind;
  /** A word in lower case, a name without quotes, anything else as it stands. */
  readonly text: string;
}

const closing: Readonly<Record<string, string>> = { '"': '"', '`': '`', '[': ']', "'": "'" };
const wordForm = /[A-Za-z_\u0080-\uffff$][\w$\u0080-\uffff]*/y;
const numberForm = /(?:0x[0-9a-f]+|[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?)/iy;
const operatorForm = /(?:\|\||<<|>>|<=|>=|<>|==|!=|->>|->|[^\s])/y;
const simpleName = /^[a-z_][a-z0-9_]*$/;

/** The tokens of a text; comments and blanks are left out. Never throws. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const char = sql.charAt(at);
    if (/\s/.test(char)) {
      at += 1;
    } else if (sql.startsWith('--', at)) {
      const end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length : end + 1;
    } else if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      at = end < 0 ? sql.length : end + 2;
    } else if (closing[char] !== undefined) {
      const { value, end } = quoted(sql, at, closing[char]);
      tokens.push(
        char === "'"
          ? { kind: 'string', text: `'${value.replaceAll("'", "''")}'` }
          : nameToken(value),
      );
      at = end;
    } else {
      const text =
        match(wordForm, sql, at) ??
        match(numberForm, sql, at) ??
        match(operatorForm, sql, at) ??
        char;
      tokens.push(
        /^[A-Za-z_\u0080-\uffff$]/.test(text)
          ? { kind: 'word', text: text.toLowerCase() }
          : { kind: 'other', text },
      );
      at += text.length;
    }
  }
  return tokens;
}

function match(form: RegExp, sql: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(sql)?.[0];
}

function quoted(sql: string, start: number, close: string): { value: string; end: number } {
  let value = '';
  let at = start + 1;
  while (at < sql.length) {
    if (sql.charAt(at) !== close) {
      value += sql.charAt(at);
      at += 1;
    } else if (close !== ']' && sql.charAt(at + 1) === close) {
      value += close;
      at += 2;
    } else {
      return { value, end: at + 1 };
    }
  }
  return { value, end: at };
}

/** Names are the same in any case; one that reads like a word is written like one. */
function nameToken(value: string): Token {
  const lower = value.toLowerCase();
  return { kind: simpleName.test(lower) ? 'word' : 'name', text: lower };
}

/** Tokens as one text, in one form. */
export function textOf(tokens: readonly Token[]): string {
  let text = '';
  let before = '';
  for (const token of tokens) {
    const shown = token.kind === 'name' ? `"${token.text.replaceAll('"', '""')}"` : token.text;
    const tight =
      text === '' ||
      before === '(' ||
      before === '.' ||
      shown === ')' ||
      shown === ',' ||
      shown === '.';
    text += tight ? shown : ` ${shown}`;
    before = shown;
  }
  return text;
}

/** A text in the one form in which equal texts are equal. */
export function normaliseSql(sql: string): string {
  const tokens = tokensOf(sql);
  return textOf(tokens.at(-1)?.text === ';' ? tokens.slice(0, -1) : tokens);
}

/** What stands in the brackets that open at `start`, and the place after them. */
function bracketed(
  tokens: readonly Token[],
  start: number,
): { inner: readonly Token[]; end: number } {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const { text, kind } = tokens[at] ?? { text: '', kind: 'other' };
    if (kind === 'other' && text === '(') depth += 1;
    if (kind === 'other' && text === ')') depth -= 1;
    if (depth === 0) return { inner: tokens.slice(start + 1, at), end: at + 1 };
  }
  return { inner: tokens.slice(start + 1), end: tokens.length };
}

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'other' && token.text === '(') depth += 1;
    if (token.kind === 'other' && token.text === ')') depth -= 1;
    if (depth === 0 && token.kind === 'other' && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

export interface TableText {
  /** CHECK constraints of the table and of its columns, each with its name, if it has one. */
  readonly checks: readonly { readonly name: string | null; readonly expression: string }[];
  /** By column, in lower case. */
  readonly columns: ReadonlyMap<
    string,
    {
      readonly generated: string | null;
      readonly collation: string | null;
      readonly autoincrement: boolean;
    }
  >;
}

const tableWords = new Set(['constraint', 'check', 'primary', 'unique', 'foreign']);

/** What only the text of a CREATE TABLE tells: checks, generated columns, collations. */
export function readTableText(sql: string): TableText {
  const tokens = tokensOf(sql);
  const start = tokens.findIndex(({ kind, text }) => kind === 'other' && text === '(');
  const checks: { name: string | null; expression: string }[] = [];
  const columns = new Map<
    string,
    { generated: string | null; collation: string | null; autoincrement: boolean }
  >();
  if (start < 0) return { checks, columns };
  for (const part of splitAtCommas(bracketed(tokens, start).inner)) {
    const [first] = part;
    if (first === undefined) continue;
    const isTablePart = first.kind === 'word' && tableWords.has(first.text);
    let generated: string | null = null;
    let collation: string | null = null;
    let autoincrement = false;
    let name: string | null = null;
    for (let at = isTablePart ? 0 : 1; at < part.length; at += 1) {
      const token = part[at];
      const next = part[at + 1];
      if (token?.kind !== 'word') continue;
      if (token.text === 'constraint') name = next?.text ?? null;
      if (token.text === 'collate') collation = next?.text ?? null;
      if (token.text === 'autoincrement') autoincrement = true;
      if ((token.text === 'check' || token.text === 'as') && next?.text === '(') {
        const { inner, end } = bracketed(part, at + 1);
        if (token.text === 'check') checks.push({ name, expression: textOf(inner) });
        else generated = textOf(inner);
        name = null;
        at = end - 1;
      }
    }
    if (!isTablePart) columns.set(first.text, { generated, collation, autoincrement });
  }
  return { checks, columns };
}
