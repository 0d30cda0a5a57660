// Cuts Python source into the tokens that are needed to read literals: names, strings, brackets and the
// ends of logical lines. Executes nothing and never fails: what it does not know becomes `other`.

export interface PythonToken {
  readonly kind: 'name' | 'string' | 'other' | 'end';
  /** The name, the string's value, or the character. */
  readonly text: string;
  /** Set for the first token of a logical line: its indent. */
  readonly indent?: number;
}

const nameForm = /[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*/y;
const numberForm = /[0-9][\w.]*/y;
const stringForm = /([A-Za-z]{0,2})("""|'''|"|')/y;
/** What a string takes as it is. */
const noSingle = /[^\\'\n]+/y;
const noDouble = /[^\\"\n]+/y;
const opening = '([{';
const closing = ')]}';

/** The tokens, with one `end` after each logical line. */
export function pythonTokens(source: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  let depth = 0;
  let indent: number | undefined = 0;
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  const push = (kind: PythonToken['kind'], text: string): void => {
    tokens.push(indent === undefined ? { kind, text } : { kind, text, indent });
    indent = undefined;
  };
  while (at < source.length) {
    const character = source[at] ?? '';
    if (character === '\n' || character === '\r') {
      at += 1;
      if (depth > 0) continue;
      if (indent === undefined) tokens.push({ kind: 'end', text: '' });
      indent = 0;
    } else if (character === ' ' || character === '\t' || character === '\f') {
      if (indent !== undefined) indent += 1;
      at += 1;
    } else if (character === '#') {
      while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at += 1;
    } else if (character === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3))) {
      at += source[at + 1] === '\r' ? 3 : 2;
    } else {
      const string = match(stringForm, source, at);
      if (string !== undefined) {
        const { value, end } = readString(source, at, string);
        push(value === undefined ? 'other' : 'string', value ?? '');
        at = end;
        continue;
      }
      const word = match(nameForm, source, at)?.[0];
      const number = word === undefined ? match(numberForm, source, at)?.[0] : undefined;
      if (opening.includes(character)) depth += 1;
      else if (closing.includes(character)) depth = Math.max(0, depth - 1);
      push(word === undefined ? 'other' : 'name', word ?? number ?? character);
      at += (word ?? number ?? character).length;
    }
  }
  if (indent === undefined) tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function match(form: RegExp, source: string, at: number): RegExpExecArray | undefined {
  form.lastIndex = at;
  return form.exec(source) ?? undefined;
}

const prefixes = new Set(['', 'r', 'u', 'b', 'br', 'rb', 'f', 'fr', 'rf', 't', 'tr', 'rt']);

/** A string literal; without a value when it is none of plain text (bytes, f-strings). */
function readString(
  source: string,
  at: number,
  [opener, prefix = '', quote = '']: RegExpExecArray,
): { value: string | undefined; end: number } {
  const kind = prefix.toLowerCase();
  const raw = kind.includes('r');
  const plainText = quote.includes('"') ? noDouble : noSingle;
  let end = at + opener.length;
  const parts: string[] = [];
  while (end < source.length && !source.startsWith(quote, end)) {
    const run = match(plainText, source, end)?.[0];
    const character = source[end] ?? '';
    // A string of one line that does not end there: the rest of the line is lost, not the rest of all.
    if (quote.length === 1 && character === '\n') return { value: undefined, end };
    if (character !== '\\') {
      parts.push(run ?? character);
      end += run?.length ?? 1;
      continue;
    }
    const [text, length] = raw ? rawEscape(source, end) : escape(source, end);
    parts.push(text);
    end += length;
  }
  const plain = prefixes.has(kind) && !/[bft]/.test(kind);
  return {
    value: plain ? parts.join('') : undefined,
    end: Math.min(source.length, end + quote.length),
  };
}

const rawEscape = (source: string, at: number): [string, number] => [source.slice(at, at + 2), 2];

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
};

function escape(source: string, at: number): [string, number] {
  const next = source[at + 1] ?? '';
  const known = simple[next];
  if (known !== undefined) return [known, 2];
  const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(source.slice(at + 1, at + 6));
  const digits = code?.[1] ?? code?.[2];
  if (code === null || digits === undefined) return [`\\${next}`, 2];
  return [String.fromCharCode(Number.parseInt(digits, 16)), code[0].length + 1];
}
