// A key for one question: whoever answers it twice has done it once. Another question has another key.
import { useState } from 'react';

/** The key of the question that is open; it must be made where the question opens, not beside its button. */
export function useOnceKey(): string {
  const [key] = useState(() => crypto.randomUUID());
  return key;
}
