// Reads values that Python source assigns to names, as far as they are literals, without executing it.
// Pure.
import { FileFault, textOf, type ReadFile } from '../adapter-kit/read-files.ts';
import { pythonTokens, type PythonToken } from './python-tokens.ts';

export type PythonValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'sequence'; readonly items: readonly PythonValue[] }
  /** Something that only running the source would tell. */
  | { readonly kind: 'other'; readonly text: string };

const maxDepth = 20;
/** Reading takes a turn of the event loop, so it is bounded. */
const maxBytes = 1_000_000;

/** The text of a Python file. @throws FileFault when it is not UTF-8, or too long. */
export function pythonText(file: ReadFile): string {
  if (file.bytes.length <= maxBytes) return textOf(file);
  throw new FileFault(`${file.path} has more than ${maxBytes} bytes, too many for a migration`);
}

/**
 * What is assigned to names: at the top of the module, or in the body of a class of that name. The
 * last assignment of a name wins.
 */
export function readAssignments(
  source: string,
  inClass: string | null = null,
): ReadonlyMap<string, PythonValue> {
  const found = new Map<string, PythonValue>();
  const lines = logicalLines(pythonTokens(source));
  let within = inClass === null;
  let body: number | undefined = inClass === null ? 0 : undefined;
  for (const line of lines) {
    const [first, second] = line;
    const indent = first?.indent ?? 0;
    if (inClass !== null) {
      if (indent === 0) {
        within = first?.text === 'class' && second?.text === inClass;
        body = undefined;
        continue;
      }
      body ??= indent;
    }
    if (within && indent === body && first?.kind === 'name') readAssignment(line, found);
  }
  return found;
}

function logicalLines(tokens: readonly PythonToken[]): PythonToken[][] {
  const lines: PythonToken[][] = [];
  let line: PythonToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'end') {
      lines.push(line);
      line = [];
    } else line.push(token);
  }
  return lines;
}

/** `name = value` or `name: annotation = value`. */
function readAssignment(line: readonly PythonToken[], found: Map<string, PythonValue>): void {
  const [name, second] = line;
  const isOther = (token: PythonToken | undefined, text: string): boolean =>
    token?.kind === 'other' && token.text === text;
  if (name === undefined || !(isOther(second, '=') || isOther(second, ':'))) return;
  const equals = line.findIndex((token) => isOther(token, '='));
  if (equals < 0 || isOther(line[equals + 1], '=')) return;
  const reader = { tokens: line, at: equals + 1 };
  const value = readValue(reader, 0);
  found.set(name.text, reader.at === line.length ? value : bareTuple(reader, value));
}

interface Reader {
  readonly tokens: readonly PythonToken[];
  at: number;
}

const isSign = (token: PythonToken | undefined, signs: string): boolean =>
  token?.kind === 'other' && token.text !== '' && signs.includes(token.text);

/** `a = 'x', 'y'`, without brackets. */
function bareTuple(reader: Reader, first: PythonValue): PythonValue {
  if (!isSign(reader.tokens[reader.at], ',')) return { kind: 'other', text: 'an expression' };
  const items = [first];
  while (isSign(reader.tokens[reader.at], ',')) {
    reader.at += 1;
    if (reader.at < reader.tokens.length) items.push(readValue(reader, 0));
  }
  return reader.at === reader.tokens.length
    ? { kind: 'sequence', items }
    : { kind: 'other', text: 'an expression' };
}

function readValue(reader: Reader, depth: number): PythonValue {
  const start = reader.at;
  const token = reader.tokens[start];
  const value = depth > maxDepth ? undefined : readLiteral(reader, depth);
  const next = reader.tokens[reader.at];
  if (value !== undefined && (next === undefined || isSign(next, ',)]}'))) return value;
  skipExpression(reader);
  const text = reader.tokens.slice(start, reader.at).map((one) => one.text);
  return { kind: 'other', text: token === undefined ? '' : text.join('') };
}

function readLiteral(reader: Reader, depth: number): PythonValue | undefined {
  const { tokens } = reader;
  const token = tokens[reader.at];
  if (token?.kind === 'string') {
    let text = '';
    // Neighbours are one string.
    for (; tokens[reader.at]?.kind === 'string'; reader.at += 1) {
      text += tokens[reader.at]?.text ?? '';
    }
    return { kind: 'string', text };
  }
  if (token?.kind === 'name' && token.text === 'None') {
    reader.at += 1;
    return { kind: 'none' };
  }
  if (!isSign(token, '([{')) return undefined;
  return readSequence(reader, depth);
}

function readSequence(reader: Reader, depth: number): PythonValue {
  const { tokens } = reader;
  const round = isSign(tokens[reader.at], '(');
  reader.at += 1;
  const items: PythonValue[] = [];
  let commas = 0;
  while (reader.at < tokens.length && !isSign(tokens[reader.at], ')]}')) {
    items.push(readValue(reader, depth + 1));
    if (!isSign(tokens[reader.at], ',')) break;
    commas += 1;
    reader.at += 1;
  }
  if (!isSign(tokens[reader.at], ')]}')) return { kind: 'other', text: 'an open bracket' };
  reader.at += 1;
  const [only] = items;
  // Brackets around one value make no tuple.
  return round && commas === 0 && only !== undefined ? only : { kind: 'sequence', items };
}

/** Goes on to the comma or bracket that ends an expression. */
function skipExpression(reader: Reader): void {
  let depth = 0;
  for (; reader.at < reader.tokens.length; reader.at += 1) {
    const token = reader.tokens[reader.at];
    if (depth === 0 && isSign(token, ',)]}')) return;
    if (isSign(token, '([{')) depth += 1;
    else if (isSign(token, ')]}')) depth -= 1;
  }
}

/** The strings of a string or of a sequence of strings; undefined when it is something else. */
export function stringsOf(value: PythonValue | undefined): readonly string[] | undefined {
  if (value === undefined || value.kind === 'none') return [];
  if (value.kind === 'string') return [value.text];
  if (value.kind === 'other') return undefined;
  const items = value.items.map((item) => (item.kind === 'string' ? item.text : undefined));
  return items.some((item) => item === undefined)
    ? undefined
    : items.filter((i) => i !== undefined);
}
