// Whether two tokens may belong to one person, as far as tokens can tell: the same token, or one that
// was made with the other, directly or in steps. Names are not unique, so a doubt counts against it.
// Two tokens that an admin made for two people are taken for two people. Pure.
import type { Token } from '../../store/tokens.ts';

export interface Person {
  /** Id of the token. */
  readonly id: string;
  /** Name of the token. */
  readonly name: string;
}

/** Names of those who made this token, who made theirs, and so on. */
function makersOf(tokenId: string, tokens: readonly Token[]): ReadonlySet<string> {
  const makers = new Set<string>();
  const open = tokens.filter((token) => token.id === tokenId);
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    const maker = token.createdBy;
    if (makers.has(maker)) continue;
    makers.add(maker);
    open.push(...tokens.filter((other) => other.name === maker));
  }
  return makers;
}

/**
 * Why `approver` may not approve what `asker` asked for, in words; null when he may. `tokens` are
 * all there are, revoked ones too.
 */
export function reasonOfOnePerson(
  approver: Person,
  asker: Person,
  tokens: readonly Token[],
): string | null {
  if (approver.id === asker.id) return 'it was asked for with your own token';
  if (makersOf(asker.id, tokens).has(approver.name)) {
    return `it was asked for with "${asker.name}", a token that goes back to "${approver.name}"`;
  }
  if (makersOf(approver.id, tokens).has(asker.name)) {
    return `your token goes back to "${asker.name}", with which it was asked for`;
  }
  return null;
}
