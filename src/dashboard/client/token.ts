// The token that signs this tab in. It comes in the address's fragment, which browsers never send, is
// taken out of the address at once and kept in the tab's session storage; GraphiQL reads the same key.
const key = 'hawkwatch.token';

/** Takes a token out of the address, if there is one, and leaves no trace of it in the history. */
export function takeTokenFromAddress(): string | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** The tab's token; undefined when nobody is signed in. */
export function findToken(): string | undefined {
  return sessionStorage.getItem(key) ?? undefined;
}

/** Signs in with a token. */
export function storeToken(token: string): void {
  sessionStorage.setItem(key, token.trim());
}

/** Signs out. */
export function forgetToken(): void {
  sessionStorage.removeItem(key);
}
