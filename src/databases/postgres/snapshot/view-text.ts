// One form for the definition of a view on every server version. Up to version 15 a server writes the
// table before every column of a view of one table, later ones (some of them) do not: here it is left
// out where it says nothing. By tokens, not by the parser: a database may have thousands of views, and
// what servers write is regular.
import { lexSql, type SqlToken } from '../../../sql/tokens.ts';

const combining = new Set(['union', 'intersect', 'except']);
const afterFrom = new Set([
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
]);
/** A qualified name after one of these is no column. */
const beforeOthers = new Set(['.', ':', 'collate', 'as', 'of']);

/** The definition without needless qualifiers. */
export function normaliseViewText(definition: string): string {
  const text = definition.trim().replace(/;$/, '');
  const own = ownTokens(lexSql(text));
  const source = onlySource(own);
  if (source === undefined) return text;
  let kept = '';
  let from = 0;
  for (const [at, token] of own.entries()) {
    const [before, dot, column, after] = [own[at - 1], own[at + 1], own[at + 2], own[at + 3]];
    if (!isName(token) || token.value !== source || dot?.text !== '.' || !isName(column)) continue;
    if (beforeOthers.has(before?.value ?? '')) continue;
    // The table itself; within brackets it is that of `EXTRACT(year FROM …)`.
    if (before?.value === 'from' && token.depth === 0) continue;
    // A function of a schema that is named like the table.
    if (after?.text === '(' && after.start === column.end) continue;
    kept += text.slice(from, token.start);
    from = column.start;
  }
  return kept + text.slice(from);
}

interface OwnToken extends SqlToken {
  /** Brackets around it. */
  readonly depth: number;
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

/** Without subqueries: in them a qualifier may be needed, and all servers write it. */
function ownTokens(tokens: readonly SqlToken[]): readonly OwnToken[] {
  const own: OwnToken[] = [];
  const subqueries: number[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.text === ')') {
      if (subqueries.at(-1) === depth) subqueries.pop();
      depth -= 1;
    }
    if (subqueries.length === 0) own.push({ ...token, depth });
    if (token.text === '(') {
      depth += 1;
      const next = tokens[at + 1];
      if (next?.kind === 'word' && (next.value === 'select' || next.value === 'with')) {
        subqueries.push(depth);
      }
    }
  }
  return own;
}

/** By which name the columns of the only table are written; undefined when there are several. */
function onlySource(own: readonly OwnToken[]): string | undefined {
  const isKeyword = ({ depth, kind }: OwnToken): boolean => depth === 0 && kind === 'word';
  if (own.some((token) => isKeyword(token) && combining.has(token.value))) return undefined;
  const start = own.findIndex((token) => isKeyword(token) && token.value === 'from');
  if (start < 0) return undefined;
  const length = own
    .slice(start + 1)
    .findIndex((token) => isKeyword(token) && afterFrom.has(token.value));
  const item = own.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  const top = item.filter(({ depth }) => depth === 0);
  if (top.some(({ kind, value }) => value === ',' || (kind === 'word' && value === 'join'))) {
    return undefined;
  }
  // The alias, or the table itself, is the last name: what may follow are names of columns.
  return top.findLast(isName)?.value;
}
