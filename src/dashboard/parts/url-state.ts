// Filters live in the address: a link to a list is a link to what one sees.
import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** A parameter of the address with all its values; setting it replaces the entry of the history. */
export function useUrlValues(
  name: string,
): [readonly string[], (values: readonly string[]) => void] {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (values: readonly string[]) =>
      setParameters(
        (old) => {
          const next = new URLSearchParams(old);
          next.delete(name);
          for (const value of values) next.append(name, value);
          return next;
        },
        { replace: true },
      ),
    [name, setParameters],
  );
  return [parameters.getAll(name), set];
}

/** A parameter of the address with one value; undefined when it is not there. */
export function useUrlValue(
  name: string,
): [string | undefined, (value: string | undefined) => void] {
  const [values, setValues] = useUrlValues(name);
  const set = useCallback(
    (value: string | undefined) => setValues(value === undefined || value === '' ? [] : [value]),
    [setValues],
  );
  return [values[0], set];
}
