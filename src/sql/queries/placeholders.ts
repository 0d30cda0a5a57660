// Applications write places for values in many ways: `?`, `:name`, `@name`, `$name`, `%s`, `%(name)s`. PostgreSQL's
// parser knows `$1` alone, and takes some of the others for operators. Here they become `$1`.
import type { SqlToken } from '../tokens.ts';

/**
 * The texts to try, the likeliest first: a question mark may also be an operator of JSON, and a colon
 * part of a slice. Lines stay where they are.
 */
export function withoutPlaceholders(text: string, tokens: readonly SqlToken[]): readonly string[] {
  const named = replaced(text, tokens, false);
  return [...new Set([named, replaced(text, tokens, true), text])];
}

function replaced(text: string, tokens: readonly SqlToken[], questionMarks: boolean): string {
  let result = '';
  let done = 0;
  for (const [place, token] of tokens.entries()) {
    if (token.start < done) continue;
    const count = placeholderAt(tokens, place, questionMarks);
    const last = tokens[place + count - 1];
    if (count === 0 || last === undefined) continue;
    // `IN :ids` stands for a list.
    const value = tokens[place - 1]?.value === 'in' ? '($1)' : '$1';
    result += `${text.slice(done, token.start)} ${value} `;
    done = last.end;
  }
  return result + text.slice(done);
}

const isWord = (token: SqlToken | undefined): boolean => token?.kind === 'word';

/** How many tokens from this one on are a placeholder; 0 for none. */
function placeholderAt(tokens: readonly SqlToken[], place: number, questionMarks: boolean): number {
  const token = tokens[place];
  if (token?.kind !== 'symbol') return 0;
  const isNext = (steps: number): boolean =>
    tokens[place + steps]?.start === tokens[place + steps - 1]?.end;
  const before = tokens[place - 1];
  const touching = before !== undefined && before.end === token.start ? before : undefined;
  const next = isNext(1) ? tokens[place + 1] : undefined;
  switch (token.text) {
    case ':': {
      // A cast, or a slice as `list[1:n]`.
      const isPart = touching?.text === ':' || /[\w\])]$/.test(touching?.text ?? '');
      if (isPart || next === undefined) return 0;
      if (next.kind === 'string' || next.kind === 'number') return 2;
      return isWord(next) ? (isNext(2) && tokens[place + 2]?.text === '!' ? 3 : 2) : 0;
    }
    case '@':
      return isWord(next) && touching?.text !== '@' && touching?.text !== '<' ? 2 : 0;
    case '$':
      return isWord(next) ? 2 : 0;
    case '%': {
      if (next?.text === 's' && !/[\w\])]$/.test(touching?.text ?? '')) return 2;
      const isNamed = next?.text === '(' && isNext(2) && isNext(3) && isNext(4);
      return isNamed && tokens[place + 3]?.text === ')' && isWord(tokens[place + 4]) ? 5 : 0;
    }
    case '?': {
      if (!questionMarks || next?.text === '|' || next?.text === '&') return 0;
      return next?.kind === 'number' ? 2 : 1;
    }
    default:
      return 0;
  }
}
