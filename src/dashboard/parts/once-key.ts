// A key for what is asked for: whoever answers it twice has done it once. Something else, as another version,
// another mode or another plan, has another key; the same again, also after something else, has its own.
import { useState } from 'react';

/** Gives the key of what is asked for, to be sent with it; `makeKey` gives one that was never there. */
export function createOnceKeys(makeKey: () => string): (asked: object) => string {
  const keys = new Map<string, string>();
  return (asked) => {
    const what = JSON.stringify(asked);
    const key = keys.get(what) ?? makeKey();
    keys.set(what, key);
    return key;
  };
}

/** The keys of the question that is open; they must be made where the question opens, not beside its button. */
export function useOnceKeys(): (asked: object) => string {
  const [keyOf] = useState(() => createOnceKeys(() => crypto.randomUUID()));
  return keyOf;
}
