// Statements of SQLite and MySQL files as plain tokens: their grammar is not read here, only their
// quotes and comments are, so that no word inside a string or a comment is taken for SQL.

export type OtherDialect = 'sqlite' | 'mysql';

export interface DialectToken {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  /** A word in lower case, a name without its quotes, anything else as written. */
  readonly value: string;
}

export interface TokenStatement {
  readonly dialect: OtherDialect;
  /** Counted from 0 within its file. */
  readonly index: number;
  /** Counted from 1 within its file. */
  readonly line: number;
  readonly tokens: readonly DialectToken[];
}

export interface TokenReading {
  readonly statements: readonly TokenStatement[];
  /** `--` comments with their lines, for ignore comments. */
  readonly comments: readonly { readonly line: number; readonly text: string }[];
  /** The line of a quote or comment that does not end; null when all do. */
  readonly unclosed: number | null;
}

const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' };

function endOfQuote(text: string, at: number, close: string, backslash: boolean): number {
  for (let index = at + 1; index < text.length; index += 1) {
    if (backslash && text[index] === '\\') index += 1;
    else if (text[index] === close) {
      if (close === ']' || text[index + 1] !== close) return index + 1;
      index += 1;
    }
  }
  return -1;
}

/** `begin … end` and `case … end` hold semicolons that end nothing. */
function isRoutine(tokens: readonly DialectToken[]): boolean {
  if (tokens[0]?.value !== 'create') return false;
  return tokens
    .slice(1, 12)
    .some(({ value }) => /^(?:trigger|procedure|function|event)$/.test(value));
}

/** Cuts a file of another dialect into statements. It never throws and always ends. */
export function readTokens(text: string, dialect: OtherDialect): TokenReading {
  const statements: TokenStatement[] = [];
  const comments: { line: number; text: string }[] = [];
  const isMysql = dialect === 'mysql';
  let tokens: DialectToken[] = [];
  let depth = 0;
  let line = 1;
  let startLine = 1;
  let delimiter = ';';
  let unclosed: number | null = null;

  const finish = (): void => {
    if (tokens.length > 0) {
      statements.push({ dialect, index: statements.length, line: startLine, tokens });
    }
    tokens = [];
    depth = 0;
  };
  const add = (kind: DialectToken['kind'], value: string, end = text.length): void => {
    if (tokens.length === 0) startLine = line;
    const before = tokens.at(-1)?.value;
    tokens.push({ kind, value });
    if (kind !== 'word' || !isRoutine(tokens)) return;
    if (value === 'begin' || (value === 'case' && before !== 'end')) depth += 1;
    else if (value === 'end' && depth > 0) {
      blockWord.lastIndex = end;
      if (!blockWord.test(text)) depth -= 1;
    }
  };
  const lineEnd = (from: number): number => {
    const end = text.indexOf('\n', from);
    return end === -1 ? text.length : end;
  };
  const pass = (from: number, to: number): void => {
    for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
      line += 1;
    }
  };

  const blockWord = /\s+(?:if|loop|while|repeat)\b/iy;
  const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
  const number = /[0-9][\w.]*/y;
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    let end = at + 1;
    if (text.startsWith('--', at) || (isMysql && character === '#')) {
      end = lineEnd(at);
      comments.push({ line, text: text.slice(at, end) });
    } else if (text.startsWith('/*', at) && !(isMysql && text[at + 2] === '!')) {
      const close = text.indexOf('*/', at + 2);
      if (close === -1) unclosed ??= line;
      end = close === -1 ? text.length : close + 2;
    } else if (text.startsWith('/*!', at)) {
      // MySQL executes what stands in such a comment.
      end = at + 3 + (/^[0-9]{5,6}/.exec(text.slice(at + 3, at + 9))?.[0].length ?? 0);
    } else if (isMysql && text.startsWith('*/', at)) end = at + 2;
    else if (depth === 0 && text.startsWith(delimiter, at)) {
      end = at + delimiter.length;
      finish();
    } else if (character in closing && (character !== '[' || !isMysql)) {
      const close = endOfQuote(text, at, closing[character] ?? '', isMysql && character !== '`');
      if (close === -1) unclosed ??= line;
      end = close === -1 ? text.length : close;
      const inner = text.slice(at + 1, close === -1 ? end : end - 1);
      const isString = character === "'" || (character === '"' && isMysql);
      add(isString ? 'string' : 'name', inner);
    } else if (!/\s/.test(character)) {
      word.lastIndex = at;
      number.lastIndex = at;
      const found = word.exec(text)?.[0];
      if (isMysql && tokens.length === 0 && found?.toLowerCase() === 'delimiter') {
        end = lineEnd(at);
        delimiter = text.slice(at + found.length, end).trim() || ';';
      } else if (found !== undefined) {
        end = at + found.length;
        add('word', found.toLowerCase(), end);
      } else {
        const digits = number.exec(text)?.[0];
        end = at + (digits?.length ?? 1);
        add(digits === undefined ? 'symbol' : 'number', digits ?? character);
      }
    }
    pass(at, end);
    at = end;
  }
  finish();
  return { statements, comments, unclosed };
}

/** True when the statement starts with these words. */
export function startsWith({ tokens }: TokenStatement, ...words: readonly string[]): boolean {
  return words.every((expected, index) => tokens[index]?.value === expected);
}

const beforeName = /^(?:if|not|exists|only|ignore|low_priority|quick)$/;

function startOfName({ tokens }: Pick<TokenStatement, 'tokens'>, position: number): number {
  let at = position;
  while (tokens[at]?.kind === 'word' && beforeName.test(tokens[at]?.value ?? '')) at += 1;
  return at;
}

/** The position behind the name that follows a position. */
export function afterName(statement: Pick<TokenStatement, 'tokens'>, position: number): number {
  let at = startOfName(statement, position);
  while (statement.tokens[at + 1]?.value === '.') at += 2;
  return at + 1;
}

/** The name that follows a position, with its schema: `a.b`; IF [NOT] EXISTS is passed over. */
export function nameAfter(statement: Pick<TokenStatement, 'tokens'>, position: number): string {
  const name = statement.tokens.slice(
    startOfName(statement, position),
    afterName(statement, position),
  );
  return name.map(({ value }) => value).join('');
}

/** Position of a word outside brackets, or -1. */
export function positionOf({ tokens }: TokenStatement, expected: string): number {
  let depth = 0;
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind === 'symbol' && value === '(') depth += 1;
    else if (kind === 'symbol' && value === ')') depth -= 1;
    else if (depth === 0 && kind === 'word' && value === expected) return index;
  }
  return -1;
}

/** The parts of an ALTER TABLE, which commas separate; none for other statements. */
export function alterClauses(statement: TokenStatement): { readonly tokens: DialectToken[] }[] {
  if (!startsWith(statement, 'alter', 'table')) return [];
  const clauses: DialectToken[][] = [[]];
  let depth = 0;
  for (const token of statement.tokens.slice(afterName(statement, 2))) {
    const symbol = token.kind === 'symbol' ? token.value : '';
    if (symbol === '(') depth += 1;
    else if (symbol === ')') depth -= 1;
    if (symbol === ',' && depth === 0) clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.map((tokens) => ({ tokens }));
}

/** What is lost, as a finding. */
export function tokenLoss(object: string, what: 'table' | 'column' | 'rows', words: string) {
  return { message: `${object} ${words}`, objects: [object], loses: { object, what } };
}
