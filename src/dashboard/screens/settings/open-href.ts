// Where one thing of a list is shown whole: the same address with one parameter more, so that the filters stay.
import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** Gives the address for a value of the parameter. */
export function useOpenHref(parameter: string): (value: string) => string {
  const [path] = useLocation();
  const search = useSearch();
  return useCallback(
    (value: string) => {
      const next = new URLSearchParams(search);
      next.set(parameter, value);
      return `${path}?${next.toString()}`;
    },
    [path, search, parameter],
  );
}
