// The chosen filters, kept in the address.
import { useMemo } from 'react';

import type { AlertFilter, AlertOrder } from '../../graphql/graphql.ts';
import { useUrlValue, useUrlValues } from '../../parts/url-state.ts';
import { filterOf, orderOf, type Chosen } from './filter.ts';

type Setter<Value> = (value: Value) => void;

export interface ChosenFilters {
  readonly chosen: Chosen;
  /** As it was when it was chosen. A time that is counted from now moves on with each reading of the list. */
  readonly filter: AlertFilter;
  readonly order: AlertOrder;
  readonly setStates: Setter<readonly string[]>;
  readonly setSeverities: Setter<readonly string[]>;
  readonly setRules: Setter<readonly string[]>;
  readonly setLabels: Setter<readonly string[]>;
  readonly setDatabase: Setter<string | undefined>;
  readonly setText: Setter<string | undefined>;
  readonly setSince: Setter<string | undefined>;
  readonly setSuppressed: Setter<string | undefined>;
  readonly setSort: Setter<string | undefined>;
}

/** Reads and writes the filters of the address. */
export function useChosen(): ChosenFilters {
  const [states, setStates] = useUrlValues('state');
  const [severities, setSeverities] = useUrlValues('severity');
  const [rules, setRules] = useUrlValues('rule');
  const [labels, setLabels] = useUrlValues('label');
  const [database, setDatabase] = useUrlValue('database');
  const [text, setText] = useUrlValue('text');
  const [since, setSince] = useUrlValue('since');
  const [suppressed, setSuppressed] = useUrlValue('suppressed');
  const [sort, setSort] = useUrlValue('sort');
  const now: Chosen = {
    states,
    severities,
    rules,
    labels,
    database,
    text,
    since,
    suppressed,
    sort,
  };
  const key = JSON.stringify(now);
  const known = useMemo(() => {
    const chosen = JSON.parse(key) as Chosen;
    return { chosen, filter: filterOf(chosen, Date.now()), order: orderOf(chosen) };
  }, [key]);
  return {
    ...known,
    setStates,
    setSeverities,
    setRules,
    setLabels,
    setDatabase,
    setText,
    setSince,
    setSuppressed,
    setSort,
  };
}
