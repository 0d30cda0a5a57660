// Where secrets stand, told from the tokens of one statement alone, so that texts which do not
// parse (PL/pgSQL, cut-off queries) are covered too. Yields positions in the token list.
import {
  isAlgorithmName,
  isSecretFunction,
  isSecretName,
  isSecretSetting,
  isShownOption,
  namesSecret,
} from './secret-words.ts';
import type { SqlToken } from './tokens.ts';

/** Tokens of one statement, without comments. */
export type Fragment = readonly SqlToken[];
type Mark = (at: number) => void;

/** How far one name or literal reaches; longer expressions are left to the syntax tree. */
const reach = 200;

const boundaries = new Set(
  'where returning and or then loop from when else order group limit join on'.split(' '),
);
const assigning = new Set(['=', ':=', '=>', 'to', 'default', 'is', 'like', '<', '>', '!']);

export function isConstant(token: SqlToken | undefined): boolean {
  return token?.kind === 'string' || token?.kind === 'bits' || token?.kind === 'number';
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}

/** Position after the bracket that closes the one at `open`, or the end. */
function closing(tokens: Fragment, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], '(')) depth += 1;
    else if (isSymbol(tokens[at], ')') && --depth === 0) return at;
  }
  return tokens.length;
}

/** `PASSWORD 'x'`, `pw text := 'x'`, `token => 'x'`, `password = "x"`: up to the next boundary. */
function afterSecretName(tokens: Fragment, from: number, mark: Mark): void {
  let at = from + 1;
  if (tokens[at]?.kind === 'string') {
    for (; tokens[at]?.kind === 'string'; at += 1) mark(at);
    return;
  }
  let depth = 0;
  let isAssigned = false;
  for (const end = Math.min(tokens.length, from + reach); at < end; at += 1) {
    const token = tokens[at];
    if (token === undefined || isSymbol(token, ';')) return;
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    else if (depth === 0 && isSymbol(token, ',')) return;
    else if (depth === 0 && token.kind === 'word' && boundaries.has(token.value)) return;
    else if (assigning.has(token.value)) isAssigned = true;
    else if (token.kind === 'number') {
      if (isAssigned && depth === 0) mark(at);
    } else if (isConstant(token)) mark(at);
    else if (token.kind === 'quoted' && /^(?:=|:=|=>|:)$/.test(tokens[at - 1]?.text ?? ''))
      mark(at);
    if (depth < 0) return;
  }
}

/** `SET a.secret = x, 'y'`: a bare word is a value here. */
function settingValues(tokens: Fragment, set: number, mark: Mark): void {
  let at = set + 1;
  if (/^(?:session|local)$/.test(tokens[at]?.value ?? '')) at += 1;
  let name = '';
  for (; isName(tokens[at]) || isSymbol(tokens[at], '.'); at += 1) {
    if (tokens[at]?.value === 'to') break;
    name += tokens[at]?.value ?? '';
  }
  if (tokens[at]?.value !== 'to' && !isSymbol(tokens[at], '=')) return;
  if (!isSecretSetting(name)) return;
  for (at += 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (isConstant(token) || isName(token)) mark(at);
    else if (!isSymbol(token, '-') && !isSymbol(token, '+')) return;
    if (isSymbol(tokens[at + 1], ',')) at += 1;
    else if (!isSymbol(token, '-') && !isSymbol(token, '+')) return;
  }
}

/** `OPTIONS (user 'x', ADD password 'y')`: all values but the harmless ones. */
function optionValues(tokens: Fragment, open: number, mark: Mark): number {
  const end = closing(tokens, open);
  for (let at = open + 1; at < end; at += 1) {
    if (!isConstant(tokens[at])) continue;
    const name = tokens[at - 1];
    if (!isName(name) || !isShownOption(name.value)) mark(at);
  }
  return end;
}

function secretArguments(tokens: Fragment, open: number, mark: Mark): number {
  const end = closing(tokens, open);
  for (let at = open + 1; at < end; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'string' && !isAlgorithmName(token.value)) mark(at);
  }
  return end;
}

/** `set_config('app.secret', 'x')`, `'{"password": …}'` built from pairs, key/value rows. */
function afterSecretLiteral(tokens: Fragment, from: number, mark: Mark): void {
  const separator = tokens[from + 1];
  const separates = /^(?:,|:|=|=>|value)$/.test(separator?.value ?? '');
  if (!separates) return;
  let depth = 0;
  for (let at = from + 2; at < Math.min(tokens.length, from + reach); at += 1) {
    const token = tokens[at];
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')') && --depth < 0) return;
    else if (depth === 0 && (isSymbol(token, ',') || isSymbol(token, ';'))) return;
    else if (isConstant(token)) mark(at);
  }
}

/** `UPDATE settings SET value = 'x' WHERE key = 'smtp.password'`: order tells nothing. */
function besideSecretLiteral(tokens: Fragment, mark: Mark): void {
  const writes = tokens.some((token) => /^(?:insert|update|merge)$/.test(token.value));
  if (!writes) return;
  tokens.forEach((token, at) => {
    if (token.kind === 'string') mark(at);
  });
}

/** Positions of the constants (and of bare words used as values) that are secrets. */
export function secretPositions(tokens: Fragment): Set<number> {
  const found = new Set<number>();
  const mark: Mark = (at) => found.add(at);
  const isComment = tokens[0]?.value === 'comment';
  const creates = tokens[0]?.value === 'create';
  const setsVariable = /^(?:set|alter|create)$/.test(tokens[0]?.value ?? '');
  let argumentsEnd = 0;
  let optionsEnd = 0;
  let namesOne = false;
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (token.kind === 'string') {
      const setting = tokens[at - 2]?.value === 'set_config' && isSecretSetting(token.value);
      if (!setting && !namesSecret(token.value)) return;
      afterSecretLiteral(tokens, at, mark);
      namesOne = true;
      return;
    }
    if (!isName(token)) return;
    const opens = isSymbol(next, '(');
    // The name of what is created, as in `CREATE TABLE IF NOT EXISTS auth.tokens (…)`.
    const isCreated = creates && opens && at < 10;
    if (isSecretName(token.value) && !isComment && !isCreated) afterSecretName(tokens, at, mark);
    if (opens && at > argumentsEnd && isSecretFunction(token.value) && !isCreated) {
      argumentsEnd = secretArguments(tokens, at + 1, mark);
    }
    if (token.kind !== 'word') return;
    if (token.value === 'options' && opens && at > optionsEnd) {
      optionsEnd = optionValues(tokens, at + 1, mark);
    }
    if (token.value === 'set' && setsVariable) settingValues(tokens, at, mark);
    if (/^(?:connection|program)$/.test(token.value) && next?.kind === 'string') mark(at + 1);
  });
  if (namesOne) besideSecretLiteral(tokens, mark);
  return found;
}

/** True when a statement that cannot be read mentions a secret by name: nothing in it is shown. */
export function mentionsSecretName(tokens: Fragment): boolean {
  const head = `${tokens[0]?.value} ${tokens[1]?.value}`;
  if (/^(?:create|alter) (?:role|user|group|server|subscription|foreign)$/.test(head)) return true;
  return tokens.some((token) => isName(token) && isSecretName(token.value));
}
