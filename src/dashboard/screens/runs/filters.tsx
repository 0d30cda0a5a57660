// The filters above the history.
import { useState } from 'react';
import { useLocation } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Choice, Chips, TextFilter } from '../../parts/filter-controls.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { isNarrowed, kinds, origins, spans, states } from './filter.ts';
import { databaseName, databaseNames } from './operations.ts';
import styles from './runs.module.css';
import type { ChosenFilters } from './use-chosen.ts';

/** As much as a filter of the API takes, and more than a name has. */
const searchedLetters = 100;

export interface FiltersProps {
  readonly filters: ChosenFilters;
}

/** A row of filters; each change is in the address at once. */
export function Filters({ filters }: FiltersProps) {
  const { chosen } = filters;
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  // Of many databases those are suggested that what is typed may mean.
  const names = useLiveQuery(databaseNames, { filter: typed === '' ? null : { text: typed } });
  const { database } = chosen;
  const named = useLiveQuery(
    databaseName,
    { id: database ?? '' },
    { pause: database === undefined },
  );
  const shownName = database === undefined ? undefined : (named.data?.database?.name ?? database);
  const toggle = (state: string): void => {
    const isOn = chosen.states.includes(state);
    filters.setStates(
      isOn ? chosen.states.filter((one) => one !== state) : [...chosen.states, state],
    );
  };
  return (
    <section className="column" aria-label="Filters">
      <Chips
        label="State"
        options={states}
        pressed={states.filter((state) => chosen.states.includes(state))}
        nameOf={wordsOf}
        onToggle={toggle}
      />
      <div className={styles.fields}>
        <TextFilter
          label="Database"
          value={shownName}
          suggestions={names.data?.databases.edges.map(({ node }) => node.name) ?? []}
          onType={(text) => setTyped(text.trim().slice(0, searchedLetters))}
          onChange={filters.setDatabase}
        />
        <Choice label="Kind" value={chosen.kind} options={kinds} onChange={filters.setKind} />
        <Choice
          label="Begun by"
          value={chosen.origin}
          options={origins}
          onChange={filters.setOrigin}
        />
        <TextFilter label="Token" value={chosen.by} onChange={filters.setBy} />
        <Choice
          label="Asked for"
          value={chosen.since}
          any="Any time"
          options={Object.fromEntries(
            Object.entries(spans).map(([name, { label }]) => [name, label]),
          )}
          onChange={filters.setSince}
        />
        {isNarrowed(chosen) ? (
          <button className="plain" onClick={() => navigate('/runs', { replace: true })}>
            Clear all
          </button>
        ) : null}
      </div>
    </section>
  );
}
