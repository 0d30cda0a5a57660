// The chosen filters, kept in the address.
import { useMemo } from 'react';

import { useUrlValue, useUrlValues } from '../../parts/url-state.ts';
import { filterOf, type Chosen } from './filter.ts';
import type { MigrationRunFilter } from '../../graphql/graphql.ts';

export interface ChosenFilters {
  readonly chosen: Chosen;
  /** As it was when it was chosen. A time that is counted from now moves on with each reading of the list. */
  readonly filter: MigrationRunFilter;
  setDatabase(value: string | undefined): void;
  setStates(values: readonly string[]): void;
  setKind(value: string | undefined): void;
  setOrigin(value: string | undefined): void;
  setBy(value: string | undefined): void;
  setSince(value: string | undefined): void;
}

/** Reads and writes the filters of the address. */
export function useChosen(): ChosenFilters {
  const [database, setDatabase] = useUrlValue('database');
  const [states, setStates] = useUrlValues('state');
  const [kind, setKind] = useUrlValue('kind');
  const [origin, setOrigin] = useUrlValue('origin');
  const [by, setBy] = useUrlValue('by');
  const [since, setSince] = useUrlValue('since');
  const chosen: Chosen = { database, states, kind, origin, by, since };
  const key = JSON.stringify(chosen);
  const filter = useMemo(() => filterOf(JSON.parse(key) as Chosen, Date.now()), [key]);
  return { chosen, filter, setDatabase, setStates, setKind, setOrigin, setBy, setSince };
}
