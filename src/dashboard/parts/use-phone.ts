// Whether the page is as narrow as on a phone, for what cannot be said in CSS.
import { useSyncExternalStore } from 'react';

const phone = '(max-width: 760px)';

function listenToWidth(changed: () => void): () => void {
  const query = matchMedia(phone);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** True on a phone; follows when the window changes. */
export function usePhone(): boolean {
  return useSyncExternalStore(listenToWidth, () => matchMedia(phone).matches);
}
