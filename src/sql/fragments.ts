// Cutting the tokens of a text into statements, PL/pgSQL's included, and finding function bodies
// among their strings. Only for redaction: what is executed is cut by the parser alone.
import { parseSql } from './parse.ts';
import { secretConstants } from './redact-tree.ts';
import type { SqlToken } from './tokens.ts';

const startsStatement = new Set(['begin', 'then', 'else', 'loop', 'declare']);
/** Cuts tokens into statements; PL/pgSQL's words count as cuts too when `isProcedural`. */
export function fragmentsOf(tokens: readonly SqlToken[], isProcedural: boolean): SqlToken[][] {
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
export function markedByTree(
  text: string,
  fragment: readonly SqlToken[],
): Set<SqlToken> | undefined {
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

/** True for functions and DO blocks in a language that is not read here. */
export function hasForeignBody(fragment: readonly SqlToken[]): boolean {
  const at = fragment.findIndex((token) => token.value === 'language');
  const language = fragment[at + 1]?.value.toLowerCase();
  return at !== -1 && !/^(?:sql|plpgsql|c|internal)$/.test(language ?? '');
}

/** True when the string at this place is the body of a function or DO block. */
export function isBody(fragment: readonly SqlToken[], at: number): boolean {
  const first = fragment[0]?.value;
  if (first === 'do') return true;
  return (
    first === 'create' &&
    fragment[at - 1]?.value === 'as' &&
    fragment.some((token) => /^(?:function|procedure)$/.test(token.value))
  );
}
