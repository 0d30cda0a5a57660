// Removing secrets from SQL before anything is stored, shown or logged. Marks come from the syntax
// tree and from the tokens; texts inside strings that are SQL again are treated the same way, down
// to a fixed depth. Fails closed: what cannot be read is replaced, a cut comes after redaction.
import { fragmentsOf, hasForeignBody, isBody, markedByTree } from './fragments.ts';
import { scanCutSql, scanSql } from './parse.ts';
import { isConstant, mentionsSecretName, secretPositions, type Fragment } from './redact-rules.ts';
import { Secrets } from './secret-list.ts';
import { awaitsSecret, mentionsSecret, secretsInText, urlSecretsInText } from './secret-words.ts';
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

const sqlVerb =
  /\b(?:select|insert|update|delete|merge|create|alter|drop|do|call|set|set_config|execute|perform|begin|grant|copy|import|password|options|connection|values|raise|dblink\w*)\b\s*\S/i;

const secretClause = /\b(?:options|connection|user\s+mapping)\b/i;

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

function foreignBody(token: SqlToken, secrets: Secrets): string {
  for (const value of secretsInText(token.value)) secrets.add(value);
  for (const match of token.value.matchAll(/(['"`])([^\n]{0,500}?)\1/g)) {
    const value = match[2] ?? '';
    if (value.length >= 6 && !/\s/.test(value)) secrets.add(value);
  }
  return mask;
}

interface LevelState {
  readonly text: string;
  readonly depth: number;
  readonly isProcedural: boolean;
  /** The real scanner took it. */
  readonly isScanned: boolean;
  readonly secrets: Secrets;
  readonly written: Map<SqlToken, string>;
}

function remove(state: LevelState, token: SqlToken): void {
  state.written.set(token, removed(token, state.secrets));
}

/** Redacts one statement; true when one of its strings waits for a secret from elsewhere. */
function redactFragment(state: LevelState, fragment: Fragment, isParsed: boolean): boolean {
  const { text, depth, isProcedural, isScanned, secrets, written } = state;
  const marked = isParsed || !isScanned ? undefined : markedByTree(text, fragment);
  const isRead = isParsed || marked !== undefined;
  for (const token of marked ?? []) remove(state, token);
  for (const at of secretPositions(fragment)) {
    const token = fragment[at];
    if (token !== undefined) remove(state, token);
  }
  if (!isRead && !isProcedural) {
    const loose = text.slice(fragment[0]?.start, fragment.at(-1)?.end);
    for (const value of secretsInText(loose)) secrets.add(value);
  }
  const strings = fragment.filter((token) => token.kind === 'string');
  const waiting = new Set(strings.filter((token) => awaitsSecret(token.value)));
  const hidesAll = waiting.size > 0 || (!isRead && mentionsSecretName(fragment));
  const hasForeign = hasForeignBody(fragment);
  fragment.forEach((token, at) => {
    if (written.has(token)) return;
    const isString = token.kind === 'string';
    const isQuoted = token.kind === 'quoted';
    const body = isString && isBody(fragment, at);
    const unreadable = token.unterminated || (!isScanned && (isString || isQuoted));
    const hidden = hidesAll && isConstant(token) && !waiting.has(token) && !body;
    // A quoted name right after a constant is no SQL: some other language's string.
    const stray = isQuoted && hidesAll && isConstant(fragment[at - 1]);
    if (body && hasForeign) written.set(token, foreignBody(token, secrets));
    else if (unreadable || stray || hidden) remove(state, token);
    else if (isQuoted && secretsInText(token.value).length > 0) remove(state, token);
    else if (isString) written.set(token, redactLiteral(token, body, depth, secrets));
  });
  return waiting.size > 0;
}

/** One text: a statement, a file, a function body or the content of a string. */
function redactLevel(text: string, depth: number, isProcedural: boolean, secrets: Secrets): Level {
  const scanned = depth === 0 ? scanCutSql(text) : scanSql(text);
  const tokens = scanned ?? lexSql(text);
  const written = new Map<SqlToken, string>();
  const isScanned = scanned !== undefined;
  const state: LevelState = { text, depth, isProcedural, isScanned, secrets, written };
  // A statement may hold semicolons (BEGIN ATOMIC, CREATE RULE): only the whole text tells.
  const whole = tokens.filter((token) => token.kind !== 'comment');
  const marked = isScanned && !isProcedural ? markedByTree(text, whole) : undefined;
  const isParsed = marked !== undefined;
  const unclear = isParsed || isProcedural ? undefined : tokens.find(endsInBackslash);
  if (unclear !== undefined) {
    const head = redactLevel(text.slice(0, unclear.start), depth, false, secrets);
    return { text: `${head.text}${mask}`, isReadable: false };
  }
  for (const token of marked ?? []) remove(state, token);
  let awaits = false;
  for (const fragment of fragmentsOf(tokens, isProcedural)) {
    if (redactFragment(state, fragment, isParsed)) awaits = true;
  }
  for (const token of tokens) {
    if (token.kind === 'comment') written.set(token, redactComment(token, depth, secrets));
    // The secret that a string of this body waits for may be in a variable set anywhere.
    const isKept = token.kind === 'string' && written.get(token) === token.text;
    if (awaits && depth > 0 && isKept && !sqlVerb.test(token.value)) remove(state, token);
  }
  return { text: render(text, tokens, written), isReadable: isParsed };
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
