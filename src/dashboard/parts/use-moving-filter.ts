// The filter of a list that may be counted from now, as the last hour is: tomorrow the same address tells of
// tomorrow's last hour.
import { useMemo } from 'react';

import { sinceOf } from './series/spans.ts';
import { useUrlValue } from './url-state.ts';

/** With it the list is asked for (see `moving` of `usePages`). */
export interface MovingFilter<Filter> {
  /** As it was when it was chosen. */
  readonly filter: Filter;
  /** As it is when the list is read; undefined: it does not move. */
  readonly moving: (() => { readonly filter: Filter }) | undefined;
}

/** `fixed` is what stays, and the span is `since` of the address. */
export function useMovingFilter<Filter extends object>(
  fixed: Filter,
): MovingFilter<Filter & { since?: string }> {
  const [span] = useUrlValue('since');
  const key = JSON.stringify(fixed);
  return useMemo(() => {
    const still = JSON.parse(key) as Filter;
    const at = (): Filter & { since?: string } => {
      const since = sinceOf(span, Date.now());
      return since === undefined ? still : { ...still, since };
    };
    const filter = at();
    return { filter, moving: filter === still ? undefined : () => ({ filter: at() }) };
  }, [key, span]);
}
