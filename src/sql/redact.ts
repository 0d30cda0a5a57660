// Removing secrets from SQL before anything is stored, shown or logged. Marks come from the syntax
// tree and from the tokens; texts inside strings that are SQL again are treated the same way, down
// to a fixed depth. Fails closed: what cannot be read is replaced, a cut comes after redaction.
import { parseSql, scanCutSql, scanSql } from './parse.ts';
import { isConstant, mentionsSecretName, secretPositions } from './redact-rules.ts';
import { secretConstants } from './redact-tree.ts';
import {
  awaitsSecret,
  isEverydayWord,
  mentionsSecret,
  secretsInText,
  urlSecretsInText,
} from './secret-words.ts';
import { lexSql, type SqlToken } from './tokens.ts';

export interface RedactedSql {
  readonly text: string;
  /** What was removed, longest first, for `maskSecrets`; nothing shorter than 3 characters. */
  readonly secrets: string[];
}

const mask = "'***'";
const maxDepth = 6;
/** With more secrets than this the text is not searched for further places of each. */
const maxSearched = 256;

interface Level {
  readonly text: string;
  readonly isReadable: boolean;
}

class Secrets {
  readonly values = new Set<string>();

  add(value: string): void {
    if (!isEverydayWord(value.trim())) this.values.add(value);
  }

  /** A literal's value, and its inner text as it stood in the source. */
  addToken(token: SqlToken): void {
    this.add(token.value);
    if (token.kind === 'word') this.add(token.text);
    const raw = /^(?:[eEnN]|[uU]&)?(['"])([^]*)\1$/.exec(token.text)?.[2];
    if (raw !== undefined) this.add(raw);
    for (const part of secretsInText(token.value)) this.add(part);
  }

  sorted(): string[] {
    return [...this.values].toSorted((a, b) => b.length - a.length);
  }
}

const startsStatement = new Set(['begin', 'then', 'else', 'loop', 'declare']);
const sqlVerb =
  /\b(?:select|insert|update|delete|merge|create|alter|drop|do|call|set|set_config|execute|perform|begin|grant|copy|import|password|options|connection|values|raise|dblink\w*)\b\s*\S/i;

const secretClause = /\b(?:options|connection|user\s+mapping)\b/i;

/** Cuts tokens into statements; PL/pgSQL's words count as cuts too when `isProcedural`. */
function fragmentsOf(tokens: readonly SqlToken[], isProcedural: boolean): SqlToken[][] {
  const fragments: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    const cuts = token.text === ';' || (isProcedural && startsStatement.has(token.value));
    if (cuts) fragments.push([]);
    if (token.text !== ';') fragments.at(-1)?.push(token);
  }
  return fragments.filter((fragment) => fragment.length > 0);
}

/** Positions of constants that the tree marks, or undefined when the fragment does not parse. */
function markedByTree(text: string, fragment: readonly SqlToken[]): Set<SqlToken> | undefined {
  const lead = startsStatement.has(fragment[0]?.value ?? '') ? 1 : 0;
  const first = fragment[lead];
  const last = fragment.at(-1);
  if (first === undefined || last === undefined) return new Set();
  const performs = first.value === 'perform';
  const source =
    (performs ? 'SELECT ' : '') + text.slice(performs ? first.end : first.start, last.end);
  const outcome = parseSql(source, fragment);
  if (!outcome.ok) return undefined;
  const offset = first.startByte;
  const offsets = secretConstants(outcome.statements.map((statement) => statement.node));
  return new Set(fragment.filter((token) => offsets.has(token.startByte - offset)));
}

/** The language of a CREATE FUNCTION or DO fragment whose bodies are code we can read. */
function hasForeignBody(fragment: readonly SqlToken[]): boolean {
  const at = fragment.findIndex((token) => token.value === 'language');
  const language = fragment[at + 1]?.value.toLowerCase();
  return at !== -1 && !/^(?:sql|plpgsql|c|internal)$/.test(language ?? '');
}

function isBody(fragment: readonly SqlToken[], at: number): boolean {
  const first = fragment[0]?.value;
  if (first === 'do') return true;
  return (
    first === 'create' &&
    fragment[at - 1]?.value === 'as' &&
    fragment.some((token) => /^(?:function|procedure)$/.test(token.value))
  );
}

function requote(token: SqlToken, inner: string): string {
  const tag = /^\$[^$]*\$/.exec(token.text)?.[0];
  if (tag !== undefined && !inner.includes(tag)) return tag + inner + tag;
  const quoted = inner.replaceAll("'", "''");
  return inner.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** What to write for a string literal that is not marked: itself, redacted inside, or the mask. */
function redactLiteral(token: SqlToken, body: boolean, depth: number, secrets: Secrets): string {
  if (token.unterminated) return removed(token, secrets);
  const { value } = token;
  const found = secretsInText(value);
  if (!body && !sqlVerb.test(value)) return found.length > 0 ? removed(token, secrets) : token.text;
  if (depth >= maxDepth) return removed(token, secrets);
  if (!body && scanSql(value) === undefined) {
    const isProse = found.length === 0 && !mentionsSecret(value) && !secretClause.test(value);
    return isProse ? token.text : removed(token, secrets);
  }
  const inner = redactLevel(value, depth + 1, body, secrets);
  if (!body && !inner.isReadable && found.length > 0) return removed(token, secrets);
  return inner.text === value ? token.text : requote(token, inner.text);
}

function removed(token: SqlToken, secrets: Secrets): string {
  secrets.addToken(token);
  return mask;
}

function redactComment(token: SqlToken, depth: number, secrets: Secrets): string {
  const body = token.text.replace(/^(?:--+|\/\*)|\*\/$/g, '');
  const found = secretsInText(body);
  for (const value of found) secrets.add(value);
  const inner =
    depth < maxDepth && /['"$]/.test(body)
      ? redactLevel(body, depth + 1, false, secrets)
      : undefined;
  const isClean =
    found.length === 0 && !mentionsSecret(body) && (inner === undefined || inner.text === body);
  if (isClean && !token.unterminated) return token.text;
  return token.text.startsWith('--') ? '-- ***' : '/* *** */';
}

/** A plain string that ends in a backslash: with other settings it would go on. */
function endsInBackslash(token: SqlToken): boolean {
  return token.kind === 'string' && /^[^eE$]/.test(token.text) && token.text.endsWith("\\'");
}

/** One text: a statement, a file, a function body or the content of a string. */
function redactLevel(text: string, depth: number, isProcedural: boolean, secrets: Secrets): Level {
  const scanned = depth === 0 ? scanCutSql(text) : scanSql(text);
  const tokens = scanned ?? lexSql(text);
  const written = new Map<SqlToken, string>();
  const remove = (token: SqlToken): void => void written.set(token, removed(token, secrets));
  const fragments = fragmentsOf(tokens, isProcedural);
  // A statement may hold semicolons (BEGIN ATOMIC, CREATE RULE): only the whole text tells.
  const whole = tokens.filter((token) => token.kind !== 'comment');
  const treeOfWhole = scanned === undefined || isProcedural ? undefined : markedByTree(text, whole);
  const ambiguous =
    treeOfWhole === undefined && !isProcedural ? tokens.find(endsInBackslash) : undefined;
  if (ambiguous !== undefined) {
    const head = redactLevel(text.slice(0, ambiguous.start), depth, false, secrets);
    return { text: `${head.text}${mask}`, isReadable: false };
  }
  for (const token of treeOfWhole ?? []) remove(token);
  let awaits = false;
  for (const fragment of fragments) {
    const marked =
      treeOfWhole ?? (scanned === undefined ? undefined : markedByTree(text, fragment));
    for (const token of marked ?? []) remove(token);
    for (const at of secretPositions(fragment)) {
      const token = fragment[at];
      if (token !== undefined) remove(token);
    }
    const waiting = fragment.filter(
      (token) => token.kind === 'string' && awaitsSecret(token.value),
    );
    if (waiting.length > 0) awaits = true;
    const hidesAll = waiting.length > 0 || (marked === undefined && mentionsSecretName(fragment));
    if (marked === undefined && !isProcedural) {
      const loose = text.slice(fragment[0]?.start, fragment.at(-1)?.end);
      for (const value of secretsInText(loose)) secrets.add(value);
    }
    const foreign = hasForeignBody(fragment);
    fragment.forEach((token, at) => {
      const unreadable =
        scanned === undefined && (token.kind === 'string' || token.kind === 'quoted');
      const body = token.kind === 'string' && isBody(fragment, at);
      const template = waiting.includes(token);
      if (written.has(token)) return;
      if (body && foreign) written.set(token, foreignBody(token, secrets));
      else if (
        unreadable ||
        token.unterminated ||
        (hidesAll && isConstant(token) && !template && !body)
      )
        remove(token);
      else if (token.kind === 'quoted' && secretsInText(token.value).length > 0) remove(token);
      else if (token.kind === 'string') {
        written.set(token, redactLiteral(token, body, depth, secrets));
      }
    });
  }
  if (awaits && depth > 0) {
    for (const token of whole) {
      if (
        token.kind === 'string' &&
        written.get(token) === token.text &&
        !sqlVerb.test(token.value)
      )
        remove(token);
    }
  }
  for (const token of tokens) {
    if (token.kind === 'comment') written.set(token, redactComment(token, depth, secrets));
  }
  return { text: render(text, tokens, written), isReadable: treeOfWhole !== undefined };
}

function foreignBody(token: SqlToken, secrets: Secrets): string {
  for (const value of secretsInText(token.value)) secrets.add(value);
  for (const match of token.value.matchAll(/(['"`])([^\n]*?)\1/g)) {
    const value = match[2] ?? '';
    if (value.length >= 6 && !/\s/.test(value)) secrets.add(value);
  }
  return mask;
}

function render(text: string, tokens: readonly SqlToken[], written: Map<SqlToken, string>): string {
  const pieces: string[] = [];
  let from = 0;
  for (const token of tokens) {
    const piece = written.get(token);
    if (piece === undefined) continue;
    pieces.push(text.slice(from, token.start), piece);
    from = token.end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** Replaces every secret in a text, such as a server's error message, detail or hint. */
export function maskSecrets(message: string, secrets: readonly string[]): string {
  let masked = message;
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret.length >= 3) masked = masked.replaceAll(secret, '***');
  }
  return masked;
}

/** SQL without its secrets, each replaced by `'***'`, and the list of what was removed. */
export function redactSql(sql: string): RedactedSql {
  const secrets = new Secrets();
  const { text } = redactLevel(sql.toWellFormed(), 0, false, secrets);
  const list = secrets.sorted();
  const searched = list.length <= maxSearched ? maskSecrets(text, list) : text;
  return { text: maskSecrets(searched, urlSecretsInText(searched)), secrets: list };
}

/** Redacts, then cuts at `maxChars` characters; never the other way round. */
export function redactStatement(sql: string, maxChars = 2000): string {
  return cutText(redactSql(sql).text, maxChars);
}

/** At most `maxChars` UTF-16 units, cut between code points, with an ellipsis when cut. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, Math.max(0, maxChars - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
